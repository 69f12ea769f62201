"""Who answers for recommendations: owners are listed once, however their names are printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from boards.models import Body, Organisation, Partnership
from core import audit
from core.acts import Refused, act, lock
from core.addresses import free_code
from core.choices import Precision
from core.models import User
from core.rules.dates import ONE_DAY, format_date
from recommendations.models import Owner, Recommendation, RecommendationOwner
from recommendations.rules import look_alike, owner_key, owner_name

# Owners


@act()
def add_owner(*, owner: Owner, by: User) -> Owner:
    """Put a new owner on the list, without the words at the end of its name that vary (SC-6)."""
    known = lock(owner.partnership).owners.all()
    owner.name = owner_name(owner.name)
    owner.code = free_code(known, owner.name, otherwise="owner")
    owner.save()
    audit.record("owner.added", by=by, about=owner, scope=owner.partnership.slug)
    return owner


@act()
def change_owner(*, owner: Owner, by: User) -> Owner:
    """Save what was corrected; its address stays."""
    owner.save()
    audit.record("owner.changed", by=by, about=owner, scope=owner.partnership.slug)
    return owner


def owner_called(partnership: Partnership, printed: str) -> Owner | None:
    """The owner that is printed so, in whichever of its spellings (SC-6)."""
    key = owner_key(printed)
    return next((one for one in partnership.owners.all() if owner_key(one.name) == key), None)


# Owners that have ended


def owner_problem(owner: Owner, *, on: date) -> str:
    """Why the owner cannot answer for anything new on the day, since when and who succeeded; empty where it can."""
    if owner.body:
        return body_problem(owner.body, on=on)
    return organisation_problem(owner.organisation) if owner.organisation else ""


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


# The owners of a recommendation


@act("recommendation")
def set_owners(
    *, recommendation: Recommendation, lines: Sequence[RecommendationOwner], on: date, by: User
) -> list[RecommendationOwner]:
    """Say who answers for it, in that order, by new lines; ``position`` is the row of the form that a line was.

    A name without an owner is that of a known one, in any spelling, or of a new one. Raises ``Refused``: ``row-3`` for
    what the third row says.
    """
    before = {line.owner_id: line for line in recommendation.owner_lines.select_related("owner")}
    for line in lines:
        if not hasattr(line, "owner"):
            line.owner = _owner_named(line, recommendation.partnership, by=by)
    _check_lines(lines, known=set(before), on=on)
    was = "; ".join(map(str, before.values())) or "nobody"
    after = _write_lines(recommendation, lines, dict(before))
    audit.record(
        "recommendation.owners_changed",
        by=by,
        about=recommendation,
        scope=recommendation.partnership.slug,
        before=was,
        after="; ".join(map(str, after)) or "nobody",
        lead=next((str(line) for line in after if line.is_lead), "nobody"),
    )
    return after


def _owner_named(line: RecommendationOwner, partnership: Partnership, *, by: User) -> Owner:
    if known := owner_called(partnership, line.printed_as):
        return known
    if alike := look_alike(line.printed_as, [one.name for one in partnership.owners.all()]):
        raise Refused(
            f"“{line.printed_as}” looks like “{alike}”, which is on the list: choose that one, or add the other to "
            "the list of owners first",
            field=f"row-{line.position}",
        )
    return add_owner(owner=Owner(partnership=partnership, name=line.printed_as), by=by)


def _check_lines(lines: Sequence[RecommendationOwner], *, known: set[int], on: date) -> None:
    """Who was there before may stay, though it has ended since."""
    seen: set[int] = set()
    for line in lines:
        if line.owner_id in seen:
            raise Refused(f"{line.owner} is there twice: take one of the two out", field=f"row-{line.position}")
        seen.add(line.owner_id)
        if line.owner_id not in known and (problem := owner_problem(line.owner, on=on)):
            raise Refused(problem, field=f"row-{line.position}")
    if sum(line.is_lead for line in lines) > 1:
        raise Refused("Choose one that leads", field="lead")


def _write_lines(
    recommendation: Recommendation, wanted: Sequence[RecommendationOwner], kept: dict[int, RecommendationOwner]
) -> list[RecommendationOwner]:
    """Who stays keeps their line, so that its history tells what changed and no more."""
    for pk in set(kept) - {line.owner_id for line in wanted}:
        kept[pk].delete()
    # Whoever leads comes last: until then nobody may.
    for place, line in sorted(enumerate(wanted, start=1), key=lambda row: row[1].is_lead):
        shown = kept.setdefault(line.owner_id, RecommendationOwner(recommendation=recommendation, owner=line.owner))
        was = shown.printed_as, shown.position, shown.is_lead
        shown.printed_as, shown.position, shown.is_lead = line.printed_as or line.owner.name, place, line.is_lead
        if shown._state.adding or was != (shown.printed_as, shown.position, shown.is_lead):
            shown.save()
    return [kept[line.owner_id] for line in wanted]


def owners_seen(recommendation: Recommendation) -> str:
    """What a form carries, so that nobody replaces owners that they have not seen."""
    lines = recommendation.owner_lines.order_by("position", "pk")
    return "|".join(f"{line.owner_id}:{line.printed_as}:{int(line.is_lead)}" for line in lines)
