"""Facts of which one holds at a time: changed from a date, taken back, corrected (T-5)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from boards.models import OrganisationName
from tests import factories

FIRST = date(2026, 1, 1)


def named(organisation, name, starts_on=None, ends_on=None):
    return OrganisationName.objects.create(organisation=organisation, name=name, starts_on=starts_on, ends_on=ends_on)


def take_over(organisation, name, day, precision="day"):
    fact = OrganisationName(organisation=organisation, name=name, starts_on=day, starts_precision=precision)
    fact.takes_over = True
    fact.clean()
    fact.take_over()
    return fact


def periods(organisation):
    names = OrganisationName.objects.filter(organisation=organisation).order_by("starts_on")
    return {one.name: one.period for one in names}


@pytest.fixture
def organisation(db):
    return factories.OrganisationFactory()


def test_next_one_takes_over_and_the_one_before_ends_the_day_before(organisation):
    named(organisation, "Halton College")
    take_over(organisation, "Riverside College", date(2013, 8, 1))
    assert periods(organisation) == {
        "Halton College": "start not known until 31 July 2013",
        "Riverside College": "from 1 August 2013",
    }


def test_month_is_enough(organisation):
    named(organisation, "Halton College")
    take_over(organisation, "Riverside College", date(2013, 8, 1), "month")
    assert periods(organisation) == {
        "Halton College": "start not known, ended August 2013",
        "Riverside College": "from August 2013",
    }


def test_one_in_between_gets_the_rest_of_the_time_of_the_one_it_follows(organisation):
    named(organisation, "First", ends_on=date(2020, 12, 31))
    named(organisation, "Last", date(2021, 1, 1))
    take_over(organisation, "Between", date(2015, 1, 1))
    assert periods(organisation) == {
        "First": "start not known until 31 December 2014",
        "Between": "from 1 January 2015 until 31 December 2020",
        "Last": "from 1 January 2021",
    }


def test_one_before_all_others_lasts_until_the_first(organisation):
    named(organisation, "Known", date(2021, 1, 1))
    take_over(organisation, "Earlier", date(2015, 1, 1))
    assert periods(organisation)["Earlier"] == "from 1 January 2015 until 31 December 2020"


def test_two_do_not_start_on_one_date(organisation):
    named(organisation, "Known", date(2021, 1, 1))
    with pytest.raises(ValidationError) as caught:
        take_over(organisation, "Another", date(2021, 1, 1))
    assert caught.value.message_dict == {"starts_on": ["“Known” starts on that date. Correct it instead"]}


def test_what_is_taken_back_leaves_its_time_to_the_one_before(organisation):
    named(organisation, "Halton College")
    take_over(organisation, "Riverside College", date(2013, 8, 1)).give_back()
    assert periods(organisation) == {"Halton College": "start not known"}


def test_correction_that_would_overlap_is_refused(organisation):
    named(organisation, "First", ends_on=date(2020, 12, 31))
    last = named(organisation, "Last", date(2021, 1, 1))
    last.starts_on = date(2020, 12, 31)
    with pytest.raises(ValidationError) as caught:
        last.clean()
    assert caught.value.message_dict == {"starts_on": ["The organisation has another name on some of these days."]}


class Sequences(TestCase):
    """Whatever is changed and taken back in whatever order, no day has two names, and none is lost but the first."""

    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=12))
    def test_one_holds_at_most_on_every_day(self, steps):
        organisation = factories.OrganisationFactory()
        for number, (adds, offset) in enumerate(steps):
            known = OrganisationName.objects.filter(organisation=organisation).order_by("starts_on")
            if adds and not known.filter(starts_on=FIRST + timedelta(offset)).exists():
                take_over(organisation, str(number), FIRST + timedelta(offset))
            elif not adds and known:
                known[offset % len(known)].give_back()
        names = list(OrganisationName.objects.filter(organisation=organisation))
        days = [FIRST + timedelta(offset) for offset in range(50)]
        held = Counter(day for one in names for day in days if one.holds_on(day))
        assert set(held.values()) <= {1}
        if names:
            began = min(one.starts_on for one in names)
            assert {day for day in days if day >= began} == set(held)
