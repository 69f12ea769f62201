"""Pages that are reached by a signed link and need no account: the link itself is the permission.

Opening one changes nothing, as programs that check mail open it too. No cookie is needed, so the forms ask for no
token against forgery: from a page without referrer, browsers send no origin that one could be checked against.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from boards.views.base import PartnershipMixin
from core import clock
from core.asks import AskLink, LinkBroken

REFUSED, NOT_FOUND, TOO_LATE, GONE = 403, 404, 409, 410


@method_decorator((csrf_exempt, never_cache), name="dispatch")
class ByLinkMixin(PartnershipMixin):
    """Finds what the link was signed for; says in words where it does not help, or not any more.

    With ``renews`` it is the page that sends a new link in place of one that has expired.
    """

    link_class: ClassVar[type[AskLink]]
    expired_template: ClassVar[str] = "asks/expired.html"
    renews = False
    link: Any
    has_expired: bool

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self._outcome() or super().dispatch(request, *args, **kwargs)
        # The address is the key: it is told to no other site, and to no search engine.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _outcome(self) -> HttpResponseBase | None:
        """The page in place of this one; None where the link can be used."""
        try:
            self.link, self.has_expired = self.link_class.read(self.partnership, self.kwargs["token"])
        except LinkBroken:
            return self.say("asks/broken.html", NOT_FOUND)
        if self.renews:
            return self._renew()
        if self.has_expired or self.link.is_over(on=clock.today()):
            return self.expired()
        return None if self.may_act() else self.refused()

    def _renew(self) -> HttpResponseBase:
        """Says the same whether a new link was sent or not."""
        if self.request.method != "POST":
            return self.http_method_not_allowed(self.request)
        if self.has_expired:
            self.link.renew(at=clock.now())
        return self.say("asks/sent_again.html", 200)

    def expired(self) -> HttpResponse:
        """Nothing of what the link was for is shown: whoever holds an old mail can only have a new one sent."""
        is_renewed = self.link.is_renewable and not self.link.is_over(on=clock.today())
        again_url = self.url(f"{self.link.page}_again") if is_renewed else ""
        return self.say(self.expired_template, GONE, again_url=again_url, lasts=self.link.lasts)

    def may_act(self) -> bool:
        return bool(self.link.may_act(on=clock.today()))

    def refused(self) -> HttpResponse:
        """The page for a link of somebody who has left."""
        return self.say("asks/left.html", REFUSED)

    def say(self, template: str, status: int, **context: Any) -> HttpResponse:
        given = {"partnership": self.partnership, "link": getattr(self, "link", None), **context}
        return TemplateResponse(self.request, template, given, status=status)

    def url(self, page: str) -> str:
        """The address of a page by this link."""
        return reverse(page, args=[self.partnership.slug, self.kwargs["token"]])

    def back(self, outcome: str) -> HttpResponse:
        """The page again, by an address that does nothing when it is loaded once more; it says what was done."""
        return HttpResponseRedirect(f"{self.url(self.link.page)}?said={outcome}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the records that the link names, and what the press before this page has done."""
        said = self.request.GET.get("said", "") if self.request.method == "GET" else ""
        return super().get_context_data(**(self.link.records | {"said": said} | kwargs))


def link_urls(route: str, view: type[ByLinkMixin]) -> list[URLPattern]:
    """The addresses of a page by link, and of sending a new one in place of a link that has expired."""
    name = view.link_class.page.partition(":")[2]
    return [
        path(f"{route}/<str:token>/", view.as_view(), name=name),
        path(f"{route}/<str:token>/again/", view.as_view(renews=True), name=f"{name}_again"),
    ]
