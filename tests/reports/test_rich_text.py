"""What an officer writes reads the same in the preview, on the page, on paper and in both parts of the email."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from core import papers
from outbox.services.sending import send_due
from summaries.models import SummaryVersion
from summaries.papers import paper_of_version
from tests import factories
from tests.reports.makers import NOON

LINK = '<a href="https://example.org/a" rel="noopener noreferrer">the plan</a>'
# What arrives; what stands in preview, page and HTML email; what in the text email; what on paper, marks after “…”.
CASES = {
    "paragraphs": ("<p>One</p><p>Two</p>", "<p>One</p><p>Two</p>", "One\n\nTwo", "One Two"),
    "headings": (
        "<h3>Housing</h3><p>a</p><h4>Homes</h4><p>b</p>",
        "<h3>Housing</h3><p>a</p><h4>Homes</h4><p>b</p>",
        "Housing\n\na\n\nHomes\n\nb",
        "Housing a Homes b",
    ),
    "bold and italics": (
        "<p><strong>Not</strong> <em>yet</em> <strong><em>agreed</em></strong></p>",
        "<p><strong>Not</strong> <em>yet </em><strong><em>agreed</em></strong></p>",
        "Not yet agreed",
        "Not yet agreed",
    ),
    "line break": ("<p>One<br>two</p>", "<p>One<br>two</p>", "One\ntwo", "One two"),
    "link": (
        '<p>See <a href="https://example.org/a">the plan</a>.</p>',
        f"<p>See {LINK}.</p>",
        "See the plan (https://example.org/a).",
        "See the plan.",
    ),
    "email address": (
        '<p><a href="mailto:office@example.org">Write</a></p>',
        '<p><a href="mailto:office@example.org" rel="noopener noreferrer">Write</a></p>',
        "Write (office@example.org)",
        "Write",
    ),
    "bullets in bullets": (
        "<ul><li><p>One</p><ul><li><p>two</p></li></ul></li></ul>",
        "<ul><li>One<ul><li>two</li></ul></li></ul>",
        "- One\n  - two",
        "One two … • ◦",
    ),
    "numbers from another": (
        '<ol start="4"><li><p>One</p></li><li><p>two</p></li></ol>',
        '<ol start="4"><li>One</li><li>two</li></ol>',
        "4. One\n5. two",
        "One two … 4. 5.",
    ),
    "letters": (
        '<ol type="a" data-type="lower-alpha"><li><p>One</p></li><li><p>two</p></li></ol>',
        '<ol type="a"><li>One</li><li>two</li></ol>',
        "a. One\nb. two",
        "One two … a. b.",
    ),
    "capital letters": (
        '<ol type="A" data-type="upper-alpha" start="27"><li>One</li></ol>',
        '<ol start="27" type="A"><li>One</li></ol>',
        "AA. One",
        "One … AA.",
    ),
    "Roman numbers": (
        '<ol type="i" data-type="lower-roman" start="4"><li>One</li></ol>',
        '<ol start="4" type="i"><li>One</li></ol>',
        "iv. One",
        "One … iv.",
    ),
    "capital Roman numbers": (
        '<ol type="I" data-type="upper-roman"><li>One</li><li>two</li></ol>',
        '<ol type="I"><li>One</li><li>two</li></ol>',
        "I. One\nII. two",
        "One two … I. II.",
    ),
    "a numbered list set to bullets": (
        '<ol data-type="disc"><li><p>One</p></li></ol>',
        "<ul><li>One</li></ul>",
        "- One",
        "One … •",
    ),
    "paragraphs in an item": (
        "<ul><li><p>One</p><p>more</p></li></ul>",
        "<ul><li><p>One</p><p>more</p></li></ul>",
        "- One\n  more",
        "One more … •",
    ),
    "quotation": (
        "<blockquote><p>One</p><p>two</p></blockquote>",
        "<blockquote><p>One</p><p>two</p></blockquote>",
        "> One\n>\n> two",
        "One two",
    ),
    "table": (
        "<table><tbody><tr><th><p>Partner</p></th><th><p>£</p></th></tr>"
        "<tr><td><p>Council</p></td><td><p>10,000</p></td></tr><tr><td><p>Trust</p></td><td><p></p></td></tr></tbody>"
        "</table>",
        '<table><thead><tr><th scope="col">Partner</th><th scope="col">£</th></tr></thead>'
        "<tbody><tr><td>Council</td><td>10,000</td></tr><tr><td>Trust</td><td></td></tr></tbody></table>",
        "Partner: Council; £: 10,000\nPartner: Trust",
        "Partner £ Council 10,000 Trust",
    ),
    "table with names of rows": (
        "<table><tr><th>Chair</th><td>A</td></tr><tr><th>Clerk</th><td>B<br>C</td></tr></table>",
        '<table><tbody><tr><th scope="row">Chair</th><td>A</td></tr>'
        '<tr><th scope="row">Clerk</th><td>B<br>C</td></tr></tbody></table>',
        "Chair: A\nClerk: B C",
        "Chair A Clerk B C",
    ),
    "merged cells": (
        '<table><tr><th>Area</th><th colspan="2">Homes</th></tr>'
        '<tr><td rowspan="2">Widnes</td><td>1</td><td>2</td></tr>'
        "<tr><td>3</td><td>4</td></tr></table>",
        '<table><thead><tr><th scope="col">Area</th><th scope="col" colspan="2">Homes</th></tr></thead>'
        '<tbody><tr><td rowspan="2">Widnes</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>',
        "Area: Widnes; Homes: 1; Homes: 2\nArea: Widnes; Homes: 3; Homes: 4",
        "Area Homes Widnes 1 2 3 4",
    ),
    "figures raised and lowered": (
        "<p>3 × 10<sup>6</sup> m<sup>2</sup>, CO<sub>2</sub>, 1<sup>st</sup></p>",
        "<p>3 × 10⁶ m², CO₂, 1st</p>",
        "3 × 10⁶ m², CO₂, 1st",
        "3 × 10⁶ m², CO₂, 1st",
    ),
    "deleted and inserted text": (
        "<p>The Board <del>rejected</del><ins>approved</ins> the plan <s>today</s>.</p>",
        "<p>The Board approved the plan.</p>",
        "The Board approved the plan.",
        "The Board approved the plan.",
    ),
}
TYPED_WITHOUT_SCRIPTS = "One\ntwo\n\n- three & <4\n- four"


@pytest.fixture
def officer_client(client_for, world):
    with time_machine.travel(NOON, tick=False):
        yield client_for(world.officer)


def test_each_construct_reads_the_same_in_all_five_places(world, officer_client, django_capture_on_commit_callbacks):
    meeting = factories.MeetingFactory(body=world.board, title="Board meeting", held_on=NOON.date(), status="held")
    typed = "".join(f"<p>Case {name}</p>{typed}" for name, (typed, *_) in CASES.items())

    def url(page):
        return reverse(page, args=["halton", meeting.pk])

    written = {"do": "preview", "draft_version": "0", "key_issues": typed, "decisions": TYPED_WITHOUT_SCRIPTS}
    officer_client.post(url("summaries:summary_edit"), written)
    preview = officer_client.get(url("summaries:summary_preview"))
    shown = [one.person for one, _ in preview.context["mailed"]]
    with django_capture_on_commit_callbacks():
        sent = {
            "draft_version": preview.context["summary"].draft_version,
            "people": len(shown),
            "shown": shown,
            "send_to": shown,
        }
        officer_client.post(url("summaries:summary_publish"), sent)
    page = officer_client.get(meeting.get_absolute_url()).content.decode()
    paper = paper_of_version(version=SummaryVersion.objects.get(), at=NOON)
    papers.render_paper(paper.pk)
    paper.refresh_from_db()
    send_due(now=lambda: NOON + timedelta(hours=1))
    (message, *_) = mail.outbox
    with paper.file.open() as file:
        on_paper = " ".join(page.extract_text() for page in PdfReader(BytesIO(file.read())).pages).split()

    html = "".join(f"<p>Case {name}</p>{html}" for name, (_, html, *_) in CASES.items())
    text = "\n\n".join(f"Case {name}\n\n{text}" for name, (_, _, text, _) in CASES.items())
    for shown_as in (preview.content.decode(), page, message.alternatives[0][0]):
        assert html in shown_as
        assert "<p>One<br>two</p><ul><li>three &amp; &lt;4</li><li>four</li></ul>" in shown_as
    assert f"\n\n{text}\n" in message.body
    assert f"\n\n{TYPED_WITHOUT_SCRIPTS}\n" in message.body
    # On paper, the marks of lists come after all else that a page holds.
    marks = [mark for *_, printed in CASES.values() for mark in printed.partition(" … ")[2].split()]
    assert [word for word in on_paper if word in {*marks}] == [*marks, "•", "•"]
    words = " ".join(f"Case {name} {printed.partition(' … ')[0]}" for name, (*_, printed) in CASES.items())
    following = iter(on_paper)
    assert [word for word in f"{words} Decisions One two three & <4 four".split() if word not in following] == []


def test_preview_and_form_say_what_is_left_out(world, officer_client):
    meeting = factories.MeetingFactory(body=world.board, held_on=NOON.date(), status="held")
    typed = {
        "key_issues": "<p>a<del>b</del></p><img src=x><img src=y>",
        "decisions": "<p>c <span style='mso-hide:all'>d</span></p>",
    }
    url = reverse("summaries:summary_edit", args=["halton", meeting.pk])
    officer_client.post(url, {"do": "preview", "draft_version": "0", **typed})

    preview = officer_client.get(reverse("summaries:summary_preview", args=["halton", meeting.pk]))
    assert preview.context["left_out"] == [
        ("Key issues", "We left out 1 passage of deleted text and 2 pictures."),
        ("Decisions", "We left out 1 passage of hidden text."),
    ]
    for page in (preview, officer_client.get(url)):
        assert "We left out 1 passage of deleted text and 2 pictures." in page.content.decode()
    # What the editor starts from is clean: it would show what was deleted as if it stood.
    assert "&lt;p&gt;a&lt;/p&gt;" in officer_client.get(url).content.decode()
