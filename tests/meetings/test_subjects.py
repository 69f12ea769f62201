"""A subject is made when the mail is sent, as its body is: what the row was called hours before is never repeated."""

from datetime import date

import pytest
import time_machine
from django.core import mail

from outbox.models import Message
from outbox.services.sending import send_due
from summaries.services.comments import add_comment, answer_comment
from tests import factories
from tests.cycle import WEDNESDAY_NOON
from tests.invitations.inviting import ask


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


def sent():
    Message.objects.update(subject="What it was called hours ago")
    send_due(now=lambda: WEDNESDAY_NOON)
    parts = [text for one in mail.outbox for text in (one.subject, one.body, one.alternatives[0].content)]
    assert not [part for part in parts if "hours ago" in part]
    assert [one.subject for one in mail.outbox] == list(
        Message.objects.filter(state="sent").order_by("pk").values_list("subject", flat=True)
    )
    return [one.subject for one in mail.outbox]


def test_invitation_names_the_day_that_the_meeting_has_now(board):
    meeting = factories.MeetingFactory(body=board, title="Board", held_on=date(2026, 12, 8), status="planned")
    ask(meeting, at=WEDNESDAY_NOON)
    meeting.held_on = date(2026, 12, 15)
    meeting.save()

    assert sent() == ["Invitation: Board, 15 December 2026"]
    assert "Tuesday 15 December 2026" in mail.outbox[0].body


def test_notice_of_a_comment_is_named_when_sent(publish, member):
    summary = publish().summary
    Message.objects.all().delete()
    add_comment(summary=summary, text="Well done", by=member, at=WEDNESDAY_NOON)
    assert sent() == ["Comment on the summary of Board, 16 November 2026"]


def test_notice_of_an_answer_is_named_when_sent(publish, member, officer):
    comment = add_comment(summary=publish().summary, text="Well done", by=member, at=WEDNESDAY_NOON)
    Message.objects.all().delete()
    answer_comment(comment=comment, answer="Thank you", by=officer, at=WEDNESDAY_NOON)
    assert sent() == ["Answer to your comment on the summary of Board, 16 November 2026"]
