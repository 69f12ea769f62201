"""Finding entries; the reader is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from boards.choices import Role
from boards.roles import partnerships_with_role
from search.choices import Audience
from search.rules import Term, as_fts5, as_tsquery

if TYPE_CHECKING:
    from core.models import User
    from search.models import SearchEntry

    Reader = User | AnonymousUser

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
        if not terms:
            return self.none()
        on_postgresql = connections[self.db].vendor == "postgresql"
        sql, asked = (TSQUERY, as_tsquery(terms)) if on_postgresql else (FTS5, as_fts5(terms))
        return self.filter(pk__in=RawSQL(sql, [asked]))  # noqa: S611 (the SQL is ours, the question a parameter)

    def newest_first(self) -> Self:
        return self.order_by(F("happened_on").desc(nulls_last=True), "-pk")
