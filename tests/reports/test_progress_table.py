"""The progress on recommendations as a paper."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.models import RenderedFile
from core.pdf import paper_from_html
from reports.printing import progress_table
from tests import factories
from tests.papers import accessibility_errors
from tests.reports.makers import TODAY


@pytest.fixture
def recommendations(partnership):
    group = factories.TopicGroupFactory(
        partnership=partnership, received_on=date(2012, 9, 1), received_precision="month"
    )
    made = []
    for number, status in ((1, "in-progress"), (2, "implemented"), (3, "in-progress")):
        one = factories.RecommendationFactory(
            partnership=partnership,
            topic_group=group,
            number=number,
            title=f"Ask {number}",
            explanation="First point\nSecond point",
            status=status,
            status_reason="So it is",
        )
        factories.ProgressUpdateFactory(recommendation=one, text=f"Done {number}", reported_on=date(2013, 10, 29))
        made.append(one)
    return made


@pytest.fixture
def ask(client_for):
    def post(**chosen):
        answer = client_for(None).post(reverse("reports:recommendations_pdf", args=["halton"]), chosen)
        paper = RenderedFile.objects.get()
        assert answer["Location"] == reverse("reports:paper", args=["halton", paper.token])
        return paper

    return post


def test_paper_has_the_rows_of_the_list_in_its_order(recommendations, ask):
    first, second, third = recommendations
    paper = ask(sort="number")
    assert paper.about["rows"] == [first.pk, second.pk, third.pk]
    assert (paper.about["on"], paper.about["chosen"], paper.is_public) == (paper.asked_at.date().isoformat(), "", True)


def test_paper_says_which_rows_were_chosen(recommendations, ask):
    paper = ask(status="implemented", on="29 10 2013")
    assert (paper.about["rows"], paper.about["on"]) == ([recommendations[1].pk], "2013-10-29")
    assert paper.about["chosen"] == "Status: Implemented"


def test_paper_is_another_once_there_is_news(recommendations, client_for):
    address = reverse("reports:recommendations_pdf", args=["halton"])
    first, same = (client_for(None).post(address)["Location"] for _ in range(2))
    factories.ProgressUpdateFactory(recommendation=recommendations[0], text="News", reported_on=date(2026, 11, 1))
    assert same == first
    assert client_for(None).post(address)["Location"] != first


def test_paper_of_a_wrong_date_is_of_today(recommendations, ask):
    paper = ask(on="the day before")
    assert paper.about["on"] == paper.asked_at.date().isoformat()


def test_paper_reads_back_with_five_columns_landscape(partnership, recommendations):
    html = progress_table.html(partnership, TODAY, [one.pk for one in recommendations], "")
    made = paper_from_html(html)
    page = PdfReader(BytesIO(made.content)).pages[0]
    text = page.extract_text()
    assert page.mediabox.width > page.mediabox.height
    columns = ("Action", "Explanation", "By whom", "Progress", "Status")
    assert [words for words in (*columns, "As at 23 November 2026", "page 1 of 1", "Done 3") if words not in text] == []
    assert accessibility_errors(made.content) == []


def test_paper_shows_what_was_known_on_its_day(partnership, recommendations):
    html = progress_table.html(partnership, date(2013, 1, 1), [one.pk for one in recommendations], "")
    assert "Done 1" not in html
    assert html.count("No progress reported yet") == 3
