"""Every act of the portal: which address does it, as whom, and what the audit trail then says.

An act is a POST that changes a governed record. Each POST of the access table is an act here, or is named in
``NOT_ACTS`` with the reason, so that a new button cannot be forgotten. ``test_acts`` holds of every act that it is
written down, is one transaction, changes nothing of another partnership, and happens once for two people at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import clock
from core.links import make_token
from meetings.models import AgendaItem, CalendarFeed, Cascade, Invitation, Meeting, MeetingSummary
from meetings.services.agenda import ItemPlan
from meetings.services.calendar_feed import make_feed
from meetings.services.recipients import recipients
from reports.services.annual import make_draft_paper
from tests import factories
from tests.access import Row
from tests.access.meetings import drafted, published
from tests.access.meetings_actions import cascade, cascade_token
from tests.access.meetings_agenda import meeting as coming
from tests.access.meetings_calendar import NEXT_YEAR
from tests.access.meetings_invitations import invitation
from tests.access.performance import RESULT
from tests.access.recommendations_members import one as recommendation
from tests.access.recommendations_monitoring import REVIEW
from tests.access.recommendations_topics import group
from tests.access.reports import report
from tests.access.test_access import ROWS
from tests.outbox.makers import message
from tests.recommendations.factories import FollowUpFactory, ReportParagraphFactory, StagePassedFactory
from tests.reports.makers import finished_paper

Given = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """``address`` is the name of its URL, ``verbs`` the audit trail's, in their order.

    ``is_signed`` says whether the act is put down to the person who is signed in, which one by a signed link is not.
    ``kwargs`` and ``data``, where given, take the place of those of the access table. ``variant`` tells apart the acts
    of one address.
    """

    address: str
    verbs: tuple[str, ...]
    by: str = "officer"
    is_signed: bool = True
    kwargs: Given | None = None
    data: Given | None = None
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.address} {self.variant}".strip()

    @property
    def row(self) -> Row:
        return next(row for row in POSTS if row.name == self.address)


POSTS = [row for row in ROWS if row.method == "post"]

NOT_ACTS = {
    "account_email": "is refused: an address is changed by the office",
    "meetings:actions_change": "shows what would be changed",
    "meetings:actions_import": "shows what would be changed",
    "meetings:cascade_link_again": "queues a mail, and only if the link has expired",
    "meetings:action_link_again": "queues a mail, and only if the link has expired",
    "recommendations:request_link_again": "queues a mail, and only if the link has expired",
    "recommendations:progress_import": "shows what would be added",
    "reports:agenda_pack": "asks for a paper",
    "reports:make_pdf": "asks for a paper",
    "reports:paper_retry": "asks for a paper",
    "reports:ppb_insert": "asks for a paper",
    "reports:recommendations_pdf": "asks for a paper",
    "reports:report_summary": "asks for a paper",
}


def of_recipients(world):
    """All who are entitled to the summary get it."""
    persons = [one.person for one in recipients(meeting=newest(Meeting, world), on=clock.today())]
    return {"shown": persons, "send_to": persons, "people": str(len(persons)), "version": "1"}


def to_correct(world):
    """A published summary of which a corrected draft is ready."""
    summary = MeetingSummary.objects.get(pk=published(world).summary_id)
    summary.draft = {"key_issues": "<p>Waiting times at night</p>", "note": "At night"}
    summary.version, summary.saved_by = 1, world.officer
    summary.save()
    return {"pk": summary.meeting_id}


def newest(model, world):
    return model.objects.filter(partnership=world.partnership).latest("pk")


def to_remind(world):
    """A meeting whose actions an organisation with a contact has not passed on."""
    asked = cascade(world)
    factories.PersonFactory(partnership=world.partnership, organisation=asked.organisation)
    return {"pk": asked.action.meeting_id}


def last_cascade(world):
    return {"actions": Cascade.objects.latest("pk").action_id}


def passed_on(world):
    """What a contact has passed on already, and may add a sentence to."""
    token = cascade_token(world)
    Cascade.objects.filter(action=newest_action(world)).update(passed_on_at=clock.now(), recorded_by=world.officer)
    return token


def with_calendar(world):
    make_feed(partnership=world.partnership, user=world.officer, at=clock.now())
    return {}


def its_token(world):
    return {"token": CalendarFeed.objects.get(partnership=world.partnership, user=world.officer).token}


def own_action(world):
    action = newest_action(world)
    return {f"action-{action}-status": "done", f"action-{action}-text": "It is done"}


def newest_action(world):
    return world.partnership.actions.latest("pk").pk


def two_items(world):
    meeting = coming(world)
    for position in (1, 2):
        factories.AgendaItemFactory(meeting=meeting, position=position)
    return {"pk": meeting.pk}


def the_other_way_round(world):
    upper, lower = newest(Meeting, world).agenda_items.order_by("position").values_list("pk", flat=True)
    return {"move": f"up-{lower}", "seen": f"{upper},{lower}"}


def changed_item(world):
    return {"kind": "item", "title": "Money", **seen_item(world)}


def draft_item(world):
    item = factories.AgendaItemFactory(meeting=coming(world), title="Budget")
    return {"pk": item.meeting_id, "item_pk": item.pk}


def seen_item(world):
    return {"seen": ItemPlan.of(AgendaItem.objects.latest("pk")).version}


def dates(world):
    for held_on in (NEXT_YEAR, NEXT_YEAR.replace(month=12)):
        factories.MeetingFactory(body=world.board, held_on=held_on, status="proposed")
    return {"code": world.board.code}


def both_dates(world):
    return {"meeting": list(world.partnership.meetings.filter(status="proposed").values_list("pk", flat=True))}


def invited(world):
    return {"pk": invitation(world)["pk"]}


def the_ppb(world):
    return {"group": "body:ppb", "do": "send", "send_to": world.partnership.people.latest("pk").pk}


def everyone_came(world):
    return {f"came-{Invitation.objects.latest('pk').pk}": "yes"}


def follow_up(world):
    return {"pk": FollowUpFactory(recommendation=recommendation(world), asked_by=world.ppb_member).pk}


def draft_group(world):
    of = group(world, is_draft=True)
    for stage in ("draft", "group"):
        StagePassedFactory(topic_group=of, stage=stage, happened_on=date(2026, 8, 1))
    return {"pk": of.pk}


def at_the_ppb(world):
    meeting = factories.MeetingFactory(body=world.ppb, held_on=date(2026, 9, 1), status="held")
    return {"stage": "ppb", "meeting": meeting.pk, "outcome": "agreed", "happened_on": "", "confirmed": "on"}


def two_paragraphs(world):
    of = group(world)
    upper, lower = (
        ReportParagraphFactory(topic_group=of, number=f"6.{position}", position=position) for position in (1, 2)
    )
    assert upper.position < lower.position
    return {"pk": of.pk, "paragraph_pk": lower.pk}


def box(world):
    asked = world.partnership.recommendations.latest("pk").pk
    return {f"r{asked}-text": "Half of it", f"r{asked}-status": "in-progress"}


def measured(world):
    """A measure that has a figure of the year."""
    measure = factories.MeasureFactory(partnership=world.partnership)
    factories.ResultFactory(measure=measure, year=2025)
    return {"code": measure.code}


def with_paper(world):
    """A report whose PDF was made of what it says now."""
    made = report(world)
    on = clock.today()
    paper = make_draft_paper(report=made, correction_note="", by=world.officer, at=clock.now(), on=on)
    paper.state = "done"
    paper.file = finished_paper(world.partnership.slug).file
    paper.save()
    return {"year": made.year}


def of_a_kind_that_may_be_stopped(world):
    return {"token": make_token("mail", message(world.partnership, kind="comment", email="reader@example.org").pk)}


ACTS = [
    Act("boards:role_grant", ("role.granted",), by="admin"),
    Act("boards:role_end", ("role.ended",), by="admin"),
    Act("boards:settings", ("partnership.changed",), by="admin"),
    Act("boards:holidays", ("holiday.added",), by="admin"),
    Act("boards:holiday_remove", ("holiday.removed",), by="admin"),
    Act("boards:how_it_meets", ("body.meets_changed",)),
    Act("meetings:add", ("meeting.scheduled",)),
    Act("meetings:edit", ("meeting.changed",)),
    Act("meetings:cancel", ("meeting.cancelled",)),
    Act("meetings:propose", ("meeting.scheduled",)),
    Act("meetings:dates_confirm", ("meeting.confirmed", "meeting.confirmed"), kwargs=dates, data=both_dates),
    Act("meetings:confirm", ("meeting.confirmed",)),
    Act("meetings:postpone", ("meeting.postponed",)),
    Act("meetings:joint", ("meeting.held_jointly",)),
    Act("meetings:my_calendar", ("calendar.address_made",)),
    Act("meetings:my_calendar", ("calendar.address_changed",), variant="again", kwargs=with_calendar, data=its_token),
    Act("meetings:summary_edit", ("summary.started",)),
    Act("meetings:summary_autosave", ("summary.started",)),
    Act("meetings:copy_keep", ("summary.copy_kept",)),
    Act("meetings:copy", ("summary.copy_deleted",)),
    Act("meetings:copy", ("summary.copy_used",), variant="use", data=lambda world: {"do": "use", "version": "1"}),
    Act(
        "meetings:summary_publish",
        ("summary.published",),
        kwargs=lambda world: {"pk": drafted(world).meeting_id},
        data=of_recipients,
    ),
    Act("meetings:summary_publish", ("summary.corrected",), variant="again", kwargs=to_correct, data=of_recipients),
    Act("meetings:delivery_retry", ("message.sent_again",)),
    Act("meetings:distribution", ("distribution.added",)),
    Act("meetings:distribution_remove", ("distribution.removed",)),
    Act("meetings:comment_add", ("summary.commented",), by="member"),
    Act("meetings:comment_answer", ("summary.comment_answered",)),
    Act("meetings:action_update", ("action.updated",)),
    Act("meetings:actions_confirm", ("action.updated",)),
    Act("meetings:cascade_remind", ("action.cascade_reminded",), kwargs=to_remind),
    Act("meetings:cascade_record", ("action.passed_on",)),
    Act("meetings:cascade_link", ("action.passed_on",), is_signed=False, data=last_cascade),
    Act(
        "meetings:cascade_link",
        ("action.cascade_noted",),
        is_signed=False,
        variant="note",
        kwargs=passed_on,
        data=lambda world: {"do": "note", "note": "At our team meeting"},
    ),
    Act("meetings:action_link", ("action.updated",), is_signed=False, data=own_action),
    Act("meetings:agenda_edit", ("agenda.reordered",), kwargs=two_items, data=the_other_way_round),
    Act("meetings:agenda_start", ("agenda.started",)),
    Act("meetings:agenda_publish", ("agenda.published",)),
    Act("meetings:agenda_take_back", ("agenda.taken_back",)),
    Act("meetings:agenda_item_add", ("agenda.item_added",)),
    Act("meetings:agenda_item_edit", ("agenda.item_changed",), kwargs=draft_item, data=changed_item),
    Act("meetings:agenda_item_remove", ("agenda.item_removed",), kwargs=draft_item, data=seen_item),
    Act("meetings:document_add", ("document.added",)),
    Act("meetings:minutes_add", ("document.added",)),
    Act("meetings:document_edit", ("document.changed",)),
    Act("meetings:document_replace", ("document.replaced",)),
    Act("meetings:document_withdraw", ("document.withdrawn",)),
    Act("meetings:invitation_add", ("invitation.sent",)),
    Act("meetings:invitation_several", ("invitation.sent",), data=the_ppb),
    Act("meetings:invitation_remind", ("invitation.reminded",), kwargs=invited),
    Act("meetings:invitation_came", ("invitation.came",), kwargs=invited, data=everyone_came),
    Act("meetings:invitation_answer", ("invitation.answered",)),
    Act("meetings:invitation_follow_up", ("invitation.follow_up",)),
    Act("meetings:invitation_withdraw", ("invitation.withdrawn",)),
    Act("meetings:reply", ("invitation.answered",), is_signed=False),
    Act("outbox:all_again", ("message.all_sent_again",)),
    Act("outbox:again", ("message.sent_again",)),
    Act("outbox:stop", ("message.stopped",)),
    Act("outbox:preferences", ("mail_preference.changed",)),
    Act("outbox:preferences_by_link", ("mail_preference.changed",), is_signed=False),
    Act("outbox:stop_by_link", ("mail_preference.changed",), is_signed=False, kwargs=of_a_kind_that_may_be_stopped),
    Act("performance:result_add", ("measure.result_recorded",)),
    Act(
        "performance:result_add",
        ("measure.result_replaced",),
        variant="again",
        kwargs=measured,
        data=lambda world: RESULT | {"replace": "on"},
    ),
    Act("recommendations:progress_add", ("recommendation.progress_added",)),
    Act("recommendations:status_change", ("recommendation.status_changed",)),
    Act("recommendations:comment_add", ("recommendation.commented",), by="member"),
    Act("recommendations:comment_answer", ("recommendation.comment_answered",)),
    Act("recommendations:scrutiny_settings", ("scrutiny.settings_changed",), by="admin"),
    Act("recommendations:delivery_link", ("recommendation.linked",)),
    Act("recommendations:delivery_unlink", ("recommendation.unlinked",)),
    Act("recommendations:add", ("recommendation.added",)),
    Act("recommendations:report_responses", ("recommendation.answered",)),
    Act("recommendations:edit", ("recommendation.changed",)),
    Act("recommendations:reword", ("recommendation.reworded",)),
    Act("recommendations:parties_edit", ("party.added", "recommendation.parties_changed")),
    Act("recommendations:response_add", ("recommendation.answered",)),
    Act("recommendations:party_add", ("party.added",)),
    Act("recommendations:party_edit", ("party.changed",)),
    Act("recommendations:follow_up_ask", ("recommendation.follow_up_asked",), by="ppb_member"),
    Act("recommendations:follow_up_back", ("recommendation.follow_up_taken_back",), by="ppb_member", kwargs=follow_up),
    Act("recommendations:follow_up_settle", ("recommendation.follow_up_settled",)),
    Act("recommendations:status_propose", ("recommendation.status_proposed",), by="member"),
    Act("recommendations:proposals", ("recommendation.status_changed", "recommendation.proposal_confirmed")),
    Act("recommendations:proposal_decline", ("recommendation.proposal_declined",)),
    Act("recommendations:close", ("recommendation.closed",)),
    Act("recommendations:monitoring_stop", ("recommendation.closed",)),
    Act("recommendations:monitoring_resume", ("recommendation.monitored_again",)),
    Act("recommendations:review_record", ("recommendation.reviewed",)),
    Act(
        "recommendations:review_record",
        ("recommendation.arose_from_review", "recommendation.reviewed"),
        variant="with a new recommendation",
        data=lambda world: REVIEW | {"outcome": "followed", "rows": "1", "title_1": "Count the buses"},
    ),
    Act("recommendations:requests_ask", ("progress.asked",)),
    Act("recommendations:requests_remind", ("progress.reminded",)),
    Act("recommendations:request_link", ("recommendation.progress_added",), is_signed=False, data=box),
    Act("recommendations:progress_grid", ("recommendation.progress_added",)),
    Act("recommendations:progress_confirm", ("recommendation.progress_added",)),
    Act("recommendations:topic_add", ("topic.added",)),
    Act("recommendations:topic_edit", ("topic.changed",)),
    Act("recommendations:topic_decide", ("topic.decided",)),
    Act("recommendations:topic_start", ("topic_group.started",)),
    Act("recommendations:topic_group_edit", ("topic_group.changed",)),
    Act("recommendations:finding_add", ("finding.added",)),
    Act(
        "recommendations:finding_edit", ("finding.changed",), data=lambda world: {"kind": "conclusion", "text": "More"}
    ),
    Act("recommendations:finding_remove", ("finding.removed",)),
    Act("recommendations:topic_member_add", ("person.added", "topic_group.member_added")),
    Act("recommendations:topic_member_end", ("topic_group.member_ended",)),
    Act("recommendations:evidence_add", ("evidence.added",)),
    Act("recommendations:evidence_edit", ("evidence.changed",)),
    Act("recommendations:evidence_remove", ("evidence.removed",)),
    Act("recommendations:stage_add", ("report.stage_passed",)),
    Act(
        "recommendations:stage_add",
        ("report.stage_passed", "report.made_public"),
        variant="that makes it public",
        kwargs=draft_group,
        data=at_the_ppb,
    ),
    Act("recommendations:report_paste", ("report.text_added",)),
    Act("recommendations:paragraph_add", ("report.paragraph_added",)),
    Act("recommendations:paragraph_edit", ("report.paragraph_changed",)),
    Act("recommendations:paragraph_remove", ("report.paragraph_removed",)),
    Act("recommendations:paragraph_not_carried", ("report.paragraph_not_carried",)),
    Act("recommendations:paragraph_move", ("report.paragraph_moved",), kwargs=two_paragraphs),
    Act("recommendations:paragraph_open_again", ("report.paragraph_open_again",)),
    Act("reports:start", ("report.started",)),
    Act("reports:section", ("report.section_changed",)),
    Act("reports:section_reset", ("report.section_reset",)),
    Act("reports:publish", ("report.published",), by="admin", kwargs=with_paper),
    Act("reports:measure_link", ("recommendation.linked",)),
    Act("reports:measure_unlink", ("recommendation.unlinked",)),
]
