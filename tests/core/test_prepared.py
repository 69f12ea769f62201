"""Queries whose SQL is written once."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.sql import Query

from boards.models import Body, Partnership
from core.prepared import MOST_KEPT, PreparedQuery, prepared
from tests import factories

pytestmark = pytest.mark.django_db
BUILT = []


@prepared()
def bodies_named(name: str, *, on: date) -> QuerySet[Body]:
    BUILT.append(name)
    return Body.objects.current(on=on).filter(name=name).select_related("partnership").order_by("pk")


@prepared("partnership", "name")
def bodies_of(partnership: int, name: str, part: str) -> QuerySet[Body]:
    BUILT.append(part)
    return Body.objects.filter(partnership=partnership, name=name, code__contains=part).order_by("pk")


@pytest.fixture(autouse=True)
def none_built():
    BUILT.clear()


def test_the_same_question_is_written_once_and_asked_each_time(django_assert_num_queries):
    on = date(2026, 11, 2)
    assert list(bodies_named("Asked twice", on=on)) == []
    body = factories.BodyFactory(name="Asked twice")
    with django_assert_num_queries(1):
        (found,) = bodies_named("Asked twice", on=on)
        assert (found, found.partnership) == (body, body.partnership)
    Body.objects.update(name="Another")
    assert list(bodies_named("Asked twice", on=on)) == []
    assert BUILT == ["Asked twice"]


def test_other_arguments_are_another_question():
    body = factories.BodyFactory(name="Begun", starts_on=date(2026, 11, 2))
    assert list(bodies_named("Begun", on=date(2026, 11, 1))) == []
    assert list(bodies_named("Begun", on=date(2026, 11, 2))) == [body]
    assert list(bodies_named("Ended", on=date(2026, 11, 2))) == []


def test_one_of_two_optional_arguments_is_not_the_other():
    @prepared()
    def those(*, named: str = "", coded: str = "") -> QuerySet[Body]:
        return Body.objects.filter(name__contains=named, code__contains=coded)

    body = factories.BodyFactory(name="Board", code="main")
    assert [list(those(named="Board")), list(those(coded="Board")), list(those(coded="main"))] == [[body], [], [body]]


def test_what_is_filled_in_needs_no_new_sql():
    mine, other = factories.BodyFactory(name="␀1", code="a-board"), factories.BodyFactory(name="Other", code="a-group")
    assert list(bodies_of(mine.partnership_id, "␀1", "a")) == [mine]
    assert list(bodies_of(other.partnership_id, "Other", "a")) == [other]
    assert list(bodies_of(other.partnership_id, "␀1", "a")) == []
    assert BUILT == ["a"]
    assert list(bodies_of(other.partnership_id, "Other", part="board")) == []
    assert BUILT == ["a", "board"]


def test_day_that_is_filled_in_needs_no_new_sql():
    @prepared("on", "partnership")
    def current(on: date, *, partnership: int) -> QuerySet:
        BUILT.append(on)
        return Body.objects.current(on=on).filter(partnership=partnership).order_by("pk")

    first = factories.BodyFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))
    second = factories.BodyFactory(starts_on=date(2026, 1, 31), partnership=first.partnership)
    key = first.partnership_id
    assert list(current(date(2026, 1, 1), partnership=key)) == [first]
    assert list(current(date(2026, 1, 31), partnership=key)) == [first, second]
    assert list(current(date(2026, 2, 1), partnership=key)) == [second]
    assert len(BUILT) == 1


def test_result_can_be_refined_counted_and_asked_within_another():
    bodies = factories.BodyFactory.create_batch(3, name="Refined", partnership=factories.PartnershipFactory())
    factories.BodyFactory(name="Refined")
    for _ in range(2):
        rows = bodies_of(bodies[0].partnership_id, "Refined", "")
        assert type(rows.query) is PreparedQuery
        assert type(rows.filter(pk=1).query) is Query
        assert (rows.count(), rows.exists(), rows[1], rows.last()) == (3, True, bodies[1], bodies[2])
        assert list(rows.exclude(pk=bodies[0].pk)) == bodies[1:]
        assert Partnership.objects.filter(bodies__in=rows).count() == 3
        assert list(rows) == list(rows.iterator()) == bodies


def test_rows_of_values_keep_their_form():
    body = factories.BodyFactory()

    @prepared("partnership")
    def counted(partnership: int) -> QuerySet:
        return Body.objects.filter(partnership=partnership).values_list("partnership").annotate(Count("pk")).order_by()

    @prepared("partnership")
    def names(partnership: int) -> QuerySet:
        return Body.objects.filter(partnership=partnership).values_list("name", flat=True)

    for _ in range(2):
        assert list(counted(body.partnership_id)) == [(body.partnership_id, 1)]
        assert list(names(body.partnership_id)) == [body.name]


def test_what_can_find_nothing_is_not_asked(django_assert_num_queries):
    @prepared()
    def among(keys: tuple[int, ...]) -> QuerySet:
        return Body.objects.filter(pk__in=keys)

    body = factories.BodyFactory()
    with django_assert_num_queries(0):
        assert [list(among(())), list(among(()))] == [[], []]
    assert list(among((body.pk,))) == [body]


def test_records_are_refused():
    @prepared()
    def of(partnership: Partnership) -> QuerySet[Body]:
        return partnership.bodies.all()

    @prepared("partnership")
    def filled(partnership: Partnership) -> QuerySet[Body]:
        return partnership.bodies.all()

    for ask in (of, filled):
        with pytest.raises(TypeError, match="not Partnership"):
            ask(factories.PartnershipFactory())


def test_keeps_no_more_than_so_many():
    on = date(2026, 11, 4)
    for number in range(MOST_KEPT + 2):
        bodies_named(str(number), on=on)
    bodies_named("0", on=on)
    assert [*(str(number) for number in range(MOST_KEPT + 2)), "0"] == BUILT


def test_words_of_the_question_are_those_that_django_writes():
    on = date(2026, 11, 5)
    plain = Body.objects.current(on=on).filter(name="In words").select_related("partnership").order_by("pk")
    for _ in range(2):
        rows = bodies_named("In words", on=on)
        assert rows.query.get_compiler(connection.alias).as_sql() == plain.query.get_compiler(connection.alias).as_sql()
