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


def test_officer_keeps_a_strategy_with_its_priorities(client_for, world):
    officer, place = client_for(world.officer), [world.partnership.slug]
    officer.post(
        reverse("boards:strategy_add", args=place),
        {"name": "A vision for 2030", "status": "adopted", "starts_on": "2026", "ends_on": "31 3 2029"},
    )
    strategy = Strategy.objects.get(code="a-vision-for-2030")
    assert (str(strategy.starts_on), str(strategy.ends_on)) == ("2026-01-01", "2029-03-31")
    add = reverse("boards:priority_add", args=[*place, strategy.code])
    assert officer.get(add).context["form"]["position"].value() == 1
    officer.post(add, {"name": "Health", "position": "1"})
    health = Priority.objects.get(name="Health")
    officer.post(add, {"name": "Growing older", "position": "2", "parent": str(health.pk)})
    below = Priority.objects.get(name="Growing older")
    assert [(one.code, one.kind, one.parent) for one in (health, below)] == [
        ("health", "priority", None),
        ("growing-older", "theme", health),
    ]
    edit = reverse("boards:priority_edit", args=[*place, strategy.code, health.pk])
    page = officer.post(edit, {"name": "Health", "position": "1", "parent": str(below.pk)})
    assert page.context["form"].errors.keys() == {"parent"}
