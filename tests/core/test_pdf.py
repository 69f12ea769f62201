import gc
import io
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from pypdf import PdfReader

from core import pdf
from tests import factories
from tests.papers import accessibility_errors, bookmarks, tagged

PAGE = """{% extends "pdf/base.html" %}
{% load components %}
{% block cover %}
{% include "pdf/cover.html" with kicker=running_head period="2012/13" title="Annual report" %}{% endblock %}
{% block contents %}{% include "pdf/contents.html" %}{% endblock %}
{% block body %}
<section class="chapter" id="foreword"><h1>Foreword</h1><p class="lead">What we did.</p>
  <p>With a <a href="/halton/">link to the portal</a>.</p></section>
<section class="chapter landscape" id="progress"><h1>Progress</h1><h2>Recommendations</h2>
  <table><caption>By whom</caption><thead><tr>
  <th scope="col">Action</th><th scope="col">By whom</th><th scope="col">Status</th></tr></thead>
  <tbody>{% for row in rows %}<tr><th scope="row">Action {{ row }}</th>
  <td>Board</td>
  <td>{% tag "In progress" "blue" %}</td></tr>{% endfor %}</tbody></table>
  <svg width="9" height="9" aria-hidden="true"><rect width="9" height="9"/></svg>
  <svg width="90" height="9" role="img"><title>Seven of ten</title><rect width="63" height="9"/></svg></section>
<section class="chapter"><h1>Who met</h1>
  <table class="facts"><tr><th scope="row">Held</th><td>16 November 2026</td></tr></table></section>
{% endblock %}"""
CONTEXT = {
    "title": "Annual report 2012/13",
    "language": "en-GB",
    "author": "Partnership office",
    "running_head": "Example Partnership",
    "example_note": "All of it is made up.",
    "chapters": [{"id": "foreword", "title": "Foreword"}, {"id": "progress", "title": "Progress"}],
    "rows": range(40),
}


@pytest.fixture(scope="module")
def paper():
    html = engines["django"].from_string(PAGE).render(CONTEXT)
    return pdf.paper_from_html(html, accent="#8a1c4a")


@pytest.fixture(scope="module")
def reader(paper):
    return PdfReader(io.BytesIO(paper.content))


def test_paper_has_title_language_and_author(reader):
    assert reader.metadata.title == "Annual report 2012/13"
    assert reader.metadata.author == "Partnership office"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_paper_has_bookmarks_from_its_headings(reader):
    assert bookmarks(reader) == ["Annual report", "Contents", "Foreword", "Progress", ["Recommendations"], "Who met"]


def test_paper_has_running_head_foot_and_page_numbers(paper, reader):
    assert paper.pages == len(reader.pages)
    assert "page 1" not in reader.pages[0].extract_text()
    text = reader.pages[2].extract_text()
    assert "Example Partnership" in text
    assert "Annual report 2012/13 · Example, partly made up" in text
    assert f"page 3 of {paper.pages}" in text


def test_paper_has_contents_with_page_numbers(reader):
    assert reader.pages[1].extract_text().startswith("Contents\nForeword 3\nProgress 4\n")


def test_paper_turns_a_wide_section(reader):
    widths = [round(page.mediabox.width) > round(page.mediabox.height) for page in reader.pages]
    assert widths[:4] == [False, False, False, True]
    assert widths[-1] is False


def test_paper_repeats_the_heads_of_a_table(reader):
    pages_with_rows = ["Action" in page.extract_text() for page in reader.pages]
    assert pages_with_rows == [False, False, False, True, True, True, False]
    assert ["Status" in page.extract_text() for page in reader.pages] == pages_with_rows


def test_paper_tells_columns_from_rows(reader):
    cells = tagged(reader, "/TH")
    scopes = [cell["/A"]["/Scope"] for cell in cells]
    # Three heads on each of three pages; forty rows, and one fact at the end.
    assert (scopes.count("/Column"), scopes.count("/Row")) == (9, 41)


def test_paper_gives_words_to_pictures_and_hides_decoration(reader):
    figures = tagged(reader, "/Figure")
    assert [figure["/Alt"] for figure in figures] == ["Seven of ten"]


def test_paper_links_lead_to_the_portal(reader):
    addresses = [annotation.get_object()["/A"]["/URI"] for annotation in reader.pages[2]["/Annots"]]
    assert addresses == [f"{settings.BASE_URL}/halton/"]


def test_paper_passes_the_checkers(paper):
    assert accessibility_errors(paper.content) == []


def test_paper_is_the_same_for_the_same_page():
    html = "<!doctype html><html lang=en><title>T</title><h1>T</h1><p>text</p>"
    assert pdf.paper_from_html(html).content == pdf.paper_from_html(html).content


def test_paper_turns_the_garbage_collector_on_again():
    pdf.paper_from_html("<!doctype html><html lang=en><title>T</title><p>text</p>")
    assert gc.isenabled() is True


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "https://example.org/x.png", "data:text/css,p{}", "/static/../manage.py", "/x.png"],
)
def test_paper_fetches_nothing_but_static_files(address):
    url = address if ":" in address else f"{settings.BASE_URL}{address}"
    with pytest.raises(Exception, match=r"static files|safe|outside|located"):
        pdf.static_files_only().fetch(url)


def test_paper_shows_a_picture_that_the_page_holds(partnership):
    logo = factories.add_picture(partnership).picture_in_page
    assert pdf.static_files_only().fetch(logo).headers["Content-Type"] == "image/png"
    with pytest.raises(ValueError, match="is not one of the portal's static files"):
        pdf.static_files_only().fetch(logo.replace("image/png", "image/svg+xml"))


def test_paper_fetches_static_files():
    response = pdf.static_files_only().fetch(f"{settings.BASE_URL}/static/css/print.css")
    assert response.read() == Path(settings.BASE_DIR, "static/css/print.css").read_bytes()


def test_paper_refuses_an_accent_that_is_no_colour():
    with pytest.raises(ValueError, match="is not a colour"):
        pdf.paper_from_html("<p>x</p>", accent="red;} body{display:none")


def test_missing_system_libraries_are_named(monkeypatch):
    class Without:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    pdf._weasyprint.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Without(), *sys.meta_path])
    with pytest.raises(pdf.PdfUnavailable, match=re.escape(pdf.SYSTEM_PACKAGES)):
        pdf.paper_from_html("<!doctype html><title>T</title>")
    monkeypatch.undo()
    pdf._weasyprint.cache_clear()


def test_print_sheet_stays_small():
    assert Path(settings.BASE_DIR, "static/css/print.css").stat().st_size <= 4096
