"""FU-1: what members ask is a request, until the office or the chair puts it on the next PPB's agenda."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from agendas.models import AgendaItem
from agendas.services.agenda import change_item, publish_agenda
from agendas.services.reading import agenda_for
from core.acts import Refused
from core.models import AuditEvent
from meetings.services.scheduling import cancel_meeting, postpone_meeting
from monitoring.mail import FOLLOW_UP, FOLLOW_UP_DECIDED
from monitoring.models import FollowUp, RecommendationItem
from monitoring.services.follow_ups import put_on_agenda, settle_follow_up, take_back_follow_up
from outbox.kinds import NotWanted, kinds
from outbox.models import Message
from recommendations.services.ppb_meetings import ComingPpbs
from scrutiny.models import TopicGroup
from tests import factories
from tests.monitoring.following import LATER, NEXT, NOON, TODAY, again, asked, chair_of, placed, put_on, take_off


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def nine(ask, group, ppb):
    """Recommendation 9, of a topic group that the PPB commissioned."""
    TopicGroup.objects.filter(pk=group.pk).update(commissioned_by=ppb)
    return ask(9, "Joint meetings")


@pytest.fixture
def planned(ppb):
    return factories.MeetingFactory(body=ppb, held_on=NEXT, title="Corporate PPB")


def test_follow_up_goes_on_the_agenda_of_the_next_planned_meeting_of_the_ppb(nine, planned, ppb, board, ppb_member):
    factories.MeetingFactory(body=board, held_on=date(2026, 11, 25))
    factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 27), status="proposed")
    factories.MeetingFactory(body=ppb, held_on=LATER)
    factories.AgendaItemFactory(meeting=planned, position=1)
    item = placed(nine, ppb_member).item
    assert (item.meeting, item.position, item.kind, item.is_members_only) == (planned, 2, "item", False)
    assert (item.title, item.text) == ("Follow-up of recommendation 9: Joint meetings", "What became of it?")
    assert RecommendationItem.objects.get().item == item
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {
        "recommendation.follow_up_asked",
        "recommendation.follow_up_placed",
        "agenda.item_added",
    }


@pytest.mark.parametrize(
    ("starts_at", "is_taken"),
    [("12:30", True), ("11:30", False), (None, False)],
)
def test_meeting_of_today_takes_it_only_before_it_begins(nine, ppb, starts_at, is_taken):
    meeting = factories.MeetingFactory(body=ppb, held_on=TODAY, starts_at=starts_at)
    meeting.refresh_from_db()
    coming = ComingPpbs(ppb.partnership, at=NOON)
    assert coming.next_for(nine) == (meeting if is_taken else None)


def test_any_ppb_takes_it_where_nobody_is_on_record_as_having_commissioned_the_group(ask, planned, ppb_member):
    assert placed(ask(1), ppb_member).item.meeting == planned


def test_joint_meeting_of_the_ppb_takes_it(nine, ppb, board, ppb_member):
    meeting = factories.MeetingFactory(body=board, held_on=NEXT)
    meeting.joint_bodies.create(body=ppb)
    assert placed(nine, ppb_member).item.meeting == meeting


def test_long_title_is_cut_to_what_an_agenda_holds(ask, planned, ppb_member):
    title = placed(ask(1, "Long " * 58), ppb_member).item.title
    assert (len(title), title[-1]) == (200, "…")


def test_what_two_ask_in_the_same_words_is_on_the_agenda_once(nine, planned, ppb_member):
    first, second = asked(nine, ppb_member), asked(nine, ppb_member)
    put_on(first, ppb_member)
    put_on(second, ppb_member)
    assert planned.agenda_items.get().text == "What became of it?"


def test_requests_of_several_members_join_one_item(nine, planned, ppb_member, admin):
    first, second = placed(nine, ppb_member), placed(nine, admin, "Who pays?\n\nAnd when?")
    assert first.item == second.item
    assert planned.agenda_items.get().text == "What became of it?\n\nWho pays?\n\nAnd when?"


def test_item_that_an_officer_has_edited_keeps_their_words(nine, planned, ppb_member, admin, officer):
    item = placed(nine, ppb_member).item
    item.text, item.lead = "The chair asks what became of it.", "Chair"
    change_item(item=item, by=officer)
    second = placed(nine, admin, "Who pays?")
    item.refresh_from_db()
    assert (item.text, item.lead) == ("The chair asks what became of it.\n\nWho pays?", "Chair")
    settle_follow_up(follow_up=second, reason="Answered by letter", by=officer, at=NOON)
    item.refresh_from_db()
    assert item.text == "The chair asks what became of it.\n\nWho pays?"


def test_item_on_a_published_agenda_shows_as_a_change(nine, planned, ppb_member, officer):
    factories.AgendaItemFactory(meeting=planned, position=1)
    planned = publish_agenda(meeting=planned, by=officer, at=NOON)
    assert agenda_for(planned, ppb_member, on=TODAY).changed_at is None
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        follow_up = asked(nine, ppb_member)
        assert agenda_for(planned, ppb_member, on=TODAY).changed_at is None
        put_on(follow_up, officer)
    assert agenda_for(planned, ppb_member, on=TODAY).changed_at == NOON + timedelta(hours=1)


def test_request_waits_until_a_meeting_is_planned_and_someone_puts_it_on(nine, ppb, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    with pytest.raises(Refused, match="No meeting of the board is planned"):
        put_on(follow_up, officer)
    meeting = factories.MeetingFactory(body=ppb, held_on=NEXT)
    assert (again(follow_up).item, list(FollowUp.objects.requested())) == (None, [follow_up])
    assert meeting.agenda_items.count() == 0
    put_on(follow_up, officer)
    assert again(follow_up).item.meeting == meeting
    assert not FollowUp.objects.requested().exists()


def test_office_words_it_and_is_on_record(nine, planned, ppb_member, officer):
    follow_up = put_on(asked(nine, ppb_member), officer, "Progress on joint meetings")
    assert planned.agenda_items.get().text == "Progress on joint meetings"
    assert (follow_up.wording, follow_up.placed_by, follow_up.placed_at) == (
        "Progress on joint meetings",
        officer,
        NOON,
    )
    assert follow_up.text == "What became of it?"
    placed_event = AuditEvent.objects.get(verb="recommendation.follow_up_placed")
    assert (placed_event.made_by, placed_event.scope) == (officer, "halton")


def test_what_is_on_an_agenda_is_not_put_on_again(nine, planned, ppb_member, officer, admin):
    follow_up = put_on(asked(nine, ppb_member), officer)
    seen = {"follow_up": follow_up, "seen_meeting": planned.pk, "at": NOON}
    with pytest.raises(Refused, match="on the agenda of Corporate PPB, 3 December 2026 already"):
        put_on_agenda(wording="In other words", by=admin, **seen)
    assert planned.agenda_items.get().text == "What became of it?"


def test_meeting_that_the_page_did_not_name_gets_nothing(nine, planned, ppb, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 25), title="Special PPB")
    with pytest.raises(Refused, match="The next meeting is now Special PPB, 25 November 2026"):
        put_on_agenda(follow_up=follow_up, wording="Why?", seen_meeting=planned.pk, by=officer, at=NOON)
    assert not AgendaItem.objects.exists()


def test_request_that_was_taken_back_or_declined_meanwhile_goes_on_no_agenda(nine, planned, ppb_member, officer):
    first, second = asked(nine, ppb_member), asked(nine, ppb_member, "Who pays?")
    take_back_follow_up(follow_up=first, by=ppb_member, at=NOON)
    settle_follow_up(follow_up=second, reason="Answered by letter", by=officer, at=NOON)
    for follow_up, words in ((first, "taken back"), (second, "settled")):
        with pytest.raises(Refused, match=words):
            put_on(follow_up, officer)
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize("how", ["cancelled", "postponed"])
def test_meeting_that_does_not_take_place_gives_it_back(how, nine, planned, ppb, ppb_member, officer):
    follow_up = placed(nine, ppb_member)
    if how == "cancelled":
        cancel_meeting(meeting=planned, reason="No room", by=officer, at=NOON)
    else:
        postpone_meeting(meeting=planned, to_on=None, reason="No room", by=officer, at=NOON)
    assert list(FollowUp.objects.requested()) == [follow_up]
    later = factories.MeetingFactory(body=ppb, held_on=LATER)
    put_on(follow_up, officer)
    assert (again(follow_up).item.meeting, planned.agenda_items.count()) == (later, 0)


def test_published_agenda_of_a_cancelled_meeting_keeps_its_line(nine, planned, ppb, ppb_member, officer):
    follow_up = placed(nine, ppb_member)
    publish_agenda(meeting=planned, by=officer, at=NOON)
    cancel_meeting(meeting=planned, reason="No room", by=officer, at=NOON)
    later = factories.MeetingFactory(body=ppb, held_on=LATER)
    put_on(follow_up, officer)
    assert (again(follow_up).item.meeting, planned.agenda_items.count()) == (later, 1)


def test_meeting_moved_to_another_day_keeps_it(nine, planned, ppb_member, officer):
    follow_up = placed(nine, ppb_member)
    postpone_meeting(meeting=planned, to_on=LATER, reason="No room", by=officer, at=NOON)
    assert again(follow_up).item.meeting == planned
    assert not FollowUp.objects.requested().exists()


def test_item_taken_off_waits_for_a_later_meeting(nine, planned, ppb, ppb_member, officer):
    follow_up = placed(nine, ppb_member)
    take_off(follow_up.item, officer)
    with pytest.raises(Refused, match="No meeting of the board is planned"):
        put_on(follow_up, officer)
    assert planned.agenda_items.count() == 0
    later = factories.MeetingFactory(body=ppb, held_on=LATER)
    put_on(follow_up, officer)
    assert again(follow_up).item.meeting == later


def test_member_takes_back_their_own_request(nine, planned, ppb_member):
    follow_up = asked(nine, ppb_member)
    take_back_follow_up(follow_up=follow_up, by=ppb_member, at=NOON)
    follow_up = again(follow_up)
    assert (follow_up.item, follow_up.is_taken_back, planned.agenda_items.count()) == (None, True, 0)
    assert not FollowUp.objects.requested().exists()
    with pytest.raises(Refused, match="settled already"):
        take_back_follow_up(follow_up=follow_up, by=ppb_member, at=NOON + timedelta(hours=1))
    assert again(follow_up).settled_at == NOON


def test_what_was_taken_back_may_be_asked_again_at_once(nine, planned, ppb_member):
    follow_up = asked(nine, ppb_member)
    take_back_follow_up(follow_up=follow_up, by=ppb_member, at=NOON)
    assert asked(nine, ppb_member, at=NOON + timedelta(seconds=1)) != follow_up


def test_what_others_ask_stays_when_one_is_taken_off(nine, planned, ppb_member, admin, officer):
    first = placed(nine, ppb_member)
    placed(nine, admin, "Who pays?")
    settle_follow_up(follow_up=first, reason="Answered by letter", by=officer, at=NOON)
    assert planned.agenda_items.get().text == "Who pays?"


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("another", "Only the member who asked"),
        ("placed", "It is on an agenda"),
        ("settled", "has been settled already"),
    ],
)
def test_taking_back_is_refused(before, sentence, nine, planned, ppb_member, officer, admin):
    follow_up = asked(nine, ppb_member)
    if before == "placed":
        put_on(follow_up, officer)
    if before == "settled":
        settle_follow_up(follow_up=follow_up, reason="Answered by letter", by=officer, at=NOON)
    with pytest.raises(Refused, match=sentence):
        take_back_follow_up(follow_up=follow_up, by=admin if before == "another" else ppb_member, at=NOON)


def test_officer_settles_with_a_reason_and_the_item_goes(nine, planned, ppb_member, officer):
    follow_up = placed(nine, ppb_member)
    settle_follow_up(follow_up=follow_up, reason="Answered by letter", by=officer, at=NOON)
    follow_up = again(follow_up)
    assert (follow_up.settled_reason, follow_up.settled_by, follow_up.item) == ("Answered by letter", officer, None)
    assert (follow_up.is_taken_back, planned.agenda_items.count()) == (False, 0)
    with pytest.raises(Refused, match="settled already: Answered by letter"):
        settle_follow_up(follow_up=follow_up, reason="Again", by=officer, at=NOON)


def test_what_was_on_the_agenda_of_a_meeting_that_has_been_stays_on_record(nine, planned, ppb_member, officer):
    follow_up = placed(nine, ppb_member)
    with pytest.raises(Refused, match="stays on record"):
        settle_follow_up(follow_up=follow_up, reason="Late", by=officer, at=NOON + timedelta(days=20))


@pytest.mark.parametrize("wrong", [{"text": ""}, {"settled_reason": "Why"}, {"settled_at": NOON}])
def test_database_refuses_one_without_text_or_settled_without_reason(ask, ppb_member, wrong):
    facts = {"recommendation": ask(1), "asked_by": ppb_member, "text": "What became of it?"}
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(**(facts | wrong))


def test_officers_and_the_chair_are_told_until_it_is_decided(nine, planned, ppb, ppb_member, officer, admin):
    chair_of(ppb)
    follow_up, second = asked(nine, ppb_member), asked(nine, admin, "Who pays?")
    messages = Message.objects.filter(kind=FOLLOW_UP, about=follow_up.pk).order_by("email")
    assert [(one.email, one.reason, one.subject) for one in messages] == [
        ("chair@example.org", "chair of Corporate PPB", "Follow-up requested: recommendation 9, Joint meetings"),
        (officer.email, "officer of the partnership", "Follow-up requested: recommendation 9, Joint meetings"),
    ]
    letter = kinds[FOLLOW_UP].compose(messages[0], NOON)
    for part in (letter.text, letter.html):
        assert "What became of it?" in part
        assert reverse("monitoring:follow_up_requests", args=["halton"]) in part
    put_on(follow_up, officer)
    with pytest.raises(NotWanted, match="on an agenda by now"):
        kinds[FOLLOW_UP].compose(messages[0], NOON)
    take_back_follow_up(follow_up=second, by=admin, at=NOON)
    with pytest.raises(NotWanted, match="settled or taken back"):
        kinds[FOLLOW_UP].compose(Message.objects.filter(about=second.pk, kind=FOLLOW_UP).first(), NOON)


def test_member_is_told_what_was_decided(nine, planned, ppb_member, officer):
    follow_up = put_on(asked(nine, ppb_member), officer, "Progress on joint meetings")
    message = Message.objects.get(kind=FOLLOW_UP_DECIDED)
    assert (message.email, message.reason) == (ppb_member.email, "you asked for follow-up")
    letter = kinds[FOLLOW_UP_DECIDED].compose(message, NOON)
    assert letter.subject == "Your request for follow-up is on the agenda: recommendation 9, Joint meetings"
    for part in (letter.text, letter.html):
        assert "It is on the agenda of Corporate PPB, 3 December 2026:" in part
        assert "Progress on joint meetings" in part
    settle_follow_up(follow_up=again(follow_up), reason="Answered by letter", by=officer, at=NOON)
    with pytest.raises(NotWanted, match="settled meanwhile"):
        kinds[FOLLOW_UP_DECIDED].compose(message, NOON)
    letter = kinds[FOLLOW_UP_DECIDED].compose(Message.objects.get(kind=FOLLOW_UP_DECIDED, key="settled"), NOON)
    assert "Reason: Answered by letter" in letter.text
