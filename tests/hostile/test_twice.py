"""A button pressed twice, and two people at once: what is meant once happens once."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from actions.services import actions as action_services
from boards.choices import Role
from boards.models import BankHolidayAdded
from boards.services.calendar import add_holiday
from boards.services.roles import end_role, grant_role
from core.acts import Refused
from core.clock import LONDON
from core.models import AuditEvent, FormToken
from core.papers import TooManyWaiting, ask_for_paper
from progress.services.updates import add_progress
from recommendations.choices import RecommendationStatus
from reports.choices import PaperKind
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)
MOMENT = timedelta(seconds=20)
MINUTE = timedelta(minutes=1)
TODAY = date(2026, 11, 23)


def test_comment_on_a_recommendation_sent_twice_is_said_once(world, client_for):
    about = factories.RecommendationFactory(topic_group__partnership=world.partnership)
    url = reverse("recommendations:comment_add", args=["halton", about.pk])
    first, second = ({"text": "When?", "form_token": str(uuid4())} for _ in range(2))
    for by, typed in ((world.member, first), (world.member, first), (world.member, second), (world.ppb_member, {})):
        client_for(by).post(url, {"text": "When?"} | typed)
    assert about.comments.count() == 3


def test_comment_on_a_summary_sent_twice_is_said_once(world, client_for):
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 11, 16))
    summary = factories.MeetingSummaryFactory(meeting=meeting, published_at=NOON)
    member, url = client_for(world.member), reverse("summaries:summary_comment", args=["halton", meeting.pk])
    sent = {"text": "When?", "form_token": str(FormToken.new())}
    answers = [member.post(url, sent)["Location"] for _ in range(2)]
    assert answers == [f"{meeting.get_absolute_url()}#comment-{summary.comments.get().pk}"] * 2
    assert AuditEvent.objects.filter(verb="summary.commented").count() == 1
    member.post(url, sent | {"form_token": str(FormToken.new())})
    assert summary.comments.count() == 2


def test_report_on_an_action_sent_twice_is_recorded_once(world, client_for):
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 11, 16))
    action = factories.ActionFactory(meeting=meeting, number=1)
    officer, url = client_for(world.officer), reverse("actions:action_update", args=["halton", action.pk])
    sent = {"status": "done", "text": "It is done", "reported_on": "23 11 2026", "form_token": str(FormToken.new())}
    with time_machine.travel(NOON, tick=False):
        assert [officer.post(url, sent)["Location"] for _ in range(2)] == [action.get_absolute_url()] * 2
    assert action.updates.count() == 1


def test_report_by_link_sent_twice_is_recorded_once(world):
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 11, 16))
    action, person = factories.ActionFactory(meeting=meeting, number=1), factories.PersonFactory()
    for at in (NOON, NOON + MOMENT):
        action_services.update_action(
            action=action,
            status="done",
            text="It is done",
            reported_on=TODAY,
            by=None,
            at=at,
            reporter=action_services.Reporter("A Person", person),
        )
    assert action.updates.count() == 1


def test_progress_sent_twice_is_recorded_once(world):
    about = factories.RecommendationFactory(topic_group__partnership=world.partnership)
    for at in (NOON, NOON + MOMENT):
        add_progress(
            recommendation=about,
            text="A group has met",
            status=RecommendationStatus.IN_PROGRESS,
            reported_on=TODAY,
            reported_by="Policy",
            by=world.officer,
            at=at,
        )
    assert about.progress.count() == 1


def test_bank_holiday_added_twice_is_there_once(world):
    for at in (NOON, NOON + MOMENT):
        add_holiday(partnership=world.partnership, day=date(2026, 12, 15), name="A day", by=world.admin, at=at)
    assert BankHolidayAdded.objects.count() == 1


def test_role_withdrawn_twice_is_refused_the_second_time(world):
    granted = grant_role(
        partnership=world.partnership,
        email="new@example.org",
        name="New",
        role=Role.MEMBER,
        ppb=None,
        by=world.admin,
        on=TODAY,
    )
    end_role(grant=granted.grant, by=world.admin, on=TODAY)
    with pytest.raises(Refused, match="ended already"):
        end_role(grant=granted.grant, by=world.admin, on=TODAY)


def test_papers_that_everybody_asks_for_leave_room_for_those_of_the_office(world):
    def ask(kind, number):
        return ask_for_paper(
            kind=kind,
            scope="halton",
            about={"number": number},
            filename="paper.pdf",
            is_public=True,
            by=None,
            at=NOON,
        )

    for number in range(40):
        ask(PaperKind.PROGRESS_TABLE, number)
    with pytest.raises(TooManyWaiting):
        ask(PaperKind.PROGRESS_TABLE, 41)
    assert ask(PaperKind.SUMMARY, 1).state == "queued"


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("status_change", {"to_status": "implemented", "changed_on": "20 11 2026"}, "to_status"),
        (
            "progress_add",
            {
                "overall_status": "implemented",
                "text": "It is done",
                "status": "implemented",
                "reported_on": "20 11 2026",
                "reported_by": "Policy",
            },
            "overall_status",
        ),
    ],
)
def test_status_that_somebody_else_changed_meanwhile_is_not_overwritten_unseen(world, client_for, name, typed, field):
    about = factories.RecommendationFactory(
        topic_group__partnership=world.partnership, status="in-progress", status_reason="Begun"
    )
    url = reverse(f"progress:{name}", args=["halton", about.pk])
    sent = typed | {"seen_status": "not-started", "reason": "All is done", "evidence": "The report of March"}
    with time_machine.travel(NOON, tick=False):
        refused = client_for(world.officer).post(url, sent)
        assert refused.context["form"].errors == {
            field: ["Somebody else has set the status to “in progress” meanwhile: look at it, then choose again"]
        }
        seen_now = refused.context["form"]["seen_status"].value()
        assert client_for(world.officer).post(url, sent | {"seen_status": seen_now}).status_code == 302
    about.refresh_from_db()
    assert about.status == "implemented"


def test_meeting_sent_twice_is_on_the_list_once(world, client_for):
    tokens = {}
    client, page = client_for(world.officer), reverse("meetings:add", args=["halton"])
    sent = {"body": world.board.pk, "held_on": "14 12 2026", "status": "planned"}
    for token in ("first", "first", "second"):
        sent["form_token"] = tokens.setdefault(token, client.get(page).context["form_token"])
        client.post(page, sent)
    assert world.board.meetings.count() == 2
