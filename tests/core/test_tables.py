"""What ``core.tables`` writes must be what django-tables2 itself would write."""

from datetime import date

import django_tables2 as tables
import pytest
from django.db.models import Count
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html

from boards.models import Body
from core.tables import Listing, PreparedData, rows_of
from tests.factories import BodyFactory

LINK = {"td": {"class": "app-numeric"}}


class Kinds(tables.Table):
    """A column of each kind that a list may have."""

    name = tables.Column(attrs=LINK)
    kind = tables.Column()
    theme = tables.Column(default="no theme")
    by_value = tables.Column(accessor="name")
    by_record = tables.Column(accessor="name")
    by_both = tables.Column(accessor="name")
    by_all = tables.Column(accessor="name")
    made = tables.Column(empty_values=())
    over_there = tables.Column(accessor="partnership__name")
    linked = tables.Column(accessor="code", linkify=lambda record: f"/{record.code}/")
    in_template = tables.TemplateColumn("<b>{{ record.code }}</b>", accessor="code")
    day = tables.Column(accessor="starts_on")
    missing = tables.Column(accessor="nothing_of_that_name")

    def render_by_value(self, value):
        return value.upper()

    def render_by_record(self, record):
        return format_html("<i>{}</i>", record.name)

    def render_by_both(self, value, record):
        return f"{record.code}: {value}"

    def render_by_all(self, **given):
        return given["bound_column"].name

    def render_made(self):
        return "made"


@pytest.fixture
def bodies(db):
    return [
        BodyFactory(name="Safer <Halton>", theme="", starts_on=date(2006, 4, 1)),
        BodyFactory(name=" & Others", theme="Health", starts_on=None, starts_precision="unknown"),
    ]


def test_rows_say_what_the_library_would_say(bodies):
    table = Kinds(bodies)
    for row, cells in zip(table.paginated_rows, rows_of(table), strict=True):
        library = [conditional_escape(localize(cell)) for cell in row]
        assert len(library) == 13
        assert [part.partition(">")[2] for part in cells.split("</td>")[:-1]] == library


def test_rows_escape_what_people_typed(bodies):
    cells = next(rows_of(Kinds(bodies)))
    assert cells.startswith('<td class="govuk-table__cell app-numeric">Safer &lt;Halton&gt;</td>')
    assert "<i>Safer &lt;Halton&gt;</i>" in cells


class Bodies(Listing):
    name = tables.Column()
    code = tables.Column()


def page_of(rows, key, **wanted):
    table = Bodies(PreparedData(rows, key), **wanted)
    table.paginate(page=1)
    return [row.record.code for row in table.paginated_rows], table.paginator.count


@pytest.mark.django_db
def test_rows_of_a_prepared_list_are_asked_for_anew_and_in_the_order_of_the_columns(django_assert_num_queries):
    rows, key = Body.objects.order_by("pk"), ("bodies of this test",)
    assert page_of(rows, key) == ([], 0)
    board, group = BodyFactory(name="Board", code="b"), BodyFactory(name="Group", code="a")
    with django_assert_num_queries(2):
        assert page_of(rows, key) == ([board.code, group.code], 2)
    assert page_of(rows, key, order_by="code") == (["a", "b"], 2)
    assert page_of(rows, key, order_by="-code") == (["b", "a"], 2)
    assert page_of(rows, key) == (["b", "a"], 2)
    counted = rows.annotate(number=Count("names"))
    assert page_of(counted, ("counted", *key)) == (["b", "a"], 2)
