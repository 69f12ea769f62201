"""Views that belong to no app, and the pieces that views of all apps share."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView


class OwnEmail(LoginRequiredMixin, TemplateView):
    """Which address somebody signs in with; the office changes it."""

    template_name = "account/email.html"
    http_method_names = ["get", "head"]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was too old, and what to do."""
    return render(request, "403_csrf.html", status=403)
