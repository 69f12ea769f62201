"""A summary that was written elsewhere: filled from a Word file or pasted whole, and how much of a text is taken."""

from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from summaries.models import MeetingSummary, SummaryVersion
from summaries.services.content import seat_prefix
from tests.core import files
from tests.cycle import WEDNESDAY_NOON


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def client(client_for, officer):
    return client_for(officer)


@pytest.fixture
def form(meeting):
    return reverse("summaries:summary_edit", args=["halton", meeting.pk])


@pytest.fixture
def press(client, form):
    """Press one of the form's buttons, with what is typed, as a browser without scripts does."""

    def now(button, **typed):
        return client.post(form, {"do": button, "draft_version": client.get(form).context["draft_version"], **typed})

    return now


@pytest.fixture
def present(seats):
    return {f"{seat_prefix(seat)}-state": "present" for seat in seats}


def draft():
    return MeetingSummary.objects.get().draft


BOARD = Path(__file__).parents[1] / "core" / "pasted" / "libreoffice.docx"


def word_file(name="summary.docx", content=None):
    return SimpleUploadedFile(name, BOARD.read_bytes() if content is None else content)


def test_word_file_fills_the_boxes_after_what_is_typed_and_nothing_is_published(client, press, form):
    typed = {"key_issues": "Typed before", "decisions": "", "others_present": "A guest"}
    answer = press("preview", **typed, word_file=word_file())

    assert answer["Location"] == f"{form}#summary-file"
    assert not SummaryVersion.objects.exists()
    assert draft()["key_issues"].startswith("<p>Typed before</p><h3>Housing</h3><p>The Board approved the <strong>")
    assert draft()["decisions"] == (
        '<ol><li>Approve the plan<ol type="a"><li>with a review in May</li><li>and a report to scrutiny</li></ol></li>'
        '<li>Publish the figures</li></ol><p>Details: <a href="https://example.org/plan" rel="noopener noreferrer">'
        "the plan</a>.</p>"
    )
    assert draft()["others_present"] == "A guest"
    page = client.get(form).content.decode()
    assert "We added the text of summary.docx to Key issues and Decisions. Check it before you publish it." in page
    assert "We left out 3 passages of deleted text and 1 picture." in page


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (None, "Select a Word file (.docx)"),
        (word_file(content=b"not a document"), "Summary.docx is not a PDF or an Office document inside"),
        (word_file(content=files.pdf()), "Summary.docx is not a Word document: it is a PDF"),
        (word_file(content=files.ole("Root Entry", "WordDocument")), "Summary.docx is in the old Word format"),
        (word_file(content=files.office("docx")), "Summary.docx is damaged: its text can’t be read"),
        (word_file(content=b""), "The file is empty"),
    ],
)
def test_word_file_that_cannot_be_read_is_refused_and_nothing_typed_is_lost(press, file, told):
    answer = press("read-file", key_issues="Half a sen", **({"word_file": file} if file else {}))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<li><a href="#id_word_file">{told}' in page
    assert draft()["key_issues"] == "Half a sen"
    assert "Half a sen" in page


def test_text_with_too_much_formatting_is_refused_with_the_limit(press):
    answer = press("preview", key_issues=f"<p>{'<b>x</b>' * 30_000}</p>")

    told = (
        "The key issues must be 200,000 characters or fewer, counting their formatting."
        " Paste the text without formatting"
    )
    assert answer.context["form"].errors["key_issues"] == [told]


BOTH = "We sorted the text by its headings “Key issues” and “Decisions”."


@pytest.mark.parametrize(
    ("key_issues", "decisions", "sorted_text", "has_moved"),
    [
        # A whole document in the first box: its own headings are those that the page has already.
        (
            "<h3>Board meeting</h3><h3>Key issues</h3><h4>Homes</h4><p>a</p><h3>Decisions taken:</h3><h4>Buses</h4>"
            "<p>b</p>",
            "<p>c</p>",
            ("<h3>Board meeting</h3><h4>Homes</h4><p>a</p>", "<p>c</p><h3>Buses</h3><p>b</p>"),
            True,
        ),
        # And in the second.
        ("<p>a</p>", "<h3>Key issues</h3><p>b</p><h3>Decisions</h3><p>c</p>", ("<p>a</p><p>b</p>", "<p>c</p>"), True),
        # A box's own name above its text is dropped; further down it is a heading like others.
        (
            "<p><strong>Key issues</strong></p><p>a</p>",
            "<h3>Decisions</h3><p>b</p>",
            ("<p>a</p>", "<p>b</p>"),
            False,
        ),
        ("<p>a</p><h3>Issues</h3><p>b</p>", "", ("<p>a</p><h3>Issues</h3><p>b</p>", ""), False),
        # What says no more than the word in a text is not a heading.
        ("<p>Decisions</p><p>a</p>", "", ("<p>Decisions</p><p>a</p>", ""), False),
        ("Decisions\n\n- a", "", ("Decisions\n\n- a", ""), False),
    ],
)
def test_document_pasted_whole_is_sorted_by_its_headings(
    client, press, present, key_issues, decisions, sorted_text, has_moved
):
    preview = client.get(press("preview", key_issues=key_issues, decisions=decisions, **present)["Location"])

    assert (draft()["key_issues"], draft()["decisions"]) == sorted_text
    assert (BOTH in preview.content.decode()) is has_moved


def test_what_is_left_out_of_a_text_that_is_sorted_is_said(client, press, present):
    pasted = "<h3>Key issues</h3><p>a <del>b</del></p><h3>Decisions</h3><p>c</p><img src=x>"
    preview = client.get(press("preview", key_issues=pasted, decisions="<p><s>d</s>e</p>", **present)["Location"])

    assert "We left out 2 passages of deleted text and 1 picture." in preview.content.decode()


def test_text_is_sorted_only_when_it_is_looked_at(press):
    press("save", key_issues="<h3>Decisions</h3><p>a</p>")
    assert draft()["key_issues"] == "<h3>Decisions</h3><p>a</p>"
