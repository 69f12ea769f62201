"""A word is looked for in everything that the reader may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from django.core.paginator import Paginator
from django.utils.text import capfirst
from django.views.generic import TemplateView

from boards.models import Partnership
from boards.views.base import PartnershipMixin
from core.tables import ROWS_A_PAGE
from search.choices import Audience, EntryKind
from search.filters import SearchFilter
from search.models import SearchEntry, SearchWord
from search.querysets import SearchEntryQuerySet
from search.rules import LONGEST_QUESTION, Piece, Term, as_question, excerpt, terms_of

CORRECTIONS_TRIED = 8


@dataclass(frozen=True)
class Hit:
    """An entry as the list shows it: its title and the words around the hit, in pieces."""

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


class SearchPage(PartnershipMixin, TemplateView):
    template_name = "search/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # PostgreSQL takes no NUL in a text, and nobody means one.
        question = self.request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUESTION]
        terms = asked = terms_of(question)
        known = SearchEntry.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        year = SearchFilter(self.request.GET, queryset=known, partnership=self.partnership)
        counts = year.qs.matching(terms).counts_by_kind()
        if terms and not counts and (corrected := corrected_for(terms, known)):
            terms = corrected
            counts = year.qs.matching(terms).counts_by_kind()
        kind = self.request.GET.get("kind", "") if self.request.GET.get("kind") in counts else ""
        found = year.qs.matching(terms).best_first(terms).defer("title_words", "words")
        pages = Paginator(found.filter(kind=kind) if kind else found, ROWS_A_PAGE)
        pages.count = counts[kind] if kind else sum(counts.values())
        page = pages.get_page(self.request.GET.get("page"))
        names, readers = kind_names(self.partnership), reader_names(self.partnership)
        return super().get_context_data(
            question=question,
            corrected=as_question(terms) if terms != asked else "",
            is_asked=bool(terms),
            filter=year,
            facets=list(self.facets(counts, kind, names)),
            page=page,
            hits=[_hit(entry, terms, kind=names[entry.kind], readers=readers[entry.audience]) for entry in page],
            **kwargs,
        )

    def facets(self, counts: dict[str, int], kind: str, names: dict[str, str]) -> Iterator[Facet]:
        """All that is found, and each kind of it, the commonest first."""
        query = self.request.GET.copy()
        query.pop("page", None)
        labels = {"": "Everything"} | names
        commonest = sorted(counts.items(), key=lambda one: (-one[1], labels[one[0]]))
        for key, count in (("", sum(counts.values())), *commonest):
            query["kind"] = key
            yield Facet(label=labels[key], count=count, query=query.urlencode(), is_current=key == kind)


def kind_names(partnership: Partnership) -> dict[str, str]:
    """What each kind of entry is called."""
    group = capfirst(partnership.words.topic_group.one)
    return dict(EntryKind.choices) | {EntryKind.TOPIC_GROUP.value: group}


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


def _hit(entry: SearchEntry, terms: tuple[Term, ...], *, kind: str, readers: str) -> Hit:
    lines = (" ".join(line.split()) for line in entry.text.splitlines())
    text = " · ".join(line for line in lines if line)
    return Hit(entry, kind, readers, title=excerpt(entry.title, terms), words=excerpt(text, terms))
