"""What scrutiny asked, and how far it is at the end of the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser

from boards.models import Partnership
from core.charts import StackedBar
from core.rules.dates import ReviewState
from progress.models import ProgressUpdate
from recommendations.charts import status_chart
from recommendations.choices import NO_DATE, RecommendationStatus, ResponseDecision
from recommendations.models import Recommendation
from recommendations.rules import not_included
from reports.rules import ReportedYear, belongs_undated, counted, counted_in_words, falls_in
from scrutiny.models import TopicGroup


@dataclass(frozen=True, slots=True)
class ShownRecommendation:
    """A recommendation with the progress that the year brought.

    Progress without a date is among it in one year alone: see ``belongs_undated``.
    """

    recommendation: Recommendation
    progress: tuple[ProgressUpdate, ...]
    is_new: bool = False
    reviewed: bool = False

    @property
    def has_dated_progress(self) -> bool:
        return any(entry.reported_on for entry in self.progress)


@dataclass(frozen=True, slots=True)
class RecommendationFacts:
    """Recommendations received by the day, as at the day; ``in_preparation`` are those that are not public."""

    shown: tuple[ShownRecommendation, ...]
    counts: Counter[str]
    in_preparation: int = 0

    @property
    def by_report(self) -> list[tuple[TopicGroup, list[ShownRecommendation]]]:
        """Under the reports that they stand in, in the order in which they are numbered."""
        return [
            (group, list(found)) for group, found in groupby(self.shown, key=lambda one: one.recommendation.topic_group)
        ]

    @property
    def new(self) -> int:
        """Those made in the year."""
        return sum(one.is_new for one in self.shown)

    @property
    def chart(self) -> StackedBar:
        return status_chart({status: self.counts[status] for status in RecommendationStatus})

    @property
    def implemented(self) -> int:
        return self.counts[RecommendationStatus.IMPLEMENTED]

    @property
    def closed(self) -> int:
        """Those that a meeting has decided to stop monitoring, by the day."""
        return sum(one.recommendation.is_closed for one in self.shown)

    @property
    def reviewed(self) -> int:
        """Those whose review was recorded in the year."""
        return sum(one.reviewed for one in self.shown)

    @property
    def responses(self) -> Counter[str]:
        """How many of each response that counts (RU-3), by the day; empty for none."""
        return Counter(one.recommendation.response_on_day for one in self.shown)

    @property
    def further(self) -> str:
        """What was answered, closed and reviewed; empty where there is nothing to say."""
        given = self.responses
        answered = [f"{decision.label} {given[decision]}" for decision in ResponseDecision if given[decision]]
        parts = [f"Answered so far: {', '.join(answered)}."] if answered else []
        if self.closed:
            parts.append(f"Meetings have closed {counted_in_words(self.closed, 'recommendation')}.")
        if self.reviewed:
            parts.append(f"The review after twelve months was recorded for {self.reviewed} in this year.")
        states = Counter(one.recommendation.review_state_on_day for one in self.shown)
        if overdue := states[ReviewState.OVERDUE]:
            parts.append(
                f"{counted_in_words(overdue, 'review').capitalize()} {'is' if overdue == 1 else 'are'} overdue."
            )
        if undated := states[NO_DATE]:
            parts.append(f"For {counted_in_words(undated, 'recommendation')} no review date is known.")
        return " ".join(parts)

    @property
    def left_out_note(self) -> str:
        """What a reader of other pages may miss here."""
        return "".join(f"{one}." for one in not_included(closed=0, in_preparation=self.in_preparation))

    @property
    def undated(self) -> bool:
        """Whether some of the progress has no date in its source."""
        return any(entry.reported_on is None for one in self.shown for entry in one.progress)

    @property
    def date_notes(self) -> list[str]:
        """What is known of the dates that are missing, each note once."""
        notes = [entry.date_note for one in self.shown for entry in one.progress if entry.reported_on is None]
        return list(dict.fromkeys(note for note in notes if note))

    @property
    def lead(self) -> str:
        if not self.shown:
            return "No recommendation of scrutiny is on record by the end of this year."
        total = counted_in_words(len(self.shown), "recommendation")
        return (
            f"Councillors have made {total}, {self.new or 'none'} of them in this year. "
            f"{self.implemented or 'None'} {'is' if self.implemented == 1 else 'are'} carried out in full."
        )

    @property
    def undated_note(self) -> str:
        """What is known of the dates that are missing."""
        if not self.undated:
            return ""
        known = f" ({'; '.join(self.date_notes)})" if self.date_notes else ""
        return (
            f"Progress marked “date not known” has none in its source{known}. It stands in the year in which the "
            "review after twelve months fell due."
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        if not self.shown:
            return ("No recommendation is on record for this year",)
        # Nobody reports on what is closed.
        silent = sum(not one.has_dated_progress and not one.recommendation.is_closed for one in self.shown)
        gaps = [f"{counted(silent, 'recommendation')} without progress dated in this year"] if silent else []
        return (*gaps, *not_included(closed=0, in_preparation=self.in_preparation))


def read_recommendations(partnership: Partnership, reported: ReportedYear) -> RecommendationFacts:
    """The partnership's recommendations in the order in which they are numbered."""
    known = Recommendation.objects.filter(partnership=partnership)
    public = known.visible_to(AnonymousUser()).as_at(reported.as_at)
    found = list(public.with_response(on=reported.as_at).with_review_state(on=reported.as_at).by_number())
    return RecommendationFacts(
        shown=tuple(
            ShownRecommendation(
                one,
                tuple(
                    entry
                    for entry in one.progress_on_day
                    if falls_in(entry.reported_on, entry.reported_precision, reported.year)
                    or (
                        entry.reported_on is None
                        and belongs_undated((one.review_due_on, one.review_precision), one.begins, reported.year)
                    )
                ),
                is_new=falls_in(*one.begins, reported.year),
                reviewed=one.reviewed_on_day is not None and one.reviewed_on_day in reported.year,
            )
            for one in found
        ),
        counts=Counter(one.status_on_day for one in found),
        # What is in preparation today was not there at the end of an earlier year.
        in_preparation=0 if reported.is_over else known.in_preparation().as_at(reported.as_at).count(),
    )
