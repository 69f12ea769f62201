"""Papers that are made in the background."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ
from pypdf import PdfReader

from core import papers
from core.models import AuditEvent, RenderedFile
from core.papers import (
    ClaimLost,
    TooManyWaiting,
    ask_again,
    ask_for_paper,
    claim_paper,
    discard_papers,
    finish_paper,
    nudge_papers,
    page_of,
    record_step,
)
from core.pdf import Paper
from reports import tasks
from reports.choices import PASSING_KINDS, PaperKind
from reports.models import AnnualReport
from summaries.papers import paper_of_version
from tests.core.test_chores import dead_process
from tests.papers import accessibility_errors, bookmarks
from tests.reports.makers import NOON, finished_paper, published_report, published_summary

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
        ("core.papers.render_paper", (paper.pk,))
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


def test_paper_of_a_worker_that_is_out_of_sight_can_be_claimed_again_after_five_minutes(ask):
    paper = ask()
    dead = claim_paper(pk=paper.pk, at=NOON)
    alive = claim_paper(pk=paper.pk, at=NOON + 6 * MINUTE)
    with pytest.raises(ClaimLost):
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
    papers.render_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.pages, paper.finished_at) == (2, NOON)


def test_paper_that_cannot_be_made_says_so(ask):
    paper = ask(about={"nothing": "that a paper is made of"})
    papers.render_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.state, paper.error) == ("failed", papers.FAULT)


def test_failed_paper_can_be_asked_for_again(ask):
    paper = ask(about={"nothing": "that a paper is made of"})
    papers.render_paper(paper.pk)
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
    assert sorted(queued.task["args"] for queued in OrmQ.objects.all()) == [(waiting.pk,), (abandoned.pk,)]
    fresh.refresh_from_db()
    assert fresh.state == "queued"


def killed(paper, at=NOON):
    """A worker took the paper on and was killed."""
    claim_paper(pk=paper.pk, at=at)
    RenderedFile.objects.filter(pk=paper.pk).update(worker=dead_process())
    paper.refresh_from_db()
    return paper


@pytest.fixture
def noon():
    """The minute after noon, for the pages, which ask what time it is."""
    with time_machine.travel(NOON + MINUTE, tick=False):
        yield


@pytest.mark.usefixtures("noon")
def test_paper_of_a_killed_worker_is_begun_again_within_the_minute_and_says_so(
    ask, client_for, django_capture_on_commit_callbacks
):
    paper, alive = killed(ask()), ask(about={"number": 2})
    claim_paper(pk=alive.pk, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        assert nudge_papers(at=NOON + MINUTE) == 1
    paper.refresh_from_db()
    assert (paper.state, paper.interruptions, OrmQ.objects.get().task["args"]) == ("queued", 1, (paper.pk,))
    says = "Making the PDF was interrupted, so it began again. Waiting for its turn"
    assert page_status(paper, client_for(None)) == ("queued", says)
    page = client_for(None).get(reverse("reports:paper", args=["halton", paper.token])).content.decode()
    assert says in page
    claim_paper(pk=paper.pk, at=NOON + MINUTE)
    assert page_status(paper, client_for(None))[1].endswith("began again. Gathering what goes in")


def page_status(paper, client):
    answer = client.get(reverse("reports:paper_status", args=["halton", paper.token])).json()
    return answer["state"], answer["text"]


@pytest.mark.usefixtures("noon")
def test_page_that_follows_a_paper_begins_it_again_without_waiting_for_the_minute(ask, client_for):
    paper = killed(ask())
    assert page_status(paper, client_for(None))[0] == "queued"
    paper.refresh_from_db()
    assert paper.interruptions == 1


def test_paper_that_is_interrupted_three_times_is_given_up(ask):
    paper = ask()
    for interruption in range(3):
        paper.refresh_from_db()
        assert (paper.state, paper.interruptions) == ("queued", interruption)
        killed(paper)
        nudge_papers(at=NOON + MINUTE)
    paper.refresh_from_db()
    assert (paper.state, paper.error) == ("failed", "Making the PDF was interrupted 3 times. Try again later.")
    ask_again(paper=paper, at=NOON)
    paper.refresh_from_db()
    assert (paper.state, paper.interruptions) == ("queued", 0)


def cancel(paper, client, **options):
    return client.post(reverse("reports:paper_cancel", args=["halton", paper.token]), **options)


@pytest.mark.usefixtures("noon")
def test_paper_is_cancelled_while_it_is_made_and_can_be_asked_for_again(ask, officer, client_for):
    paper, client = ask(), client_for(officer)
    claimed = claim_paper(pk=paper.pk, at=NOON)
    assert "Cancel the PDF" in client.get(reverse("reports:paper", args=["halton", paper.token])).content.decode()
    page = cancel(paper, client, follow=True).content.decode()
    for words in ("The PDF is cancelled", "The PDF was cancelled before it was finished.", "Make the PDF</button>"):
        assert words in page
    with pytest.raises(ClaimLost):
        record_step(paper=claimed, progress=90, step="Putting the file away")
    finish_paper(paper=claimed, made=MADE, at=NOON)
    assert not claimed.file.storage.exists(claimed.file.name)
    assert page_status(paper, client)[0] == "cancelled"
    assert ask(at=NOON + MINUTE) != paper
    event = AuditEvent.objects.get()
    assert (event.verb, event.made_by, event.scope) == ("paper.cancelled", officer, "halton")
    client.post(reverse("reports:paper_retry", args=["halton", paper.token]))
    assert page_status(paper, client)[0] == "queued"


def test_paper_is_cancelled_by_the_office_and_who_asked_for_it_only(ask, member, ppb_member, client_for):
    paper = ask(by=member)
    assert cancel(paper, client_for(ppb_member)).status_code == 403
    assert cancel(paper, client_for(None))["Location"].startswith("/account/login/")
    for user, offered in ((None, False), (ppb_member, False), (member, True)):
        page = client_for(user).get(reverse("reports:paper", args=["halton", paper.token])).content.decode()
        assert ("Cancel the PDF" in page) is offered
    cancel(paper, client_for(member))
    paper.refresh_from_db()
    assert paper.state == "cancelled"


def test_paper_that_was_finished_meanwhile_is_not_cancelled(ask, officer, client_for):
    paper = ask()
    finish_paper(paper=claim_paper(pk=paper.pk, at=NOON), made=MADE, at=NOON)
    page = cancel(paper, client_for(officer), follow=True).content.decode()
    assert "The PDF was finished already, so it was not cancelled" in page
    paper.refresh_from_db()
    assert paper.state == "done"


@pytest.mark.parametrize("name", ["paper", "paper_file", "paper_status"])
def test_paper_that_is_lost_from_the_disk_is_made_anew_wherever_it_is_looked_for(world, client_for, name):
    paper = finished_paper("halton", kind="progress-table", is_public=True)
    paper.file.storage.delete(paper.file.name)
    answer = client_for(None).get(reverse(f"reports:{name}", args=["halton", paper.token]), follow=True)
    paper.refresh_from_db()
    assert (answer.status_code, paper.state) == (200, "queued")


def test_version_that_is_lost_from_the_disk_is_not_made_of_what_is_so_today(world, officer, client_for):
    report = AnnualReport.objects.create(partnership=world.partnership, year=2025, title="Annual report")
    version = published_report(report, by=officer)
    version.paper.file.storage.delete(version.paper.file.name)
    for url in (
        reverse("reports:version_pdf", args=["halton", 2025]),
        reverse("reports:paper_file", args=["halton", version.paper.token]),
    ):
        answer = client_for(None).get(url, follow=True)
        assert (answer.status_code, "The PDF is missing from the portal’s files." in answer.content.decode()) == (
            200,
            True,
        )
    version.paper.refresh_from_db()
    assert version.paper.state == "done"


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
    version = published_summary(board, by=officer)
    paper = paper_of_version(version=version, at=NOON)
    version.refresh_from_db()
    assert paper_of_version(version=version, at=NOON + 60 * MINUTE) == paper == version.paper
    papers.render_paper(paper.pk)
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
    for hours, discarded in ((23, 0), (25, 1)):
        assert discard_papers(PASSING_KINDS, at=NOON + timedelta(hours=hours)) == discarded
        assert table.file.storage.exists(table.file.name) == (not discarded)
    assert list(RenderedFile.objects.all()) == [summary]


def test_sessions_that_have_expired_are_thrown_away(db):
    for key, days in (("expired", -1), ("going-on", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    tasks.tend_queue()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["going-on"]


def test_seat_has_one_name_on_page_and_paper(board, officer, client_for):
    """“PCT”, as a seat is printed, and “Primary Care Trust”, who held it, are one: page and paper use the name."""
    seats = [
        {"number": 1, "label": "PCT", "holder": "Primary Care Trust", "state": "present", "deputy": ""},
        {"number": 2, "label": "Probation", "holder": "", "state": "present", "deputy": ""},
    ]
    version = published_summary(board, by=officer, attendance=seats)
    on_page = client_for(None).get(version.summary.meeting.get_absolute_url()).text
    on_paper = page_of(paper_of_version(version=version, at=NOON)).html
    assert "<dd>Primary Care Trust; Probation</dd>" in on_page
    assert ("Primary Care Trust" in on_paper, "Probation" in on_paper) == (True, True)
    assert "PCT" not in on_page + on_paper
