"""A status that those who do the work propose: fact once the office, or a PPB in a meeting, confirms it (R-6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import capfirst

from boards.models import Person
from core import audit
from core.acts import Refused
from core.models import User
from core.rules.working_days import london_day
from meetings.models import Meeting
from progress.choices import ProposalState
from progress.models import StatusChange, StatusProposal
from progress.services.status import change_status
from recommendations.choices import MonitoringChoice, RecommendationStatus
from recommendations.models import Recommendation, ResponsibleParty
from recommendations.services.naming import called

REPLACED = "replaced by a newer proposal"
# A button pressed twice, or a page sent again because the answer was lost.
SENT_TWICE_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Pick:
    """One proposal, and the status of its recommendation that the page showed when it was picked."""

    proposal: StatusProposal
    seen_status: str


@transaction.atomic
def propose_status(
    *,
    recommendation: Recommendation,
    to_status: str,
    reason: str,
    at: datetime,
    evidence: str = "",
    party: ResponsibleParty | None = None,
    told_by: Person | None = None,
    by: User | None = None,
) -> StatusProposal:
    """Propose a status for a party, by link (``told_by``) or signed in (``by``). Raises ``Refused``.

    One waits at a time: a newer one of the same party replaces it.
    """
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    reason, evidence = reason.strip(), evidence.strip()
    _refuse_what_cannot_be(locked, to_status=to_status, reason=reason, evidence=evidence)
    proposal = StatusProposal(
        recommendation=locked,
        to_status=to_status,
        reason=reason,
        evidence=evidence,
        party=party,
        told_by=told_by,
        proposed_by=by,
        proposed_at=at,
    )
    if same := _make_room(proposal):
        return same
    proposal.save()
    audit.record(
        "recommendation.status_proposed",
        by=by,
        about=locked,
        scope=locked.partnership.slug,
        status=proposal.get_to_status_display(),
        proposer=proposal.proposer,
    )
    return proposal


@transaction.atomic
def confirm_proposal(
    *,
    proposal: StatusProposal,
    seen_status: str,
    by: User,
    at: datetime,
    confirmed_on: date | None = None,
    meeting: Meeting | None = None,
) -> StatusChange:
    """Make the proposal a change of status, from the day on, or from that of the meeting that confirmed it.

    Raises ``Refused``: also where the status is not ``seen_status`` any more.
    """
    locked, recommendation = _lock(proposal)
    day = meeting.held_on if meeting is not None else confirmed_on
    if day is None:
        raise Refused("Enter the day from which the status holds, or choose a meeting", field="confirmed_on")
    _refuse_unseen(locked, seen_status)
    try:
        change = change_status(
            recommendation=recommendation,
            to_status=locked.to_status,
            reason=locked.reason,
            evidence=locked.evidence,
            changed_on=day,
            meeting=meeting,
            confirms=locked,
            by=by,
            at=at,
        )
    except Refused as refusal:
        field = "confirmed_on" if refusal.field == "changed_on" else refusal.field
        raise Refused(f"{capfirst(called(recommendation))}: {refusal}", field=field) from refusal
    locked.change = change
    _decide(locked, ProposalState.CONFIRMED, note=_confirmed_where(meeting), by=by, at=at)
    audit.record(
        "recommendation.proposal_confirmed", by=by, about=recommendation, scope=recommendation.partnership.slug
    )
    return change


@transaction.atomic
def confirm_many(
    *, picks: Iterable[Pick], by: User, at: datetime, confirmed_on: date | None = None, meeting: Meeting | None = None
) -> list[StatusChange]:
    """Confirm them all, or none: the first that is refused stops it."""
    return [
        confirm_proposal(
            proposal=pick.proposal,
            seen_status=pick.seen_status,
            confirmed_on=confirmed_on,
            meeting=meeting,
            by=by,
            at=at,
        )
        for pick in sorted(picks, key=lambda pick: pick.proposal.recommendation_id)
    ]


@transaction.atomic
def decline_proposal(*, proposal: StatusProposal, note: str, by: User, at: datetime) -> StatusProposal:
    """Decline it with a note, which says why. Raises ``Refused``."""
    if not note.strip():
        raise Refused("Enter why it is not confirmed", field="note")
    locked, recommendation = _lock(proposal)
    _decide(locked, ProposalState.DECLINED, note=note.strip(), by=by, at=at)
    audit.record(
        "recommendation.proposal_declined",
        by=by,
        about=recommendation,
        scope=recommendation.partnership.slug,
        note=locked.decision_note,
    )
    return locked


def _refuse_unseen(proposal: StatusProposal, seen_status: str) -> None:
    """Nobody confirms over a status that they have not seen."""
    recommendation = proposal.recommendation
    if recommendation.status != seen_status:
        raise Refused(
            f"The status of {called(recommendation)} is “{recommendation.get_status_display()}” now: "
            "look at it, then confirm or decline",
            field="seen_status",
        )
    if recommendation.status == proposal.to_status:
        raise Refused(
            f"{capfirst(called(recommendation))} has this status already: decline the proposal", field="seen_status"
        )


def _make_room(newer: StatusProposal) -> StatusProposal | None:
    """Settle the one that waits, if it is of the same party; it stays if it is the same, sent twice."""
    waiting = newer.recommendation.proposals.waiting().first()
    if waiting is None:
        return None
    if not _is_of_the_same(waiting, newer):
        raise Refused(f"{waiting.words[0].upper()}{waiting.words[1:]}: wait for its answer", field="to_status")
    said = [(one.to_status, one.reason, one.evidence) for one in (waiting, newer)]
    if said[0] == said[1] and newer.proposed_at - waiting.proposed_at < SENT_TWICE_WITHIN:
        return waiting
    _decide(waiting, ProposalState.DECLINED, note=REPLACED, by=newer.proposed_by, at=newer.proposed_at)
    return None


def _is_of_the_same(one: StatusProposal, other: StatusProposal) -> bool:
    """Of the same party, or, where they speak for none, of the same person."""
    if one.party_id or other.party_id:
        return one.party_id == other.party_id
    return (one.proposed_by_id, one.told_by_id) == (other.proposed_by_id, other.told_by_id)


def _refuse_what_cannot_be(locked: Recommendation, *, to_status: str, reason: str, evidence: str) -> None:
    decisions = locked.monitoring_decisions.order_by("-decided_on", "-pk")
    if decisions.values_list("choice", flat=True).first() == MonitoringChoice.STOP:
        raise Refused("It is closed: a meeting has decided to stop monitoring it", field="to_status")
    if to_status == locked.status:
        raise Refused("Choose a status that differs from the present one", field="to_status")
    if not reason:
        raise Refused("Enter why the status should change", field="reason")
    if to_status == RecommendationStatus.IMPLEMENTED and not evidence:
        raise Refused("Enter what shows that it is implemented", field="evidence")


def _lock(proposal: StatusProposal) -> tuple[StatusProposal, Recommendation]:
    """The recommendation first, as everywhere, so that two never wait for each other."""
    recommendation = Recommendation.objects.select_for_update().get(pk=proposal.recommendation_id)
    locked = StatusProposal.objects.select_for_update().get(pk=proposal.pk)
    locked.recommendation = recommendation
    if locked.state != ProposalState.WAITING:
        state = locked.get_state_display()
        raise Refused(f"The proposal for {called(recommendation)} is no longer waiting: {state}", field="proposal")
    return locked, recommendation


def _decide(proposal: StatusProposal, state: ProposalState, *, note: str, by: User | None, at: datetime) -> None:
    proposal.state = state
    proposal.decided_by, proposal.decided_at, proposal.decision_note = by, at, note
    proposal.save()


def _confirmed_where(meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    return f"confirmed by {meeting.body or meeting.title} at its meeting of {meeting.when}"


def party_of(recommendation: Recommendation, user: User, *, at: datetime) -> ResponsibleParty | None:
    """For which of its parties a signed-in member speaks: that of their organisation, or of a body they sit on."""
    person = Person.objects.filter(partnership=recommendation.partnership_id, user=user).first()
    if person is None:
        return None
    day = london_day(at)
    held = person.appointments.current(on=day).select_related("seat")
    bodies = {one.body_id or (one.seat.body_id if one.seat else None) for one in held}
    for line in recommendation.party_lines.select_related("party"):
        if person.works_for(line.party.organisation_id, on=day) or line.party.body_id in bodies - {None}:
            return line.party
    return None
