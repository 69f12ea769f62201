"""Finding entries; the reader is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import connections, models
from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber
from rapidfuzz import process
from rapidfuzz.distance import OSA

from boards.choices import Role
from boards.roles import partnerships_with_role
from search.choices import REGISTER, Audience
from search.rules import Term, as_fts5, as_tsquery, indexed, wrong_letters

if TYPE_CHECKING:
    from core.models import User
    from search.models import SearchEntry, SearchWord

    Reader = User | AnonymousUser

NEAREST = 3
BEST_FIRST = (F("rank").asc(), F("happened_on").desc(nulls_last=True), F("pk").desc())

FTS5 = "SELECT rowid FROM search_words WHERE search_words MATCH %s"
TSQUERY = "SELECT id FROM search_searchentry WHERE vector @@ to_tsquery('search_words', %s)"


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, user: Reader) -> Self:
        """What the reader may read: the public part, members' papers for members, drafts of scrutiny for PPB members.

        Officers find all of it.
        """
        return self.filter(
            Q(audience=Audience.PUBLIC)
            | Q(audience=Audience.MEMBERS, partnership__in=partnerships_with_role(user, Role.MEMBER))
            | Q(audience=Audience.SCRUTINY, partnership__in=partnerships_with_role(user, Role.PPB_MEMBER))
            | Q(partnership__in=partnerships_with_role(user, Role.OFFICER)),
            partnership__is_listed=True,
        )

    def matching(self, terms: Sequence[Term]) -> Self:
        """In which all the terms stand; nothing where nothing is asked."""
        return self.filter(self._in(terms)) if terms else self.none()

    def ranked(self, terms: Sequence[Term]) -> Self:
        """``rank``: 0 for what is called just so, then what has the terms in its title (the register before the rest),
        then where they stand in the text.
        """
        named = Q(title_words=indexed(*(" ".join(term.words) for term in terms)))
        in_title = self._in(terms, in_title=True) if terms else Q(pk=None)
        ranks = (When(named, Value(0)), When(in_title & Q(kind__in=REGISTER), Value(1)), When(in_title, Value(2)))
        return self.annotate(rank=Case(*ranks, default=Value(3), output_field=IntegerField()))

    def best_first(self, terms: Sequence[Term]) -> Self:
        """By rank; among equals the newest first."""
        return self.ranked(terms).order_by(*BEST_FIRST)

    def best_of_each_kind(self, terms: Sequence[Term], most: int) -> Self:
        """The best first, and of each kind no more than so many."""
        place = Window(RowNumber(), partition_by=F("kind"), order_by=BEST_FIRST)
        return self.ranked(terms).annotate(place=place).filter(place__lte=most).order_by(*BEST_FIRST)

    def tally(self) -> list[tuple[str, date | None, int]]:
        """How many there are of each kind and day."""
        return list(self.order_by().values_list("kind", "happened_on").annotate(Count("pk")))

    def _in(self, terms: Sequence[Term], *, in_title: bool = False) -> Q:
        on_postgresql = connections[self.db].vendor == "postgresql"
        sql, ask = (TSQUERY, as_tsquery) if on_postgresql else (FTS5, as_fts5)
        question = ask(terms, in_title=in_title)
        return Q(pk__in=RawSQL(sql, [question]))  # noqa: S611 (the SQL is ours, the question a parameter)


class SearchWordQuerySet(models.QuerySet["SearchWord"]):
    def nearest_to(self, word: str) -> list[str]:
        """Other words that may be meant by it, the likeliest first.

        A letter too many, one too few, a wrong one and two that are exchanged each count as one; people rarely mistake
        the first.
        """
        wrong = wrong_letters(word)
        if not wrong:
            return []
        about_as_long = self.filter(length__range=(len(word) - wrong, len(word) + wrong)).exclude(word=word)
        known = list(about_as_long.values_list("word", flat=True))
        found = process.extract(word, known, scorer=OSA.distance, score_cutoff=wrong, limit=None)
        likely = sorted(found, key=lambda one: (one[1], one[0][0] != word[0], one[0]))
        return [one for one, _, _ in likely[:NEAREST]]
