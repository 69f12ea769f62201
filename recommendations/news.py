"""What has changed since a reader last looked."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from boards.models import Partnership
from recommendations.querysets import news_since

if TYPE_CHECKING:
    from recommendations.querysets import Reader


def read_news(partnership: Partnership, *, since: datetime | None, reader: Reader) -> dict[int, list[str]]:
    """Recommendation's primary key to what is new on it, in three queries; nothing for a first visit."""
    news: dict[int, list[str]] = defaultdict(list)
    if since is None:
        return news
    for words, pks in news_since(since, reader=reader).items():
        for pk in pks.filter(recommendation__partnership=partnership).order_by().distinct():
            news[pk].append(words)
    return news
