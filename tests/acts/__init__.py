"""Every act of the portal: which address does it, as whom, and what the audit trail then says.

An act is a POST that changes a governed record. Each POST of the access table is an act here, or is named in
``NOT_ACTS`` with the reason, so that a new button cannot be forgotten. ``test_acts`` holds of every act that it is
written down, is one transaction, changes nothing of another partnership, and happens once for two people at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.access import Row
from tests.access.monitoring_status import REVIEW
from tests.access.performance import RESULT
from tests.access.test_access import ROWS
from tests.acts import given

Given = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """``address`` is the name of its URL, ``verbs`` the audit trail's, in their order.

    ``is_signed`` says whether the act is put down to the person who is signed in, which one by a signed link is not.
    ``is_of_partnership`` says whether it is in the trail of one partnership, which what happens to an account is not.
    ``kwargs`` and ``data``, where given, take the place of those of the access table. ``variant`` tells apart the acts
    of one address.
    """

    address: str
    verbs: tuple[str, ...]
    by: str = "officer"
    is_signed: bool = True
    is_of_partnership: bool = True
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
    "account_email": "asks for the password first: tests/boards/test_sign_in_address.py",
    "account_name": "is of the reader alone: tests/boards/test_sign_in_address.py",
    "account_confirm_email": "is by a link: tests/boards/test_sign_in_address.py",
    "account_stop_address": "is by a link: tests/boards/test_sign_in_address.py",
    "actions:actions_change": "shows what would be changed",
    "actions:actions_import": "shows what would be changed",
    "actions:sharing_link_again": "queues a mail, and only if the link has expired",
    "actions:action_link_again": "queues a mail, and only if the link has expired",
    "progress:request_link_again": "queues a mail, and only if the link has expired",
    "founding:start": "lets the browser go on to the questions",
    "founding:step": "keeps an answer with the session",
    "founding:check": "needs a browser that was let in: tests/founding holds of it what is held of an act",
    "imports:start": "keeps files for a day, and asks for a preview of them",
    "imports:import": "asks for an import: tests/imports holds of it what is held of an act",
    "imports:again": "asks for a preview",
    "imports:export": "asks for a file",
    "imports:discard": "throws an upload away",
    "progress:progress_import": "shows what would be added",
    "reports:agenda_pack": "asks for a paper",
    "reports:make_pdf": "asks for a paper",
    "reports:paper_retry": "asks for a paper",
    "reports:ppb_insert": "asks for a paper",
    "reports:recommendations_pdf": "asks for a paper",
    "reports:report_summary": "asks for a paper",
}


ACTS = [
    Act("boards:role_grant", ("role.granted",), by="admin", data=given.someone_new),
    Act("boards:role_end", ("role.ended",), by="admin"),
    Act("boards:switch_off", ("account.switched_off",), by="admin", is_of_partnership=False),
    Act("boards:switch_on", ("account.switched_on",), by="admin", is_of_partnership=False, kwargs=given.switched_off),
    Act(
        "boards:end_sessions", ("account.sessions_ended",), by="admin", is_of_partnership=False, kwargs=given.signed_in
    ),
    Act(
        "boards:remove_second_step",
        ("account.two_step_removed",),
        by="admin",
        is_of_partnership=False,
        kwargs=given.with_second_step,
    ),
    Act("boards:change_address", ("account.address_asked",), by="admin", is_of_partnership=False),
    Act("outbox:role_again", ("role.emailed",), by="admin"),
    Act("boards:partnership_edit", ("partnership.changed",), by="admin"),
    Act("boards:settings", ("partnership.changed",), by="admin"),
    Act("boards:holidays", ("holiday.added",), by="admin"),
    Act("boards:holiday_remove", ("holiday.removed",), by="admin"),
    Act("boards:kind_add", ("kind.added",)),
    Act("boards:kind_edit", ("kind.changed",)),
    Act("boards:kind_remove", ("kind.removed",)),
    Act("boards:sector_add", ("sector.added",)),
    Act("boards:sector_edit", ("sector.changed",)),
    Act("boards:sector_remove", ("sector.removed",)),
    Act("boards:organisation_add", ("organisation.added",)),
    Act("boards:organisation_edit", ("organisation.changed",)),
    Act("boards:organisation_end", ("organisation.ended",)),
    Act("boards:organisation_remove", ("organisation.removed",)),
    Act("boards:organisation_name_add", ("organisation.renamed",)),
    Act("boards:organisation_name_edit", ("organisation.name_corrected",)),
    Act("boards:organisation_name_remove", ("organisation.name_removed",)),
    Act("boards:contact_add", ("contact.added",)),
    Act("boards:contact_edit", ("contact.corrected",)),
    Act("boards:contact_end", ("contact.ended",)),
    Act("boards:contact_remove", ("contact.removed",)),
    Act("boards:body_add", ("body.added",)),
    Act("boards:body_edit", ("body.changed",)),
    Act("boards:body_end", ("body.ended",)),
    Act("boards:body_remove", ("body.removed",)),
    Act("boards:body_name_add", ("body.renamed",)),
    Act("boards:body_name_edit", ("body.name_corrected",)),
    Act("boards:body_name_remove", ("body.name_removed",)),
    Act("boards:reporting_line_add", ("reportingline.added",)),
    Act("boards:reporting_line_edit", ("reportingline.corrected",)),
    Act("boards:reporting_line_end", ("reportingline.ended",)),
    Act("boards:reporting_line_remove", ("reportingline.removed",)),
    Act("boards:appointment_add", ("appointment.added",)),
    Act("boards:appointment_edit", ("appointment.corrected",)),
    Act("boards:appointment_end", ("appointment.ended",)),
    Act("boards:appointment_remove", ("appointment.removed",)),
    Act("boards:body_seats_fill", ("seats.added",)),
    Act("boards:seat_add", ("seat.added",)),
    Act("boards:seat_edit", ("seat.changed",)),
    Act("boards:seat_end", ("seat.ended",)),
    Act("boards:seat_remove", ("seat.removed",)),
    Act("boards:seat_holder_add", ("seatholding.changed",)),
    Act("boards:seat_holder_edit", ("seatholding.corrected",)),
    Act("boards:seat_holder_remove", ("seatholding.removed",)),
    Act("boards:seat_member_add", ("appointment.added",)),
    Act("boards:seat_member_edit", ("appointment.corrected",)),
    Act("boards:seat_member_end", ("appointment.ended",)),
    Act("boards:seat_member_remove", ("appointment.removed",)),
    Act("boards:person_add", ("person.added",)),
    Act("boards:person_edit", ("person.changed",)),
    Act("boards:person_remove", ("person.removed",)),
    Act("boards:person_leave", ("person.left",)),
    Act("boards:person_merge", ("person.merged",)),
    Act("boards:person_erase", ("person.erased",), by="admin"),
    Act("boards:person_look_again", ("person.looked_for_again",), by="admin"),
    Act("boards:organisation_merge", ("organisation.merged",)),
    Act("boards:source_add", ("sourcedocument.added",)),
    Act("boards:source_edit", ("sourcedocument.changed",)),
    Act("boards:source_remove", ("sourcedocument.removed",)),
    Act("boards:strategy_add", ("strategy.added",)),
    Act("boards:strategy_edit", ("strategy.changed",)),
    Act("boards:strategy_remove", ("strategy.removed",)),
    Act("boards:priority_add", ("priority.added",)),
    Act("boards:priority_edit", ("priority.changed",)),
    Act("boards:priority_remove", ("priority.removed",)),
    Act("boards:how_it_meets", ("body.meets_changed",)),
    Act("getting_started:dismiss", ("getting_started.dismissed",)),
    # The admin's account goes with the example, and with it all that is signed by them.
    Act(
        "example:remove",
        ("example.removed",),
        by="admin",
        is_signed=False,
        is_of_partnership=False,
        kwargs=given.example,
    ),
    Act("office:background_retry", ("background.retried",), by="admin", kwargs=given.failure),
    Act("meetings:add", ("meeting.scheduled",)),
    Act("meetings:edit", ("meeting.changed",)),
    Act("meetings:cancel", ("meeting.cancelled",)),
    Act("invitations:notice", ("meeting.notice_sent",), kwargs=given.of_cancelled, data=given.to_members),
    Act("meetings:propose", ("meeting.scheduled",)),
    Act(
        "meetings:dates_confirm", ("meeting.confirmed", "meeting.confirmed"), kwargs=given.dates, data=given.both_dates
    ),
    Act("meetings:confirm", ("meeting.confirmed",)),
    Act("meetings:postpone", ("meeting.postponed",)),
    Act("meetings:joint", ("meeting.held_jointly",)),
    Act("meetings:my_calendar", ("calendar.address_made",)),
    Act(
        "meetings:my_calendar",
        ("calendar.address_changed",),
        variant="again",
        kwargs=given.with_calendar,
        data=given.its_token,
    ),
    Act("summaries:summary_edit", ("summary.started",)),
    Act("summaries:summary_autosave", ("summary.started",)),
    Act("summaries:copy_keep", ("summary.copy_kept",)),
    Act("summaries:copy", ("summary.copy_deleted",)),
    Act(
        "summaries:copy", ("summary.copy_used",), variant="use", data=lambda world: {"do": "use", "draft_version": "1"}
    ),
    Act(
        "summaries:summary_publish",
        ("summary.published",),
        kwargs=given.draft,
        data=given.of_recipients,
    ),
    Act(
        "summaries:summary_publish",
        ("summary.corrected",),
        variant="again",
        kwargs=given.to_correct,
        data=given.of_recipients,
    ),
    Act("summaries:delivery_retry", ("message.sent_again",)),
    Act("invitations:distribution", ("distribution.added",)),
    Act("invitations:distribution_remove", ("distribution.removed",)),
    Act("summaries:summary_comment", ("summary.commented",), by="member"),
    Act("summaries:comment_answer", ("summary.comment_answered",)),
    Act("actions:action_update", ("action.updated",)),
    Act("actions:owner_contact", ("contact.named",)),
    Act("actions:actions_confirm", ("action.updated",)),
    Act("actions:action_owner", ("action.passed_to_owner",)),
    Act("actions:sharing_remind", ("action.sharing_reminded",), kwargs=given.to_remind),
    Act("actions:sharing_record", ("action.shared",)),
    Act("actions:sharing_link", ("action.shared",), is_signed=False, data=given.last_sharing),
    Act(
        "actions:sharing_link",
        ("action.sharing_noted",),
        is_signed=False,
        variant="note",
        kwargs=given.shared,
        data=lambda world: {"do": "note", "note": "At our team meeting"},
    ),
    Act("actions:action_link", ("action.updated",), is_signed=False, data=given.own_action),
    Act("agendas:agenda_edit", ("agenda.reordered",), kwargs=given.two_items, data=given.the_other_way_round),
    Act("agendas:agenda_start", ("agenda.started",)),
    Act("agendas:agenda_publish", ("agenda.published",)),
    Act("agendas:agenda_take_back", ("agenda.taken_back",)),
    Act("agendas:agenda_item_add", ("agenda.item_added",)),
    Act("agendas:agenda_item_edit", ("agenda.item_changed",), kwargs=given.draft_item, data=given.changed_item),
    Act("agendas:agenda_item_release", ("agenda.item_changed",)),
    Act("agendas:agenda_item_remove", ("agenda.item_removed",), kwargs=given.draft_item, data=given.seen_item),
    Act("agendas:document_add", ("document.added",)),
    Act("agendas:minutes_add", ("document.added",)),
    Act("agendas:document_edit", ("document.changed",)),
    Act("agendas:document_replace", ("document.replaced",)),
    Act("agendas:document_withdraw", ("document.withdrawn",)),
    Act("invitations:invitation_add", ("invitation.sent",)),
    Act("invitations:invitation_several", ("invitation.sent",), data=given.the_ppb),
    Act("invitations:invitation_remind", ("invitation.reminded",), kwargs=given.invited),
    Act("invitations:invitation_came", ("invitation.came",), kwargs=given.invited, data=given.everyone_came),
    Act("invitations:invitation_answer", ("invitation.answered",)),
    Act("invitations:invitation_follow_up", ("invitation.follow_up",)),
    Act("invitations:invitation_withdraw", ("invitation.withdrawn",)),
    Act("invitations:reply", ("invitation.answered",), is_signed=False),
    Act("outbox:all_again", ("message.all_sent_again",)),
    Act("outbox:again", ("message.sent_again",)),
    Act("outbox:stop", ("message.stopped",)),
    Act("outbox:preferences", ("mail_preference.changed",)),
    Act("outbox:preferences_by_link", ("mail_preference.changed",), is_signed=False),
    Act(
        "outbox:stop_by_link", ("mail_preference.changed",), is_signed=False, kwargs=given.of_a_kind_that_may_be_stopped
    ),
    Act("performance:result_add", ("measure.result_recorded",)),
    Act(
        "performance:result_add",
        ("measure.result_replaced",),
        variant="again",
        kwargs=given.measured,
        data=lambda world: RESULT | {"replace": "on"},
    ),
    Act("progress:progress_add", ("recommendation.progress_added",)),
    Act("progress:status_change", ("recommendation.status_changed",)),
    Act("recommendations:comment_add", ("recommendation.commented",), by="member"),
    Act("recommendations:comment_answer", ("recommendation.comment_answered",)),
    Act("scrutiny:scrutiny_settings", ("scrutiny.settings_changed",), by="admin"),
    Act("recommendations:delivery_link", ("recommendation.linked",)),
    Act("recommendations:action_recommendations", ("recommendation.linked",)),
    Act("recommendations:delivery_unlink", ("recommendation.unlinked",)),
    Act("recommendations:add", ("recommendation.added",)),
    Act("recommendations:report_responses", ("recommendation.answered",)),
    Act("recommendations:edit", ("recommendation.changed",)),
    Act("recommendations:reword", ("recommendation.reworded",)),
    Act("recommendations:owners_edit", ("owner.added", "recommendation.owners_changed")),
    Act("recommendations:response_add", ("recommendation.answered",)),
    Act("recommendations:owner_add", ("owner.added",)),
    Act("recommendations:owner_edit", ("owner.changed",)),
    Act("monitoring:follow_up_ask", ("recommendation.follow_up_asked",), by="ppb_member"),
    Act(
        "monitoring:follow_up_take_back",
        ("recommendation.follow_up_taken_back",),
        by="ppb_member",
        kwargs=given.follow_up,
    ),
    Act("monitoring:follow_up_settle", ("recommendation.follow_up_settled",)),
    Act("monitoring:follow_up_put_on", ("agenda.item_added", "recommendation.follow_up_placed")),
    Act("progress:status_propose", ("recommendation.status_proposed",), by="member"),
    Act("progress:proposals", ("recommendation.status_changed", "recommendation.proposal_confirmed")),
    Act("progress:proposal_decline", ("recommendation.proposal_declined",)),
    Act("monitoring:close", ("recommendation.closed",)),
    Act("monitoring:monitoring_stop", ("recommendation.closed",)),
    Act("monitoring:monitoring_resume", ("recommendation.monitored_again",)),
    Act("monitoring:review_record", ("recommendation.reviewed",)),
    Act(
        "monitoring:review_record",
        ("recommendation.reviewed", "recommendation.added", "recommendation.arose_from_review"),
        variant="with a new recommendation",
        data=lambda world: REVIEW | {"outcome": "followed", "rows": "1", "title_1": "Count the buses"},
    ),
    Act("progress:requests_ask", ("progress.asked",)),
    Act("progress:requests_remind", ("progress.reminded",)),
    Act("progress:request_link", ("recommendation.progress_added",), is_signed=False, data=given.box),
    Act("progress:progress_grid", ("recommendation.progress_added",)),
    Act("progress:progress_confirm", ("recommendation.progress_added",)),
    Act("scrutiny:topic_add", ("topic.added",)),
    Act("scrutiny:topic_edit", ("topic.changed",)),
    Act("scrutiny:topic_decide", ("topic.decided",)),
    Act("scrutiny:topic_start", ("topic_group.started",)),
    Act("scrutiny:topic_group_edit", ("topic_group.changed",)),
    Act("scrutiny:finding_add", ("finding.added",)),
    Act("scrutiny:finding_edit", ("finding.changed",), data=lambda world: {"kind": "conclusion", "text": "More"}),
    Act("scrutiny:finding_remove", ("finding.removed",)),
    Act("scrutiny:topic_member_add", ("person.added", "topic_group.member_added")),
    Act("scrutiny:topic_member_end", ("topic_group.member_ended",)),
    Act("scrutiny:evidence_add", ("evidence.added",)),
    Act("scrutiny:evidence_edit", ("evidence.changed",)),
    Act("scrutiny:evidence_remove", ("evidence.removed",)),
    Act("scrutiny:stage_add", ("report.stage_passed",)),
    Act(
        "scrutiny:stage_add",
        ("report.stage_passed", "report.made_public"),
        variant="that makes it public",
        kwargs=given.draft_group,
        data=given.at_the_ppb,
    ),
    Act("scrutiny:report_paste", ("report.text_added",)),
    Act("scrutiny:paragraph_add", ("report.paragraph_added",)),
    Act("scrutiny:paragraph_edit", ("report.paragraph_changed",)),
    Act("scrutiny:paragraph_remove", ("report.paragraph_removed",)),
    Act("scrutiny:paragraph_not_carried", ("report.paragraph_not_carried",)),
    Act("scrutiny:paragraph_move", ("report.paragraph_moved",), kwargs=given.two_paragraphs),
    Act("scrutiny:paragraph_open_again", ("report.paragraph_open_again",)),
    Act("performance:measure_add", ("measure.added",)),
    Act("performance:measure_edit", ("measure.changed",)),
    Act("performance:measure_remove", ("measure.removed",)),
    Act("performance:target_add", ("target.added",)),
    Act("performance:target_edit", ("target.changed",)),
    Act("performance:target_remove", ("target.removed",)),
    Act("performance:comparator_add", ("comparator.added",)),
    Act("performance:comparator_edit", ("comparator.changed",)),
    Act("performance:comparator_remove", ("comparator.removed",)),
    Act("performance:comparison_add", ("comparison.added",)),
    Act("performance:comparison_edit", ("comparison.changed",)),
    Act("performance:comparison_remove", ("comparison.removed",)),
    Act("performance:achievement_add", ("achievement.added",)),
    Act("performance:achievement_edit", ("achievement.changed",)),
    Act("performance:achievement_remove", ("achievement.removed",)),
    Act("reports:paper_cancel", ("paper.cancelled",), kwargs=given.queued_paper),
    Act("reports:start", ("report.started",)),
    Act("reports:section", ("report.section_changed",)),
    Act("reports:section_reset", ("report.section_reset",)),
    Act("reports:publish", ("report.published",), by="admin", kwargs=given.with_paper),
    Act("reports:measure_link", ("recommendation.linked",)),
    Act("reports:measure_unlink", ("recommendation.unlinked",)),
]
