"""Views that belong to no app, and the pieces that views of all apps share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was too old, and what to do."""
    return render(request, "403_csrf.html", status=403)
