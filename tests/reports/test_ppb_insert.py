"""The progress on what a PPB commissioned: in its agenda pack, on its meeting's page, and alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from core import papers
from core.models import RenderedFile
from reports.printing import ppb_insert
from tests import factories
from tests.core import files
from tests.papers import accessibility_errors, bookmarks

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def meeting(ppb):
    meeting = factories.MeetingFactory(
        body=ppb, title="Corporate PPB", held_on=date(2036, 11, 17), starts_at=time(14), agenda_published_at=NOON
    )
    factories.AgendaItemFactory(meeting=meeting, position=1, title="Minutes")
    factories.AgendaItemFactory(meeting=meeting, position=2, title="Scrutiny")
    return meeting


@pytest.fixture
def recommendation(ppb):
    group = factories.TopicGroupFactory(
        body__partnership=ppb.partnership,
        commissioned_by=ppb,
        title="Study of the partnership",
        received_on=date(2012, 9, 1),
        received_precision="month",
    )
    one = factories.RecommendationFactory(topic_group=group, number=1, title="Summaries in five days")
    factories.ProgressUpdateFactory(recommendation=one, text="Half of them come", reported_on=date(2013, 10, 29))
    return one


def asked(client, name, meeting):
    followed = client.post(reverse(f"reports:{name}", args=[meeting.partnership.slug, meeting.pk]))
    return RenderedFile.objects.get(token=followed["Location"].rstrip("/").rsplit("/", 1)[-1])


def read(paper):
    papers.render_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.state, paper.error) == ("done", "")
    with paper.file.open("rb") as file:
        content = file.read()
    return PdfReader(BytesIO(content)), content


def test_agenda_pack_of_a_ppb_carries_the_progress_as_its_own_part(meeting, recommendation, client_for):
    reader, content = read(asked(client_for(None), "agenda_pack", meeting))
    first, last = (page.extract_text() for page in reader.pages)
    assert bookmarks(reader) == ["Corporate PPB", ["1. Minutes", "2. Scrutiny", "Progress on recommendations"]]
    assert "pack page 2" in first.replace("\n", " ")
    assert [words in last for words in ("Half of them come", "Pack page 2 of 2", "As at 20 November 2026")] == [
        True
    ] * 3
    assert reader.pages[1].mediabox.width > reader.pages[1].mediabox.height
    assert accessibility_errors(content) == []


def test_papers_are_bound_after_the_progress(meeting, recommendation, client_for):
    item = meeting.agenda_items.get(position=2)
    factories.DocumentFactory(meeting=meeting, item=item, title="Report", content=files.pdf(2))
    reader, _ = read(asked(client_for(None), "agenda_pack", meeting))
    words = [page.extract_text() for page in reader.pages]
    assert ["Pack page 4 of 4" in words[3], "Half of them come" in words[1]] == [True, True]
    assert "Report, pack page 3" in words[0].replace("\n", " ")


def test_pack_is_another_once_there_is_progress(meeting, recommendation, client_for):
    client = client_for(None)
    first = asked(client, "agenda_pack", meeting)
    assert asked(client, "agenda_pack", meeting) == first
    factories.ProgressUpdateFactory(recommendation=recommendation, text="All of them", position=9)
    assert asked(client, "agenda_pack", meeting) != first


def test_pack_of_the_board_has_no_progress(board, recommendation, client_for):
    meeting = factories.MeetingFactory(body=board, held_on=date(2036, 11, 17), agenda_published_at=NOON)
    factories.AgendaItemFactory(meeting=meeting, position=1, title="Skills")
    reader, _ = read(asked(client_for(None), "agenda_pack", meeting))
    assert "Progress on recommendations" not in reader.pages[0].extract_text()
    assert ppb_insert.insert_for(meeting, on=TODAY) is None


def test_report_in_preparation_is_in_no_paper_of_a_meeting(meeting, recommendation, officer, client_for):
    client = client_for(officer)
    before = asked(client, "agenda_pack", meeting)
    recommendation.topic_group.is_draft = True
    recommendation.topic_group.save()
    assert ppb_insert.insert_for(meeting, on=TODAY) is None
    answer = client_for(None).get(reverse("reports:paper", args=["halton", before.token]))
    assert answer["Location"] == reverse("agendas:agenda", args=["halton", meeting.pk])
    refused = client.post(reverse("reports:ppb_insert", args=["halton", meeting.pk]))
    assert refused["Location"] == meeting.get_absolute_url()


@pytest.mark.parametrize(
    ("held_on", "precision", "day"),
    [
        (date(2013, 10, 1), "day", date(2013, 10, 1)),
        (date(2036, 11, 17), "day", TODAY),
        (date(2013, 10, 1), "month", TODAY),
        (None, "unknown", TODAY),
    ],
)
def test_insert_is_of_the_meetings_day_or_before_it_of_today(held_on, precision, day, ppb):
    meeting = factories.MeetingFactory(body=ppb, held_on=held_on, held_precision=precision)
    assert ppb_insert.day_of(meeting, on=TODAY) == day


def test_insert_of_a_meeting_held_knows_nothing_later(ppb, recommendation):
    meeting = factories.MeetingFactory(body=ppb, held_on=date(2013, 10, 1), status="held")
    insert = ppb_insert.insert_for(meeting, on=TODAY)
    page = ppb_insert.html(meeting, insert)
    assert ("As at 1 October 2013" in page, "Half of them come" in page) == (True, False)


def test_joint_meeting_carries_it_too(board, ppb, recommendation):
    meeting = factories.MeetingFactory(body=board, held_on=date(2026, 11, 17))
    meeting.joint_bodies.create(body=ppb)
    assert ppb_insert.insert_for(meeting, on=TODAY).topic_groups == [recommendation.topic_group_id]


def test_insert_alone_is_a_paper_from_the_meetings_page(meeting, recommendation, client_for):
    client = client_for(None)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "1 recommendation that this board commissioned, as at 20 November 2026" in page
    reader, content = read(asked(client, "ppb_insert", meeting))
    text = reader.pages[0].extract_text()
    expected = ("For Corporate PPB", "Study of the partnership", "Half of them come")
    assert [words for words in expected if words not in text] == []
    assert bookmarks(reader) == ["Progress on recommendations", ["Study of the partnership"]]
    assert accessibility_errors(content) == []


def test_page_of_another_meeting_offers_none(board, meeting, recommendation, client_for):
    other = factories.MeetingFactory(body=board, held_on=date(2026, 12, 1))
    assert "Progress on recommendations" not in client_for(None).get(other.get_absolute_url()).content.decode()
