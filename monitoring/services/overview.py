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
    every = Counter(facts.values())
    by_owner, named = _lines(partnership, facts)
    groups = list(_groups(partnership.pk))
    drafts = {group.pk for group in groups if group.is_draft}
    return Overview(
        every=Rollup("All recommendations", "", every, kept),
        reports=tuple(_by_report(groups, every, kept)),
        ppbs=tuple(_by_ppb(groups, every, kept, partnership.words)),
        owners=tuple(_by_owner(by_owner, kept)),
        # A recommendation of two owners counts for each.
        shared=sum(number > 1 for number in named.values()),
        # Those whose report the reader may read, and others may not.
        in_preparation=sum(number for fact, number in every.items() if fact.topic_group in drafts),
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


def _by_report(groups: Sequence[TopicGroup], facts: Counter[Fact], kept: Parts) -> Iterable[Rollup]:
    by_group = _gathered(facts, {group.pk: group.pk for group in groups})
    for group in groups:
        if mine := by_group.get(group.pk):
            received = format_date(group.received_on, group.received_precision)
            filters = (("topic_group", group.body.code), *kept)
            yield Rollup(group.title, f"Report received: {received}", mine, filters, topic_group=group.pk)


def _by_ppb(groups: Sequence[TopicGroup], facts: Counter[Fact], kept: Parts, words: Words) -> Iterable[Rollup]:
    by_ppb = _gathered(facts, {group.pk: group.commissioned_by_id for group in groups})
    ppbs = {group.commissioned_by for group in groups if group.commissioned_by}
    for ppb in sorted(ppbs, key=lambda ppb: ppb.name):
        if mine := by_ppb.get(ppb.pk):
            yield Rollup(ppb.name, "", mine, (("ppb", ppb.code), *kept))
    if unknown := by_ppb.get(None):
        yield Rollup(f"{capfirst(words.scrutiny.short)} not on record", "", unknown, (("ppb", NULL), *kept))


def _gathered(facts: Counter[Fact], key_of: dict[int, int | None]) -> dict[int | None, Counter[Fact]]:
    """The facts by what their topic group stands for."""
    found: dict[int | None, Counter[Fact]] = defaultdict(Counter)
    for fact, number in facts.items():
        found[key_of[fact.topic_group]][fact] += number
    return found


ByOwner = dict[tuple[str, str], Counter[Fact]]


def _lines(partnership: Partnership, facts: dict[int, Fact]) -> tuple[ByOwner, Counter[int]]:
    """By each owner's code and name the facts of its recommendations, those of nobody under ``NULL``; and how many
    owners each recommendation has.
    """
    found: ByOwner = defaultdict(Counter)
    named = Counter[int]()
    for pk, code, name in _owners(partnership.pk):
        if fact := facts.get(pk):
            found[code, name][fact] += 1
            named[pk] += 1
    if len(named) < len(facts):
        found[NULL, "Nobody named"] = Counter(fact for pk, fact in facts.items() if pk not in named)
    return found, named


def _by_owner(by_owner: ByOwner, kept: Parts) -> Iterable[Rollup]:
    most_first = sorted(by_owner.items(), key=lambda entry: (entry[0][0] == NULL, -entry[1].total(), entry[0][1]))
    for (code, name), mine in most_first:
        yield Rollup(name, "", mine, (("owner", code), *kept))
