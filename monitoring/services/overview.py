"""Recommendations added up as at a day: all of them, by report, by PPB and by owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from boards.models import Partnership
from boards.prepared import prepared
from boards.words import Words
from core.rules.dates import format_date
from monitoring.services.rollups import Fact, Rollup, facts_of, with_facts
from recommendations.models import Recommendation, RecommendationOwner
from scrutiny.models import TopicGroup

if TYPE_CHECKING:
    from recommendations.models import Reader

# The list's word for what nobody is named for: see ``recommendations.filters``.
NULL = "null"


@dataclass(frozen=True, slots=True)
class Overview:
    """All recommendations of a partnership as at a day, and the same by report, by PPB and by owner."""

    every: Rollup
    reports: tuple[Rollup, ...]
    ppbs: tuple[Rollup, ...]
    owners: tuple[Rollup, ...]
    shared: int
    in_preparation: int


def read_overview(partnership: Partnership, *, reader: Reader, on: date, today: date) -> Overview:
    """Three queries, however many recommendations, reports and owners there are."""
    facts = facts_of(_known(partnership.pk, reader, on))
    kept = () if on == today else (("on", on.isoformat()),)
    by_owner = _lines(partnership, facts)
    groups = list(_groups(partnership.pk))
    drafts = {group.pk for group in groups if group.is_draft}
    return Overview(
        every=Rollup("All recommendations", "", tuple(facts), kept),
        reports=tuple(_by_report(groups, facts, kept)),
        ppbs=tuple(_by_ppb(groups, facts, kept, partnership.words)),
        owners=tuple(_by_owner(by_owner, facts, kept)),
        # A recommendation of two owners counts for each.
        shared=sum(number > 1 for number in Counter(pk for pks in by_owner.values() for pk in pks).values()),
        # Those whose report the reader may read, and others may not.
        in_preparation=sum(fact.topic_group in drafts for fact in facts),
    )


@prepared("partnership")
def _known(partnership: int, reader: Reader, on: date) -> QuerySet[Recommendation, Any]:
    return with_facts(Recommendation.objects.visible_to(reader).filter(partnership=partnership), on=on)


@prepared("partnership")
def _groups(partnership: int) -> QuerySet[TopicGroup]:
    groups = TopicGroup.objects.filter(partnership=partnership).select_related("commissioned_by", "body")
    return groups.only(
        *("title", "is_draft", "received_on", "received_precision"),
        *("body__code", "commissioned_by__code", "commissioned_by__name"),
    )


@prepared("partnership")
def _owners(partnership: int) -> QuerySet[RecommendationOwner, Any]:
    lines = RecommendationOwner.objects.filter(recommendation__partnership=partnership).order_by()
    return lines.values_list("recommendation", "owner__code", "owner__name")


Parts = tuple[tuple[str, str], ...]


def _by_report(groups: Sequence[TopicGroup], facts: Sequence[Fact], kept: Parts) -> Iterable[Rollup]:
    by_group = _gathered(facts, {group.pk: group.pk for group in groups})
    for group in groups:
        if mine := by_group.get(group.pk, ()):
            received = format_date(group.received_on, group.received_precision)
            filters = (("topic_group", group.body.code), *kept)
            yield Rollup(group.title, f"Report received: {received}", mine, filters, topic_group=group.pk)


def _by_ppb(groups: Sequence[TopicGroup], facts: Sequence[Fact], kept: Parts, words: Words) -> Iterable[Rollup]:
    by_ppb = _gathered(facts, {group.pk: group.commissioned_by_id for group in groups})
    ppbs = {group.commissioned_by for group in groups if group.commissioned_by}
    for ppb in sorted(ppbs, key=lambda ppb: ppb.name):
        if mine := by_ppb.get(ppb.pk, ()):
            yield Rollup(ppb.name, "", mine, (("ppb", ppb.code), *kept))
    if unknown := by_ppb.get(None, ()):
        yield Rollup(f"{capfirst(words.scrutiny.short)} not on record", "", unknown, (("ppb", NULL), *kept))


def _gathered(facts: Iterable[Fact], key_of: dict[int, int | None]) -> dict[int | None, tuple[Fact, ...]]:
    """The facts by what their topic group stands for."""
    found: dict[int | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[key_of[fact.topic_group]].append(fact)
    return {key: tuple(mine) for key, mine in found.items()}


def _lines(partnership: Partnership, facts: Sequence[Fact]) -> dict[tuple[str, str], set[int]]:
    """Each owner's code and name, with its recommendations among these; those of nobody under ``NULL``."""
    shown = {fact.pk for fact in facts}
    found: dict[tuple[str, str], set[int]] = {}
    for pk, code, name in _owners(partnership.pk):
        if pk in shown:
            found.setdefault((code, name), set()).add(pk)
    named = {pk for pks in found.values() for pk in pks}
    if nobody := shown - named:
        found[NULL, "Nobody named"] = nobody
    return found


def _by_owner(by_owner: dict[tuple[str, str], set[int]], facts: Sequence[Fact], kept: Parts) -> Iterable[Rollup]:
    by_pk = {fact.pk: fact for fact in facts}
    most_first = sorted(by_owner.items(), key=lambda entry: (entry[0][0] == NULL, -len(entry[1]), entry[0][1]))
    for (code, name), pks in most_first:
        yield Rollup(name, "", tuple(by_pk[pk] for pk in sorted(pks)), (("owner", code), *kept))
