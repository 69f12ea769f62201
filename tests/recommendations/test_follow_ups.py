"""FU-1: what members ask goes on the next PPB's agenda, and waits where there is none."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.models import AuditEvent
from meetings.models import AgendaItem
from meetings.services.agenda import ItemPlan, change_item, publish_agenda, remove_item
from meetings.services.agenda_reading import agenda_for
from meetings.services.scheduling import cancel_meeting, postpone_meeting
from outbox.kinds import NotWanted, kinds
from outbox.models import Message
from recommendations.models import FollowUp, RecommendationItem, TopicGroup
from recommendations.sections.follow_up import section
from recommendations.sections.reading import Reading
from recommendations.services.follow_up_mail import FOLLOW_UP
from recommendations.services.follow_ups import (
    FollowUpRefused,
    ask_follow_up,
    place_waiting_follow_ups,
    settle_follow_up,
    take_back_follow_up,
)
from reports.tasks import tend_queue
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NEXT, LATER = date(2026, 12, 3), date(2027, 3, 4)


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


def asked(recommendation, by, text="What became of it?", at=NOON):
    return ask_follow_up(recommendation=recommendation, text=text, by=by, at=at)


def again(follow_up):
    return FollowUp.objects.select_related("item__meeting").get(pk=follow_up.pk)


def take_off(item, officer):
    item = AgendaItem.objects.get(pk=item.pk)
    remove_item(item=item, seen=ItemPlan.of(item).version, by=officer)


def test_follow_up_goes_on_the_agenda_of_the_next_planned_meeting_of_the_ppb(nine, planned, ppb, board, ppb_member):
    factories.MeetingFactory(body=board, held_on=date(2026, 11, 25))
    factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 27), status="proposed")
    factories.MeetingFactory(body=ppb, held_on=LATER)
    factories.AgendaItemFactory(meeting=planned, position=1)
    item = asked(nine, ppb_member).item
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
def test_meeting_of_today_takes_it_only_before_it_begins(nine, ppb, ppb_member, starts_at, is_taken):
    meeting = factories.MeetingFactory(body=ppb, held_on=TODAY, starts_at=starts_at)
    meeting.refresh_from_db()
    item = asked(nine, ppb_member).item
    assert (item and item.meeting) == (meeting if is_taken else None)


def test_any_ppb_takes_it_where_nobody_is_on_record_as_having_commissioned_the_group(ask, planned, ppb_member):
    assert asked(ask(1), ppb_member).item.meeting == planned


def test_joint_meeting_of_the_ppb_takes_it(nine, ppb, board, ppb_member):
    meeting = factories.MeetingFactory(body=board, held_on=NEXT)
    meeting.joint_bodies.create(body=ppb)
    assert asked(nine, ppb_member).item.meeting == meeting


def test_long_title_is_cut_to_what_an_agenda_holds(ask, planned, ppb_member):
    title = asked(ask(1, "Long " * 58), ppb_member).item.title
    assert (len(title), title[-1]) == (200, "…")


def test_asked_twice_within_a_minute_is_asked_once(nine, planned, ppb_member):
    first = asked(nine, ppb_member)
    assert asked(nine, ppb_member, at=NOON + timedelta(seconds=59)) == first
    assert asked(nine, ppb_member, at=NOON + timedelta(seconds=61)) != first
    assert planned.agenda_items.get().text == "What became of it?"


def test_requests_of_several_members_join_one_item(nine, planned, ppb_member, admin):
    first, second = asked(nine, ppb_member), asked(nine, admin, "Who pays?\n\nAnd when?")
    assert first.item == second.item
    assert planned.agenda_items.get().text == "What became of it?\n\nWho pays?\n\nAnd when?"


def test_item_that_an_officer_has_edited_keeps_their_words(nine, planned, ppb_member, admin, officer):
    item = asked(nine, ppb_member).item
    plan = ItemPlan.of(item)
    edited = ItemPlan(plan.title, text="The chair asks what became of it.", lead="Chair")
    change_item(item=item, plan=edited, seen=plan.version, by=officer)
    second = asked(nine, admin, "Who pays?")
    item.refresh_from_db()
    assert (item.text, item.lead) == ("The chair asks what became of it.\n\nWho pays?", "Chair")
    take_back_follow_up(follow_up=second, by=admin, at=NOON)
    item.refresh_from_db()
    assert item.text == "The chair asks what became of it.\n\nWho pays?"


def test_item_on_a_published_agenda_shows_as_a_change(nine, planned, ppb_member, officer):
    factories.AgendaItemFactory(meeting=planned, position=1)
    planned = publish_agenda(meeting=planned, by=officer, at=NOON)
    assert agenda_for(planned, ppb_member, on=TODAY).changed_at is None
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        asked(nine, ppb_member)
    assert agenda_for(planned, ppb_member, on=TODAY).changed_at == NOON + timedelta(hours=1)


def test_follow_up_waits_until_a_meeting_is_planned(nine, ppb, ppb_member, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert place_waiting_follow_ups(at=NOON) == 0
    follow_up = asked(nine, ppb_member)
    assert (follow_up.item, list(FollowUp.objects.waiting())) == (None, [follow_up])
    assert place_waiting_follow_ups(at=NOON) == 0
    meeting = factories.MeetingFactory(body=ppb, held_on=NEXT)
    assert place_waiting_follow_ups(at=NOON) == 1
    assert again(follow_up).item.meeting == meeting
    with django_assert_num_queries(1):
        assert place_waiting_follow_ups(at=NOON) == 0


@pytest.mark.usefixtures("noon")
def test_worker_puts_on_the_agenda_what_waits(nine, ppb, ppb_member):
    follow_up = asked(nine, ppb_member)
    meeting = factories.MeetingFactory(body=ppb, held_on=NEXT)
    tend_queue()
    assert again(follow_up).item.meeting == meeting


@pytest.mark.parametrize("how", ["cancelled", "postponed"])
def test_meeting_that_does_not_take_place_gives_it_to_the_next(how, nine, planned, ppb, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    if how == "cancelled":
        cancel_meeting(meeting=planned, reason="No room", by=officer, at=NOON)
    else:
        postpone_meeting(meeting=planned, to_on=None, reason="No room", by=officer, at=NOON)
    assert place_waiting_follow_ups(at=NOON) == 0
    assert (again(follow_up).item, planned.agenda_items.count()) == (None, 0)
    later = factories.MeetingFactory(body=ppb, held_on=LATER)
    place_waiting_follow_ups(at=NOON)
    assert again(follow_up).item.meeting == later


def test_published_agenda_of_a_cancelled_meeting_keeps_its_line(nine, planned, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    publish_agenda(meeting=planned, by=officer, at=NOON)
    cancel_meeting(meeting=planned, reason="No room", by=officer, at=NOON)
    place_waiting_follow_ups(at=NOON)
    assert (again(follow_up).item, planned.agenda_items.count()) == (None, 1)


def test_meeting_moved_to_another_day_keeps_it(nine, planned, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    postpone_meeting(meeting=planned, to_on=LATER, reason="No room", by=officer, at=NOON)
    place_waiting_follow_ups(at=NOON)
    assert again(follow_up).item.meeting == planned


def test_item_taken_off_waits_for_a_later_meeting_and_does_not_come_back(nine, planned, ppb, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    take_off(follow_up.item, officer)
    assert place_waiting_follow_ups(at=NOON) == 0
    assert planned.agenda_items.count() == 0
    later = factories.MeetingFactory(body=ppb, held_on=LATER)
    assert place_waiting_follow_ups(at=NOON) == 1
    assert again(follow_up).item.meeting == later


def test_member_takes_back_their_own_and_the_item_goes(nine, planned, ppb_member):
    follow_up = asked(nine, ppb_member)
    take_back_follow_up(follow_up=follow_up, by=ppb_member, at=NOON)
    follow_up = again(follow_up)
    assert (follow_up.item, follow_up.is_taken_back, planned.agenda_items.count()) == (None, True, 0)
    assert place_waiting_follow_ups(at=NOON) == 0
    take_back_follow_up(follow_up=follow_up, by=ppb_member, at=NOON + timedelta(hours=1))
    assert again(follow_up).settled_at == NOON


def test_what_others_ask_stays_when_one_is_taken_back(nine, planned, ppb_member, admin):
    first = asked(nine, ppb_member)
    asked(nine, admin, "Who pays?")
    take_back_follow_up(follow_up=first, by=ppb_member, at=NOON)
    assert planned.agenda_items.get().text == "Who pays?"


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("another", "Only the member who asked"),
        ("published", "The agenda with this follow-up is public"),
        ("settled", "has been settled already"),
    ],
)
def test_taking_back_is_refused(before, sentence, nine, planned, ppb_member, officer, admin):
    follow_up = asked(nine, ppb_member)
    if before == "published":
        publish_agenda(meeting=planned, by=officer, at=NOON)
    if before == "settled":
        settle_follow_up(follow_up=follow_up, reason="Answered by letter", by=officer, at=NOON)
    with pytest.raises(FollowUpRefused, match=sentence):
        take_back_follow_up(follow_up=follow_up, by=admin if before == "another" else ppb_member, at=NOON)


def test_officer_settles_with_a_reason_and_the_item_goes(nine, planned, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    settle_follow_up(follow_up=follow_up, reason="Answered by letter", by=officer, at=NOON)
    follow_up = again(follow_up)
    assert (follow_up.settled_reason, follow_up.settled_by, follow_up.item) == ("Answered by letter", officer, None)
    assert (follow_up.is_taken_back, planned.agenda_items.count()) == (False, 0)
    with pytest.raises(FollowUpRefused, match="settled already: Answered by letter"):
        settle_follow_up(follow_up=follow_up, reason="Again", by=officer, at=NOON)


def test_what_was_on_the_agenda_of_a_meeting_that_has_been_stays_on_record(nine, planned, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    with pytest.raises(FollowUpRefused, match="stays on record"):
        settle_follow_up(follow_up=follow_up, reason="Late", by=officer, at=NOON + timedelta(days=20))


@pytest.mark.parametrize("wrong", [{"text": ""}, {"settled_reason": "Why"}, {"settled_at": NOON}])
def test_database_refuses_one_without_text_or_settled_without_reason(ask, ppb_member, wrong):
    facts = {"recommendation": ask(1), "asked_by": ppb_member, "text": "What became of it?"}
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(**(facts | wrong))


def test_officers_are_told_where_it_is_and_not_of_what_was_taken_back(nine, planned, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    message = Message.objects.get(kind=FOLLOW_UP)
    assert (message.email, message.subject) == (
        officer.email,
        "Follow-up asked for: recommendation 9, Joint meetings",
    )
    letter = kinds[FOLLOW_UP].compose(message, NOON)
    assert "It is on the agenda of Corporate PPB, 3 December 2026." in letter.text
    assert "It is on the agenda of Corporate PPB, 3 December 2026." in letter.html
    take_back_follow_up(follow_up=follow_up, by=ppb_member, at=NOON)
    with pytest.raises(NotWanted, match="settled or taken back"):
        kinds[FOLLOW_UP].compose(message, NOON)


# The pages


def page(recommendation):
    return reverse("recommendations:detail", args=["halton", recommendation.pk])


def send(client, recommendation, text="What became of it?"):
    url = reverse("recommendations:follow_up_ask", args=["halton", recommendation.pk])
    return client.post(url, {"text": text}, follow=True)


@pytest.mark.usefixtures("noon")
def test_member_asks_on_the_page_and_reads_to_which_meeting_it_went(nine, planned, client_for, ppb_member):
    client = client_for(ppb_member)
    assert "What should the next meeting look at?" in client.get(page(nine)).text
    text = send(client, nine).text
    assert "It is on the agenda of Corporate PPB, 3 December 2026." in text
    assert "The agenda is not public yet." in text
    assert "Take it back" in text
    assert "Settle it with a reason" not in text


@pytest.mark.usefixtures("noon")
def test_page_says_what_became_of_it(nine, client_for, ppb_member, ppb, officer):
    client = client_for(ppb_member)
    assert "No meeting is planned yet." in send(client, nine).text
    assert "It goes on the agenda as soon as a meeting is planned." in client.get(page(nine)).text
    factories.MeetingFactory(body=ppb, held_on=NEXT, title="Corporate PPB")
    place_waiting_follow_ups(at=NOON)
    take_off(FollowUp.objects.get().item, officer)
    said = "It was taken off the agenda of Corporate PPB, 3 December 2026, and waits for the meeting after that."
    assert said in client.get(page(nine)).text
    settle_follow_up(follow_up=FollowUp.objects.get(), reason="Answered by letter", by=officer, at=NOON)
    assert "The partnership office: Answered by letter" in client.get(page(nine)).text


@pytest.mark.usefixtures("noon")
def test_only_ppb_members_are_offered_the_box_and_only_members_read(nine, planned, client_for, member, ppb_member):
    send(client_for(ppb_member), nine)
    shown = {
        who: (
            "What became of it?" in (text := client_for(user).get(page(nine)).text),
            "What should the next meeting look at?" in text,
        )
        for who, user in (("public", None), ("member", member), ("ppb_member", ppb_member))
    }
    assert shown == {"public": (False, False), "member": (True, False), "ppb_member": (True, True)}


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.usefixtures("noon")
def test_follow_ups_cost_one_query_for_any_number(count, nine, planned, ppb_member, django_assert_num_queries):
    item = asked(nine, ppb_member).item
    for number in range(1, count):
        FollowUp.objects.create(
            recommendation=nine, text=f"Why {number}?", asked_by=ppb_member, item=item, meeting=planned, asked_at=NOON
        )
    reading = Reading(nine, reader=ppb_member, on=TODAY, today=TODAY, since=None)
    section(reading)  # the reader's roles are known from here on
    with django_assert_num_queries(1):
        panel = section(reading)
    assert [one.state for one in panel.context["asked"]] == ["on the agenda"] * count


@pytest.mark.usefixtures("noon")
def test_empty_box_is_shown_again_with_what_to_do(nine, client_for, ppb_member):
    assert "Enter what the next meeting should look at" in send(client_for(ppb_member), nine, "").text


@pytest.mark.usefixtures("noon")
def test_nothing_of_a_report_in_preparation_gets_on_a_public_agenda(nine, planned, client_for, ppb_member):
    TopicGroup.objects.update(is_draft=True)
    client = client_for(ppb_member)
    assert "What should the next meeting look at?" not in client.get(page(nine)).text
    assert "The report is in preparation." in send(client, nine).text
    assert not AgendaItem.objects.exists()


@pytest.mark.usefixtures("noon")
def test_officer_settles_on_a_page_of_its_own(nine, planned, client_for, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    client = client_for(officer)
    url = reverse("recommendations:follow_up_settle", args=["halton", follow_up.pk])
    assert "It comes off the agenda of Corporate PPB, 3 December 2026." in client.get(url).text
    assert "Enter why no meeting need look at it" in client.post(url, {"reason": " "}).text
    assert "The follow-up is settled." in client.post(url, {"reason": "By letter"}, follow=True).text
    assert "settled already: By letter" in client.post(url, {"reason": "Again"}).text


@pytest.mark.usefixtures("noon")
def test_take_back_asks_first_and_says_why_not(nine, planned, client_for, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    client = client_for(ppb_member)
    url = reverse("recommendations:follow_up_back", args=["halton", follow_up.pk])
    assert "Take this follow-up back?" in client.get(url).text
    publish_agenda(meeting=planned, by=officer, at=NOON)
    assert "can’t be taken back" in client.get(url).text
    assert "The agenda with this follow-up is public" in client.post(url, follow=True).text
    assert again(follow_up).settled_at is None
