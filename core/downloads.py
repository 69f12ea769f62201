"""Answers that are files to save."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from itertools import chain
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse


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
