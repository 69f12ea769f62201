"""A word is looked for in everything that the reader may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from boards.views.base import PartnershipMixin
from core.tables import ROWS_A_PAGE
from search.filters import SearchFilter
from search.models import SearchEntry
from search.rules import LONGEST_QUESTION, Piece, Term, excerpt, terms_of


@dataclass(frozen=True)
class Hit:
    """An entry as the list shows it: its title and the words around the hit, in pieces."""

    entry: SearchEntry
    title: list[Piece]
    words: list[Piece]


class SearchPage(PartnershipMixin, TemplateView):
    template_name = "search/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # PostgreSQL takes no NUL in a text, and nobody means one.
        question = self.request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUESTION]
        terms = terms_of(question)
        known = SearchEntry.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        found = SearchFilter(
            self.request.GET,
            queryset=known.matching(terms).newest_first().defer("words"),
            partnership=self.partnership,
        )
        page = Paginator(found.qs, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            question=question,
            is_asked=bool(terms),
            filter=found,
            page=page,
            hits=[_hit(entry, terms) for entry in page],
            **kwargs,
        )


def _hit(entry: SearchEntry, terms: tuple[Term, ...]) -> Hit:
    return Hit(entry, title=excerpt(entry.title, terms), words=excerpt(" ".join(entry.text.split()), terms))
