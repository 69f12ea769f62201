"""The history of a record: who changed what, from what to what, for officers only, at a fixed cost."""

from datetime import date, time

import pytest
from django.urls import reverse

from attendance.models import Attendance
from core import audit
from core.models import AuditEvent
from desk.history import KINDS, entries_of, read_entries
from tests import factories


def saved(record, *, by=None, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.history_by = by
    record.save()


def entries(word, record):
    assert isinstance(record, KINDS[word].model)
    return read_entries(record, entries_of(record).page(1).object_list)


def told(word, record):
    return [
        (one.by, one.act, one.what, [(change.field, change.before, change.after) for change in one.changes])
        for one in entries(word, record)
    ]


def page(word, key):
    return reverse("office:history", args=["halton", word, key])


def test_history_says_who_changed_which_field_from_what_to_what(world):
    meeting = factories.MeetingFactory(body=world.board, title="Board", held_on=date(2026, 11, 16), venue="")
    saved(meeting, by=world.officer, venue="Town Hall", starts_at=time(14, 30), body=world.ssp)
    assert told("meetings", meeting) == [
        (
            "Partnership Officer",
            "Changed",
            "the meeting",
            [("Body", "Board", "Safer SSP"), ("Start", "nothing", "2:30pm"), ("Venue", "nothing", "Town Hall")],
        ),
        ("The portal itself", "Added", "the meeting", []),
    ]


def test_history_shows_no_more_of_a_date_than_is_known(world):
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2012, 3, 1), held_precision="month")
    saved(meeting, by=world.officer, held_precision="year")
    saved(meeting, by=world.officer, held_on=date(2012, 3, 5), held_precision="day")
    changes = [change for one in entries("meetings", meeting) for change in one.changes]
    assert [(change.before, change.after) for change in changes] == [("2012", "5 March 2012"), ("March 2012", "2012")]


def test_history_holds_the_parts_of_a_record_and_what_was_removed(world):
    meeting = factories.MeetingFactory(body=world.board)
    seat = factories.SeatFactory(body=world.board, number=3, label="Fire and Rescue")
    mark = Attendance.objects.create(meeting=meeting, seat=seat, state="present")
    saved(mark, by=world.officer, state="apologies")
    mark.delete()
    assert told("meetings", meeting)[:3] == [
        ("Partnership Officer", "Removed", "attendance “Seat 3: Fire and Rescue”", []),
        ("Partnership Officer", "Changed", "attendance “Seat 3: Fire and Rescue”", [("State", "present", "apologies")]),
        ("The portal itself", "Added", "attendance “Seat 3: Fire and Rescue”", []),
    ]


def test_history_of_a_body_follows_its_seats_to_their_holders(world):
    seat = factories.SeatFactory(body=world.board, number=3, label="Fire and Rescue")
    holder = factories.OrganisationFactory(partnership=world.partnership, name="Fire Service")
    factories.SeatHoldingFactory(seat=seat, organisation=holder)
    assert ("The portal itself", "Added", "seat holding “Seat 3: Fire and Rescue”", []) in told("bodies", world.board)


def test_history_of_one_record_holds_nothing_of_another(world):
    ours, other = factories.MeetingFactory(body=world.board), factories.MeetingFactory(body=world.ssp)
    saved(other, by=world.officer, venue="Elsewhere")
    assert len(entries("meetings", ours)) == 1


@pytest.mark.parametrize(
    ("word", "key"),
    [("meetings", "no-number"), ("meetings", "999999999999999999999"), ("users", "1"), ("bodies", "no-such-body")],
)
def test_history_of_what_is_not_there_is_not_found(world, client_for, word, key):
    assert client_for(world.officer).get(page(word, key)).status_code == 404


def test_history_of_another_partnership_is_not_found(world, client_for):
    foreign = factories.BodyFactory(partnership=world.elsewhere, code="their-board")
    assert client_for(world.officer).get(page("bodies", foreign.code)).status_code == 404
    assert client_for(world.outsider).get(page("bodies", world.board.code)).status_code == 403


def test_history_of_the_settings_has_the_settings_page_above_it(world, client_for):
    saved(world.partnership, by=world.admin, accent="#1f5c4d")
    response = client_for(world.officer).get(page("settings", "all"))
    assert (str(response.context["record"]), response.context["record_url"]) == (
        "Partnership details",
        "/halton/details/",
    )
    assert [(one.by, one.changes[0].after) for one in response.context["entries"][:1]] == [
        ("Partnership Admin", "#1f5c4d")
    ]


def test_pages_of_governed_records_lead_officers_and_nobody_else_to_the_history(world, client_for):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    records = {
        "meetings": ("pk", factories.MeetingFactory(body=world.board)),
        "recommendations": ("pk", factories.RecommendationFactory(topic_group=group, number=1)),
        "measures": ("code", factories.MeasureFactory(partnership=world.partnership)),
        "achievements": ("pk", factories.AchievementFactory(partnership=world.partnership)),
        "bodies": ("code", world.board),
    }
    for word, (key, record) in records.items():
        key_of_record = getattr(record, key)
        address = reverse(KINDS[word].page, kwargs={"partnership": "halton", key: key_of_record})
        link = f'href="{page(word, key_of_record)}"'
        assert link in client_for(world.officer).get(address).content.decode()
        assert link not in client_for(world.member).get(address).content.decode()
        assert link not in client_for(None).get(address).content.decode()
    assert page("settings", "all") in client_for(world.admin).get("/halton/settings/").content.decode()


@pytest.mark.parametrize("saves", [1, 100])
def test_history_costs_the_same_number_of_queries(world, client_for, django_assert_num_queries, saves):
    meeting = factories.MeetingFactory(body=world.board)
    for number in range(saves):
        saved(meeting, by=world.officer, venue=f"Room {number}")
    client = client_for(world.officer)
    with django_assert_num_queries(HISTORY_QUERIES):
        assert client.get(page("meetings", meeting.pk)).status_code == 200


# Session, user, partnership, roles; the meeting; how many changes, and a page of them.
HISTORY_QUERIES = 7


def rename(world, client_for):
    """An admin gives the partnership another name; answers the entry that the trail has of it."""
    client_for(world.admin).post(
        reverse("boards:partnership_edit", args=["halton"]), {"name": "Halton Partnership", "accent": "#1d5b6e"}
    )
    return AuditEvent.objects.get(verb="partnership.changed")


def test_audit_trail_leads_to_what_an_act_changed(world, client_for):
    event = rename(world, client_for)
    address = reverse("office:act", args=["halton", event.pk])
    trail = client_for(world.admin).get(reverse("boards:audit", args=["halton"])).text
    assert f'href="{address}"' in trail
    page = client_for(world.admin).get(address).text
    assert "<del>Halton Strategic Partnership</del> to <ins>Halton Partnership</ins>" in page


def test_audit_trail_leads_nowhere_from_what_changed_no_record(world, client_for):
    event = audit.record("file.downloaded", by=world.officer, about=world.board, scope="halton")
    address = reverse("office:act", args=["halton", event.pk])
    assert address not in client_for(world.admin).get(reverse("boards:audit", args=["halton"])).text
    assert "No record was changed" in client_for(world.admin).get(address).text


def test_changes_of_an_act_are_not_shown_in_another_partnership(world, client_for):
    event = rename(world, client_for)
    factories.RoleGrantFactory(user=world.outsider, partnership=world.elsewhere, role="admin")
    assert client_for(world.outsider).get(reverse("office:act", args=["elsewhere", event.pk])).status_code == 404
    # An act on an account that both know may have changed records of one only.
    event.scope = "elsewhere"
    event.save()
    page = client_for(world.outsider).get(reverse("office:act", args=["elsewhere", event.pk])).text
    assert "No record was changed" in page
