"""What every answer of the portal is given on its way out."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from core import known_browsers, security_trail

Answer = Callable[[HttpRequest], HttpResponse]

# No page of the portal asks for any of these.
NOT_ALLOWED = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def private_when_signed_in(get_response: Answer) -> Answer:
    """What somebody sees who has signed in is kept by no browser and no cache on the way.

    Else “back” shows it after signing out, to whoever sits at the computer next. A view's own word on caching stands.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    return answer


def permissions_policy(get_response: Answer) -> Answer:
    """No script, not even one that slipped in, may ask for what the portal does not use."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", NOT_ALLOWED)
        return response

    return answer


def known_browser(get_response: Answer) -> Answer:
    """A browser in which someone has just signed in knows their account from now on."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        known_browsers.remember(request, response)
        return response

    return answer


class RefusalTrail:
    """Writes each page that somebody may not open into the audit trail."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, PermissionDenied):
            security_trail.page_refused(request)
