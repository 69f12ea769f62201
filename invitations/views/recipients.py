"""Who gets a mail, as an officer ticks it before it is sent, and who stands on the list of a body.

A published summary is sent by it, and a notice of a meeting: after an agenda is published or the date changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.records import RecordPages
from boards.views.base import signed_in
from boards.views.body import body_pages
from core import clock
from core.records import RecordAdd, RecordRemove
from invitations.forms import LineForm
from invitations.models import DistributionLine
from invitations.services.notices import (
    NothingToSay,
    NoticeChanged,
    news_of,
    send_notices,
    told_already,
    told_by_invitation,
)
from invitations.services.recipients import add_line, added_by_hand, lines_of, notice_recipients, stands_for
from meetings.models import Meeting
from meetings.permissions import MANAGE
from meetings.services.contacts import named_with_organisation
from meetings.signals import AGENDA, DATE
from meetings.views.base import MeetingMixin
from outbox.services.queue import Addressee

ADDED_NONE = "Choose a person before you add to the list."

Keys = frozenset[int]


@dataclass(frozen=True)
class Ticks:
    """What the page sent, persons by primary key: ``shown`` on the list, ``added`` by hand, and of both the
    ``chosen``. ``told`` says why it is to be looked at again; empty where it can be sent.
    """

    shown: Keys = frozenset()
    added: Keys = frozenset()
    chosen: Keys = frozenset()
    told: str = ""

    @property
    def left_out(self) -> Keys:
        return (self.shown | self.added) - self.chosen


def ticks_of(request: HttpRequest, *, changed: str, then: str) -> Ticks:
    """What the officer sent; ``changed`` and ``then`` are words of the page: “who is told”, “send”."""

    def persons(name: str) -> Keys:
        # Python refuses to read a number of thousands of digits.
        return frozenset(int(one) for one in request.POST.getlist(name) if re.fullmatch(r"\d{1,18}", one, re.ASCII))

    shown, added, chosen = (persons(name) for name in ("shown", "added", "send_to"))
    if request.POST.get("do") == "add":
        fresh = persons("add")
        told = f"You have added to the list. Check it, then {then}." if fresh else ADDED_NONE
        return Ticks(shown, added | fresh, chosen | fresh, told)
    # Without scripts, the button still names the number from before the ticks were changed.
    is_as_shown = request.POST.get("people") == str(len(chosen))
    told = "" if is_as_shown else f"You have changed {changed}. Check the list, then {then}."
    return Ticks(shown, added, chosen, told)


def recipients_context(meeting: Meeting, entitled: Sequence[Addressee], ticks: Ticks) -> dict[str, Any]:
    """What ``invitations/recipients.html`` shows; those entitled are ticked unless the officer has changed it."""
    on, listed = clock.today(), {one.person for one in entitled}
    added = [one for one in added_by_hand(meeting=meeting, persons=ticks.added, on=on) if one.person not in listed]
    listed |= {one.person for one in added}
    # Whom the officer may add: people with an address, who have not left and do not get it anyway.
    known = meeting.partnership.people.active(on=on).exclude(email="").select_related("organisation")
    ticked = [(one, one.person not in ticks.left_out) for one in entitled if one.can_be_mailed]
    ticked_too = [(one, one.person not in ticks.left_out) for one in added]
    return {
        "mailed": ticked,
        "added": ticked_too,
        "without_address": [one for one in entitled if not one.can_be_mailed],
        "count": sum(is_ticked for _, is_ticked in ticked + ticked_too),
        "can_be_added": [(one.pk, named_with_organisation(one)) for one in known if one.pk not in listed],
        "told": ticks.told,
    }


# A notice


@method_decorator(never_cache, name="dispatch")
class MeetingNotice(MeetingMixin, TemplateView):
    """What will be sent, and to whom, each with the reason; its button sends exactly that."""

    permission = MANAGE
    template_name = "invitations/notice.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["of"] not in (AGENDA, DATE):
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except NothingToSay as reason:
            messages.error(request, f"There is nothing to tell anyone. {reason}")
            return redirect(self.meeting)
        except NoticeChanged as reason:
            messages.error(request, str(reason))
            return HttpResponseRedirect(request.path)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ticks = ticks_of(request, changed="who is told", then="send")
        if ticks.told:
            return self.render_to_response(self.get_context_data(ticks=ticks, **kwargs))
        sent = request.POST.get("sequence", "")
        queued = send_notices(
            meeting=self.meeting,
            of=kwargs["of"],
            sequence=int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1,
            people=ticks.shown & ticks.chosen,
            add=ticks.added & ticks.chosen,
            by=signed_in(request),
            at=clock.now(),
        )
        if queued:
            told = f"{queued} {'person is' if queued == 1 else 'people are'} being told by email."
        else:
            told = "They have been told already." if ticks.chosen else "No one is told by email."
        messages.success(request, told)
        return redirect(self.meeting)

    def get_context_data(self, ticks: Ticks | None = None, **kwargs: Any) -> dict[str, Any]:
        """Raises ``NothingToSay``."""
        of = kwargs["of"]
        news = news_of(self.meeting, of)
        told = told_already(self.meeting, of)
        invited = told_by_invitation(self.meeting, of) - told
        entitled = notice_recipients(meeting=self.meeting, on=clock.today())
        to_tell = [one for one in entitled if one.email.casefold() not in told | invited]
        return super().get_context_data(
            news=news,
            day=self.meeting.exact_day,
            told_already=[one for one in entitled if one.email.casefold() in told],
            told_by_invitation=[one for one in entitled if one.email.casefold() in invited],
            back_url=self.meeting.get_absolute_url(),
            **recipients_context(self.meeting, to_tell, ticks or Ticks()),
            **kwargs,
        )


# The list of a body


class LineAdd(RecordAdd):
    """The list, with the form that adds to it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = lines_of(self.parent)
        people = stands_for(lines, on=clock.today())
        shown = [(line, line.words, people_of) for line, people_of in zip(lines, people, strict=True)]
        return super().get_context_data(body=self.parent, lines=shown, is_usual=not lines[0].pk, **kwargs)


class LineRemove(RecordRemove):
    """Asks first."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [people] = stands_for([self.object], on=clock.today())
        is_last = self.parent.distribution_lines.count() == 1
        return super().get_context_data(body=self.parent, people=people, is_last=is_last, **kwargs)


class DistributionPages(RecordPages):
    model, form_class, permission = DistributionLine, LineForm, MANAGE
    namespace, url_name, path = "invitations", "distribution", "distribution"
    parent, parent_field = body_pages, "body"
    actions = ("add", "remove")
    views: ClassVar[dict[str, Any]] = {"add": LineAdd, "remove": LineRemove}
    templates: ClassVar[dict[str, str]] = {
        "add": "invitations/distribution.html",
        "remove": "invitations/distribution_remove.html",
    }
    messages: ClassVar[dict[str, str]] = {"remove": "It is not on the list any more."}
    gone_text = messages["remove"]
    audited_by_services = ("add",)
    verbs: ClassVar[dict[str, str]] = {"remove": "distribution.removed"}

    def route(self, action: str) -> str:
        """The form that adds a line stands below the list."""
        return super().route(action).removesuffix("add/")

    def name_of(self, action: str) -> str:
        return self.url_name if action == "add" else super().name_of(action)

    def get_queryset(self, view: Any) -> Any:
        return view.parent_of(self).distribution_lines.select_related("of_body", "person", "body")

    def get_success_url(self, view: Any) -> str:
        return self.url("add", view)

    def store(self, form: Any) -> DistributionLine:
        line = form.instance
        return add_line(body=line.body, kind=line.kind, of_body=line.of_body, person=line.person, by=form.reader)

    def get_details(self, record: DistributionLine) -> dict[str, Any]:
        return {"line": record.words}

    def get_message(self, action: str, record: DistributionLine) -> str:
        return f"{record.words}: on the list from now on." if action == "add" else self.messages[action]
