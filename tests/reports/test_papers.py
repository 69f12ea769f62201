"""Papers that are made in the background."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ
from pypdf import PdfReader

from core.models import RenderedFile
from core.pdf import Paper
from reports import tasks
from reports.choices import PaperKind
from reports.services.papers import (
    TooManyWaiting,
    ask_again,
    ask_for_paper,
    claim_paper,
    discard_papers,
    finish_paper,
    nudge_papers,
    record_step,
)
from reports.services.summaries import paper_of_revision
from tests.papers import accessibility_errors, bookmarks
from tests.reports.makers import NOON, finished_paper, published_revision

MINUTE = timedelta(minutes=1)
MADE = Paper(content=b"%PDF-1.7", pages=2)


@pytest.fixture
def ask(world):
    def now(**given):
        known = {
            "kind": PaperKind.PROGRESS_TABLE,
            "scope": world.partnership.slug,
            "about": {"on": "2026-11-23"},
            "filename": "table.pdf",
            "is_public": True,
            "by": None,
            "at": NOON,
        }
        return ask_for_paper(**known | given)

    return now


def test_paper_asked_for_again_soon_is_the_same(ask):
    paper = ask()
    assert ask(at=NOON + 9 * MINUTE) == paper


@pytest.mark.parametrize(
    "other", [{"at": NOON + 11 * MINUTE}, {"about": {"on": "2026-11-22"}}, {"is_public": False}, {"scope": "elsewhere"}]
)
def test_paper_of_something_else_is_another(ask, other):
    first = ask()
    assert ask(**other) != first


def test_paper_that_failed_is_not_given_again(ask):
    paper = ask()
    RenderedFile.objects.filter(pk=paper.pk).update(state="failed")
    assert ask() != paper


def test_paper_is_queued_once_the_transaction_stands(ask, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        paper = ask()
        assert OrmQ.objects.count() == 0
    assert [(queued.func(), queued.task["args"]) for queued in OrmQ.objects.all()] == [
        ("reports.tasks.render_paper", (paper.pk,))
    ]


def test_paper_is_refused_while_very_many_wait(ask, settings):
    for number in range(40):
        ask(about={"number": number})
    with pytest.raises(TooManyWaiting):
        ask(about={"number": 41})
    ask(scope="elsewhere")


def test_paper_is_claimed_by_one_worker(ask):
    paper = ask()
    assert claim_paper(pk=paper.pk, at=NOON) == paper
    assert claim_paper(pk=paper.pk, at=NOON + MINUTE) is None


def test_paper_of_a_dead_worker_can_be_claimed_again(ask):
    paper = ask()
    dead = claim_paper(pk=paper.pk, at=NOON)
    alive = claim_paper(pk=paper.pk, at=NOON + 6 * MINUTE)
    record_step(paper=dead, progress=99, step="Never seen")
    paper.refresh_from_db()
    assert (alive.pk, paper.step) == (paper.pk, "Gathering what goes in")


def test_paper_finished_twice_keeps_the_first_file(ask):
    paper = ask()
    slow = claim_paper(pk=paper.pk, at=NOON)
    fast = claim_paper(pk=paper.pk, at=NOON + 6 * MINUTE)
    finish_paper(paper=fast, made=MADE, at=NOON + 7 * MINUTE)
    finish_paper(paper=slow, made=Paper(content=b"late", pages=9), at=NOON + 8 * MINUTE)
    paper.refresh_from_db()
    assert (paper.state, paper.pages, paper.file.read()) == ("done", 2, b"%PDF-1.7")
    assert not paper.file.storage.exists(slow.file.name)
    paper.file.close()


def test_finished_paper_is_not_made_again(ask):
    paper = ask()
    finish_paper(paper=claim_paper(pk=paper.pk, at=NOON), made=MADE, at=NOON)
    tasks.render_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.pages, paper.finished_at) == (2, NOON)


def test_paper_that_cannot_be_made_says_so(ask):
    paper = ask(about={"nothing": "that a paper is made of"})
    tasks.render_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.state, paper.error) == ("failed", tasks.FAULT)


def test_failed_paper_can_be_asked_for_again(ask):
    paper = ask(about={"nothing": "that a paper is made of"})
    tasks.render_paper(paper.pk)
    ask_again(paper=paper, at=NOON)
    paper.refresh_from_db()
    assert (paper.state, paper.error) == ("queued", "")


def test_papers_left_lying_are_queued_again(ask, django_capture_on_commit_callbacks):
    waiting, abandoned, fresh = (
        ask(about={"number": 1}),
        ask(about={"number": 2}),
        ask(about={"number": 3}, at=NOON + 6 * MINUTE),
    )
    claim_paper(pk=abandoned.pk, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        assert nudge_papers(at=NOON + 6 * MINUTE) == 2
    assert [queued.task["args"] for queued in OrmQ.objects.order_by("pk")] == [(waiting.pk,), (abandoned.pk,)]
    fresh.refresh_from_db()
    assert fresh.state == "queued"


def test_paper_that_never_succeeds_is_given_up_after_an_hour(ask):
    paper = ask()
    assert nudge_papers(at=NOON + 61 * MINUTE) == 0
    paper.refresh_from_db()
    assert (paper.state, paper.error) == ("failed", "The paper was not made within an hour. Ask for it again.")


def test_paper_page_follows_the_work_without_scripts_too(ask, client_for):
    paper = ask()
    page = client_for(None).get(reverse("reports:paper", args=["halton", paper.token])).content.decode()
    assert 'value="0"' in page
    assert "Check again" in page


def test_paper_status_answers_what_the_script_reads(world, client_for):
    paper = finished_paper("halton", is_public=True)
    answer = client_for(None).get(reverse("reports:paper_status", args=["halton", paper.token]))
    assert answer.json() == {
        "state": "done",
        "percent": 100,
        "text": "Ready",
        "url": f"/halton/papers/{paper.token}/file/",
        "link_text": "Download the paper (PDF, 1 page, 1 KB)",
    }


def test_paper_is_served_as_a_download_of_a_safe_type(world, client_for):
    paper = finished_paper("halton", is_public=True)
    answer = client_for(None).get(reverse("reports:paper_file", args=["halton", paper.token]))
    assert answer.content == b"%PDF-1.7 a paper"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_paper_of_another_partnership_is_not_found(world, client_for):
    paper = finished_paper("elsewhere", is_public=True)
    assert client_for(None).get(reverse("reports:paper", args=["halton", paper.token])).status_code == 404


def test_summary_paper_is_made_once_and_reads_back(board, officer, django_capture_on_commit_callbacks):
    revision = published_revision(board, by=officer)
    paper = paper_of_revision(revision=revision, at=NOON)
    revision.refresh_from_db()
    assert paper_of_revision(revision=revision, at=NOON + 60 * MINUTE) == paper == revision.paper
    tasks.render_paper(paper.pk)
    paper.refresh_from_db()
    with paper.file.open() as file:
        content = file.read()
    reader = PdfReader(BytesIO(content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert (paper.filename, paper.pages, paper.is_public) == ("halton-board-2026-11-16-summary.pdf", 1, True)
    assert reader.metadata.title == "Summary: Board meeting, 16 November 2026"
    assert reader.root_object["/Lang"] == "en-GB"
    assert bookmarks(reader) == ["Board meeting", ["Key issues", "Decisions", "Actions", "Who was there"]]
    for words in (
        "Skills for local jobs",
        "One list of vacancies",
        "Riverside College",
        "1 December 2026",
        "Superintendent",
    ):
        assert words in text
    assert accessibility_errors(content) == []


def test_paper_that_everybody_may_ask_for_is_thrown_away_after_a_day(ask):
    table, summary = ask(), ask(kind=PaperKind.SUMMARY)
    for paper in (table, summary):
        finish_paper(paper=claim_paper(pk=paper.pk, at=NOON), made=Paper(content=b"%PDF-", pages=1), at=NOON)
    table.refresh_from_db()
    assert (discard_papers(at=NOON + timedelta(hours=23)), table.file.storage.exists(table.file.name)) == (0, True)
    assert (discard_papers(at=NOON + timedelta(hours=25)), table.file.storage.exists(table.file.name)) == (1, False)
    assert list(RenderedFile.objects.all()) == [summary]


def test_sessions_that_have_expired_are_thrown_away(db):
    for key, days in (("expired", -1), ("going-on", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    tasks.tend_queue()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["going-on"]
