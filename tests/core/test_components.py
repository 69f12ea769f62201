from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import SafeString
from pytest_django.asserts import assertInHTML

from core.tags import tag
from core.templatetags.components import ActiveFilter, active_filters, other_parameters, page_links, query_with
from tests.core import gallery
from tests.reading import joined


def component(name, address="/", **context):
    return render_to_string(f"components/{name}.html", context, request=RequestFactory().get(address))


@pytest.fixture
def page(client, settings, db):
    settings.ROOT_URLCONF = "tests.core.gallery"
    settings.SECURE_SSL_REDIRECT = False

    def get(query=""):
        answer = client.get(f"/gallery/{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_tag_says_its_words_and_is_grey_unless_told():
    assert tag("Not started") == '<strong class="app-tag app-tag--grey">Not started</strong>'


def test_tag_escapes_what_it_is_given():
    safe, typed = SafeString("<i>new</i>"), "<i>new</i>"
    assert tag(safe, "red") == '<strong class="app-tag app-tag--red"><i>new</i></strong>'
    assert tag(typed, "red") == '<strong class="app-tag app-tag--red">&lt;i&gt;new&lt;/i&gt;</strong>'


def test_query_with_replaces_one_parameter_and_keeps_the_others():
    context = {"request": RequestFactory().get("/?status=open&page=2")}
    assert query_with(context, "page", 3) == "?status=open&page=3"
    assert query_with(context, "page") == "?status=open"


def test_other_parameters_keep_repeated_ones():
    context = {"request": RequestFactory().get("/?on=2012-03-01&owner=a&owner=b&page=2")}
    assert other_parameters(context, "on", "page") == [("owner", "a"), ("owner", "b")]


@pytest.mark.parametrize(
    ("number", "links"),
    [(1, [1, 2, None, 9]), (5, [1, None, 4, 5, 6, None, 9]), (9, [1, None, 8, 9])],
)
def test_page_links_leave_out_the_far_pages(number, links):
    assert page_links(Paginator(range(90), 10).page(number)) == links


def test_active_filters_are_told_in_words_with_the_address_without_them():
    address = "/?status=open&owner=Chamber&page=3&on=2012-03-01"
    request = RequestFactory().get(address)
    filters = gallery.Filters(request.GET, queryset=gallery.User.objects.none())
    assert active_filters({"request": request}, filters) == [
        ActiveFilter("Status", "In progress", "?owner=Chamber&on=2012-03-01"),
        ActiveFilter("Who answers for it", "Chamber", "?status=open&on=2012-03-01"),
    ]


def test_active_filters_are_none_where_nothing_was_asked():
    request = RequestFactory().get("/")
    assert active_filters({"request": request}, gallery.Filters({}, queryset=gallery.User.objects.none())) == []


def test_as_at_past_day_offers_today_and_keeps_the_filters():
    html = component("as_at", "/?on=2012-03-01&status=open&page=2", on=date(2012, 3, 1), today=date(2026, 11, 16))
    assertInHTML('<a class="govuk-link" href="?status=open&amp;page=2">Show today</a>', html)
    assertInHTML('<input type="hidden" name="status" value="open">', html)
    assert '<input type="hidden" name="page"' not in html
    assert 'value="1 March 2012"' in html


def test_as_at_today_says_so():
    html = component("as_at", on=date(2026, 11, 16), today=date(2026, 11, 16))
    assert "As at today" in joined(html)
    assert "Show today" not in html


def test_pagination_by_key_needs_no_page():
    html = component("pagination", next_url="?before=7")
    assert 'href="?before=7"' in html
    assert "Older" in html
    assert "Newer" not in html


def test_empty_pagination_draws_nothing():
    assert component("pagination", page=Paginator([1], 5).page(1)).strip() == ""


def test_table_names_its_columns_for_cards_and_says_how_it_is_sorted(page):
    html = page("?sort=-number")
    assert html.count('data-label="Title"') == 5
    assertInHTML('<span class="app-sort__state">sorted, descending</span>', html)
    assert html.count('aria-sort="descending"') == 1


def test_table_pages_keep_sort_and_filter(page):
    assert 'href="?sort=-number&amp;status=open&amp;page=2"' in page("?sort=-number&status=open")


def test_table_without_rows_says_what_would_be_here():
    html = component("table", table=gallery.Cards([]))
    assertInHTML('<h2 class="govuk-heading-s">No recommendations yet</h2>', html)


def test_table_escapes_its_cells_and_writes_nothing_as_a_dash():
    html = component("table", table=gallery.Wide([{"number": None, "title": "<b>"}]))
    assertInHTML('<td class="govuk-table__cell app-numeric">—</td>', html)
    assertInHTML('<td class="govuk-table__cell">&lt;b&gt;</td>', html)


def test_error_summary_links_every_error_to_its_field():
    html = component("error_summary", form=gallery.Question({}))
    assertInHTML('<li><a href="#id_title">Enter the title of the meeting</a></li>', html)
    assertInHTML('<li><a href="#id_kind">Choose a kind</a></li>', html)


def test_page_title_says_that_there_is_an_error(page):
    assertInHTML("<title>Error: Gallery – Partnership Portal</title>", page())


def test_bar_chart_says_in_a_table_what_it_draws(page):
    html = page()
    assertInHTML('<desc id="bar-desc">In progress 7, Needs follow-up 2</desc>', html)
    assertInHTML('<td class="govuk-table__cell govuk-table__cell--numeric">78%</td>', html)


def test_form_page_uses_the_forms_own_words(rf):
    request = rf.get("/")
    html = render_to_string(
        "components/form_page.html",
        {"form": gallery.Question(), "heading": "Add a meeting", "back_url": "/back", "submit_text": "Add the meeting"},
        request=request,
    )
    assertInHTML('<h1 class="govuk-heading-xl">Add a meeting</h1>', html)
    assertInHTML(
        '<button type="submit" class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">'
        "Add the meeting</button>",
        html,
    )
    assertInHTML('<a class="govuk-link" href="/back">Cancel</a>', html)


def test_query_string_of_the_page_is_never_changed():
    request = RequestFactory().get("/?page=2")
    query_with({"request": request}, "page", 3)
    assert request.GET.urlencode() == "page=2"
