"""Each message, what became of it, and what officers do about it."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from boards.views.acts import ActView
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.rules.text import counted
from outbox.choices import MessageState
from outbox.filters import MessageFilter
from outbox.kinds import kinds
from outbox.letters import policy_of, with_links
from outbox.models import Message
from outbox.post import why_it_stays
from outbox.querysets import MessageQuerySet
from outbox.rules import ATTEMPTS
from outbox.services.by_hand import send_again, send_all_again, stop_message
from outbox.services.reading import Reading, read_message
from outbox.tables import MessageTable


class EmailLogMixin(PartnershipMixin):
    permission = "outbox.see_messages"

    def messages_of_partnership(self) -> MessageQuerySet:
        return Message.objects.visible_to(self.request.user).filter(partnership=self.partnership)

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"outbox:{name}", args=[self.partnership.slug, *args])

    def count_failed(self) -> int:
        return self.messages_of_partnership().filter(state=MessageState.FAILED).count()


@method_decorator(never_cache, name="dispatch")
class MessageList(EmailLogMixin, TemplateView):
    template_name = "outbox/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = self.messages_of_partnership()
        found = MessageFilter(self.request.GET, queryset=known.order_by("-queued_at", "-pk"))
        table = MessageTable(found.qs, slug=self.partnership.slug)
        RequestConfig(self.request).configure(table)
        left = dict(
            known.order_by()
            .filter(state__in=(MessageState.QUEUED, MessageState.HELD, MessageState.FAILED))
            .values_list("state")
            .annotate(Count("pk"))
        )
        return super().get_context_data(
            filter=found,
            table=table,
            left=left,
            stuck=known.stuck(at=clock.now()).order_by("next_attempt_at").first(),
            attempts=ATTEMPTS,
            why_it_stays=why_it_stays(),
            **kwargs,
        )


class MessageMixin(EmailLogMixin):
    """The message of the address; looked for once it is known that the reader may see it."""

    @cached_property
    def message(self) -> Message:
        known = self.messages_of_partnership().select_related("partnership", "digest__partnership")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(message=self.message, **kwargs)

    @property
    def may_read(self) -> bool:
        """A message with a link that sets a password is read by those alone who may give roles, and so passwords."""
        kind = kinds.get(self.message.kind)
        is_secret = kind is not None and kind.is_secret
        return not is_secret or self.request.user.has_perm("boards.manage_roles", self.partnership)

    def get_success_url(self) -> str:
        return self.url("message", self.message.pk)


@method_decorator(never_cache, name="dispatch")
class MessageShow(MessageMixin, TemplateView):
    template_name = "outbox/message.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tries=list(self.message.tries.all()),
            may_read=self.may_read,
            carried=list(self.message.carried.order_by("kind", "-queued_at")),
            attempts=ATTEMPTS,
            **kwargs,
        )


class ReadMixin(MessageMixin):
    """What a message says, to who may read it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission, self.partnership) and not self.may_read:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def read(self) -> Reading:
        return read_message(self.message, at=clock.now())


@method_decorator([never_cache, csp_update({"frame-src": [SELF]})], name="dispatch")
class MessageRead(ReadMixin, TemplateView):
    """The message with its text; the other part stands in a frame, as mail programs show it."""

    template_name = "outbox/message_read.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading = self.read()
        text = with_links(reading.letter.text) if reading.letter else ""
        return super().get_context_data(reading=reading, text=text, why_it_stays=why_it_stays(), **kwargs)


@method_decorator([never_cache, xframe_options_sameorigin], name="dispatch")
class MessageHtml(ReadMixin):
    """The HTML part as a page of its own: it runs nothing, loads nothing, and its links open beside it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = self.read().letter
        if letter is None:
            raise Http404
        response = HttpResponse(letter.html.replace("<head>", '<head><base target="_blank">', 1))
        response.headers["Content-Security-Policy"] = policy_of(letter.html)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


class MessageAgain(MessageMixin, ActView):
    http_method_names = ("post",)

    def perform(self) -> str:
        self.nothing_done = f"The email to {self.message.name} did not fail, so it is not sent again."
        done = send_again(message=self.message, by=signed_in(self.request), at=clock.now())
        return f"The email to {self.message.name} is being sent again." if done else ""


class MessageStop(MessageMixin, ActView):
    """Stops a message that still waits."""

    template_name = "outbox/message_stop.html"

    def perform(self) -> str:
        self.nothing_done = f"The email to {self.message.name} does not wait any more, so it was not stopped."
        done = stop_message(message=self.message, by=signed_in(self.request))
        return f"The email to {self.message.name} is stopped." if done else ""


class AllAgain(EmailLogMixin, ActView):
    """Sends all again that failed."""

    template_name = "outbox/all_again.html"
    nothing_done = "There was nothing to send again."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(count=self.count_failed(), **kwargs)

    def get_success_url(self) -> str:
        return self.url("list")

    def perform(self) -> str:
        count = send_all_again(partnership=self.partnership, by=signed_in(self.request), at=clock.now())
        return f"{counted(count, 'message')} will be sent again within a minute." if count else ""
