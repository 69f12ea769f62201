"""Whoever is invited hears when the meeting moves, changes or does not take place."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine

from core import history
from invitations.mail import INVITATION, INVITATION_CHANGED
from invitations.models import Invitation
from invitations.services.invitations import answer_invitation, change_between
from meetings.services.scheduling import Arrangement, cancel_meeting, change_meeting, postpone_meeting
from outbox.models import Message
from outbox.services.sending import send_due
from tests import factories
from tests.invitations.inviting import DAY, NOON, ask, sent
from tests.reading import joined


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def meeting(ppb):
    return factories.MeetingFactory(
        body=ppb, title="Corporate PPB", held_on=DAY, starts_at=time(18, 30), venue="Town Hall", status="planned"
    )


@pytest.fixture
def accepted(meeting):
    (made,) = ask(meeting)
    sent()
    return answer_invitation(invitation=made, answer={"state": "accepted", "needs": "Hearing loop"}, at=NOON)


def last_mail():
    return sent()[0][1] if len(sent()) == 1 else next(one for _, one in sent() if not one.startswith("Invitation:"))


def test_postponed_meeting_asks_anew(meeting, accepted, officer, mailoutbox):
    postpone_meeting(meeting=meeting, to_on=date(2026, 12, 15), reason="Snow", by=officer, at=NOON)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.answered_at, accepted.needs) == ("asked", None, "Hearing loop")
    assert last_mail() == "New date: Corporate PPB, 15 December 2026"
    assert "please answer again" in mailoutbox[-1].body
    assert [stood.state for _, stood in history.versions(accepted)] == ["asked", "accepted", "asked"]


def test_meeting_postponed_to_no_day_says_so_and_then_asks_anew(meeting, accepted, officer, mailoutbox):
    postpone_meeting(meeting=meeting, to_on=None, reason="Snow", by=officer, at=NOON)
    assert last_mail() == "Postponed: Corporate PPB, 8 December 2026"
    assert "You will be asked again once there is a new date. Reason: Snow" in joined(
        mailoutbox[-1].alternatives[0].content
    )


def test_cancelled_meeting_tells_those_invited(meeting, accepted, officer, mailoutbox):
    cancel_meeting(meeting=meeting, reason="Too few could come", by=officer, at=NOON)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    assert last_mail() == "Cancelled: Corporate PPB, 8 December 2026"
    assert "Reason: Too few could come" in mailoutbox[-1].body


def test_another_venue_is_told_and_the_answer_stands(meeting, accepted, officer, mailoutbox):
    change_meeting(meeting=factories.edited(meeting, venue="Library"), by=officer, at=NOON)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    assert last_mail() == "Changed: Corporate PPB, 8 December 2026"
    assert "Where: Library" in mailoutbox[-1].body


def test_another_title_is_told_to_nobody(meeting, accepted, officer):
    change_meeting(meeting=factories.edited(meeting, title="PPB"), by=officer, at=NOON)
    assert Message.objects.filter(kind=INVITATION_CHANGED).count() == 0


def test_meeting_moved_twice_before_the_mail_goes_sends_the_last_day(meeting, accepted, officer):
    for minute, day in enumerate((date(2026, 12, 15), date(2026, 12, 16))):
        moved = NOON + timedelta(seconds=minute)
        postpone_meeting(meeting=meeting, to_on=day, reason="Snow", by=officer, at=moved)
    assert last_mail() == "New date: Corporate PPB, 16 December 2026"
    assert Message.objects.get(state="dropped").last_error == "The meeting has changed again since."


def test_invitation_that_has_not_gone_out_says_what_is_so_then(meeting, officer):
    ask(meeting)
    postpone_meeting(meeting=meeting, to_on=date(2026, 12, 15), reason="Snow", by=officer, at=NOON)
    assert Message.objects.filter(kind=INVITATION_CHANGED).count() == 0
    send_due(now=lambda: NOON)
    assert Message.objects.get(kind=INVITATION).state == "sent"


def test_meeting_long_past_is_put_right_quietly(ppb, officer):
    meeting = factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 2), status="held")
    invitation = Invitation.objects.create(meeting=meeting, name="A", email="a@example.org", state="accepted")
    change_meeting(meeting=factories.edited(meeting, held_on=date(2026, 11, 3)), by=officer, at=NOON)
    invitation.refresh_from_db()
    assert (invitation.state, Message.objects.count()) == ("accepted", 0)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({}, ""),
        ({"status": "held"}, ""),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "postponed"}, "postponed"),
        ({"held_on": date(2026, 12, 9)}, "moved"),
        ({"starts_at": time(19)}, "details"),
        ({"ends_at": time(21)}, "details"),
        ({"venue": "Library"}, "details"),
        ({"venue": "Library", "held_on": date(2026, 12, 9)}, "moved"),
    ],
)
def test_change_is_told_by_what_matters_most(changed, what):
    before = {"status": "planned", "held_on": DAY, "starts_at": None, "ends_at": None, "venue": "Town Hall"}
    assert change_between(Arrangement(**before), Arrangement(**(before | changed))) == what


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
@pytest.mark.parametrize("changed", [{"venue": "Library"}, {"held_on": date(2026, 12, 9)}, {"starts_at": time(19)}])
def test_meeting_that_is_off_is_not_said_to_be_off_again(status, changed):
    before = {"status": status, "held_on": DAY, "starts_at": None, "ends_at": None, "venue": "Town Hall"}
    assert change_between(Arrangement(**before), Arrangement(**(before | changed))) == ""


def test_meeting_that_is_on_again_asks_anew():
    before = {"status": "cancelled", "held_on": DAY, "starts_at": None, "ends_at": None, "venue": ""}
    assert change_between(Arrangement(**before), Arrangement(**(before | {"status": "planned"}))) == "moved"
