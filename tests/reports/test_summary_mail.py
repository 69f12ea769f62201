"""The mail of a summary waits for its PDF, but not for ever."""

from datetime import timedelta

import pytest
from meetings.services.delivery import PdfPending

from core.models import RenderedFile
from reports.services.summaries import paper_of_revision, pdf_of
from tests.reports.makers import NOON, finished_paper, published_revision

MINUTE = timedelta(minutes=1)


@pytest.fixture
def revision(world):
    return published_revision(world.board, by=world.officer)


def test_mail_waits_for_a_paper_that_nobody_asked_for_yet(revision):
    with pytest.raises(PdfPending):
        pdf_of(revision, at=NOON)


def test_mail_waits_while_the_paper_is_made(revision):
    paper_of_revision(revision=revision, at=NOON)
    with pytest.raises(PdfPending):
        pdf_of(revision, at=NOON + 9 * MINUTE)


def test_mail_takes_the_finished_paper(revision):
    type(revision).objects.update(paper=finished_paper("halton", kind="summary", asked_at=NOON))
    assert pdf_of(revision, at=NOON) == b"%PDF-1.7 a paper"


def test_mail_goes_without_a_paper_that_cannot_be_made(revision):
    paper_of_revision(revision=revision, at=NOON)
    RenderedFile.objects.update(state="failed")
    assert pdf_of(revision, at=NOON) is None


def test_mail_goes_without_a_paper_that_takes_too_long(revision):
    paper_of_revision(revision=revision, at=NOON)
    assert pdf_of(revision, at=NOON + 10 * MINUTE) is None
