from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from core.choices import Precision
from recommendations.models import Owner, RecommendationOwner
from recommendations.services.owners import (
    add_owner,
    body_problem,
    organisation_problem,
    owners_seen,
    set_owners,
)
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def add(partnership, officer):
    def make(name, **given):
        return add_owner(owner=Owner(partnership=partnership, name=name, **given), by=officer)

    return make


@pytest.fixture
def send(client_for, officer, partnership):
    """Send the form of a new owner, or of ``owner``, and return its errors; None where it was saved."""

    def press(name, owner=None, **given):
        url = address("owner_edit", partnership.slug, owner.pk) if owner else address("owner_add", partnership.slug)
        answer = client_for(officer).post(url, {"name": name} | {key: one.pk for key, one in given.items()})
        return answer.context["form"].errors if answer.status_code == 200 else None

    return press


@pytest.fixture
def put(officer):
    """Say who answers for a recommendation: ``put(one, "PPB members", owner)``."""

    def make(recommendation, *owners):
        lines = [
            RecommendationOwner(position=row, **({"printed_as": one} if isinstance(one, str) else {"owner": one}))
            for row, one in enumerate(owners, 1)
        ]
        return set_owners(recommendation=recommendation, lines=lines, on=TODAY, by=officer)

    return make


@pytest.fixture
def ended(partnership):
    """A body that ended with March 2012 and was followed by another."""
    old = factories.BodyFactory(partnership=partnership, name="Old SSP", ends_on=date(2012, 3, 31))
    new = factories.BodyFactory(partnership=partnership, name="New SSP", starts_on=date(2012, 4, 1))
    old.changes.create(kind="replaced", successor=new, happened_on=date(2012, 4, 1))
    return old


def refusal_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.field, str(refused.value)


# The list of owners


def test_owner_is_listed_without_the_words_that_vary(add, board):
    owner = add("Policy and Strategy support", body=board)
    assert (owner.name, owner.code, owner.body) == ("Policy and Strategy", "policy-and-strategy", board)


def test_same_owner_in_another_spelling_is_refused(add, send):
    add("Policy and Strategy staff")
    assert send("POLICY and  strategy support") == {
        "name": ["“POLICY and strategy support” is on the list already, as “Policy and Strategy”"]
    }


def test_name_that_looks_like_another_is_refused_beside_a_recommendation(ask, add, put):
    add("Policy and Strategy")
    field, sentence = refusal_of(put, ask(1), "PPB", "Policy & Strategy")
    assert (field, "looks like “Policy and Strategy”" in sentence) == ("row-2", True)


def test_codes_of_owners_are_their_own(add):
    factories.OwnerFactory(partnership=add("One").partnership, name="Elsewhere named", code="two")
    assert add("Two").code == "two-2"
    assert add("Два").code == "owner"


def test_owner_that_keeps_its_body_may_be_renamed_though_the_body_has_ended(send, ended):
    owner = factories.OwnerFactory(partnership=ended.partnership, name="SSP", body=ended)
    assert send("Old group", owner=owner, body=ended) is None
    owner.refresh_from_db()
    assert (owner.name, owner.body) == ("Old group", ended)


def test_owner_stands_for_one_only(send, board, partnership):
    errors = send("Both", body=board, organisation=factories.OrganisationFactory(partnership=partnership))
    assert errors == {"organisation": ["Choose a board or an organisation, not both"]}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, ""),
        ({"ends_on": TODAY}, ""),
        ({"is_proposed": True}, "Body is only proposed: choose a body that exists"),
        ({"ends_on": date(2012, 3, 31)}, "Body ended on 31 March 2012: choose who answers now"),
        (
            {"ends_on": date(2011, 12, 31), "ends_precision": Precision.YEAR},
            "Body ended in 2012: choose who answers now",
        ),
        (
            {"ends_on": date(2012, 3, 1), "ends_precision": Precision.UNKNOWN},
            "Body was last on record in 2012: choose who answers now",
        ),
        ({"starts_on": date(2027, 4, 1)}, "Body begins only on 1 April 2027"),
        ({"starts_on": date(2027, 4, 1), "starts_precision": Precision.UNKNOWN}, ""),
    ],
)
def test_body_that_is_not_there_cannot_answer(partnership, given, problem):
    body = factories.BodyFactory(partnership=partnership, name="Body", **given)
    assert body_problem(body, on=TODAY) == problem


def test_body_that_has_ended_is_refused_with_its_successor(send, ended):
    assert send("SSP", body=ended) == {
        "body": ["Old SSP ended on 31 March 2012 and was followed by New SSP: choose that"]
    }


def test_organisation_that_was_succeeded_is_refused_with_its_successor(send, partnership):
    new = factories.OrganisationFactory(partnership=partnership, name="Integrated Care Board")
    old = factories.OrganisationFactory(partnership=partnership, name="Primary Care Trust", successor=new)
    asked = "Primary Care Trust has been followed by Integrated Care Board: choose that"
    assert send("Health", organisation=old) == {"organisation": [asked]}
    seat = factories.SeatFactory(body__partnership=partnership)
    factories.SeatHoldingFactory(seat=seat, organisation=old, ends_on=date(2013, 3, 31))
    assert organisation_problem(old) == (
        "Primary Care Trust has been followed by Integrated Care Board since 1 April 2013: choose that"
    )
    assert organisation_problem(new) == ""


# The owners of a recommendation


def test_owners_stand_in_their_order_as_they_are_printed(ask, add, officer):
    recommendation, policy = ask(1), add("Policy and Strategy")
    lines = [
        RecommendationOwner(printed_as="PPB members", is_lead=True),
        RecommendationOwner(printed_as="Policy and Strategy support"),
    ]
    set_owners(recommendation=recommendation, lines=lines, on=TODAY, by=officer)
    found = recommendation.owner_lines.order_by("position")
    assert [(one.position, one.owner.name, one.printed_as, one.is_lead) for one in found] == [
        (1, "PPB", "PPB members", True),
        (2, "Policy and Strategy", "Policy and Strategy support", False),
    ]
    assert found[1].owner == policy
    assert Owner.objects.count() == 2


def test_owners_replace_those_before(ask, put):
    recommendation = ask(1)
    put(recommendation, "PPB", "Board")
    put(recommendation, "Board")
    assert [(one.printed_as, one.position) for one in recommendation.owner_lines.all()] == [("Board", 1)]


def test_lead_passes_from_one_to_another_and_who_stays_keeps_their_line(ask, officer):
    recommendation = ask(1)

    def put(*lines):
        made = [RecommendationOwner(printed_as=name, is_lead=is_lead) for name, is_lead in lines]
        return set_owners(recommendation=recommendation, lines=made, on=TODAY, by=officer)

    first, second = put(("PPB", True), ("Board", False))
    put(("PPB", False), ("Board", True))
    assert [(one.pk, one.is_lead) for one in recommendation.owner_lines.order_by("position")] == [
        (first.pk, False),
        (second.pk, True),
    ]
    put(("PPB", False), ("Board", True))
    assert second.history.count() == 2


def test_owners_that_somebody_else_has_changed_are_not_replaced_unseen(client_for, officer, ask, put):
    recommendation = ask(1)
    url = address("owners_edit", "halton", recommendation.pk)
    typed = {"printed_1": "Board", "rows": "3", "lead": "", "seen": owners_seen(recommendation)}
    put(recommendation, "PPB")
    form = client_for(officer).post(url, typed).context["form"]
    assert form.non_field_errors() == [
        "Somebody else has changed who answers for it meanwhile: it is now PPB. If this is right, save again"
    ]
    client_for(officer).post(url, typed | {"asked": form["asked"].value()})
    assert [one.printed_as for one in recommendation.owner_lines.all()] == ["Board"]


def test_owners_refuse_what_is_there_twice_in_any_spelling(ask, put):
    assert refusal_of(put, ask(1), "PPB", "PPB members") == ("row-2", "PPB is there twice: take one of the two out")


def test_owner_that_has_ended_is_refused_and_one_that_was_there_before_stays(ask, put, ended):
    recommendation = ask(1)
    gone = factories.OwnerFactory(partnership=ended.partnership, name="SSP", body=ended)
    problem = "Old SSP ended on 31 March 2012 and was followed by New SSP: choose that"
    assert refusal_of(put, recommendation, "PPB", gone) == ("row-2", problem)
    factories.RecommendationOwnerFactory(recommendation=recommendation, owner=gone)
    assert [str(one) for one in put(recommendation, "PPB", gone)] == ["PPB", "SSP"]


def test_two_leads_are_refused(ask, officer):
    lines = [RecommendationOwner(printed_as=name, is_lead=True) for name in ("PPB", "Board")]
    with pytest.raises(Refused, match="Choose one that leads"):
        set_owners(recommendation=ask(1), lines=lines, on=TODAY, by=officer)


# Pages


def address(name, *args):
    return reverse(f"recommendations:{name}", args=args)


def test_officer_says_who_answers_and_the_list_finds_both_spellings(client_for, officer, partnership, ask, add):
    policy = add("Policy and Strategy")
    one, two = ask(1), ask(2)
    client = client_for(officer)
    first = {"owner_1": str(policy.pk), "printed_1": "Policy and Strategy staff", "place_1": "2"}
    second = {"printed_2": "PPB members", "place_2": "1", "lead": "2", "rows": "3", "seen": ""}
    answer = client.post(address("owners_edit", partnership.slug, one.pk), first | second, follow=True)
    assert "PPB members, Policy and Strategy staff now answers for recommendation 1." in answer.content.decode()
    client.post(
        address("owners_edit", partnership.slug, two.pk),
        {"printed_1": "policy and strategy SUPPORT", "lead": "", "rows": "3", "seen": ""},
    )
    listed = client.get(address("list", partnership.slug), {"owner": policy.code, "sort": "number"})
    assert [row.number for row in listed.context["page"]] == [1, 2]
    page = client.get(one.get_absolute_url()).content.decode()
    assert page.index("PPB members") < page.index("Policy and Strategy staff")
    assert page.count(">Lead owner<") == 1


def test_form_keeps_what_was_typed_when_it_refuses_and_when_it_grows(client_for, officer, partnership, ask, ended):
    gone = factories.OwnerFactory(partnership=partnership, name="SSP", body=ended)
    client, url = client_for(officer), address("owners_edit", partnership.slug, ask(1).pk)
    typed = {"owner_1": str(gone.pk), "printed_1": "SSP chair", "printed_3": "PPB", "lead": "3", "rows": "3"}
    refused = client.post(url, typed).content.decode()
    assert "Old SSP ended on 31 March 2012 and was followed by New SSP: choose that" in refused
    assert 'href="#id_owner_1"' in refused
    assert 'value="SSP chair"' in refused
    longer = client.post(url, typed | {"more": "1"})
    text = longer.content.decode()
    assert [row.number for row in longer.context["form"].rows] == [1, 2, 3, 4, 5, 6]
    assert 'value="SSP chair"' in text
    assert 'value="PPB"' in text
    assert [row.leads for row in longer.context["form"].rows] == [False, False, True, False, False, False]
    assert not partnership.recommendations.get().owner_lines.exists()


def test_row_without_an_owner_cannot_lead(client_for, officer, partnership, ask):
    url = address("owners_edit", partnership.slug, ask(1).pk)
    for lead in ("2", "99", "x"):
        answer = client_for(officer).post(url, {"printed_1": "PPB", "lead": lead, "rows": "3"})
        assert "Choose a row with an owner as the one that leads, or nobody" in answer.content.decode()


def test_officer_adds_an_owner_that_looks_like_another_after_saying_so(client_for, officer, partnership, add):
    add("Policy and Strategy")
    client, url = client_for(officer), address("owner_add", partnership.slug)
    asked = client.post(url, {"name": "Policy & Strategy"})
    assert "looks like “Policy and Strategy”" in asked.content.decode()
    client.post(url, {"name": "Policy & Strategy", "asked": asked.context["form"]["asked"].value()})
    assert list(Owner.objects.values_list("name", flat=True)) == ["Policy & Strategy", "Policy and Strategy"]


def test_list_of_owners_says_whom_they_stand_for_and_who_is_gone(client_for, officer, partnership, ended, ask):
    gone = factories.OwnerFactory(partnership=partnership, name="SSP", code="ssp", body=ended)
    factories.RecommendationOwnerFactory(recommendation=ask(1), owner=gone)
    told = client_for(officer).get(address("owners", partnership.slug)).content.decode()
    assert "Old SSP ended on 31 March 2012 and was followed by New SSP: choose that" in told
    assert "?owner=ssp" in told


@pytest.mark.parametrize("rows", [1, 49])
def test_list_of_owners_costs_the_same_for_many(
    rows, client_for, officer, partnership, ended, django_assert_num_queries
):
    successor = factories.OrganisationFactory(partnership=partnership)
    for _ in range(rows):
        body = factories.BodyFactory(partnership=partnership, ends_on=date(2012, 3, 31))
        body.changes.create(kind="merged", successor=ended, happened_on=date(2012, 4, 1))
        factories.OwnerFactory(partnership=partnership, body=body)
        old = factories.OrganisationFactory(partnership=partnership, successor=successor)
        factories.OwnerFactory(partnership=partnership, organisation=old)
    client = client_for(officer)
    client.get(address("owners", partnership.slug))
    with django_assert_num_queries(10):
        client.get(address("owners", partnership.slug))
