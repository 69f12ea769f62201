"""What everybody reads of meetings, and what only some do."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from actions.models import Action
from core.acts import Refused
from core.models import AuditEvent
from meetings.models import Meeting
from outbox.models import Message
from summaries.models import MeetingSummary
from summaries.services.comments import add_comment, answer_comment
from summaries.services.drafts import keep_copy, save_draft, summary_of
from tests import factories
from tests.cycle import WEDNESDAY_NOON

SECRET = "Not for anybody yet"


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def public(client_for):
    return client_for(None)


def at(name, *args):
    return reverse(name, args=["halton", *args])


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def drafted(meeting, officer):
    data = {"key_issues": SECRET, "actions-0-what": SECRET, "actions-TOTAL_FORMS": "1"}
    summary = save_draft(summary=summary_of(meeting), data=data, draft_version=0, by=officer, at=WEDNESDAY_NOON)
    keep_copy(summary=summary, data=data, by=officer, at=WEDNESDAY_NOON)
    return meeting


@pytest.mark.parametrize("reader", ["anonymous", "member", "ppb_member", "outsider"])
def test_draft_shows_nowhere_to_anybody_but_officers(drafted, client_for, world, reader):
    client = client_for(None if reader == "anonymous" else getattr(world, reader))

    for url in (
        at("meetings:list"),
        at("meetings:detail", drafted.pk),
        at("actions:actions"),
        reverse("office:home", args=["halton"]),
    ):
        page = text(client, url)
        assert SECRET not in page
        assert "draft" not in page.lower()
    assert not MeetingSummary.objects.visible_to(getattr(world, reader, world.member)).exists()


def test_draft_of_a_correction_shows_nowhere_either(publish, meeting, officer, public):
    publish()
    summary = summary_of(meeting)
    save_draft(
        summary=summary, data={"key_issues": SECRET}, draft_version=summary.draft_version, by=officer, at=WEDNESDAY_NOON
    )

    page = text(public, at("meetings:detail", meeting.pk))
    assert SECRET not in page
    assert "Waiting times" in page


def test_officer_continues_a_draft_from_the_meetings_page(drafted, client_for, officer):
    assert "Continue the summary" in text(client_for(officer), at("meetings:detail", drafted.pk))


def test_meeting_shows_agenda_attendance_summary_actions_and_timing(publish, meeting, public):
    meeting.agenda_published_at = WEDNESDAY_NOON
    meeting.save()
    factories.AgendaItemFactory(meeting=meeting, title="Waiting for a doctor", paper="Paper A")
    publish()
    page = text(public, at("meetings:detail", meeting.pk))

    for words in (
        "Monday 16 November 2026",
        "On time",
        "Published on 18 November 2026, midday. It was due Monday 23 November: 5 working days.",
        "Waiting for a doctor",
        "(Paper A)",
        "Waiting times",
        "Evening surgeries",
        "Open two evenings a week",
        "Present (1)",
        "Apologies (1)",
        "not started",
    ):
        assert words in page
    assert "Who got the summary" not in page


def test_meeting_of_another_partnership_is_not_found(world, public):
    elsewhere = factories.MeetingFactory(body__partnership=world.elsewhere)

    assert public.get(at("meetings:detail", elsewhere.pk)).status_code == 404


def test_imported_month_is_not_shown_as_a_day(board, public):
    meeting = factories.MeetingFactory(body=board, held_on=date(2012, 3, 1), held_precision="month", status="held")

    page = text(public, at("meetings:detail", meeting.pk))
    assert "March 2012" in page
    assert "1 March 2012" not in page


def test_old_version_says_that_there_is_a_newer_one(publish, content, meeting, public):
    publish()
    publish(content=replace(content, note="Three evenings", key_issues="<p>Waiting, corrected</p>"))

    assert "There is a newer version" in text(public, at("summaries:version", meeting.pk, 1))
    assert "Waiting times" in text(public, at("summaries:version", meeting.pk, 1))
    newest = text(public, at("summaries:version", meeting.pk, 2))
    assert "There is a newer version" not in newest
    assert "Three evenings" in newest
    assert "Version 1" in text(public, at("meetings:detail", meeting.pk))


def test_officer_sees_what_became_of_each_mail(publish, meeting, client_for, officer):
    delivery = Message.objects.of("summary", publish().pk).get()
    delivery.state, delivery.last_error, delivery.may_be_double = "failed", "550 No such mailbox", True
    delivery.save()
    client = client_for(officer)

    page = text(client, at("summaries:deliveries", meeting.pk))
    for words in ("ppb.member@example.org", "could not be sent", "550 No such mailbox", "It may have arrived twice"):
        assert words in page
    assert "Sent 0 of 1, 1 could not be sent" in text(client, at("meetings:detail", meeting.pk))
    answer = client.post(at("summaries:delivery_retry", meeting.pk, delivery.pk), follow=True)
    assert "The email to PPB Member is being sent again." in answer.content.decode()
    assert client.get(at("summaries:deliveries_progress", meeting.pk)).json() == {
        "state": "working",
        "percent": 0,
        "text": "Sent 0 of 1",
        "waiting": 1,
        "url": at("summaries:deliveries", meeting.pk),
        "link_text": "Show what became of each",
    }


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("sent", "Sent 1 of 1"),
        ("failed", "Sent 0 of 1, 1 could not be sent"),
        ("held", "Sent 0 of 1, 1 waiting for the digest"),
        ("dropped", "Sent 0 of 1, 1 not needed any more"),
    ],
)
def test_mailing_is_followed_until_nothing_is_under_way(state, said, publish, meeting, client_for, officer):
    sent_at = WEDNESDAY_NOON if state == "sent" else None
    Message.objects.of("summary", publish().pk).update(state=state, sent_at=sent_at)

    told = client_for(officer).get(at("summaries:deliveries_progress", meeting.pk)).json()
    assert (told["state"], told["percent"], told["text"]) == ("done", 100, said)


def test_page_of_the_meeting_follows_the_sending(publish, meeting, client_for, officer):
    message = Message.objects.of("summary", publish().pk).get()
    client = client_for(officer)
    followed = f'data-follow-url="{at("summaries:deliveries_progress", meeting.pk)}?latest=yes"'
    assert message.state == "queued"
    assert followed in text(client, at("meetings:detail", meeting.pk))
    assert "data-follow-refresh>Refresh</a>" in text(client, at("meetings:detail", meeting.pk))

    Message.objects.update(state="sent", sent_at=WEDNESDAY_NOON)
    assert "Sent 1 of 1." in text(client, at("meetings:detail", meeting.pk))
    assert followed not in text(client, at("meetings:detail", meeting.pk))


def test_comment_is_read_by_members_and_answered_once(publish, member, officer, client_for, public, meeting):
    summary = publish().summary
    client_for(member).post(at("summaries:summary_comment", meeting.pk), {"text": "What about Saturdays?"})
    comment = summary.comments.get()
    client_for(officer).post(at("summaries:comment_answer", comment.pk), {"answer": "From January."})

    page = text(client_for(member), at("meetings:detail", meeting.pk))
    assert "What about Saturdays?" in page
    assert "From January." in page
    assert "What about Saturdays?" not in text(public, at("meetings:detail", meeting.pk))
    comment.refresh_from_db()
    with pytest.raises(Refused):
        answer_comment(comment=comment, answer="Never.", by=officer, at=WEDNESDAY_NOON)


def test_comment_on_a_draft_is_refused(drafted, member, client_for):
    with pytest.raises(Refused):
        add_comment(summary=drafted.summary, text="Early", by=member, at=WEDNESDAY_NOON)
    assert client_for(member).post(at("summaries:summary_comment", drafted.pk), {"text": "Early"}).status_code == 404


def test_empty_comment_is_asked_for_again(publish, member, client_for, meeting):
    publish()
    answer = client_for(member).post(at("summaries:summary_comment", meeting.pk), {"text": "  "})

    assert "Enter your comment" in answer.content.decode()


def test_action_is_reported_on_and_its_history_shows(publish, officer, client_for, public):
    publish()
    action = Action.objects.get()
    client = client_for(officer)
    answer = client.post(
        at("actions:action_update", action.pk), {"status": "done", "text": "Both run", "reported_on": "18 11 2026"}
    )
    assert answer["Location"] == at("actions:action", action.pk)

    action.refresh_from_db()
    assert (action.status, action.closed_on) == ("done", date(2026, 11, 18))
    page = text(public, at("actions:action", action.pk))
    assert "Both run" in page
    assert "Closed" in page

    client.post(
        at("actions:action_update", action.pk),
        {"status": "in-progress", "text": "One closed", "reported_on": "18 11 2026"},
    )
    action.refresh_from_db()
    assert (action.status, action.closed_on) == ("in-progress", None)
    written_down = AuditEvent.objects.filter(verb="action.updated").order_by("pk").values_list("details", flat=True)
    assert list(written_down) == [
        {"before": "not started", "after": "done"},
        {"before": "done", "after": "in progress"},
    ]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"status": "done", "text": "", "reported_on": "18 11 2026"}, "Enter what has happened"),
        ({"status": "done", "text": "Ok", "reported_on": "19 11 2026"}, "must be today or in the past"),
        ({"status": "", "text": "Ok", "reported_on": "18 11 2026"}, "Choose a status"),
    ],
)
def test_action_report_says_what_is_missing(meeting, officer, client_for, typed, problem):
    action = factories.ActionFactory(meeting=meeting, number=1)

    assert problem in client_for(officer).post(at("actions:action_update", action.pk), typed).content.decode()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"held_on": "31 2 2026"}, "The date of the meeting must be a day in the calendar"),
        ({"held_on": "1 1 1989"}, "The date of the meeting must be between 1 January 1990"),
        ({"starts_at": "half two"}, "Enter when it starts as a time, for example 2:30pm"),
        ({"starts_at": "2:30pm", "ends_at": "2pm"}, "The meeting must end after it starts"),
        ({"status": "held", "held_on": "19 11 2026"}, "A meeting that is still to come can’t have been held"),
        ({"body": ""}, "Choose whose meeting it is"),
    ],
)
def test_meeting_form_says_what_to_do(board, officer, client_for, typed, problem):
    plan = {"body": board.pk, "held_on": "1 12 2026", "status": "planned"} | typed

    assert problem in client_for(officer).post(at("meetings:add"), plan).content.decode()
    assert Meeting.objects.count() == 0


def test_meeting_of_a_body_that_has_ended_is_refused(partnership, officer, client_for):
    ended = factories.BodyFactory(partnership=partnership, name="Old Board", ends_on=date(2012, 3, 31))
    plan = {"body": ended.pk, "held_on": "1 4 2012", "status": "held"}

    page = client_for(officer).post(at("meetings:add"), plan).content.decode()
    assert "Old Board does not exist after 31 March 2012" in page


def test_meeting_form_takes_times_as_people_write_them(board, officer, client_for):
    plan = {
        "body": board.pk,
        "held_on": "1 12 2026",
        "status": "planned",
        "starts_at": "2.30PM",
        "ends_at": "midnight",
    }
    client_for(officer).post(at("meetings:add"), plan | {"ends_at": "16:00"})

    meeting = Meeting.objects.get()
    assert (meeting.title, f"{meeting.starts_at:%H:%M}", f"{meeting.ends_at:%H:%M}") == ("Board", "14:30", "16:00")


def test_meeting_cannot_move_past_its_published_summary(publish, meeting, officer, client_for, board):
    publish()
    plan = {"body": board.pk, "held_on": "19 11 2026", "status": "held"}

    page = client_for(officer).post(at("meetings:edit", meeting.pk), plan).content.decode()
    assert "The summary was published on 18 November 2026" in page


def test_meeting_whose_summary_is_published_cannot_be_cancelled(publish, meeting, officer, client_for):
    publish()
    answer = client_for(officer).post(at("meetings:cancel", meeting.pk), {"reason": "Mistake"}, follow=True)

    assert "so it can’t be cancelled" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == "held"


def test_agenda_takes_the_place_of_the_summary_until_the_meeting_is_held(client_for, world, board, meeting):
    ahead = factories.MeetingFactory(body=board, held_on=date(2026, 12, 1), summary_due_on=date(2026, 12, 8))
    item = factories.AgendaItemFactory(meeting=ahead, title="Warm homes")
    factories.AgendaItemFactory(meeting=meeting, title="Waiting times")
    client = client_for(world.officer)

    page = text(client, at("meetings:detail", ahead.pk))
    assert page.index(item.title) < page.index("The summary is due Tuesday 8 December")
    assert "No summary yet" not in page
    assert ">Prepare the agenda</a>" in page

    held = text(client, at("meetings:detail", meeting.pk))
    assert held.index("No summary yet") < held.index('id="agenda"')
    assert "Prepare the agenda" not in held
