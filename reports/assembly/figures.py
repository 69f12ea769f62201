"""The page of figures that a journalist could use: counts of what the other sections tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recommendations.choices import RecommendationStatus
from reports.assembly.achievements import AchievementFacts, ShownAchievement
from reports.assembly.measures import MeasureFacts
from reports.assembly.meetings import MeetingFacts
from reports.assembly.recommendations import RecommendationFacts
from reports.assembly.structure import StructureFacts
from reports.rules import counted, counted_in_words

FIGURES_AT_MOST = 6
HEADLINES_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure set large; ``of`` is the whole that it is a part of, set smaller beside it."""

    value: str
    label: str
    note: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class FigureFacts:
    figures: tuple[KeyFigure, ...]
    headlines: tuple[ShownAchievement, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        return ()


def read_figures(
    structure: StructureFacts,
    meetings: MeetingFacts,
    achievements: AchievementFacts,
    measures: MeasureFacts,
    recommendations: RecommendationFacts,
) -> FigureFacts:
    """Figures of nothing are left out, so that the page never boasts a nought."""
    # The first of them are printed: where there are more than fit, those further down give way.
    found = [
        *_of_recommendations(recommendations),
        *_of_meetings(meetings),
        *_of_measures(measures),
        *_of_structure(structure),
        *_of_achievements(achievements),
    ]
    return FigureFacts(
        figures=tuple(found[:FIGURES_AT_MOST]),
        headlines=tuple(achievements.with_figures[:HEADLINES_AT_MOST]),
    )


def _of_recommendations(facts: RecommendationFacts) -> Iterator[KeyFigure]:
    if facts.shown:
        in_words = ", ".join(
            f"{part.label} {part.count}"
            for part in facts.chart.drawn
            if part.label != RecommendationStatus.IMPLEMENTED.label
        )
        yield KeyFigure(
            str(facts.implemented),
            "scrutiny recommendations completed",
            note=f"Of the rest: {in_words}" if in_words else "",
            of=f"of {len(facts.shown)}",
        )


def _of_meetings(facts: MeetingFacts) -> Iterator[KeyFigure]:
    if facts.on_time_share is not None:
        yield KeyFigure(
            f"{facts.on_time_share}%",
            "of meeting summaries came on time",
            note=f"{facts.total.on_time} of {facts.total.owed} reached councillors within five working days",
        )
    if facts.held:
        yield KeyFigure(
            str(len(facts.held)),
            "meeting held" if len(facts.held) == 1 else "meetings held",
            note=f"by {counted(len(facts.rows), 'body', 'bodies')} of the partnership",
        )
    if facts.actions.agreed:
        yield KeyFigure(
            str(facts.actions.done),
            "agreed actions done",
            note=f"{counted(facts.actions.open, 'action')} still open, {facts.actions.overdue or 'none'} overdue",
            of=f"of {facts.actions.agreed}",
        )


def _of_measures(facts: MeasureFacts) -> Iterator[KeyFigure]:
    if facts.judged:
        yield KeyFigure(
            str(facts.on_target),
            "measures with a figure for the year met their target",
            note="; ".join(_notes_of_measures(facts)),
            of=f"of {facts.judged}",
        )
    elif facts.compared:
        yield KeyFigure(
            str(facts.improving),
            "measures moved the right way",
            note="compared with the year before",
            of=f"of {facts.compared}",
        )


def _notes_of_measures(facts: MeasureFacts) -> Iterator[str]:
    if facts.compared:
        yield f"{facts.improving} of {facts.compared} moved the right way on the year before"
    if facts.without_figure:
        yield f"{facts.without_figure} without a figure for the year"


def _of_structure(facts: StructureFacts) -> Iterator[KeyFigure]:
    if facts.seats:
        held_by = counted_in_words(facts.holders, "partner", "different partners")
        yield KeyFigure(
            str(facts.seats),
            f"seats at the {facts.words.board.one}’s table",
            note=f"in {counted_in_words(facts.sectors, 'sector')}, held by {held_by}",
        )
    if facts.strategic and (word := facts.words.strategic):
        yield KeyFigure(str(facts.strategic), f"{word.many} under the {facts.words.board.one}")


def _of_achievements(facts: AchievementFacts) -> Iterator[KeyFigure]:
    if facts.themes:
        yield KeyFigure(
            str(len(facts.all)),
            "achievements on record",
            note=f"in {counted(len(facts.themes), 'theme')}"
            + (f"; {facts.undated} of them without a date" if facts.undated else ""),
        )
