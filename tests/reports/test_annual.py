"""An annual report: begun, written, made, published and corrected."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pypdf import PdfReader

from core import papers
from core.acts import Refused
from core.models import AuditEvent
from reports.assembly.document import assemble
from reports.choices import SectionKey
from reports.models import AnnualReport
from reports.services.annual import (
    AlreadyStarted,
    ChangedMeanwhile,
    change_section,
    make_draft_paper,
    publish_report,
    reset_section,
    start_report,
)
from tests import factories
from tests.papers import accessibility_errors, bookmarks, tagged
from tests.reading import joined
from tests.reports.makers import NOON, TODAY, published_report

WORDS = "<p>A year of <strong>hard questions</strong>.</p>"


@pytest.fixture
def report(partnership, officer):
    return start_report(partnership=partnership, year=2012, by=officer, at=NOON, on=TODAY)


@pytest.fixture
def write(officer):
    def words(report, key, text=WORDS, heading="Foreword", is_included=True):
        section = report.sections.get(key=key)
        return change_section(
            section=section, heading=heading, text=text, is_included=is_included, version=section.version, by=officer
        )

    return words


@pytest.fixture
def made(officer):
    """Has the PDF made, as the worker would."""

    def make(report, note="", at=NOON):
        paper = make_draft_paper(report=report, correction_note=note, by=officer, at=at, on=TODAY)
        papers.render_paper(paper.pk)
        report.refresh_from_db()
        return report

    return make


def url(name, *args):
    return reverse(f"reports:{name}", args=["halton", 2012, *args])


def test_report_starts_with_all_sections(report):
    assert (report.title, list(report.sections.values_list("key", flat=True))) == (
        "Annual report 2012/13",
        SectionKey.values,
    )


def test_report_of_this_year_can_be_started_and_of_the_next_cannot(partnership, officer):
    assert start_report(partnership=partnership, year=2026, by=officer, at=NOON, on=TODAY).year == 2026
    with pytest.raises(Refused, match="2027/28 has not begun yet"):
        start_report(partnership=partnership, year=2027, by=officer, at=NOON, on=TODAY)


def test_second_report_of_a_year_leads_to_the_first(report, officer):
    with pytest.raises(AlreadyStarted) as refused:
        start_report(partnership=report.partnership, year=2012, by=officer, at=NOON, on=TODAY)
    assert refused.value.report == report


def test_start_page_sends_a_second_start_to_the_report_that_is_there(report, officer, client_for):
    answer = client_for(officer).post(reverse("reports:start", args=["halton"]), {"year": 2012})
    assert answer["Location"] == url("detail")
    assert [str(one) for one in get_messages(answer.wsgi_request)] == [
        "There is already a report for 2012/13. This is it."
    ]


def test_start_page_offers_no_year_to_come(officer, client_for):
    answer = client_for(officer).post(reverse("reports:start", args=["halton"]), {"year": 2090})
    assert "Choose one of the financial years in the list" in answer.content.decode()


def test_section_changed_by_somebody_else_is_not_overwritten(report, write, admin):
    section = report.sections.get(key="foreword")
    write(report, "foreword")
    with pytest.raises(ChangedMeanwhile) as conflict:
        change_section(section=section, heading="Mine", text="<p>Mine</p>", is_included=True, version=0, by=admin)
    assert conflict.value.section.text == WORDS


def test_section_page_shows_the_other_text_and_keeps_what_was_typed(report, write, officer, client_for):
    write(report, "foreword")
    typed = {"heading": "Foreword", "text": "<p>My own words</p>", "is_included": "on", "version": 0}
    page = client_for(officer).post(url("section", "foreword"), typed).content.decode()
    assert "Somebody else changed this section while you were writing" in page
    assert "hard questions" in page
    assert "My own words" in page
    assert 'name="version" value="1"' in page


def test_section_goes_back_to_its_start(report, write, officer):
    section = write(report, "structure", heading="Us", is_included=False)
    reset_section(section=section, by=officer)
    section.refresh_from_db()
    assert (section.heading, section.text, section.is_included) == ("Who we are", "", True)


def test_document_leaves_out_what_is_left_out_or_not_written(report, write):
    write(report, "foreword")
    write(report, "meetings", heading="Meetings", is_included=False)
    document = assemble(report, on=TODAY)
    assert [(one.section.key, one.number) for one in document.printed] == [
        ("foreword", 1),
        ("key-figures", 2),
        ("structure", 3),
        ("achievements", 4),
        ("measures", 5),
        ("recommendations", 6),
    ]
    assert {
        one.section.key: one.state
        for one in document.sections
        if one.section.key in ("foreword", "meetings", "looking-ahead")
    } == {
        "foreword": "written",
        "meetings": "left out",
        "looking-ahead": "needs words",
    }


def test_workbench_tells_sections_gaps_and_the_way_to_the_pdf(report, officer, client_for):
    page = client_for(officer).get(url("detail")).content.decode()
    assert "No achievement of this year is on record" in page
    assert "Nothing written yet, so it is not printed" in page
    assert "Make PDF" in page
    assert url("publish") not in page


def test_report_paper_reads_back_with_title_language_outline_and_tags(report, write, made):
    write(report, "foreword")
    group = factories.TopicGroupFactory(partnership=report.partnership)
    factories.RecommendationFactory(topic_group=group, partnership=report.partnership, title="Joint meetings")
    for _ in range(3):
        seat = factories.SeatFactory(body=report.partnership.bodies.get(code="board"))
        factories.SeatHoldingFactory(seat=seat, organisation__partnership=report.partnership)
    paper = made(report).draft_paper
    with paper.file.open() as file:
        content = file.read()
    reader = PdfReader(BytesIO(content))
    text = " ".join(page.extract_text() for page in reader.pages)
    chapters = [one for one in bookmarks(reader) if isinstance(one, str)]
    assert reader.metadata.title == "Annual report 2012/13, Halton Strategic Partnership"
    assert reader.root_object["/Lang"] == "en-GB"
    assert chapters == ["Cover", "Contents", "Foreword", *(str(key.label) for key in list(SectionKey)[1:-1])]
    assert f"page {paper.pages} of {paper.pages}" in text
    assert [words for words in ("hard questions", "Joint meetings", "31 March 2013") if words not in text] == []
    assert accessibility_errors(content) == []
    assert paper.is_public is False


def test_logo_is_on_the_cover_with_what_it_shows(report, made):
    factories.add_picture(report.partnership)
    with made(report).draft_paper.file.open() as file:
        content = file.read()
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages[0].images) == 1
    assert "Three rings" in [one.get("/Alt") for one in tagged(reader, "/Figure")]
    assert accessibility_errors(content) == []


def test_report_without_pdf_is_not_published(report, admin):
    with pytest.raises(Refused, match="Make the PDF and look at it"):
        publish_report(report=report, by=admin, at=NOON, on=TODAY)


def test_report_that_changed_since_its_pdf_is_not_published(report, made, write, admin):
    made(report)
    write(report, "foreword")
    with pytest.raises(Refused, match="has changed since its PDF was made"):
        publish_report(report=report, by=admin, at=NOON, on=TODAY)


def test_published_report_stays_as_it_was_whatever_becomes_of_the_data(report, made, write, admin, client_for):
    write(report, "foreword")
    version = publish_report(report=made(report), by=admin, at=NOON, on=TODAY)
    reader = client_for(None)
    before, pdf = reader.get(url("version")).content.decode(), reader.get(url("version_pdf")).content
    factories.AchievementFactory(
        partnership=report.partnership, title="Found later", happened_on=date(2012, 9, 1), happened_precision="day"
    )
    write(report, "foreword", text="<p>Other words</p>")
    after = reader.get(url("version")).content.decode()
    assert "hard questions" in before
    assert joined(version.html).strip() in after
    assert "Found later" not in after
    assert "Other words" not in after
    assert reader.get(url("version_pdf")).content == pdf
    assert pdf.startswith(b"%PDF")
    assert "Found later" in assemble(AnnualReport.objects.get(pk=report.pk), on=TODAY).html


def test_publication_is_written_down(report, made, admin):
    publish_report(report=made(report), by=admin, at=NOON, on=TODAY)
    event = AuditEvent.objects.get(verb="report.published")
    assert (event.made_by, event.scope, event.details) == (admin, "halton", {"version": 1})


def test_correction_needs_a_note(report, admin, officer, made, client_for):
    publish_report(report=made(report), by=admin, at=NOON, on=TODAY)
    answer = client_for(officer).post(url("make_pdf"), {"correction_note": ""})
    assert [str(one) for one in get_messages(answer.wsgi_request)] == ["Enter what the new version corrects"]
    report.refresh_from_db()
    assert report.draft_paper is None


def test_correction_is_a_new_version_and_the_old_one_stays_readable(report, write, made, admin, client_for):
    write(report, "foreword")
    publish_report(report=made(report), by=admin, at=NOON, on=TODAY)
    write(report, "foreword", text="<p>Corrected words</p>")
    note = "The number of seats"
    second = publish_report(report=made(report, note=note, at=NOON + timedelta(hours=1)), by=admin, at=NOON, on=TODAY)
    reader = client_for(None)
    newest = reader.get(url("version")).content.decode()
    oldest = reader.get(url("numbered_version", 1)).content.decode()
    assert (second.number, second.note) == (2, note)
    assert "Corrected words" in newest
    assert "Version 2: The number of seats" in newest
    assert "hard questions" in oldest
    assert "There is a newer version of this report" in oldest
    assert reader.get(url("numbered_version_pdf", 1)).content != reader.get(url("version_pdf")).content


def test_version_that_does_not_exist_is_not_found(report, admin, client_for):
    published_report(report, by=admin)
    assert client_for(None).get(url("numbered_version", 2)).status_code == 404


def test_draft_shows_on_no_public_page(report, write, client_for, member):
    write(report, "foreword", text="<p>Secret words</p>")
    for reader in (None, member):
        listing = client_for(reader).get(reverse("reports:list", args=["halton"])).content.decode()
        assert "Annual report 2012/13" not in listing
        assert client_for(reader).get(url("version")).status_code == 404


def test_versions_are_kept_in_history(report, made, admin):
    version = publish_report(report=made(report), by=admin, at=NOON, on=TODAY)
    assert version.history.count() == 1


@pytest.mark.parametrize("reports", [1, 36])
def test_list_costs_the_same_for_one_report_as_for_many(
    partnership, admin, officer, client_for, django_assert_num_queries, reports
):
    for year in range(2026, 2026 - reports, -1):
        report = AnnualReport.objects.create(partnership=partnership, year=year, title=f"Annual report {year}")
        published_report(report, by=admin)
    client = client_for(officer)
    with django_assert_num_queries(6):
        client.get(reverse("reports:list", args=["halton"]))


@pytest.mark.parametrize("rows", [1, 30])
def test_report_is_assembled_with_the_same_number_of_queries_however_much_there_is(
    report, board, django_assert_num_queries, rows
):
    partnership = report.partnership
    group = factories.TopicGroupFactory(partnership=partnership)
    for number in range(1, rows + 1):
        seat = factories.SeatFactory(body=board, number=number)
        factories.SeatHoldingFactory(seat=seat, organisation__partnership=partnership)
        factories.MeetingFactory(body=board, held_on=date(2012, 9, 3), summary_due_on=date(2012, 9, 10), status="held")
        factories.AchievementFactory(partnership=partnership, happened_on=date(2012, 9, 1), happened_precision="day")
        one = factories.RecommendationFactory(topic_group=group, partnership=partnership, number=number)
        factories.ProgressUpdateFactory(recommendation=one, reported_on=date(2012, 9, 1))
        measure = factories.MeasureFactory(partnership=partnership)
        for year in (2011, 2012):
            factories.ResultFactory(measure=measure, year=year)
    report = AnnualReport.objects.select_related("partnership").get(pk=report.pk)
    with django_assert_num_queries(31):
        assert assemble(report, on=TODAY).html
