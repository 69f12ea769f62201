"""What every answer of the portal is given on its way out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from core import known_browsers, security_trail
from core.history import acting

Answer = Callable[[HttpRequest], HttpResponse]

# No page of the portal asks for any of these.
NOT_ALLOWED = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

SIGNED_OUT = "You have been signed out. Sign in to go on."


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


def acting_by_request(get_response: Answer) -> Answer:
    """What a request changes is one act of whoever is signed in."""

    def answer(request: HttpRequest) -> HttpResponse:
        with acting(request=request):
            return get_response(request)

    return answer


def known_browser(get_response: Answer) -> Answer:
    """A browser in which someone has just signed in knows their account from now on."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        known_browsers.remember(request, response)
        return response

    return answer


def signed_out_notice(get_response: Answer) -> Answer:
    """Who is sent to sign in because their session has ended reads that it has: not every page is for everyone.

    It stands below Django's messages, which are sent with the answer.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_sent_to_sign_in = response.status_code == HTTPStatus.FOUND and response.url.startswith(  # type: ignore[attr-defined]  # of a redirect
            reverse(settings.LOGIN_URL)
        )
        # A browser forgets its cookie when its reader signs out; one that is still sent belongs to an ended session.
        had_session = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        if is_sent_to_sign_in and had_session and request.user.is_anonymous and not request.session.session_key:
            messages.info(request, SIGNED_OUT)
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
