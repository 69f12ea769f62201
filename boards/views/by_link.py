"""Pages that are reached by a signed link and need no account: the link itself is the permission.

Opening one changes nothing, as programs that check mail open it too. No cookie is needed, so the forms ask for no
token against forgery: from a page without referrer, browsers send no origin that one could be checked against.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from boards.views.base import PartnershipMixin
from core.links import LinkBroken, LinkExpired, read_token

REFUSED, NOT_FOUND, TOO_LATE, GONE = 403, 404, 409, 410


@method_decorator((csrf_exempt, never_cache), name="dispatch")
class ByLinkMixin(PartnershipMixin):
    """Finds what the link was signed for; says in words where it does not help, or not any more."""

    purpose: ClassVar[str]
    lasts: ClassVar[timedelta]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self._outcome() or super().dispatch(request, *args, **kwargs)
        # The address is the key: it is told to no other site, and to no search engine.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def find(self, *parts: int) -> None:
        """Look up what the parts of the link name; 404 for what is not of this partnership."""
        raise NotImplementedError

    def refused(self) -> HttpResponse | None:
        """The page in place of this one where whoever was sent the link may not act by it any more."""
        return None

    def expired(self, parts: tuple[int, ...]) -> HttpResponse | None:
        """The page in place of this one once the link is too old."""
        raise NotImplementedError

    def say(self, template: str, status: int, **context: Any) -> HttpResponse:
        given = {"partnership": self.partnership, **context}
        return TemplateResponse(self.request, template, given, status=status)

    def _outcome(self) -> HttpResponse | None:
        try:
            self.find(*read_token(self.purpose, self.kwargs["token"], lasts=self.lasts))
        except LinkExpired as link:
            return self.expired(link.parts)
        except (LinkBroken, Http404, ValueError):
            # ValueError: the parts are fewer or more than the page asks for.
            return self.say("boards/link_broken.html", NOT_FOUND)
        return self.refused()
