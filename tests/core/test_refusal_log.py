"""What is refused stands in the log on one line: who, what and why."""

import io
import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.models import RenderedFile


@pytest.fixture
def log():
    """What the console is told, without the times."""
    [console] = [one for one in logging.getLogger().handlers if one.get_name() == "console"]
    told = io.StringIO()
    before = console.setStream(told)
    yield lambda: [re.sub(r"^\d\S+ \S+ ", "", line) for line in told.getvalue().splitlines()]
    console.setStream(before)


def test_page_that_somebody_may_not_open_is_one_line_with_who_and_what(world, client_for, log):
    assert client_for(world.member).get(reverse("office:today", args=["halton"])).status_code == 403
    assert log() == [
        f"WARNING django.request Refused 403 to user {world.member.pk}: GET /halton/today/ "
        "(Forbidden (Permission denied))"
    ]


def test_link_by_mail_is_not_written_into_the_log(world, client_for, log):
    paper = RenderedFile.objects.create(kind="annual-report", scope="halton", filename="draft.pdf")
    url = reverse("reports:paper_file", args=["halton", paper.token])
    assert client_for(world.member).get(url).status_code == 403
    assert log() == [
        f"WARNING django.request Refused 403 to user {world.member.pk}: "
        "GET <slug:partnership>/papers/<uuid:token>/file/ (Forbidden (Permission denied))"
    ]


def test_form_without_its_token_is_one_line(world, log):
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("account_login"), {"login": "somebody"}).status_code == 403
    assert log() == [
        "WARNING django.security.csrf Refused 403 to nobody signed in: POST /account/login/ "
        "(Forbidden (CSRF cookie not set.))"
    ]


def test_host_that_is_not_ours_is_one_line(db, log):
    assert Client(HTTP_HOST="elsewhere.example.org").get("/").status_code == 400
    [line] = log()
    assert line.startswith("WARNING django.security.DisallowedHost Refused 400 to nobody signed in: GET / (Invalid")


def test_reason_that_was_given_is_told_and_a_line_break_begins_no_line(rf, log):
    request = rf.get("/halton/%0aERROR forged/")
    logging.getLogger("django.request").warning(
        "Forbidden: %s",
        request.path,
        exc_info=PermissionDenied("No\nway"),
        extra={"request": request, "status_code": 403},
    )
    assert log() == [
        "WARNING django.request Refused 403 to nobody signed in: GET /halton/\\nERROR forged/ (No\\nway)",
    ]


def test_fault_keeps_its_traceback(rf, log):
    request = rf.get("/halton/")
    logging.getLogger("django.request").error(
        "Internal Server Error", exc_info=KeyError("x"), extra={"request": request, "status_code": 500}
    )
    assert log() == ["ERROR django.request Internal Server Error", "KeyError: 'x'"]
