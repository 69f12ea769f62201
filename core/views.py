"""Views that belong to no app, and the pieces that views of all apps share."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from itertools import chain
from urllib.parse import quote

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView


class OwnEmail(LoginRequiredMixin, TemplateView):
    """Which address somebody signs in with; the office changes it."""

    template_name = "account/email.html"
    http_method_names = ["get", "head"]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was too old, and what to do."""
    return render(request, "403_csrf.html", status=403)


def download(content: bytes | Iterator[str], *, filename: str, content_type: str) -> HttpResponseBase:
    """A file to save, never shown by the browser as a page of ours (I-5).

    Text that comes in several pieces is sent while it is still written.
    """
    response: HttpResponseBase
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=content_type)
    else:
        first, second = next(content, ""), next(content, None)
        if second is None:
            response = HttpResponse(first, content_type=content_type)
        else:
            response = StreamingHttpResponse(chain((first, second), content), content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def filename_of(response: HttpResponseBase) -> str:
    """The name under which an answer is saved; empty where it is no file but a page."""
    disposition = response.headers.get("Content-Disposition", "")
    if not disposition.startswith("attachment"):
        return ""
    header = Message()
    header["Content-Disposition"] = disposition
    return header.get_filename("file")
