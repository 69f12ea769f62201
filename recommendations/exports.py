"""The progress table as a file: the five columns of the printed original, with the number before them."""

from collections.abc import Iterable, Iterator

from core.exports import Row
from recommendations.models import ProgressUpdate, Recommendation

HEADINGS = ("Number", "Action", "Explanation", "By whom", "Progress", "Status")


def table_rows(recommendations: Iterable[Recommendation]) -> Iterator[Row]:
    """One row for each recommendation that ``RecommendationQuerySet.as_at`` read."""
    for recommendation in recommendations:
        yield (
            recommendation.number,
            recommendation.title,
            recommendation.explanation,
            "; ".join(recommendation.by_whom),
            "\n".join(progress_line(update) for update in recommendation.progress_on_day),
            recommendation.status_shown.label,
        )


def progress_line(update: ProgressUpdate) -> str:
    """“3 September 2026: …”; what was made up for the example says so on paper too."""
    made_up = " (made-up example)" if update.is_made_up else ""
    return f"{update.when}: {update.text}{made_up}"
