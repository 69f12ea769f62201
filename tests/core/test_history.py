"""One record of changes: what is written when a governed record is added, changed and removed, whichever way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agendas.models import AgendaItem
from attendance.models import Guest
from boards.models import Body, Person, SeatHolding
from core import audit, history
from core.acts import act
from core.models import AuditEvent, Change, User
from meetings.models import Meeting
from outbox.models import MailPreference
from performance.models import Target
from recommendations.models import Recommendation
from tests import factories
from tests.scrutiny.factories import ReportParagraphFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 16)
LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001  (Hypothesis adds the zone)


@pytest.fixture
def meeting(world):
    return factories.MeetingFactory(body=world.board, title="Board", held_on=DAY, venue="")


def latest(record):
    change = Change.objects.about(record).latest()
    return change.kind, change.fields


def count(record):
    return Change.objects.about(record).count()


def test_added_record_has_all_that_it_was_given(meeting):
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Budget", starts_at=time(14, 30))
    assert latest(item) == (
        "added",
        {
            "meeting": [None, meeting.pk],
            "position": [None, 1],
            "kind": [None, "item"],
            "title": [None, "Budget"],
            "is_members_only": [None, False],
            "starts_at": [None, "14:30:00"],
        },
    )


def save(record):
    record.venue = "Town Hall"
    record.save()


def save_one_field(record):
    record.venue, record.theme = "Town Hall", "not saved"
    record.save(update_fields=["venue"])


def save_loaded_anew(record):
    save(Meeting.objects.get(pk=record.pk))


def save_without_having_read_it(record):
    save(Meeting.objects.defer("venue").get(pk=record.pk))


def save_after_reading_it_late(record):
    late = Meeting.objects.only("title").get(pk=record.pk)
    assert late.venue == ""
    save(late)


def save_made_with_its_key(record):
    Meeting(pk=record.pk, partnership=record.partnership, body=record.body, title="Board", held_on=DAY).save()
    known = Meeting.objects.get(pk=record.pk)
    known.uid, known.changed_at = record.uid, record.changed_at
    known.save()
    Change.objects.all().delete()
    fresh = Meeting.objects.get(pk=record.pk)
    same = {field.attname: getattr(fresh, field.attname) for field in Meeting._meta.concrete_fields}
    Meeting(**same | {"venue": "Town Hall"}).save()


def save_twice(record):
    save(record)
    save(record)


def save_what_was_refreshed(record):
    Meeting.objects.filter(pk=record.pk).update(theme="Elsewhere")
    record.refresh_from_db()
    save(record)


def save_in_bulk(record):
    record.venue = "Town Hall"
    history.bulk_update([record], ["venue"])


def save_an_expression(record):
    record.venue = F("venue")
    record.save()
    record.refresh_from_db()
    save(record)


@pytest.mark.parametrize(
    "way",
    [
        save,
        save_one_field,
        save_loaded_anew,
        save_without_having_read_it,
        save_after_reading_it_late,
        save_made_with_its_key,
        save_twice,
        save_what_was_refreshed,
        save_in_bulk,
        save_an_expression,
    ],
)
def test_changed_record_has_what_the_fields_held_before_and_after(meeting, way):
    way(meeting)
    assert [change.fields for change in meeting.history.filter(kind="changed")] == [{"venue": ["", "Town Hall"]}]


def test_expression_is_kept_as_what_it_came_to(meeting):
    meeting.sequence = F("sequence") + 5
    meeting.save()
    assert latest(meeting) == ("changed", {"sequence": [0, 5]})


def test_removed_record_has_all_that_it_had(meeting):
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Budget")
    key = item.pk
    item.delete()
    change = Change.objects.of(AgendaItem).get(record_pk=key, kind="removed")
    assert (change.fields["title"], change.name) == (["Budget", None], "Budget")


def test_records_removed_together_are_each_removed(meeting):
    history.bulk_create([AgendaItem(meeting=meeting, position=place, title=f"Item {place}") for place in (1, 2)])
    meeting.agenda_items.all().delete()
    assert sorted(Change.objects.of(AgendaItem).filter(kind="removed").values_list("name", flat=True)) == [
        "Item 1",
        "Item 2",
    ]


def test_records_added_in_bulk_have_their_history_in_two_queries(meeting, world):
    items = [AgendaItem(meeting=meeting, position=place, title=f"Item {place}") for place in range(1, 51)]
    with CaptureQueriesContext(connection) as queries:
        history.bulk_create(items, by=world.officer)
    assert len(queries) == 2
    changes = Change.objects.of(AgendaItem)
    assert [(change.kind, change.made_by) for change in changes] == [("added", world.officer)] * 50
    assert (history.bulk_create([]), history.bulk_update([], ["title"])) == ([], None)


def test_save_asks_for_nothing_more_than_before(meeting):
    guest = Guest.objects.create(meeting=meeting, name="A Guest")
    for known in (guest, Guest.objects.get(pk=guest.pk)):
        known.name += "!"
        with CaptureQueriesContext(connection) as queries:
            known.save()
        assert [query["sql"].split()[0] for query in queries] == ["UPDATE", "INSERT"]
    assert guest.history.latest().partnership == meeting.partnership_id


def test_relation_to_many_says_what_was_taken_out_and_put_in(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    recommendation = factories.RecommendationFactory(topic_group=group, number=1)
    one, two, three = (ReportParagraphFactory(topic_group=group, number=f"6.{place}") for place in (1, 2, 3))
    recommendation.paragraphs.add(one, two)
    recommendation.paragraphs.set([two, three])
    recommendation.paragraphs.remove(two)
    two.recommendations.add(recommendation)
    two.recommendations.clear()
    recommendation.paragraphs.clear()
    recommendation.paragraphs.clear()
    changes = Change.objects.of(Recommendation).filter(kind="changed").order_by("pk")
    assert [change.fields["paragraphs"] for change in changes] == [
        [[], [one.pk, two.pk]],
        [[one.pk], []],
        [[], [three.pk]],
        [[two.pk], []],
        [[], [two.pk]],
        [[two.pk], []],
        [[three.pk], []],
    ]


def test_nothing_is_kept_of_what_was_rolled_back(meeting):
    known = count(meeting)
    with transaction.atomic():
        save(meeting)
        AgendaItem.objects.create(meeting=meeting, position=1, title="Budget")
        assert count(meeting) == known + 1
        transaction.set_rollback(True)
    assert (count(meeting), Change.objects.of(AgendaItem).count()) == (known, 0)


@pytest.mark.django_db(transaction=True)
def test_record_is_not_saved_without_its_change():
    partnership = factories.PartnershipFactory()
    partnership.history_reason = "x" * 5
    partnership.name = "Another"
    with CaptureQueriesContext(connection) as queries:
        partnership.save()
    words = [query["sql"].split()[0] for query in queries]
    assert words.index("BEGIN") < words.index("UPDATE") < words.index("INSERT") < words.index("COMMIT")


def test_save_that_changes_nothing_is_no_change(meeting):
    known = count(meeting)
    Meeting.objects.get(pk=meeting.pk).save()
    meeting.held_on = meeting.held_on.isoformat()
    meeting.save()
    assert count(meeting) == known


def test_value_changed_in_place_is_a_change(world):
    preference = MailPreference.objects.create(partnership=world.partnership, email="a@example.org", stopped=[])
    preference.stopped.append("summary")
    preference.save()
    assert latest(preference) == ("changed", {"stopped": [[], ["summary"]]})
    known = MailPreference.objects.get()
    known.stopped.append("agenda")
    known.save()
    assert latest(preference) == ("changed", {"stopped": [["summary"], ["summary", "agenda"]]})


def test_address_of_a_person_is_kept_out(world):
    person = Person.objects.create(partnership=world.partnership, name="A Person", email="a.person@example.org")
    person.email = "new@example.org"
    person.save()
    assert latest(person) == ("changed", {"email": ["(kept out of the history)"] * 2})
    person.email = ""
    person.save()
    assert latest(person) == ("changed", {"email": ["(kept out of the history)", ""]})
    assert not Change.objects.filter(fields__icontains="@").exists()


def test_date_and_how_much_of_it_is_known_stand_together(meeting):
    meeting.held_precision = "month"
    meeting.save()
    assert latest(meeting)[1] == {"held_precision": ["day", "month"], "held_on": ["2026-11-16"] * 2}
    meeting.held_on = date(2026, 12, 1)
    meeting.save()
    assert latest(meeting)[1] == {"held_on": ["2026-11-16", "2026-12-01"], "held_precision": ["month"] * 2}


# By whom, in which partnership, why


def test_command_changes_without_a_person(meeting):
    change = meeting.history.latest()
    assert (change.made_by, change.act, change.partnership) == (None, None, meeting.partnership_id)


def test_person_is_who_signed_else_who_acts_else_who_is_signed_in(meeting, world, rf):
    def who():
        save(meeting)
        meeting.venue = ""
        meeting.save()
        return meeting.history.latest().made_by

    request = rf.post("/")
    request.user = world.officer
    with history.acting(request=request):
        assert who() == world.officer
        with history.acting(by=world.admin):
            assert who() == world.admin
            history.sign(meeting, by=world.member)
            assert who() == world.member


def test_service_acts_for_the_person_it_is_told(meeting, world):
    @act("meeting")
    def rename(*, meeting: Meeting, by: User) -> None:
        save(meeting)
        Body.objects.get(pk=world.board.pk).save()
        inner(meeting=meeting)
        audit.record("meeting.renamed", by=by, about=meeting)

    @act("meeting")
    def inner(*, meeting: Meeting) -> None:
        meeting.theme = "Health"
        meeting.save()

    for _ in range(2):
        Meeting.objects.filter(pk=meeting.pk).update(venue="", theme="")
        rename(meeting=meeting, by=world.officer)
    events = AuditEvent.objects.filter(verb="meeting.renamed")
    assert len({event.act for event in events} - {None}) == 2
    for event in events:
        changes = Change.objects.filter(act=event.act)
        assert [(change.made_by, list(change.fields)) for change in changes] == [
            (world.officer, ["theme"]),
            (world.officer, ["venue"]),
        ]


def test_what_a_page_changes_is_one_act_of_who_is_signed_in(world, client_for):
    world.partnership.refresh_from_db()
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    address = f"/{world.partnership.slug}/topic-groups/{group.pk}/findings/add/"
    client_for(world.officer).post(address, {"kind": "conclusion", "text": "One"})
    change = Change.objects.get(record_type__endswith=".finding")
    event = AuditEvent.objects.get(verb="finding.added")
    assert (change.made_by, change.act, change.partnership) == (world.officer, event.act, world.partnership.pk)
    assert (change.parent_pk, change.name) == (group.pk, "One")


def test_reason_is_cut_and_is_that_of_one_change(meeting):
    history.explain(meeting, "Because " * 50)
    save(meeting)
    assert len(meeting.history.latest().reason) == 100
    meeting.venue = ""
    meeting.save()
    assert meeting.history.latest().reason == ""


def test_part_of_a_part_belongs_to_the_partnership_and_to_the_whole(world):
    seat = factories.SeatFactory(body=world.board, number=3, label="Fire")
    holder = factories.OrganisationFactory(partnership=world.partnership)
    holding = factories.SeatHoldingFactory(seat=seat, organisation=holder)
    key = holding.pk
    SeatHolding.objects.get(pk=key).delete()
    seat_key = seat.pk
    seat.delete()
    changes = Change.objects.within(world.board)
    assert [(change.kind, change.record_pk) for change in changes.of(SeatHolding)] == [("removed", key), ("added", key)]
    assert set(changes.values_list("partnership", flat=True)) == {world.partnership.pk}
    assert changes.filter(record_pk=seat_key, kind="removed", record_type="boards.seat").exists()
    assert not Change.objects.within(world.ssp).of(SeatHolding).exists()


# As it stood

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
saves = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "title": texts,
            "held_on": days,
            "held_precision": st.sampled_from(["day", "month", "year"]),
            "starts_at": st.none() | st.times(),
            "agenda_published_at": st.none() | st.datetimes(LONG_AGO, timezones=st.just(UTC)),
            "sequence": st.integers(0, 10_000),
            "uid": st.uuids(),
        },
    ),
    max_size=6,
)


class AsItStoodTests(TestCase):
    @given(saves)
    @settings(max_examples=40)
    def test_record_is_read_back_as_it_stood_after_each_change(self, saves):
        meeting = factories.MeetingFactory(held_on=DAY)
        stood = [Meeting.objects.values().get(pk=meeting.pk)]
        for values in saves:
            vars(meeting).update(values)
            meeting.save()
            if (now := Meeting.objects.values().get(pk=meeting.pk)) != stood[-1]:
                stood.append(now)
        read = history.versions(meeting)
        assert [{name: getattr(version, name) for name in stood[0]} for _, version in read] == stood


def test_decimals_are_read_back_exactly(world):
    target = Target.objects.create(measure=factories.MeasureFactory(partnership=world.partnership), year=2026, low=1)
    target.low = Decimal("2.5")
    target.save()
    target.low = Decimal("2.50")
    target.save()
    assert [version.low for _, version in history.versions(target)] == [1, Decimal("2.5")]
