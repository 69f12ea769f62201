"""Decisions: public with the summary that they stand in."""

from datetime import UTC, date, datetime

from summaries.models import Decision, MeetingSummary
from summaries.services.content import SummaryContent
from summaries.services.publication import publish_summary
from tests import factories
from tests.access import Row, everyone


def published(world, decisions="<p>Adopt the skills plan.</p>", note=""):
    meeting, _ = world.board.meetings.get_or_create(
        held_on=date(2026, 3, 2), defaults={"title": "Board meeting", "partnership": world.partnership}
    )
    summary, _ = MeetingSummary.objects.get_or_create(meeting=meeting)
    content = SummaryContent("<p>Skills</p>", decisions, note=note)
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    publish_summary(summary=summary, content=content, draft_version=summary.draft_version, by=world.officer, at=at)
    return {"pk": Decision.objects.earliest("pk").pk}


def withdrawn(world):
    published(world)
    return published(world, decisions="", note="It was not decided.")


def elsewhere(world):
    meeting = factories.MeetingFactory(body=factories.BodyFactory(partnership=world.elsewhere))
    version = MeetingSummary.objects.create(meeting=meeting).versions.create(
        number=1, key_issues="<p>Skills</p>", published_by=world.officer
    )
    return {"pk": Decision.objects.create(meeting=meeting, version=version, position=1, html="<p>No</p>", text="No").pk}


ROWS = [
    Row("summaries:decisions", everyone(200)),
    Row("summaries:decisions", everyone(200), query={"text": "skills", "year": "2025-26", "body": "nowhere"}),
    Row("summaries:decisions_csv", everyone(200)),
    Row("summaries:decisions_xlsx", everyone(200)),
    Row("summaries:decision", everyone(200), kwargs=published),
    Row("summaries:decision", everyone(410), kwargs=withdrawn),
    Row("summaries:decision", everyone(404), kwargs=elsewhere),
]
