"""What was adopted stands apart from what was only proposed."""

from datetime import date

import pytest
from django.urls import reverse

from boards.models import Priority, Strategy
from tests import factories


def add(world, code, status, starts_on, ends_on=None):
    return Strategy.objects.create(
        partnership=world.partnership, code=code, name=code, status=status, starts_on=starts_on, ends_on=ends_on
    )


@pytest.fixture
def strategies(world):
    add(world, "first", "adopted", date(2006, 4, 1), date(2011, 3, 31))
    add(world, "third", "adopted", date(2011, 4, 1))
    add(world, "idea", "proposed", date(2005, 11, 9))


@pytest.mark.parametrize(("on", "in_force"), [("2011-03-31", ["first"]), ("2011-04-01", ["third"])])
def test_strategy_in_force_is_that_of_the_day(on, in_force, strategies, client_for):
    context = client_for(None).get(reverse("boards:strategies", args=["halton"]), {"on": on}).context
    adopted, proposed, _ = context["groups"]
    assert [one.code for one in adopted.strategies if one.pk in context["in_force"]] == in_force
    assert [one.code for one in proposed.strategies] == ["idea"]


def test_proposal_is_never_said_to_be_in_force(strategies, client_for):
    page = client_for(None).get(reverse("boards:strategy", args=["halton", "idea"])).text
    assert "Not a decision of the partnership." in page
    assert "Put forward" in page
    assert "in force" not in page.split("</h1>")[1].split("</dl>")[0].replace("was in force on the day", "")


@pytest.mark.parametrize("rows", [1, 100])
def test_pages_of_strategies_cost_the_same_for_one_row_and_for_a_hundred(
    rows, world, client_for, django_assert_num_queries
):
    strategy = add(world, "scs", "adopted", date(2011, 4, 1))
    for number in range(rows):
        add(world, f"other-{number}", "proposed", date(2011, 4, 1))
        theme = Priority.objects.create(
            strategy=strategy, code=f"{number}", kind="theme", position=number, name="A", starts_on=date(2011, 4, 1)
        )
        Priority.objects.create(
            strategy=strategy,
            code=f"{number}.1",
            kind="sub-theme",
            position=1,
            name="B",
            parent=theme,
            starts_on=date(2011, 4, 1),
        )
    client = client_for(None)
    with django_assert_num_queries(3):
        client.get(reverse("boards:strategies", args=["halton"]))
    with django_assert_num_queries(7):
        client.get(reverse("boards:strategy", args=["halton", "scs"]))


def test_people_of_a_body_stand_with_the_chair_on_top(world, client_for):
    for name, position in (("Ann", "member"), ("Bob", "vice-chair"), ("Cid", "chair")):
        person = factories.PersonFactory(partnership=world.partnership, name=name)
        factories.AppointmentFactory(person=person, body=world.ssp, position=position)
    context = client_for(None).get(reverse("boards:body", args=["halton", "ssp"])).context
    assert [one.fact.person.name for one in context["appointments"]] == ["Cid", "Bob", "Ann"]
