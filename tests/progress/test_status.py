from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from core.choices import Precision
from progress.models import StatusChange
from progress.services.status import change_status
from recommendations.models import Recommendation
from tests import factories
from tests.progress.factories import StatusProposalFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def change(officer):
    """Change a status; what is not said is a good case."""

    def make(recommendation, to_status="superseded", **facts):
        given = {"reason": "The new format does it", "changed_on": TODAY, "by": officer, "at": NOON} | facts
        return change_status(recommendation=recommendation, to_status=to_status, **given)

    return make


def address(recommendation, name="recommendations:detail"):
    return reverse(name, args=[recommendation.partnership.slug, recommendation.pk])


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"reason": " "}, "reason", "Enter why the status changes"),
        ({"to_status": "implemented"}, "evidence", "Enter what shows that it is implemented"),
        ({"to_status": "not-started"}, "to_status", "Choose a status that differs from the present one"),
        (
            {"changed_on": TODAY + timedelta(days=1)},
            "changed_on",
            "The date of the change must be today or in the past",
        ),
        (
            {"changed_on": date(2012, 8, 31)},
            "changed_on",
            "The date of the change must not be before the report, which was received in September 2012",
        ),
    ],
)
def test_change_of_status_is_refused(facts, field, words, ask, change):
    recommendation = ask(1)
    with pytest.raises(Refused) as refusal:
        change(recommendation, **facts)
    assert (refusal.value.field, str(refusal.value)) == (field, words)
    assert StatusChange.objects.count() == 0


def test_change_of_one_that_a_review_led_to_is_not_before_it_was_made(ask, change):
    with pytest.raises(Refused, match="recommendation, which was made on 1 October 2026"):
        change(ask(1, made_on=date(2026, 10, 1)), changed_on=date(2026, 9, 30))


def test_meeting_that_confirmed_it_is_not_before_the_change(ask, change, ppb):
    meeting = factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 16))
    with pytest.raises(Refused, match="was on 16 November 2026: enter that day or an earlier one"):
        change(ask(1), meeting=meeting)
    assert change(ask(2), meeting=meeting, changed_on=date(2026, 11, 16)).meeting == meeting


def test_loops_of_superseding_recommendations_are_refused(ask, change):
    one, two, three, four = (ask(number) for number in (1, 2, 3, 4))
    for recommendation, successor in ((two, three), (three, four)):
        change(recommendation, superseded_by=successor)
    cases = [
        (one, one, "A recommendation cannot take its own place: choose another"),
        (four, three, "Recommendation 3 leads back to this one, which took its place: choose another"),
        # Two takes the place of nobody, but leads by three to four.
        (four, two, "Recommendation 2 leads back to this one, which took its place: choose another"),
    ]
    for recommendation, successor, words in cases:
        with pytest.raises(Refused) as refusal:
            change(recommendation, superseded_by=successor)
        assert (refusal.value.field, str(refusal.value)) == ("superseded_by", words)
    change(one, superseded_by=two)
    assert list(Recommendation.objects.order_by("number").values_list("superseded_by__number", flat=True)) == [
        2,
        3,
        4,
        None,
    ]


def test_successor_is_of_the_partnership_and_of_what_is_no_longer_relevant(ask, change, world):
    elsewhere = factories.RecommendationFactory(topic_group__body__partnership=world.elsewhere)
    with pytest.raises(Refused, match="Choose a recommendation of this partnership"):
        change(ask(1), superseded_by=elsewhere)
    with pytest.raises(Refused, match="Only what is no longer relevant has another in its place"):
        change(ask(2), "not-feasible", superseded_by=ask(3))


def test_what_is_taken_up_again_has_no_successor_any_more(ask, change):
    one, two = ask(1), ask(2)
    change(one, superseded_by=two)
    change(one, "in-progress", at=NOON + timedelta(hours=1))
    change(two, superseded_by=one, at=NOON + timedelta(hours=2))
    one.refresh_from_db()
    assert (one.superseded_by, Recommendation.objects.get(number=2).superseded_by) == (None, one)


def test_status_set_by_the_office_settles_a_proposal_of_the_same(ask, change):
    same = StatusProposalFactory(recommendation=ask(1), to_status="superseded")
    other = StatusProposalFactory(recommendation=ask(2), to_status="not-feasible")
    change(same.recommendation)
    change(other.recommendation)
    same.refresh_from_db()
    other.refresh_from_db()
    assert (same.state, same.decision_note) == ("declined", "The office has set this status itself")
    assert other.state == "waiting"


def test_pages_of_successor_and_predecessor_lead_to_each_other_as_at_the_day(client_for, ask, change, noon):
    old, new = ask(1, "Old format"), ask(2, "New format")
    change(old, superseded_by=new, changed_on=date(2026, 11, 20))
    client = client_for(None)
    told = client.get(address(old)).content.decode()
    assert f'Recommendation <a class="govuk-link" href="{address(new)}">2. New format</a> takes its place.' in told
    told = client.get(address(new)).content.decode()
    assert f'the place of recommendation <a class="govuk-link" href="{address(old)}">1. Old format</a>' in told
    before = {"on": "2026-11-19"}
    assert "takes its place" not in client.get(address(old), before).content.decode()
    assert "takes the place" not in client.get(address(new), before).content.decode()


@pytest.mark.parametrize(("role", "named"), [(None, False), ("member", False), ("ppb_member", True)])
def test_successor_in_a_report_in_preparation_is_named_to_its_readers_only(
    role, named, client_for, ask, change, world, noon
):
    old = ask(1, "Old format")
    group = factories.TopicGroupFactory(partnership=world.partnership, is_draft=True, received_on=None)
    new = factories.RecommendationFactory(topic_group=group, number=9, title="Not for the public yet")
    change(old, superseded_by=new)
    told = client_for(role and getattr(world, role)).get(address(old)).content.decode()
    assert ("Not for the public yet" in told) is named


@pytest.mark.usefixtures("noon")
def test_form_offers_held_meetings_of_boards_that_scrutinise(client_for, ask, officer, world):
    recommendation = ask(1)
    held = factories.MeetingFactory(body=world.ppb, held_on=TODAY)
    factories.MeetingFactory(body=world.ppb, held_on=TODAY + timedelta(days=1))
    factories.MeetingFactory(body=world.ppb, held_on=TODAY, status="cancelled")
    factories.MeetingFactory(body=world.ppb, held_on=date(2026, 11, 1), held_precision=Precision.MONTH)
    factories.MeetingFactory(body=world.board, held_on=TODAY)
    form = client_for(officer).get(address(recommendation, "progress:status_change")).context["form"]
    assert [(value.value, label) for value, label in list(form.fields["meeting"].choices)[1:]] == [
        (held.pk, "Corporate PPB, 23 November 2026")
    ]


@pytest.mark.usefixtures("noon")
def test_officer_says_what_takes_its_place_and_which_meeting_confirmed_it(client_for, ask, officer, ppb):
    one, two = ask(1), ask(2)
    meeting = factories.MeetingFactory(body=ppb, held_on=TODAY)
    data = {
        "to_status": "superseded",
        "reason": "The new format does it",
        "changed_on": "23 11 2026",
        "superseded_by": two.pk,
        "meeting": meeting.pk,
    }
    told = client_for(officer).post(address(one, "progress:status_change"), data, follow=True).content.decode()
    assert "now “no longer relevant”. Recommendation 2 takes its place." in told
    assert "Confirmed at" in told
    assert StatusChange.objects.get().meeting == meeting


@pytest.mark.usefixtures("noon")
def test_form_puts_the_refused_successor_beside_its_field(client_for, ask, change, officer):
    one, two = ask(1), ask(2)
    change(two, superseded_by=one)
    data = {"to_status": "superseded", "reason": "It does", "changed_on": "23 11 2026", "superseded_by": two.pk}
    response = client_for(officer).post(address(one, "progress:status_change"), data)
    assert response.context["form"].errors == {
        "superseded_by": ["Recommendation 2 leads back to this one, which took its place: choose another"]
    }
    assert response.context["form"]["reason"].value() == "It does"
