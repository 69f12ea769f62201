"""A list of open recommendations that was downloaded comes back with new progress in it (I-1, I-2).

A file can't change recommendations, nor what was reported before: it adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from core.rules.date_input import parse_typed_date
from core.rules.dates import DateRefused, check_sensible_date, format_date
from core.rules.text import clean_text, compare_key, one_line
from core.sheets.reading import Columns, Refusal, Refused, Sheet
from core.sheets.workbooks import parse_table
from recommendations.choices import STATUS_WORDS, RecommendationStatus
from recommendations.models import Recommendation
from recommendations.services.many_updates import MOST_UPDATES, NewProgress, latest_of

COLUMNS = Columns.parse("id! number title party latest_progress new_progress status date reported_by")
MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
LONGEST_TEXT, LONGEST_NAME = 4_000, 120
STATUSES = {compare_key(word): status for word, status in STATUS_WORDS.items()}


@dataclass(frozen=True)
class KnownRecommendation:
    """A recommendation as the portal has it, for the rows of a file to be compared with."""

    pk: int
    latest: int
    number: int
    title: str
    party: str
    reporter: str
    said: frozenset[tuple[str, date | None]]


@dataclass
class ProgressPreview:
    """What a file would add. ``encoding`` is given where the text was not UTF-8, with words to look at."""

    new: list[tuple[NewProgress, KnownRecommendation]] = field(default_factory=list)
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    encoding: str = ""
    sample: str = ""


def preview_file(
    file: str, content: bytes, *, recommendations: Iterable[Recommendation], today: date
) -> ProgressPreview:
    """Compare a CSV file or a workbook with the recommendations (after ``as_at``); nothing is written."""
    return preview_sheet(parse_table(file, content, COLUMNS), known_recommendations(recommendations), today=today)


def known_recommendations(recommendations: Iterable[Recommendation]) -> dict[int, KnownRecommendation]:
    """Those that a file may report on, after ``as_at``; one query beside their own."""
    listed = list(recommendations)
    latest = latest_of(one.pk for one in listed)
    return {one.pk: _known(one, latest.get(one.pk, 0)) for one in listed}


def preview_sheet(sheet: Sheet, known: Mapping[int, KnownRecommendation], *, today: date) -> ProgressPreview:
    """What the rows of a file would add, and which of them are refused."""
    preview = ProgressPreview(refusals=[*sheet.refusals], encoding=sheet.encoding, sample=sheet.sample)
    if len(sheet.rows) > MOST_ROWS:
        preview.refusals.append(Refusal(sheet.file, f"the file has more than {MOST_ROWS:,} rows: split it"))
        return preview
    seen: set[int] = set()
    for number, cells in sheet.rows:
        try:
            new, recommendation = FileRow(sheet.file, number, cells).read(known, today=today)
            if recommendation.pk in seen:
                raise Refused(Refusal(sheet.file, "the recommendation is there twice", number, "id", cells["id"]))
        except Refused as refused:
            preview.refusals.append(refused.refusal)
            continue
        seen.add(recommendation.pk)
        if new is None:
            preview.unchanged += 1
        else:
            preview.new.append((new, recommendation))
    if len(preview.new) > MOST_UPDATES:
        reason = f"the file adds progress to {len(preview.new):,}, and {MOST_UPDATES} at once is the most: split it"
        preview.refusals.append(Refusal(sheet.file, reason))
    return preview


@dataclass(frozen=True)
class FileRow:
    """One row of the file, and what its cells say."""

    file: str
    number: int
    cells: Mapping[str, str]

    def read(
        self, known: Mapping[int, KnownRecommendation], *, today: date
    ) -> tuple[NewProgress | None, KnownRecommendation]:
        """The progress that the row adds, None where there is none. Raises ``Refused``."""
        word = self.cells["id"]
        found = known.get(int(word)) if word.isascii() and word.isdigit() and len(word) < 19 else None
        if found is None:
            self._refuse("id", "the partnership has no recommendation with this id")
        self._check_same(found)
        text = self.cells.get("new_progress", "")
        if not text:
            self._check_nothing_beside()
            return None, found
        if len(text) > LONGEST_TEXT:
            self._refuse("new_progress", f"the text is longer than {LONGEST_TEXT:,} characters")
        new = NewProgress(
            recommendation=found.pk,
            seen=found.latest,
            text=text,
            status=self._status(),
            reported_on=self._reported_on(today=today),
            reported_by=self._reported_by(found),
        )
        # A file without a date, uploaded again on another day, says nothing new either.
        days = {day for said, day in found.said if said == text}
        is_known = new.reported_on in days or (bool(days) and not self.cells.get("date"))
        return (None if is_known else new), found

    def _check_same(self, found: KnownRecommendation) -> None:
        """A row that was moved against its id shows by its other cells."""
        expected = {"number": str(found.number), "title": found.title, "party": found.party}
        for column, words in expected.items():
            given = self.cells.get(column, "")
            if given and compare_key(given) != compare_key(words):
                self._refuse(column, f"the portal has “{words}” here, and a file only adds progress")

    def _check_nothing_beside(self) -> None:
        for column in ("status", "date", "reported_by"):
            if self.cells.get(column):
                self._refuse(column, "there is no new progress in this row: write it, or empty this cell")

    def _status(self) -> str:
        word = self.cells.get("status", "")
        status = STATUSES.get(compare_key(word)) if word else None
        if status is None:
            known = ", ".join(one.label for one in RecommendationStatus)
            self._refuse("status", f"{'the word is not known' if word else 'the status is missing'}. Known are {known}")
        return status.value

    def _reported_on(self, *, today: date) -> date:
        words = self.cells.get("date", "")
        if not words:
            return today
        try:
            day = check_sensible_date(parse_typed_date(words), today=today)
        except DateRefused as error:
            self._refuse("date", str(error))
        if day > today:
            self._refuse("date", f"{format_date(day)} has not come yet")
        return day

    def _reported_by(self, found: KnownRecommendation) -> str:
        name = one_line(self.cells.get("reported_by", "")) or found.reporter
        if not name:
            self._refuse("reported_by", "several parties do it: say which of them reports")
        if len(name) > LONGEST_NAME:
            self._refuse("reported_by", f"the name is longer than {LONGEST_NAME} characters")
        return name

    def _refuse(self, column: str, reason: str) -> NoReturn:
        raise Refused(Refusal(self.file, reason, self.number, column, self.cells.get(column, "")))


def reporter_of(recommendation: Recommendation) -> str:
    """Who reports where nobody is named: the lead, or the only party; after ``as_at``."""
    if recommendation.lead:
        return recommendation.lead.printed_as
    return recommendation.lines[0].printed_as if len(recommendation.lines) == 1 else ""


def _known(recommendation: Recommendation, latest: int) -> KnownRecommendation:
    return KnownRecommendation(
        pk=recommendation.pk,
        latest=latest,
        number=recommendation.number,
        title=recommendation.title_shown,
        party="; ".join(recommendation.by_whom),
        reporter=reporter_of(recommendation),
        said=frozenset(
            (clean_text(update.text).strip(), update.reported_on) for update in recommendation.progress_on_day
        ),
    )
