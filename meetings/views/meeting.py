"""The list of meetings and the public page of each; officers plan, change, postpone and cancel them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Prefetch, prefetch_related_objects
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from boards.prepared import as_it_opens
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.records import RecordAct, RecordEdit, RecordPress
from core.rules.dates import format_date
from core.rules.text import clean_text
from meetings.filters import MeetingFilter
from meetings.forms import CancelForm, JointForm, MeetingForm, PostponeForm
from meetings.models import JointBody, Meeting
from meetings.panels import (
    MEETING_BUTTONS,
    MEETING_LINKS,
    MEETING_MAIN,
    MEETING_MAIN_AHEAD,
    MEETING_SIDE,
    MEETING_SIDE_AHEAD,
    MEETING_TOP,
)
from meetings.permissions import MANAGE
from meetings.services.clock import SummaryClock
from meetings.services.contacts import chairs_of
from meetings.services.scheduling import (
    cancel_meeting,
    change_meeting,
    change_who_meets,
    check_may_cancel,
    check_may_postpone,
    confirm_meeting,
    postpone_meeting,
    schedule_meeting,
)
from meetings.signals import DATE
from meetings.tables import MeetingTable, in_parts
from meetings.views.base import MeetingMixin, MeetingPages, page_after


class MeetingList(PartnershipMixin, TemplateView):
    template_name = "meetings/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        found = MeetingFilter(
            self.request.GET,
            queryset=self.partnership.meetings.visible_to(self.request.user).for_list().next_first(on=today),
            partnership=self.partnership,
            today=today,
        )
        rows = as_it_opens(found, found.qs, partnership=self.partnership.pk, reader=self.request.user, on=today)
        table = MeetingTable(rows)
        RequestConfig(self.request).configure(table)
        shown = [row.record for row in table.paginated_rows]
        return super().get_context_data(
            filter=found,
            table=table,
            parts=in_parts(shown, SummaryClock(self.partnership, shown, today=today)),
            may_add=self.request.user.has_perm(MANAGE, self.partnership),
            **kwargs,
        )


class MeetingShow(MeetingMixin, TemplateView):
    """When and where, and what apps have to show of it: agenda, attendance, summary, actions, invitations."""

    template_name = "meetings/detail.html"
    fetched = ("summary", "body__kind")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_ahead = self.meeting.is_ahead(on=clock.today())
        # Several panels ask who meets.
        prefetch_related_objects(
            [self.meeting], Prefetch("joint_bodies", JointBody.objects.select_related("body__kind"))
        )
        return super().get_context_data(
            chairs=chairs_of(self.meeting),
            is_summarised=self.meeting.has_published_summary,
            may_manage=self.request.user.has_perm(MANAGE, self.partnership),
            buttons=self.panels_at(MEETING_BUTTONS, self.meeting),
            top_panels=self.panels_at(MEETING_TOP, self.meeting),
            main_panels=self.panels_at(MEETING_MAIN_AHEAD if is_ahead else MEETING_MAIN, self.meeting),
            side_panels=self.panels_at(MEETING_SIDE_AHEAD if is_ahead else MEETING_SIDE, self.meeting),
            links=self.panels_at(MEETING_LINKS, self.meeting),
            **kwargs,
        )


class MeetingEdit(RecordEdit):
    def save(self, form: Any) -> str:
        was_on, leads_to = self.object.as_loaded().held_on, super().save(form)
        return leads_to if was_on == self.object.held_on else page_after(self.object, DATE) or leads_to


class MeetingAct(RecordAct):
    """A form about the meeting. One that changes its date leads to the page that asks whom to tell, if there is one."""

    changes_date = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.object, **kwargs)

    def save(self, form: Any) -> str:
        leads_to = super().save(form)
        return (page_after(self.object, DATE) if self.changes_date else "") or leads_to


class MeetingCancel(MeetingAct):
    """Asks for the reason, and is the confirmation at once."""

    form_class = CancelForm
    template_name = "meetings/meeting_cancel.html"
    heading = submit_text = "Cancel the meeting"

    def check(self) -> None:
        check_may_cancel(self.object)

    def perform(self, form: CancelForm) -> str:
        self.changes_date = not self.object.is_proposed  # else nobody waits for it
        reason = form.cleaned_data["reason"]
        self.object = cancel_meeting(meeting=self.object, reason=reason, by=signed_in(self.request), at=clock.now())
        return "The meeting is cancelled. No summary is due for it."


class MeetingPostpone(MeetingAct):
    """Moves a meeting to another day, or to one that is not known yet; one that waits for its day gets it here."""

    form_class = PostponeForm
    template_name = "meetings/meeting_postpone.html"
    changes_date = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = "Set the new day" if self.object.is_off else "Postpone the meeting"
        return super().get_context_data(heading=words, submit_text=words, **kwargs)

    def check(self) -> None:
        check_may_postpone(self.object)

    def perform(self, form: PostponeForm) -> str:
        to_on, reason = form.cleaned_data["to_on"], form.cleaned_data["reason"]
        self.object = postpone_meeting(
            meeting=self.object, to_on=to_on, reason=reason, by=signed_in(self.request), at=clock.now()
        )
        if to_on is None:
            return "The meeting is postponed. No summary is due until it has a new day."
        due = self.object.summary_due_on
        due_text = f" Its summary is due on {format_date(due)}." if due else ""
        return f"The meeting is now on {format_date(to_on)}.{due_text}"


class MeetingConfirm(RecordPress):
    """The proposed date of one meeting is decided."""

    def perform(self) -> str:
        meeting = confirm_meeting(meeting=self.object, by=signed_in(self.request), at=clock.now())
        return f"{meeting.title} on {meeting.when} is confirmed."


class WhoMeets(MeetingAct):
    """Who holds a meeting, beside the body whose meeting it is, and on what theme."""

    form_class = JointForm
    template_name = "meetings/joint_form.html"
    heading, submit_text = "Who meets", "Save who meets"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.object}

    def perform(self, form: JointForm) -> str:
        change_who_meets(meeting=self.object, **form.cleaned_data, by=signed_in(self.request), at=clock.now())
        return "Who meets is saved. The meeting is in the calendar of each of them."


class MeetingChangePages(MeetingPages):
    """The pages on which officers plan a meeting and change it."""

    form_class = MeetingForm
    actions: ClassVar[tuple[str, ...]] = ("add", "edit")
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {
        "cancel": MeetingCancel,
        "confirm": MeetingConfirm,
        "postpone": MeetingPostpone,
        "joint": WhoMeets,
    }
    views: ClassVar[dict[str, Any]] = MeetingPages.views | {"edit": MeetingEdit}
    noun = "meeting"
    headings: ClassVar[dict[str, str]] = {"edit": "Change the meeting"}
    submit_texts: ClassVar[dict[str, str]] = {"edit": "Save the changes"}
    templates: ClassVar[dict[str, str]] = dict.fromkeys(("add", "edit"), "meetings/meeting_form.html")
    audited_by_services = ("add", "edit")

    def name_of(self, action: str) -> str:
        return action

    def get_initial(self, view: Any) -> dict[str, Any]:
        """A page about one body leads here."""
        code = clean_text(view.request.GET.get("body", "")) if view.action == "add" else ""
        return {"body": view.partnership.bodies.filter(code=code).values_list("pk", flat=True).first()} if code else {}

    def store(self, form: Any) -> Meeting:
        by, at = form.reader, clock.now()
        if form.instance.pk is None:
            return schedule_meeting(meeting=form.instance, by=by, at=at)
        return change_meeting(meeting=form.instance, reason=form.cleaned_data.get("reason", ""), by=by, at=at)

    def get_message(self, action: str, meeting: Meeting) -> str:
        return f"{meeting} on {meeting.when} is on the list." if action == "add" else "The meeting is changed."
