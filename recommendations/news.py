"""What has changed since a reader last looked, and since the PPB last met."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, QuerySet, Value

from boards.models import Partnership
from boards.prepared import prepared
from recommendations.models import news_since
from scrutiny.models import report_readable_by

if TYPE_CHECKING:
    from recommendations.models import Reader


def read_news(partnership: Partnership, *, since: datetime | None, reader: Reader) -> dict[int, list[str]]:
    """Recommendation's primary key to what is new on it, in one query; nothing for a first visit."""
    news: dict[int, list[str]] = defaultdict(list)
    if since is None:
        return news
    for pk, words, _ in sorted(_recorded(partnership.pk, reader, since), key=lambda row: (row[0], row[2])):
        news[pk].append(words)
    return news


@prepared()
def _recorded(partnership: int, reader: Reader, since: datetime) -> QuerySet[Any, Any]:
    readable = report_readable_by(reader, "recommendation__topic_group__")
    found = [
        pks.filter(readable, recommendation__partnership=partnership).values_list(
            "recommendation", Value(words, output_field=CharField()), Value(place)
        )
        for place, (words, pks) in enumerate(news_since(since, reader=reader).items())
    ]
    return found[0].union(*found[1:])
