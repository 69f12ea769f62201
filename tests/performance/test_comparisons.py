"""Measures beside those of others: whom, for which years, in the table and in the chart; targets that are changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core.rules.dates import FinancialYear
from performance.models import Comparator, Comparison, Measure
from performance.standing import standing_of
from reports.assembly.measures import read_measures
from reports.rules import ReportedYear
from tests import factories

D = Decimal


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


def url(world, name, *args):
    return reverse(f"performance:{name}", args=[world.partnership.slug, *args])


def measured(world, **figures):
    """A measure with its own figures of 2023 to 2025."""
    measure = factories.MeasureFactory(partnership=world.partnership, unit="%", **figures)
    for year, value in ((2023, "60"), (2024, "62"), (2025, "64.5")):
        factories.ResultFactory(measure=measure, year=year, value=D(value))
    return measure


def compared(measure, **figures):
    """``England={2024: "70"}``: the figures of others."""
    for place, (name, of_years) in enumerate(figures.items()):
        one = measure.partnership.comparators.create(code=name.lower(), name=name, kind="nation", sort_order=place)
        for year, value in of_years.items():
            measure.comparisons.create(comparator=one, year=year, value=D(value))


def standing(up_to=2026):
    return standing_of(Measure.objects.with_results(up_to=up_to).with_comparisons(up_to=up_to).get(), awaited_by=up_to)


def test_officer_adds_a_comparator_and_its_figure_which_everyone_reads(officer, client, world):
    measure = measured(world)
    page = officer.get(measure.get_absolute_url()).text
    assert "No figures to compare with yet." in page
    assert url(world, "comparison_add", measure.code) not in page  # there is nobody to compare with
    officer.post(url(world, "comparator_add"), {"name": "England", "kind": "nation", "sort_order": "1"})
    assert "England" in officer.get(url(world, "comparators")).text
    assert url(world, "comparison_add", measure.code) in officer.get(measure.get_absolute_url()).text
    sent = {"comparator": Comparator.objects.get().pk, "year": "2025", "value": "71.2%", "source": "ONS"}
    answer = officer.post(url(world, "comparison_add", measure.code), sent)
    assert answer["Location"] == f"{measure.get_absolute_url()}#comparisons"
    page = " ".join(client.get(measure.get_absolute_url()).text.split())
    assert "In 2025: England 71.2%." in page
    assert '<td class="govuk-table__cell" data-label="England">' in page
    assert "Compared with others" in page
    assert url(world, "comparison_edit", measure.code, Comparison.objects.get().pk) not in page


def test_page_without_comparisons_says_nothing_of_them_to_the_public(client, world):
    assert "Compared with others" not in client.get(measured(world).get_absolute_url()).text


def test_table_has_each_year_of_others_and_gaps_where_there_is_no_figure(world):
    measure = measured(world)
    compared(measure, England={2024: "70", 2025: "71.2"}, Knowsley={2021: "50"})
    found = standing()
    assert found.comparators == ["England", "Knowsley"]
    assert [(year, own, [text for _, _, text in theirs]) for year, own, theirs in found.compared] == [
        (2025, "64.5%", ["71.2%", ""]),
        (2024, "62.0%", ["70.0%", ""]),
        (2021, "", ["", "50.0%"]),
    ]
    assert standing(up_to=2024).compared_text == "England 70.0%"


def test_chart_draws_those_who_have_figures_of_its_years_and_says_them(world):
    measure = measured(world)
    compared(measure, England={2024: "70", 2025: "71.2"}, Knowsley={2021: "50"}, Region={2023: "90"})
    chart = standing().chart
    assert [(one.name, len(one.paths), len(one.spots)) for one in chart.others] == [("England", 1, 2), ("Region", 0, 1)]
    assert len({one.dashes for one in chart.others}) == 2
    assert "England: 2023: no figure; 2024: 70.0%; 2025: 71.2%" in chart.words
    assert max(spot[1] for one in chart.others for spot in one.spots) <= chart.height


def test_second_figure_of_a_year_is_refused(officer, world):
    measure = measured(world)
    compared(measure, England={2025: "70"})
    sent = {"comparator": Comparator.objects.get().pk, "year": "2025", "value": "71"}
    form = officer.post(url(world, "comparison_add", measure.code), sent).context["form"]
    assert form.errors == {"year": ["There is a figure of England for 2025 already: change that one"]}


def test_comparator_of_another_partnership_is_refused(officer, world):
    measure = measured(world)
    theirs = world.elsewhere.comparators.create(code="x", name="X", kind="place")
    sent = {"comparator": theirs.pk, "year": "2025", "value": "71"}
    form = officer.post(url(world, "comparison_add", measure.code), sent).context["form"]
    assert form.errors == {"comparator": ["Select whose figure it is"]}


def test_comparator_with_figures_is_not_removed(officer, world):
    compared(measured(world), England={2025: "70"})
    answer = officer.post(url(world, "comparator_remove", Comparator.objects.get().pk))
    assert (answer.status_code, Comparator.objects.count()) == (409, 1)
    assert "1 figure to compare with" in answer.text


def test_annual_report_says_and_draws_them(world):
    compared(measured(world), England={2024: "70", 2025: "71.2"})
    [one] = read_measures(world.partnership, ReportedYear(FinancialYear(2025), as_at=date(2026, 3, 31))).moved
    assert (one.standing.compared_text, [line.name for line in one.chart.others]) == ("England 71.2%", ["England"])


def test_target_is_changed_with_a_reason_that_everyone_reads(officer, client, world):
    measure = measured(world)
    target = measure.targets.create(year=2025, low=60)
    address = url(world, "target_edit", measure.code, target.pk)
    assert "reason" not in officer.get(url(world, "target_add", measure.code)).context["form"].fields
    sent = {"year": "2025", "low": "65"}
    assert officer.post(address, sent).context["form"].errors == {"reason": ["Enter why the target is changed"]}
    officer.post(address, sent | {"reason": "The grant was cut"})
    assert "Changed: The grant was cut" in client.get(measure.get_absolute_url()).text
    history = officer.get(reverse("office:history", args=["halton", "measures", measure.code])).text
    assert "The grant was cut" in history
