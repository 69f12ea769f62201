"""Who answers for recommendations: parties are listed once, however their names are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from boards.models import Body, Organisation, Partnership, Person
from core import audit
from core.acts import Refused
from core.addresses import free_code
from core.choices import Precision
from core.models import User
from core.rules.dates import ONE_DAY, format_date
from recommendations.models import Recommendation, RecommendationParty, ResponsibleParty
from recommendations.rules import look_alike, party_key, party_name

LONGEST_CODE = 60


class LooksAlike(Refused):
    """A name that a reader may take for another party's: said once, so that the officer decides."""


@dataclass(frozen=True)
class PartyDetails:
    """Who a party is: it stands for a body or an organisation, or for neither; ``contact`` is asked for progress."""

    name: str
    body: Body | None = None
    organisation: Organisation | None = None
    contact: Person | None = None


@dataclass(frozen=True)
class PartyLine:
    """A party of a recommendation as it is printed there; without a party, the printed name says which."""

    party: ResponsibleParty | None
    printed_as: str
    is_lead: bool = False
    # Which row of the form it was, for a refusal.
    row: int = 0


# Parties


@transaction.atomic
def add_party(
    *, partnership: Partnership, details: PartyDetails, on: date, by: User, is_another: bool = False
) -> ResponsibleParty:
    """Put a party on the list. Raises ``Refused``, and ``LooksAlike`` unless ``is_another``."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    _check_name(partnership, details.name, is_another=is_another)
    _check_owner(details, on=on)
    party = ResponsibleParty(
        partnership=partnership,
        code=free_code(partnership.responsible_parties.all(), party_name(details.name), otherwise="party"),
    )
    _apply(party, details)
    audit.record("party.added", by=by, about=party, scope=partnership.slug)
    return party


@transaction.atomic
def change_party(
    *, party: ResponsibleParty, details: PartyDetails, on: date, by: User, is_another: bool = False
) -> ResponsibleParty:
    """Correct the name, or what the party stands for; its address stays. Raises as ``add_party``."""
    known = ResponsibleParty.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=party.pk)
    if party_name(details.name) != known.name:
        _check_name(known.partnership, details.name, is_another=is_another, but=known)
    stood_for = (known.body_id, known.organisation_id)
    if stood_for != (details.body and details.body.pk, details.organisation and details.organisation.pk):
        _check_owner(details, on=on)
    before = known.name
    _apply(known, details)
    audit.record("party.changed", by=by, about=known, scope=known.partnership.slug, before=before, after=known.name)
    return known


def party_called(partnership: Partnership, printed: str) -> ResponsibleParty | None:
    """The party that is printed so, in whichever of its spellings (SC-6)."""
    key = party_key(printed)
    return next((one for one in partnership.responsible_parties.all() if party_key(one.name) == key), None)


def _apply(party: ResponsibleParty, details: PartyDetails) -> None:
    party.name = party_name(details.name)
    party.body, party.organisation, party.contact = details.body, details.organisation, details.contact
    party.save()


def _check_name(
    partnership: Partnership, printed: str, *, is_another: bool, but: ResponsibleParty | None = None
) -> None:
    others = [one.name for one in partnership.responsible_parties.all() if one != but]
    if same := next((name for name in others if party_key(name) == party_key(printed)), None):
        raise Refused(f"“{printed}” is on the list already, as “{same}”", field="name")
    if not is_another and (alike := look_alike(printed, others)):
        raise LooksAlike(
            f"“{printed}” looks like “{alike}”, which is on the list: use that one, or say that it is another",
            field="name",
        )


def _check_owner(details: PartyDetails, *, on: date) -> None:
    if details.body and details.organisation:
        raise Refused("Choose a body or an organisation, not both", field="organisation")
    if details.body and (problem := body_problem(details.body, on=on)):
        raise Refused(problem, field="body")
    if details.organisation and (problem := organisation_problem(details.organisation)):
        raise Refused(problem, field="organisation")


# Owners that have ended


def party_problem(party: ResponsibleParty, *, on: date) -> str:
    """Why the party cannot answer for anything new on the day, since when and who succeeded; empty where it can."""
    if party.body:
        return body_problem(party.body, on=on)
    return organisation_problem(party.organisation) if party.organisation else ""


def body_problem(body: Body, *, on: date) -> str:
    """Empty for a body that exists on the day; prefetch ``changes__successor`` where there are many."""
    if body.is_proposed:
        return f"{body} is only proposed: choose a body that exists"
    # A body of unknown start is only first on record then.
    if body.starts_on and on < body.starts_on and body.starts_precision != Precision.UNKNOWN:
        return f"{body} begins only on {format_date(body.starts_on, body.starts_precision)}"
    if body.ends_on is None or on <= body.ends_on:
        return ""
    if body.ends_precision == Precision.DAY:
        ended = f"{body} ended on {format_date(body.ends_on)}"
    elif body.ends_precision == Precision.UNKNOWN:
        ended = f"{body} was last on record in {body.ends_on.year}"
    else:
        ended = f"{body} ended in {format_date(body.ends_on + ONE_DAY, body.ends_precision)}"
    successors = [str(change.successor) for change in body.changes.all() if change.successor]
    if not successors:
        return f"{ended}: choose who answers now"
    return f"{ended} and was followed by {' and '.join(successors)}: choose {'that' if len(successors) == 1 else 'one'}"


def organisation_problem(organisation: Organisation) -> str:
    """Empty for an organisation that nobody has succeeded; prefetch ``seat_holdings`` where there are many."""
    if organisation.successor is None:
        return ""
    ends = [holding.ends_on for holding in organisation.seat_holdings.all()]
    last = max((day for day in ends if day), default=None)
    since = f" since {format_date(last + ONE_DAY)}" if last and None not in ends else ""
    return f"{organisation} has been followed by {organisation.successor}{since}: choose that"


# The parties of a recommendation


@transaction.atomic
def set_parties(
    *,
    recommendation: Recommendation,
    lines: Sequence[PartyLine],
    on: date,
    by: User,
    seen: str | None = None,
) -> list[RecommendationParty]:
    """Say who answers for it, in that order; ``seen`` is what ``parties_seen`` said when the form was opened.

    A name without a party is that of a known one, in any spelling, or of a new one. Raises ``Refused``: ``lines`` for
    the whole, ``row-3`` for what the third row of the form says.
    """
    held = (
        Recommendation.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=recommendation.pk)
    )
    if seen is not None and seen != parties_seen(held):
        now = "; ".join(held.party_lines.values_list("printed_as", flat=True)) or "nobody"
        raise Refused(
            f"Somebody else has changed who answers for it meanwhile: it is now {now}. Send yours to replace it",
            field="seen",
        )
    before = {line.party_id: line for line in held.party_lines.select_related("party")}
    wanted = [(_party_of(line, held.partnership, on=on, by=by), line) for line in lines]
    _check_lines(wanted, known=set(before), on=on)
    was = [str(line) for line in before.values()]
    after = _write_lines(held, wanted, before)
    _record(held, was, after, by=by)
    return after


def parties_seen(recommendation: Recommendation) -> str:
    """What a form carries, so that nobody replaces parties that they have not seen."""
    lines = recommendation.party_lines.order_by("position", "pk")
    return "|".join(f"{line.party_id}:{line.printed_as}:{int(line.is_lead)}" for line in lines)


def _party_of(line: PartyLine, partnership: Partnership, *, on: date, by: User) -> ResponsibleParty:
    if line.party:
        return line.party
    if known := party_called(partnership, line.printed_as):
        return known
    try:
        return add_party(partnership=partnership, details=PartyDetails(line.printed_as), on=on, by=by)
    except Refused as refusal:
        raise Refused(str(refusal), field=f"row-{line.row}") from refusal


def _check_lines(wanted: Sequence[tuple[ResponsibleParty, PartyLine]], *, known: set[int], on: date) -> None:
    """Who was there before may stay, though it has ended since."""
    seen: set[int] = set()
    for party, line in wanted:
        if party.pk in seen:
            raise Refused(f"{party} is there twice: take one of the two out", field=f"row-{line.row}")
        seen.add(party.pk)
        if party.pk not in known and (problem := party_problem(party, on=on)):
            raise Refused(problem, field=f"row-{line.row}")
    if sum(line.is_lead for _, line in wanted) > 1:
        raise Refused("Choose one that leads", field="lead")


def _write_lines(
    recommendation: Recommendation,
    wanted: Sequence[tuple[ResponsibleParty, PartyLine]],
    before: dict[int, RecommendationParty],
) -> list[RecommendationParty]:
    """Who stays keeps their line, so that its history tells what changed and no more."""
    staying = {party.pk for party, _ in wanted}
    for pk, gone in before.items():
        if pk not in staying:
            gone.delete()
    written = []
    # Whoever leads comes last: until then nobody may.
    for place, (party, line) in sorted(enumerate(wanted, start=1), key=lambda row: row[1][1].is_lead):
        shown = before.get(party.pk)
        if shown is None:
            shown = RecommendationParty(recommendation=recommendation, party=party)
        values = {"printed_as": line.printed_as or party.name, "position": place, "is_lead": line.is_lead}
        if shown._state.adding or any(getattr(shown, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(shown, name, value)
            shown.save()
        written.append(shown)
    return sorted(written, key=lambda line: line.position)


def _record(
    recommendation: Recommendation,
    before: Sequence[str],
    after: Sequence[RecommendationParty],
    *,
    by: User,
) -> None:
    lead = next((str(line) for line in after if line.is_lead), "nobody")
    audit.record(
        "recommendation.parties_changed",
        by=by,
        about=recommendation,
        scope=recommendation.partnership.slug,
        before="; ".join(before) or "nobody",
        after="; ".join(map(str, after)) or "nobody",
        lead=lead,
    )
