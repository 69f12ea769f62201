"""What has changed since a reader last looked, and since the PPB last met."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, QuerySet, Value

from boards.prepared import prepared
from recommendations.models import news_since

if TYPE_CHECKING:
    from recommendations.models import Reader


def read_news(recommendations: tuple[int, ...], *, since: datetime | None, reader: Reader) -> dict[int, list[str]]:
    """Primary key to what is new on it, of recommendations that the reader may see; nothing for a first visit."""
    news: dict[int, list[str]] = defaultdict(list)
    if since is None:
        return news
    for pk, words, _ in sorted(_recorded(recommendations, reader, since), key=lambda row: (row[0], row[2])):
        news[pk].append(words)
    return news


@prepared()
def _recorded(recommendations: tuple[int, ...], reader: Reader, since: datetime) -> QuerySet[Any, Any]:
    found = [
        pks.filter(recommendation__in=recommendations).values_list(
            "recommendation", Value(words, output_field=CharField()), Value(place)
        )
        for place, (words, pks) in enumerate(news_since(since, reader=reader).items())
    ]
    return found[0].union(*found[1:])
