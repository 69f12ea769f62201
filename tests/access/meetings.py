"""Meetings: what is published is everyone's, members comment, officers write."""

from datetime import UTC, date, datetime

from invitations.models import DistributionLine
from outbox.models import Message
from summaries.models import MeetingSummary
from summaries.services.content import SummaryContent
from summaries.services.publication import publish_summary
from tests import factories
from tests.access import Row, everyone, from_role

LAST_YEAR = date(2025, 11, 17)
NEXT_DAY = datetime(2025, 11, 18, 12, tzinfo=UTC)


def meeting(world):
    return factories.MeetingFactory(body=world.board, held_on=LAST_YEAR, status="held")


def published(world):
    summary = factories.MeetingSummaryFactory(meeting=meeting(world))
    content = SummaryContent(key_issues="<p>Waiting times</p>")
    return publish_summary(summary=summary, content=content, draft_version=0, by=world.officer, at=NEXT_DAY)


def drafted(world):
    draft = {"key_issues": "<p>Waiting times</p>"}
    return factories.MeetingSummaryFactory(meeting=meeting(world), draft=draft, draft_version=1, saved_by=world.officer)


def pk(world):
    return {"pk": meeting(world).pk}


def of_published(world):
    return {"pk": published(world).summary.meeting_id}


def of_draft(world):
    return {"pk": drafted(world).meeting_id}


def version(world):
    return of_published(world) | {"number": 1}


def copy(world):
    kept = factories.DraftCopyFactory(summary=drafted(world), kept_by=world.officer)
    return {"pk": kept.summary.meeting_id, "copy_pk": kept.pk}


def failed(world):
    version = published(world)
    message = Message.objects.of("summary", version.pk).get()
    message.state = "failed"
    message.save()
    return {"pk": version.summary.meeting_id, "delivery_pk": message.pk}


def board(world):
    return {"code": world.board.code}


def line(world):
    return board(world) | {"pk": DistributionLine.objects.create(body=world.board, kind="ppbs").pk}


def comment(world):
    summary = MeetingSummary.objects.get(pk=published(world).summary_id)
    return {"pk": factories.SummaryCommentFactory(summary=summary, made_by=world.member).pk}


def action(world):
    return {"pk": factories.ActionFactory(meeting=meeting(world), number=1).pk}


def plan(world):
    return {"body": world.board.pk, "held_on": "16 11 2026", "status": "planned"}


def of_cancelled(world):
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2036, 11, 16), status="cancelled")
    return {"pk": meeting.pk, "of": "date"}


def owner(world):
    return {"kind": "organisation", "pk": factories.OrganisationFactory(partnership=world.partnership).pk}


def new_owner(world):
    return {"owner": f"body:{world.ssp.pk}", "reason": "The partnership takes it over"}


def typed(world):
    return {"do": "save", "draft_version": "0", "key_issues": "Waiting times"}


OFFICER, CHANGED = from_role("officer", 200), from_role("officer", 302)
UPDATE = {"status": "done", "text": "It is done", "reported_on": "1 12 2025"}

ROWS = [
    Row("meetings:list", everyone(200)),
    Row("meetings:detail", everyone(200), kwargs=of_published),
    Row("summaries:version", everyone(200), kwargs=version),
    Row("actions:actions", everyone(200)),
    Row("actions:action", everyone(200), kwargs=action),
    Row("meetings:add", OFFICER),
    Row("meetings:add", CHANGED, "post", data=plan),
    Row("meetings:edit", OFFICER, kwargs=pk),
    Row("meetings:edit", CHANGED, "post", kwargs=pk, data=plan),
    Row("meetings:cancel", OFFICER, kwargs=pk),
    Row("meetings:cancel", CHANGED, "post", kwargs=pk, data=lambda world: {"reason": "Too few could come"}),
    Row("invitations:notice", OFFICER, kwargs=of_cancelled),
    Row(
        "invitations:notice", CHANGED, "post", kwargs=of_cancelled, data=lambda world: {"people": "0", "sequence": "0"}
    ),
    Row("summaries:summary_edit", OFFICER, kwargs=pk),
    Row("summaries:summary_edit", CHANGED, "post", kwargs=pk, data=typed),
    Row("summaries:summary_autosave", OFFICER | {"anonymous": 401}, kwargs=pk),
    Row("summaries:summary_autosave", OFFICER | {"anonymous": 401}, "post", kwargs=pk, data=typed),
    Row("summaries:copy_keep", CHANGED, "post", kwargs=pk, data=typed),
    Row("summaries:copy", OFFICER, kwargs=copy),
    Row("summaries:copy", CHANGED, "post", kwargs=copy, data=lambda world: {"do": "delete"}),
    Row("summaries:summary_preview", OFFICER, kwargs=of_draft),
    Row("summaries:summary_publish", CHANGED, "post", kwargs=of_draft, data=lambda world: {"people": "0"}),
    Row("summaries:deliveries", OFFICER, kwargs=of_published),
    Row("summaries:deliveries_progress", OFFICER, kwargs=of_published),
    Row("summaries:delivery_retry", CHANGED, "post", kwargs=failed),
    Row("invitations:distribution", OFFICER, kwargs=board),
    Row("invitations:distribution", CHANGED, "post", kwargs=board, data=lambda world: {"kind": "ppbs"}),
    Row("invitations:distribution_remove", OFFICER, kwargs=line),
    Row("invitations:distribution_remove", CHANGED, "post", kwargs=line),
    Row("summaries:summary_comment", from_role("member", 200), kwargs=of_published),
    Row(
        "summaries:summary_comment",
        from_role("member", 302),
        "post",
        kwargs=of_published,
        data=lambda world: {"text": "What about the evenings?"},
    ),
    Row("summaries:comment_answer", OFFICER, kwargs=comment),
    Row("summaries:comment_answer", CHANGED, "post", kwargs=comment, data=lambda world: {"answer": "They are in."}),
    Row("actions:owner_contact", OFFICER, kwargs=owner),
    Row(
        "actions:owner_contact",
        CHANGED,
        "post",
        kwargs=owner,
        data=lambda world: {"name": "Clerk", "email": "clerk@example.org"},
    ),
    Row("actions:action_owner", OFFICER, kwargs=action),
    Row("actions:action_owner", CHANGED, "post", kwargs=action, data=new_owner),
    Row("actions:action_update", OFFICER, kwargs=action),
    Row("actions:action_update", CHANGED, "post", kwargs=action, data=lambda world: UPDATE),
]
