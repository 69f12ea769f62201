"""Monitoring on this machine asks by the server's own address, without a proxy in front."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse

from desk.views.probes import alive, ready

PROBES = {"/healthz": alive, "/readyz": ready}
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO")


def probes_of_this_machine(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer probes from this machine before the host name is checked and https is asked for.

    ``curl http://127.0.0.1:8000/readyz`` names no host of ``ALLOWED_HOSTS``. From anywhere else, a proxy in front
    included, a probe is a request like any other.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe and is_from_this_machine(request) else get_response(request)

    return answer


def is_from_this_machine(request: HttpRequest) -> bool:
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
