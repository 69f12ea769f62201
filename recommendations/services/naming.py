"""What a recommendation is called in a sentence that may be read away from its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from recommendations.models import Recommendation


def called(recommendation: Recommendation) -> str:
    """“recommendation 7”, with its report where another one of the partnership has a 7, too; one query."""
    others = Recommendation.objects.filter(partnership=recommendation.partnership_id, number=recommendation.number)
    return _named(recommendation, is_alone=not others.exclude(pk=recommendation.pk).exists())


def called_apart(recommendations: Collection[Recommendation]) -> dict[int, str]:
    """Primary key to what each is called, so that these are told apart; with their topic groups, no query."""
    numbers = Counter(one.number for one in recommendations)
    return {one.pk: _named(one, is_alone=numbers[one.number] == 1) for one in recommendations}


def _named(recommendation: Recommendation, *, is_alone: bool) -> str:
    words = f"recommendation {recommendation.number}"
    return words if is_alone else f"{words} of “{recommendation.topic_group.title}”"
