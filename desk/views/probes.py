"""What monitoring asks: is the process alive, and is the portal ready for work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from desk.readiness import read_readiness


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing of the database: starting the process again would not mend that."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 where all is as it should be, else 503; a line for each thing in either case."""
    findings = read_readiness(at=clock.now())
    is_ready = all(one.is_good for one in findings)
    lines = [
        "ready" if is_ready else "not ready",
        *(f"{'ok' if one.is_good else 'FAULT'}: {one.words}" for one in findings),
    ]
    return HttpResponse(
        "".join(f"{line}\n" for line in lines),
        status=200 if is_ready else 503,
        content_type="text/plain; charset=utf-8",
    )
