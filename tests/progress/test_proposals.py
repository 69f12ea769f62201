from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from core.models import AuditEvent
from progress.models import StatusChange, StatusProposal
from progress.services.proposals import confirm_proposal, decline_proposal, owner_of, propose_status
from progress.services.status import change_status
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory
from tests.progress.factories import StatusProposalFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def fire(world):
    return factories.OwnerFactory(partnership=world.partnership, name="Fire Service")


def propose(recommendation, owner=None, to_status="implemented", **facts):
    given = {"reason": "All is in place", "evidence": "The report of May", "at": NOON} | facts
    return propose_status(recommendation=recommendation, to_status=to_status, owner=owner, **given)


def address(name, recommendation=None, partnership=None):
    slug = partnership.slug if partnership else recommendation.partnership.slug
    return reverse(name, args=[slug, recommendation.pk] if recommendation else [slug])


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"reason": " "}, "reason", "Enter why the status should change"),
        ({"evidence": " "}, "evidence", "Enter what shows that it is implemented"),
        ({"to_status": "not-started"}, "to_status", "Choose a status that differs from the present one"),
    ],
)
def test_proposal_is_refused(facts, field, words, ask, fire):
    with pytest.raises(Refused) as refusal:
        propose(ask(1), fire, **facts)
    assert (refusal.value.field, str(refusal.value)) == (field, words)


def test_no_status_is_proposed_for_what_is_closed(ask, fire):
    closed = MonitoringDecisionFactory(recommendation=ask(1)).recommendation
    with pytest.raises(Refused, match="a meeting has decided to stop monitoring it"):
        propose(closed, fire)


def test_newer_proposal_of_an_owner_replaces_the_waiting_one_and_others_wait(ask, fire):
    recommendation = ask(1)
    first = propose(recommendation, fire)
    again = propose(recommendation, fire)
    assert again == first
    newer = propose(recommendation, fire, "not-feasible", at=NOON + timedelta(seconds=5))
    first.refresh_from_db()
    assert (first.state, first.decision_note, newer.state) == ("declined", "replaced by a newer proposal", "waiting")
    other = factories.OwnerFactory(partnership=recommendation.partnership)
    with pytest.raises(Refused) as refusal:
        propose(recommendation, other)
    assert str(refusal.value) == (
        "Proposed by Fire Service on 23 November 2026: not feasible; not confirmed yet: wait for its answer"
    )


def test_confirmed_proposal_becomes_a_change_of_status(ask, fire, officer):
    recommendation = ask(1)
    proposal = propose(recommendation, fire)
    change = confirm_proposal(
        proposal=proposal, seen_status="not-started", confirmed_on=date(2026, 11, 20), by=officer, at=NOON
    )
    proposal.refresh_from_db()
    recommendation.refresh_from_db()
    assert (change.reason, change.evidence, change.changed_on) == (
        "All is in place",
        "The report of May",
        date(2026, 11, 20),
    )
    assert (proposal.state, proposal.change, recommendation.status) == ("confirmed", change, "implemented")
    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == [
        "recommendation.status_proposed",
        "recommendation.status_changed",
        "recommendation.proposal_confirmed",
    ]


def test_meeting_confirms_from_its_own_day(ask, fire, officer, ppb):
    meeting = factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 16))
    proposal = propose(ask(1), fire)
    change = confirm_proposal(proposal=proposal, seen_status="not-started", meeting=meeting, by=officer, at=NOON)
    proposal.refresh_from_db()
    assert (change.meeting, change.changed_on) == (meeting, date(2026, 11, 16))
    assert proposal.decision_note == "confirmed by Corporate PPB at its meeting of 16 November 2026"


def test_status_that_changed_meanwhile_is_named(ask, fire, officer):
    recommendation = ask(1)
    proposal = propose(recommendation, fire)
    change_status(
        recommendation=recommendation, to_status="in-progress", reason="Begun", changed_on=TODAY, by=officer, at=NOON
    )
    with pytest.raises(Refused) as refusal:
        confirm_proposal(proposal=proposal, seen_status="not-started", confirmed_on=TODAY, by=officer, at=NOON)
    assert str(refusal.value) == (
        "The status of recommendation 1 is “in progress” now: look at it, then confirm or decline"
    )
    confirm_proposal(proposal=proposal, seen_status="in-progress", confirmed_on=TODAY, by=officer, at=NOON)
    assert StatusChange.objects.count() == 2


def test_proposal_is_settled_once(ask, fire, officer):
    proposal = propose(ask(1), fire)
    decline_proposal(proposal=proposal, note="Two parts are missing", by=officer, at=NOON)
    with pytest.raises(Refused, match="recommendation 1 is no longer waiting: not confirmed"):
        confirm_proposal(proposal=proposal, seen_status="not-started", confirmed_on=TODAY, by=officer, at=NOON)


def test_member_speaks_for_the_owner_of_their_organisation_or_body(ask, world):
    recommendation = ask(1)
    organisation = factories.OrganisationFactory(partnership=world.partnership)
    by_organisation = factories.RecommendationOwnerFactory(
        recommendation=recommendation, owner__organisation=organisation
    ).owner
    by_body = factories.RecommendationOwnerFactory(recommendation=recommendation, owner__body=world.ppb).owner
    factories.PersonFactory(partnership=world.partnership, user=world.member, organisation=organisation)
    found = [owner_of(recommendation, user, at=NOON) for user in (world.member, world.ppb_member, world.officer)]
    assert found == [by_organisation, by_body, None]


def test_member_proposes_on_the_page_and_members_read_it_there(client_for, ask, world):
    recommendation = ask(1)
    data = {"to_status": "implemented", "reason": "All is in place", "evidence": ""}
    refused = client_for(world.member).post(address("progress:status_propose", recommendation), data)
    assert refused.context["form"].errors == {"evidence": ["Enter what shows that it is implemented"]}
    data["evidence"] = "The report of May"
    told = (
        client_for(world.member)
        .post(address("progress:status_propose", recommendation), data, follow=True)
        .content.decode()
    )
    assert "“implemented” is proposed. It becomes the status once the office confirms it." in told
    words = "Proposed by Partner Member on 23 November 2026: implemented; not confirmed yet."
    assert words in told
    assert words not in client_for(None).get(address("recommendations:detail", recommendation)).content.decode()


def test_officer_confirms_the_ticked_ones_at_a_meeting(client_for, ask, fire, officer, ppb, partnership):
    meeting = factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 16))
    first, _, third = (propose(ask(number), fire) for number in (1, 2, 3))
    url = address("progress:proposals", partnership=partnership)
    picked = [f"{one.pk}:not-started" for one in (first, third)]
    told = client_for(officer).post(url, {"proposals": picked, "meeting": meeting.pk}, follow=True).content.decode()
    assert "2 statuses confirmed." in told
    assert list(StatusProposal.objects.order_by("pk").values_list("state", flat=True)) == [
        "confirmed",
        "waiting",
        "confirmed",
    ]
    told = client_for(None).get(address("recommendations:detail", first.recommendation)).content.decode()
    assert "As proposed by Fire Service on 23 November 2026." in told
    assert "Corporate PPB, 16 November 2026" in told


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"confirmed_on": "23 11 2026"}, {"proposals": ["Tick the proposals that are confirmed"]}),
        (
            {"proposals": "picked"},
            {"confirmed_on": ["Enter the day from which the statuses hold, or choose a meeting"]},
        ),
        (
            {"proposals": "stale", "confirmed_on": "23 11 2026"},
            {"proposals": ["A proposal that you ticked was settled meanwhile, or the status has changed: look again"]},
        ),
        (
            {"proposals": "picked", "confirmed_on": "24 11 2026"},
            {"confirmed_on": ["Recommendation 1: The date of the change must be today or in the past"]},
        ),
    ],
)
def test_confirming_says_what_to_do(data, errors, client_for, ask, fire, officer, partnership):
    proposal = propose(ask(1), fire)
    values = {"picked": f"{proposal.pk}:not-started", "stale": f"{proposal.pk}:in-progress"}
    data = {name: values.get(value, value) for name, value in data.items()}
    response = client_for(officer).post(address("progress:proposals", partnership=partnership), data)
    assert response.context["form"].errors == errors
    assert StatusChange.objects.count() == 0


def test_declined_proposal_shows_the_note_to_members(client_for, ask, fire, officer, partnership):
    proposal = propose(ask(1), fire)
    url = reverse("progress:proposal_decline", args=[partnership.slug, proposal.pk])
    refused = client_for(officer).post(url, {"note": ""})
    assert refused.context["form"].errors == {"note": ["Enter why it is not confirmed"]}
    told = client_for(officer).post(url, {"note": "Two parts are missing"}, follow=True).content.decode()
    assert "Nothing waits to be confirmed" in told
    told = client_for(officer).get(address("recommendations:detail", proposal.recommendation)).content.decode()
    assert "The partnership office did not confirm this:" in told
    assert "Two parts are missing." in told
    again = client_for(officer).post(url, {"note": "Again"}, follow=True).content.decode()
    assert "no longer waiting: not confirmed. Nothing was changed." in again


@pytest.mark.parametrize("count", [1, 100])
def test_list_of_proposals_needs_the_same_queries_for_any_number(
    count, client_for, ask, fire, officer, partnership, django_assert_num_queries
):
    for number in range(1, count + 1):
        StatusProposalFactory(recommendation=ask(number), owner=fire)
    client = client_for(officer)
    with django_assert_num_queries(7):
        client.get(address("progress:proposals", partnership=partnership))
