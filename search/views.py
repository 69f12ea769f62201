"""A word is looked for in everything that the reader may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, product
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.text import capfirst
from django.views.generic import TemplateView

from boards.models import Partnership
from boards.views.base import PartnershipMixin
from core.rules.dates import FinancialYear, financial_year
from core.tables import ROWS_A_PAGE
from search.choices import SEVERAL, Audience, EntryKind
from search.filters import SearchFilter
from search.models import SearchEntry, SearchWord
from search.querysets import SearchEntryQuerySet
from search.rules import LONGEST_QUESTION, Piece, Term, as_question, marked, snippet, terms_of

CORRECTIONS_TRIED = 8
SHOWN_OF_A_KIND = 3


@dataclass(frozen=True)
class Hit:
    """An entry as the list shows it: its title and the sentences that were asked for, in pieces."""

    entry: SearchEntry
    kind: str
    readers: str
    title: list[Piece]
    words: list[Piece]


@dataclass(frozen=True)
class Facet:
    """A link to what is found of one kind, or of all."""

    label: str
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """The best results of one kind; ``facet`` leads to all of them."""

    key: str
    facet: Facet
    hits: list[Hit]
    has_more: bool


class SearchPage(PartnershipMixin, TemplateView):
    """The best result, then the best of each kind; all of a kind, on pages, where the reader asks for one."""

    template_name = "search/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # PostgreSQL takes no NUL in a text, and nobody means one.
        question = self.request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUESTION]
        terms = asked = terms_of(question)
        known = SearchEntry.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        tally = known.matching(terms).tally()
        if terms and not tally and (corrected := corrected_for(terms, known)):
            terms = corrected
            tally = known.matching(terms).tally()
        kind = self.request.GET.get("kind", "")
        kind = kind if kind in {one for one, _, _ in tally} else ""
        year = SearchFilter(self.request.GET, queryset=known.matching(terms), years=_by_year(tally, kind))
        counts = _by_kind(tally, year.asked)
        # In a year without any of the kind, all that the year has; a kind that is alone, as if it was asked for.
        kind = next(iter(counts)) if len(counts) == 1 else kind if kind in counts else ""
        self.terms, self.names, self.readers = terms, kind_names(self.partnership), reader_names(self.partnership)
        facets = dict(self.facets(counts, kind))
        found = year.qs.defer("title_words", "words")
        if kind:
            page = self.page(found.filter(kind=kind).best_first(terms), counts.get(kind, 0))
            shown: dict[str, Any] = {"page": page, "hits": [self.hit(entry) for entry in page]}
        else:
            shown = self.grouped(list(found.best_of_each_kind(terms, SHOWN_OF_A_KIND + 1)) if counts else [], facets)
        return super().get_context_data(
            question=question,
            corrected=as_question(terms) if terms != asked else "",
            is_asked=bool(terms),
            filter=year,
            year=year.asked,
            is_in_other_years=bool(tally) and not counts,
            count=counts.get(kind, 0) if kind else sum(counts.values()),
            kind=facets[kind].label if kind in facets else "",
            facets=list(facets.values()),
            **shown,
            **kwargs,
        )

    def page(self, found: SearchEntryQuerySet, count: int) -> Page[SearchEntry]:
        pages = Paginator(found, ROWS_A_PAGE)
        pages.count = count
        return pages.get_page(self.request.GET.get("page"))

    def grouped(self, entries: list[SearchEntry], facets: dict[str, Facet]) -> dict[str, Any]:
        """The best of all by itself, and the others below their kinds; the kind with the best of them comes first."""
        groups: dict[str, list[SearchEntry]] = {}
        for entry in entries[1:]:
            groups.setdefault(entry.kind, []).append(entry)
        listed = []
        for key, of_kind in groups.items():
            shown = [self.hit(entry) for entry in of_kind[:SHOWN_OF_A_KIND]]
            above = entries[0].kind == key
            listed.append(Group(key, facets[key], shown, has_more=facets[key].count > len(shown) + above))
        return {"best": self.hit(entries[0]) if entries else None, "groups": listed}

    def hit(self, entry: SearchEntry) -> Hit:
        return Hit(
            entry,
            kind=self.names[entry.kind][0],
            readers=self.readers[entry.audience],
            title=marked(entry.title, self.terms),
            words=snippet(entry.text, self.terms),
        )

    def facets(self, counts: dict[str, int], kind: str) -> Iterator[tuple[str, Facet]]:
        """All that is found, and each kind of it, the commonest first."""
        query = self.request.GET.copy()
        query.pop("page", None)
        labels = {"": "Everything"} | {key: several for key, (_, several) in self.names.items()}
        commonest = sorted(counts.items(), key=lambda one: (-one[1], labels[one[0]]))
        everything = [("", sum(counts.values()))] if len(counts) > 1 else []
        for key, count in (*everything, *commonest):
            query["kind"] = key
            yield key, Facet(label=labels[key], count=count, query=query.urlencode(), is_current=key == kind)


def _by_kind(tally: list[tuple[str, date | None, int]], year: FinancialYear | None) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for kind, day, count in tally:
        if year is None or (day is not None and day in year):
            counts[kind] += count
    return dict(counts)


def _by_year(tally: list[tuple[str, date | None, int]], kind: str) -> dict[int, int]:
    """By the year in which the financial year starts; what has no date is of none."""
    counts: Counter[int] = Counter()
    for one, day, count in tally:
        if day is not None and kind in ("", one):
            counts[financial_year(day).start] += count
    return dict(counts)


def kind_names(partnership: Partnership) -> dict[str, tuple[str, str]]:
    """What one and several of each kind of entry are called."""
    groups = partnership.words.topic_group
    names = {kind.value: (str(kind.label), SEVERAL[kind]) for kind in EntryKind}
    return names | {EntryKind.TOPIC_GROUP.value: (capfirst(groups.one), capfirst(groups.many))}


def reader_names(partnership: Partnership) -> dict[str, str]:
    """What those are called who may read an entry."""
    members = f"members of {partnership.words.scrutiny.many}"
    return dict(Audience.choices) | {Audience.SCRUTINY.value: members}


def corrected_for(terms: tuple[Term, ...], known: SearchEntryQuerySet) -> tuple[Term, ...]:
    """The terms with the words put right that stand nowhere, such that they find something; empty where none do."""
    choices = [_meant_by(term, known) or [term] for term in terms]
    for corrected in islice(product(*choices), CORRECTIONS_TRIED):
        if corrected != terms and known.matching(corrected).exists():
            return corrected
    return ()


def _meant_by(term: Term, known: SearchEntryQuerySet) -> list[Term]:
    """What may be meant by a word that stands nowhere the reader may read: whether it stands elsewhere is not told."""
    if len(term.words) > 1 or known.matching([replace(term, is_prefix=True)]).exists():
        return []
    return [replace(term, words=(word,)) for word in SearchWord.objects.nearest_to(term.words[0])]
