"""The whole report as it would be printed now: its sections, numbered, with what is missing in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string

from boards.models import Partnership
from core.rules.dates import format_date
from reports.assembly.achievements import AchievementFacts, read_achievements
from reports.assembly.cover import Dot, seat_ring
from reports.assembly.figures import FigureFacts, read_figures
from reports.assembly.measures import MeasureFacts, read_measures
from reports.assembly.meetings import MeetingFacts, read_meetings
from reports.assembly.recommendations import RecommendationFacts, read_recommendations
from reports.assembly.structure import StructureFacts, read_structure
from reports.choices import SectionKey
from reports.models import AnnualReport, ReportSection
from reports.rules import ReportedYear


class YearFacts:
    """All that is known of a partnership's year; each subject is read once, when a section first asks for it."""

    def __init__(self, partnership: Partnership, reported: ReportedYear) -> None:
        self.partnership = partnership
        self.reported = reported

    @cached_property
    def structure(self) -> StructureFacts:
        return read_structure(self.partnership, self.reported)

    @cached_property
    def meetings(self) -> MeetingFacts:
        return read_meetings(self.partnership, self.reported)

    @cached_property
    def achievements(self) -> AchievementFacts:
        return read_achievements(self.partnership, self.reported)

    @cached_property
    def measures(self) -> MeasureFacts:
        return read_measures(self.partnership, self.reported)

    @cached_property
    def recommendations(self) -> RecommendationFacts:
        return read_recommendations(self.partnership, self.reported)

    @cached_property
    def figures(self) -> FigureFacts:
        return read_figures(self.structure, self.meetings, self.achievements, self.measures, self.recommendations)


READERS: dict[str, Callable[[YearFacts], Any]] = {
    SectionKey.KEY_FIGURES: lambda facts: facts.figures,
    SectionKey.STRUCTURE: lambda facts: facts.structure,
    SectionKey.MEETINGS: lambda facts: facts.meetings,
    SectionKey.ACHIEVEMENTS: lambda facts: facts.achievements,
    SectionKey.MEASURES: lambda facts: facts.measures,
    SectionKey.RECOMMENDATIONS: lambda facts: facts.recommendations,
}


BRIEF_TEXT = 1200
# A section begins a page because its kind of sheet is not that of the section before.
OTHER_SHEET = {"odd": "even", "even": "odd"}


@dataclass(frozen=True)
class AssembledSection:
    """A section with what the records say (``facts``, None where it is only written); ``number`` 0 is not printed.

    On paper a section begins a page of its own, save a brief one, which follows on the page of the one before.
    ``sheet`` names the kind of page, and changes with each section that begins one.
    """

    section: ReportSection
    facts: Any
    number: int
    is_brief: bool = False
    sheet: str = ""

    @property
    def template(self) -> str:
        return f"reports/document/{self.section.key}.html"

    @property
    def state(self) -> str:
        """In the workbench's words."""
        if not self.section.is_included:
            return "left out"
        if self.section.is_written:
            return "written" if self.section.text else "needs words"
        return "has gaps" if self.gaps else "complete"

    @property
    def tone(self) -> str:
        return {"left out": "grey", "needs words": "amber", "has gaps": "amber"}.get(self.state, "green")

    @property
    def gaps(self) -> tuple[str, ...]:
        if self.section.is_written:
            return () if self.section.text else ("Nothing written yet, so it is not printed",)
        return tuple(self.facts.gaps)


@dataclass(frozen=True)
class ReportDocument:
    """A report as at a day."""

    report: AnnualReport
    partnership: Partnership
    reported: ReportedYear
    sections: tuple[AssembledSection, ...]
    version_number: int
    seats_by_sector: tuple[int, ...]

    @property
    def printed(self) -> tuple[AssembledSection, ...]:
        return tuple(one for one in self.sections if one.number)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing in the sections that are in the report."""
        return tuple(gap for one in self.sections if one.section.is_included for gap in one.gaps)

    @property
    def cover_lead(self) -> str:
        if self.reported.is_over:
            return f"The year that ended on {format_date(self.reported.as_at)}"
        return f"The year until now: figures as at {format_date(self.reported.as_at)}"

    @property
    def as_at_words(self) -> str:
        return format_date(self.reported.as_at)

    @property
    def correction(self) -> str:
        """What a later version corrects; the first has nothing to correct."""
        if self.version_number == 1:
            return ""
        return ": ".join(filter(None, (f"Version {self.version_number}", self.report.correction_note)))

    @property
    def cover_dots(self) -> tuple[Dot, ...]:
        return seat_ring(self.seats_by_sector)

    @cached_property
    def html(self) -> str:
        """What is shown on a page, and frozen when it is published."""
        return render_to_string("reports/document/document.html", {"document": self})

    @property
    def fingerprint(self) -> str:
        """Equal for two documents that say the same."""
        return sha256(self.html.encode()).hexdigest()


def assemble(report: AnnualReport, *, on: date) -> ReportDocument:
    """The report as it stands; ``on`` is the day of looking."""
    partnership = report.partnership
    reported = ReportedYear.seen_on(on, report.year)
    facts = YearFacts(partnership, reported)
    sections = _numbered(
        AssembledSection(section, reader(facts) if (reader := READERS.get(section.key)) else None, 0)
        for section in sorted(report.sections.all(), key=lambda one: SectionKey.values.index(one.key))
    )
    return ReportDocument(
        report=report,
        partnership=partnership,
        reported=reported,
        sections=tuple(sections),
        version_number=report.versions.count() + 1,  # the one that would be published now
        seats_by_sector=facts.structure.seats_by_sector,
    )


def _numbered(sections: Iterable[AssembledSection]) -> Iterator[AssembledSection]:
    """Those that are printed get their number and their place on paper."""
    number = 0
    sheet = ""
    for one in sections:
        if not one.section.is_included or (one.section.is_written and not one.section.text):
            yield one
            continue
        number += 1
        # A few words at the end need no page of their own.
        is_last_words = one.section.key == SectionKey.LOOKING_AHEAD and len(one.section.text) <= BRIEF_TEXT
        is_brief = sheet in OTHER_SHEET.values() and is_last_words
        if one.section.key == SectionKey.KEY_FIGURES:
            sheet = "figures"
        elif not is_brief:
            sheet = OTHER_SHEET.get(sheet, "odd")
        yield replace(one, number=number, is_brief=is_brief, sheet=sheet)
