"""The agenda: read by everybody once it is published; officers write its items, put them in order and publish them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from agendas.forms import ItemForm, ReasonForm
from agendas.models import AgendaItem, Document
from agendas.picks import ITEM_PICKS
from agendas.rules import Line, Slot, agenda_warnings, moved
from agendas.services.agenda import (
    add_item,
    change_item,
    check_may_publish,
    check_may_take_back,
    meeting_slot,
    needs_reason,
    publish_agenda,
    release_item,
    remove_item,
    reorder_agenda,
    start_usual_agenda,
    take_back_agenda,
    why_not_removable,
)
from agendas.services.reading import Agenda, agenda_for
from boards.records import RecordPages
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from core.models import User
from core.records import RecordAct, RecordEdit, RecordPress
from core.rules.text import one_line
from meetings.models import Meeting
from meetings.permissions import MANAGE
from meetings.signals import AGENDA
from meetings.views.base import MeetingMixin, MeetingPages, meeting_pages, meeting_url, page_after

LONGEST_REASON = 300
LONGEST_NUMBER = 18  # digits of a primary key
CONFIDENTIAL_PER_PAGE = 50


class AgendaShow(MeetingMixin, TemplateView):
    """What will be discussed, with its papers; before publication officers alone see it."""

    template_name = "agendas/agenda.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, user, today = self.meeting, self.request.user, clock.today()
        is_published = meeting.agenda_published_at is not None
        may_manage = user.has_perm(MANAGE, self.partnership)
        return super().get_context_data(
            agenda=agenda_for(meeting, user, on=today),
            is_published=is_published,
            may_manage=may_manage,
            may_take_back=may_manage and is_published and may_take_back(meeting, on=today),
            changes=meeting.agenda_changes.visible_to(user).select_related("made_by", "item"),
            **kwargs,
        )


def may_take_back(meeting: Meeting, *, on: date) -> bool:
    try:
        check_may_take_back(meeting, on=on)
    except Refused:
        return False
    return True


class AgendaEdit(MeetingMixin, TemplateView):
    """The items in their order; each can be moved by two buttons, and where scripts run by the mouse too."""

    permission = MANAGE
    template_name = "agendas/agenda_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agenda = agenda_for(self.meeting, self.request.user, on=clock.today())
        lines = [
            Line(number, line.item.kind, Slot(line.item.starts_at, line.item.ends_at))
            for number, line in enumerate(agenda.lines, start=1)
        ]
        return super().get_context_data(
            agenda=agenda,
            order=",".join(str(line.item.pk) for line in agenda.lines),
            warnings=agenda_warnings(lines, within=meeting_slot(self.meeting), is_event=self.meeting.is_event),
            needs_reason=needs_reason(self.meeting, on=clock.today()),
            **({"status_text": self.move_text(agenda)} | kwargs),
        )

    def move_text(self, agenda: Agenda) -> str:
        """“Item 3 moved to place 2”, after a move; the address carries it, so that it needs no cookie."""
        asked = self.request.GET
        places = {str(line.item.pk): line.item.position for line in agenda.lines}
        place, before = places.get(asked.get("moved", "")), asked.get("from", "")
        if place is None or not before.isdecimal() or len(before) > 4:
            return ""
        return f"Item {before} moved to place {place}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An item is moved by a button, “up-12” or “down-12”, or was dragged into a new order, “drag-12”."""
        direction, _, key = request.POST.get("move", "").partition("-")
        seen, order = numbers(request.POST.get("seen", "")), numbers(request.POST.get("order", ""))
        pk = next(iter(numbers(key)), 0)
        if pk not in seen or direction not in {"up", "down", "drag"}:
            return redirect(self.url("agendas:agenda_edit"))
        if direction != "drag":
            order = moved(seen, pk, by=-1 if direction == "up" else 1)
        try:
            reorder_agenda(
                meeting=self.meeting,
                seen=seen,
                order=order,
                by=signed_in(request),
                reason=one_line(request.POST.get("reason", ""))[:LONGEST_REASON],
                at=clock.now(),
            )
        except Refused as refusal:
            context = self.get_context_data(status_text=str(refusal), is_refused=True)
            return self.render_to_response(context, status=200 if refusal.field else 409)
        query = urlencode({"moved": pk, "from": seen.index(pk) + 1})
        return redirect(f"{self.url('agendas:agenda_edit')}?{query}#{button_after(direction, pk, order)}")


def button_after(direction: str, pk: int, order: list[int]) -> str:
    """The button that was pressed, or its neighbour where the item has come to an end."""
    if direction == "drag":
        return f"item-{pk}"
    at_top, at_bottom = order[0] == pk, order[-1] == pk
    return f"up-{pk}" if (direction == "up" and not at_top) or (direction == "down" and at_bottom) else f"down-{pk}"


def numbers(text: str) -> list[int]:
    """“5,7,9” as it stands in the form; anything else counts as no number."""
    return [int(part) for part in text.split(",") if part.isdecimal() and len(part) <= LONGEST_NUMBER]


# The agenda as a whole


class AgendaStart(RecordPress):
    """Fills an empty agenda with the usual items."""

    def perform(self) -> str:
        start_usual_agenda(meeting=self.object, by=signed_in(self.request), on=clock.today())
        return ""

    def get_success_url(self) -> str:
        return meeting_url(self, "agendas:agenda_edit")


class AgendaStep(RecordAct):
    """Says what the step means, and has one button."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agenda = agenda_for(self.object, self.request.user, on=clock.today())
        members_only = sum(line.item.is_members_only for line in agenda.lines)
        return super().get_context_data(meeting=self.object, agenda=agenda, members_only=members_only, **kwargs)


class AgendaPublish(AgendaStep):
    template_name = "agendas/agenda_publish.html"

    def check(self) -> None:
        check_may_publish(self.object)

    def perform(self, form: Any) -> str:
        self.object = publish_agenda(meeting=self.object, by=signed_in(self.request), at=clock.now())
        return "The agenda is published. Changes that you make from now on are seen at once."

    def save(self, form: Any) -> str:
        leads_to = super().save(form)
        return page_after(self.object, AGENDA) or leads_to


class AgendaTakeBack(AgendaStep):
    template_name = "agendas/agenda_take_back.html"

    def check(self) -> None:
        check_may_take_back(self.object, on=clock.today())

    def perform(self, form: Any) -> str:
        take_back_agenda(meeting=self.object, by=signed_in(self.request), at=clock.now())
        return "The agenda is taken back. Officers alone see it until you publish it again."


class AgendaPages(MeetingPages):
    """The steps of a meeting’s agenda; the record is the meeting."""

    namespace, url_name = "agendas", "agenda"
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {
        "start": AgendaStart,
        "publish": AgendaPublish,
        "take_back": AgendaTakeBack,
    }

    def route(self, action: str) -> str:
        return f"meetings/<int:pk>/agenda/{action.replace('_', '-')}/"

    def name_of(self, action: str) -> str:
        return f"agenda_{action}"

    def get_success_url(self, view: Any) -> str:
        return meeting_url(view, "agendas:agenda")


# Its items


class ItemEdit(RecordEdit):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Change item {self.object.position}", **kwargs)


class ItemAct(RecordAct):
    """Asks first, with the reason where the meeting was held (AG-4)."""

    form_class = ReasonForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"item": self.object, "on": clock.today()}


class ItemRelease(ItemAct):
    """Lets everyone read an item that was for members only."""

    template_name = "agendas/agenda_item_release.html"

    def check(self) -> None:
        if not self.object.is_members_only:
            raise Refused("Everyone who reads the agenda can read this item already.")

    def perform(self, form: ReasonForm) -> str:
        release_item(item=self.object, **why(form, by=signed_in(self.request)))
        return f"“{self.object.title}” is released: everyone who reads the agenda can read it."


class ItemRemove(ItemAct):
    """Asks first; an item that something hangs on stays, with the reason."""

    template_name = "agendas/agenda_item_remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(refusal=why_not_removable(self.object), **kwargs)

    def perform(self, form: ReasonForm) -> str:
        remove_item(item=self.object, **why(form, by=signed_in(self.request)))
        return f"“{self.object.title}” is removed."


def why(form: Any, *, by: User) -> dict[str, Any]:
    """Who changes the agenda, when, and for what reason if one was asked for."""
    return {"by": by, "at": clock.now(), "reason": form.cleaned_data.get("reason", "")}


class ItemPages(RecordPages):
    model, form_class, permission = AgendaItem, ItemForm, MANAGE
    namespace, url_name, path, pk_url_kwarg = "agendas", "agenda_item", "agenda/items", "item_pk"
    parent, parent_field = meeting_pages, "meeting"
    actions = ("add", "edit")
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {"release": ItemRelease, "remove": ItemRemove}
    views: ClassVar[dict[str, Any]] = RecordPages.views | {"edit": ItemEdit}
    noun, article = "item", "an "
    templates: ClassVar[dict[str, str]] = dict.fromkeys(("add", "edit"), "agendas/agenda_item_form.html")
    gone_text = "Somebody has removed this item in the meantime."
    audited_by_services = ("add", "edit")

    def get_queryset(self, view: Any) -> QuerySet[AgendaItem]:
        return super().get_queryset(view).select_related("meeting__partnership")

    def get_success_url(self, view: Any) -> str:
        """Back to the order of the items, at this one."""
        item: AgendaItem | None = getattr(view, "object", None)
        anchor = f"#item-{item.pk}" if item and item.pk and not isinstance(view, ItemRemove) else ""
        return meeting_url(view, "agendas:agenda_edit") + anchor

    def store(self, form: Any) -> AgendaItem:
        item = form.instance
        given = {"item": item} | why(form, by=form.reader)
        item = change_item(**given) if item.pk else add_item(meeting=item.meeting, **given)
        ITEM_PICKS.picker.change(item, by=form.reader, **form.pick_changes())
        return item

    def get_message(self, action: str, item: AgendaItem) -> str:
        return f"“{item.title}” is {'on the agenda' if action == 'add' else 'saved'}."


# All that is for members only


class ConfidentialItems(PartnershipMixin, TemplateView):
    """Items for members only, the newest meeting first; and papers that are so by themselves."""

    permission = MANAGE
    template_name = "agendas/confidential.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        def newest_first(records: Any) -> Any:
            ours = records.visible_to(self.request.user).filter(
                meeting__partnership=self.partnership, is_members_only=True
            )
            newest = F("meeting__held_on").desc(nulls_last=True)
            return ours.select_related("meeting").order_by(newest, "-meeting", "pk")

        items = newest_first(AgendaItem.objects)
        return super().get_context_data(
            page=Paginator(items, CONFIDENTIAL_PER_PAGE).get_page(self.request.GET.get("page")),
            without_ground=items.filter(ground="").count(),
            papers=newest_first(Document.objects.current())[:CONFIDENTIAL_PER_PAGE],
            **kwargs,
        )
