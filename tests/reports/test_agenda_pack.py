"""The agenda pack: papers bound in with bookmarks and page numbers, closed as soon as something in it is."""

from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from pypdf import PdfReader

from agendas.models import AgendaItem
from agendas.services.documents import withdraw_document
from agendas.services.reading import agenda_for
from core import papers
from core.models import RenderedFile
from reports.assembly.agenda import assemble_pack
from tests import factories
from tests.core import files
from tests.papers import accessibility_errors, bookmarks

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def meeting(board):
    meeting = factories.MeetingFactory(
        body=board, title="Board", held_on=date(2036, 11, 17), starts_at=time(14), agenda_published_at=NOON
    )
    factories.AgendaItemFactory(meeting=meeting, position=1, title="Matters arising", kind="matters")
    factories.AgendaItemFactory(meeting=meeting, position=2, title="Skills", kind="key-issue", text="What is missing?")
    earlier = factories.MeetingFactory(body=board, held_on=date(2026, 9, 14), status="held")
    factories.ActionFactory(meeting=earlier, what="Open two evenings a week", due_on=date(2026, 12, 1))
    return meeting


def paper(meeting, content, *, position=None, title="Paper", **given):
    item = meeting.agenda_items.get(position=position) if position else None
    return factories.DocumentFactory(
        meeting=meeting, item=item, title=title, content=content, **{f"content__{k}": v for k, v in given.items()}
    )


def ask(client, meeting):
    url = reverse("reports:agenda_pack", args=[meeting.partnership.slug, meeting.pk])
    followed = client.post(url)
    return RenderedFile.objects.get(token=followed["Location"].rstrip("/").rsplit("/", 1)[-1])


def made(paper):
    papers.render_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.state, paper.error) == ("done", "")
    with paper.file.open("rb") as file:
        return file.read()


def page_of(paper, name="paper_file"):
    return reverse(f"reports:{name}", args=[paper.scope, paper.token])


def test_pack_without_papers_is_accessible(meeting, client_for):
    content = made(ask(client_for(None), meeting))
    reader = PdfReader(BytesIO(content))
    text = reader.pages[0].extract_text()
    assert accessibility_errors(content) == []
    assert bookmarks(reader) == ["Board", ["1. Matters arising", "2. Skills"]]
    assert [words in text for words in ("Pack page 1 of 1", "Open two evenings a week", "2pm")] == [True] * 3


def test_pack_binds_papers_with_bookmarks_and_page_numbers(meeting, client_for):
    paper(meeting, files.pdf(2), position=2, title="Skills report")
    paper(meeting, files.pdf(1, width=842, height=595, rotated=90), position=2, title="Map")
    paper(meeting, files.pdf(3), title="Annual accounts")
    asked = ask(client_for(None), meeting)
    reader = PdfReader(BytesIO(made(asked)))
    words = [page.extract_text() for page in reader.pages]
    assert (len(reader.pages), asked.pages) == (7, 7)
    assert [f"Pack page {number} of 7" in text for number, text in enumerate(words, start=1)] == [True] * 7
    assert "Skills report, pack page 2" in words[0].replace("\n", " ")
    assert list(reader.page_labels) == ["1", "2", "3", "4", "5", "6", "7"]
    titles = [(one.title, reader.get_destination_page_number(one) + 1) for one in flat(reader.outline)]
    assert titles == [
        ("Board", 1),
        ("1. Matters arising", 1),
        ("2. Skills", 1),
        ("Skills report", 2),
        ("Map", 4),
        ("Papers for the whole meeting", 1),
        ("Annual accounts", 5),
    ]


def flat(outline):
    return [one for entry in outline for one in (flat(entry) if isinstance(entry, list) else [entry])]


def test_pack_with_papers_keeps_the_agendas_tags_and_no_longer_claims_to_be_accessible(meeting, client_for):
    paper(meeting, files.pdf(), position=2)
    reader = PdfReader(BytesIO(made(ask(client_for(None), meeting))))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Agenda: Board, 17 November 2036"
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Suspects"].value is True
    assert b"pdfuaid:part" not in root["/Metadata"].get_data()


def test_paper_that_cannot_be_bound_is_listed_with_its_address(meeting, client_for):
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    paper(meeting, files.office("docx"), position=2, title="Plan", media_type=word, pages=None)
    paper(meeting, b"%PDF-1.7 nothing", position=2, title="Broken")
    asked = ask(client_for(None), meeting)
    text = PdfReader(BytesIO(made(asked))).pages[0].extract_text().replace("\n", " ")
    assert "Only PDFs can be bound into the pack" in text
    assert "The file could not be opened" in text
    assert asked.pages == 1


def test_members_get_a_pack_of_their_own(meeting, member, outsider, client_for):
    AgendaItem.objects.filter(meeting=meeting, position=2).update(is_members_only=True)
    public, theirs = ask(client_for(None), meeting), ask(client_for(member), meeting)
    assert (public.is_public, theirs.is_public) == (True, False)
    text = PdfReader(BytesIO(made(public))).pages[0].extract_text()
    assert ("Skills" in text, "1 item is for members only" in text) == (False, True)
    assert "Skills" in PdfReader(BytesIO(made(theirs))).pages[0].extract_text()
    answers = [client_for(user).get(page_of(theirs)).status_code for user in (None, outsider, member)]
    assert answers == [302, 403, 200]


def test_pack_of_a_draft_is_for_officers(meeting, officer, member, client_for):
    meeting.agenda_published_at = None
    meeting.save()
    pack = ask(client_for(officer), meeting)
    made(pack)
    assert [client_for(user).get(page_of(pack)).status_code for user in (officer, member)] == [200, 403]


def test_pack_is_closed_once_a_paper_in_it_is_withdrawn(meeting, officer, client_for):
    document = paper(meeting, files.pdf(), position=2)
    pack = ask(client_for(None), meeting)
    made(pack)
    withdraw_document(document=document, reason="Wrong file", by=officer, at=NOON)
    answer = client_for(None).get(page_of(pack))
    assert answer["Location"] == reverse("agendas:agenda", args=[pack.scope, meeting.pk])


def test_pack_asked_for_again_is_the_same_until_the_agenda_changes(meeting, client_for):
    client = client_for(None)
    first = ask(client, meeting)
    assert ask(client, meeting) == first
    AgendaItem.objects.filter(meeting=meeting, position=2).update(title="Skills and jobs")
    assert ask(client, meeting) != first


def test_pack_of_an_empty_agenda_is_not_made(board, client_for):
    empty = factories.MeetingFactory(body=board, agenda_published_at=NOON)
    url = reverse("reports:agenda_pack", args=[board.partnership.slug, empty.pk])
    assert client_for(None).post(url)["Location"] == reverse("agendas:agenda", args=[board.partnership.slug, empty.pk])


@pytest.mark.parametrize(
    ("pages", "spare_bytes", "bound"),
    [(3, 0, ["A", "B"]), (2, 0, ["A"]), (3, -1, ["A"]), (1, 0, ["C"])],
    ids=["as large as may be", "a page too many", "a byte too many", "a later one may still fit"],
)
def test_pack_binds_no_more_than_its_limit_and_says_what_is_left_out(meeting, monkeypatch, pages, spare_bytes, bound):
    contents = {"A": files.pdf(2), "B": files.pdf(1)}
    if pages == 1:
        contents = {"A": files.pdf(2), "C": files.pdf(1)}
    for title, content in contents.items():
        paper(meeting, content, position=2, title=title)
    monkeypatch.setattr("reports.assembly.agenda.PACK_PAGES_AT_MOST", pages)
    monkeypatch.setattr("reports.assembly.agenda.PACK_BYTES_AT_MOST", sum(map(len, contents.values())) + spare_bytes)
    pack = assemble_pack(meeting, agenda_for(meeting, AnonymousUser(), on=NOON.date()))
    assert [part.title for part in pack.parts] == bound
    assert {one.why_not for one in pack.papers if one.part is None} <= {"The pack would be too large with it"}
    assert len(pack.papers) == 2
