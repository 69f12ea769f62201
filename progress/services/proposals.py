"""A status that those who do the work propose: fact once the office, or a PPB in a meeting, confirms it (R-6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.text import capfirst

from boards.models import Person
from core import audit
from core.acts import SENT_TWICE_WITHIN, Refused, act, lock
from core.models import User
from core.rules.working_days import london_day
from meetings.models import Meeting
from progress.choices import ProposalState
from progress.models import StatusChange, StatusProposal
from progress.services.status import change_status
from recommendations.choices import MonitoringChoice, RecommendationStatus
from recommendations.models import Owner, Recommendation
from recommendations.services.naming import called

REPLACED = "replaced by a newer proposal"


@act("recommendation")
def propose_status(
    *,
    recommendation: Recommendation,
    to_status: str,
    reason: str,
    at: datetime,
    evidence: str = "",
    owner: Owner | None = None,
    told_by: Person | None = None,
    by: User | None = None,
) -> StatusProposal:
    """Propose a status for an owner, by link (``told_by``) or signed in (``by``). Raises ``Refused``.

    One waits at a time: a newer one of the same owner replaces it.
    """
    proposal = StatusProposal(
        recommendation=recommendation,
        to_status=to_status,
        reason=reason.strip(),
        evidence=evidence.strip(),
        owner=owner,
        told_by=told_by,
        proposed_by=by,
        proposed_at=at,
    )
    _check(proposal)
    if same := _make_room(proposal):
        return same
    proposal.save()
    audit.record(
        "recommendation.status_proposed",
        by=by,
        about=recommendation,
        scope=recommendation.partnership.slug,
        status=proposal.get_to_status_display(),
        proposer=proposal.proposer,
    )
    return proposal


@act()
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
    locked = _lock(proposal)
    recommendation = locked.recommendation
    day = meeting.held_on if meeting is not None else confirmed_on
    if day is None:
        raise Refused("Enter the day from which the status holds, or choose a meeting", field="confirmed_on")
    _check_seen(locked, seen_status)
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
    where = f"confirmed by {meeting.body or meeting.title} at its meeting of {meeting.when}" if meeting else ""
    locked.change = change
    locked.decide(ProposalState.CONFIRMED, note=where, by=by, at=at)
    scope = recommendation.partnership.slug
    audit.record("recommendation.proposal_confirmed", by=by, about=recommendation, scope=scope)
    return change


@act()
def confirm_many(
    *,
    seen: Mapping[StatusProposal, str],
    by: User,
    at: datetime,
    confirmed_on: date | None = None,
    meeting: Meeting | None = None,
) -> list[StatusChange]:
    """Confirm them all, or none: the first that is refused stops it. ``seen`` are the proposals, each with the status
    of its recommendation that the page showed.
    """
    # In one order, so that two who confirm some of the same do not wait for each other.
    return [
        confirm_proposal(proposal=one, seen_status=seen[one], confirmed_on=confirmed_on, meeting=meeting, by=by, at=at)
        for one in sorted(seen, key=lambda one: one.recommendation_id)
    ]


@act()
def decline_proposal(*, proposal: StatusProposal, note: str, by: User, at: datetime) -> StatusProposal:
    """Decline it with a note, which says why. Raises ``Refused``."""
    locked = _lock(proposal)
    about = locked.recommendation
    locked.decide(ProposalState.DECLINED, note=note, by=by, at=at)
    audit.record("recommendation.proposal_declined", by=by, about=about, scope=about.partnership.slug, note=note)
    return locked


def _check_seen(proposal: StatusProposal, seen_status: str) -> None:
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
    """Settle the one that waits, if it is of the same owner; it stays if it is the same, sent twice."""
    waiting = newer.recommendation.proposals.waiting().first()
    if waiting is None:
        return None
    # Another owner's stands until it is answered: the office decides between two views.
    if not _is_of_the_same(waiting, newer):
        raise Refused(f"{waiting.words[0].upper()}{waiting.words[1:]}: wait for its answer", field="to_status")
    proposed = [(one.to_status, one.reason, one.evidence) for one in (waiting, newer)]
    if proposed[0] == proposed[1] and newer.proposed_at - waiting.proposed_at < SENT_TWICE_WITHIN:
        return waiting
    waiting.decide(ProposalState.DECLINED, note=REPLACED, by=newer.proposed_by, at=newer.proposed_at)
    return None


def _is_of_the_same(one: StatusProposal, other: StatusProposal) -> bool:
    """Of the same owner, or, where they speak for none, of the same person."""
    if one.owner_id or other.owner_id:
        return one.owner_id == other.owner_id
    return (one.proposed_by_id, one.told_by_id) == (other.proposed_by_id, other.told_by_id)


def _check(proposal: StatusProposal) -> None:
    recommendation = proposal.recommendation
    decisions = recommendation.monitoring_decisions.order_by("-decided_on", "-pk")
    if decisions.values_list("choice", flat=True).first() == MonitoringChoice.STOP:
        raise Refused("It is closed: a meeting has decided to stop monitoring it", field="to_status")
    if proposal.to_status == recommendation.status:
        raise Refused("Choose a status that differs from the present one", field="to_status")
    if not proposal.reason:
        raise Refused("Enter why the status should change", field="reason")
    if proposal.to_status == RecommendationStatus.IMPLEMENTED and not proposal.evidence:
        raise Refused("Enter what shows that it is implemented", field="evidence")


def _lock(proposal: StatusProposal) -> StatusProposal:
    """The recommendation first, as everywhere, so that two never wait for each other."""
    recommendation = lock(proposal.recommendation)
    locked = lock(proposal)
    locked.recommendation = recommendation
    if locked.state != ProposalState.WAITING:
        state = locked.get_state_display()
        raise Refused(f"The proposal for {called(recommendation)} is no longer waiting: {state}", field="proposal")
    return locked


def owner_of(recommendation: Recommendation, user: User, *, at: datetime) -> Owner | None:
    """For which of its owners a signed-in member speaks: that of their organisation, or of a body they sit on."""
    person = Person.objects.filter(partnership=recommendation.partnership_id, user=user).first()
    if person is None:
        return None
    day = london_day(at)
    held = person.appointments.current(on=day).select_related("seat")
    bodies = {one.body_id or (one.seat.body_id if one.seat else None) for one in held}
    for line in recommendation.owner_lines.select_related("owner"):
        if person.works_for(line.owner.organisation_id, on=day) or line.owner.body_id in bodies - {None}:
            return line.owner
    return None
