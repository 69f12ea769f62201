"""Which year a fact is reported in, and shares in words. Pure: no Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.choices import Precision
from core.rules.dates import FinancialYear


@dataclass(frozen=True, slots=True)
class ReportedYear:
    """A financial year, as at its last day or, while it runs, as at the day of looking."""

    year: FinancialYear
    as_at: date

    @classmethod
    def seen_on(cls, on: date, start: int) -> "ReportedYear":
        year = FinancialYear(start)
        return cls(year=year, as_at=min(on, year.last_day))

    @property
    def is_over(self) -> bool:
        return self.as_at == self.year.last_day


def falls_in(day: date | None, precision: str, year: FinancialYear) -> bool:
    """T-4, T-6: a fact of which only the year is known is reported in the financial year that begins in it."""
    if day is None or precision == Precision.UNKNOWN:
        return False
    return day.year == year.start if precision == Precision.YEAR else day in year


def belongs_undated(review_due: tuple[date | None, str], made: tuple[date | None, str], year: FinancialYear) -> bool:
    """Whether progress without a date is printed in the year: that of the twelve-month review, which such progress is
    written for; without a known one, that in which the recommendation was made. In a later one it would be no news.
    """
    return falls_in(*(review_due if review_due[0] else made), year)


def source_document(source: str) -> str:
    """The document that a source names: “000” of “000 s5.4-5.5”."""
    return source.split(maxsplit=1)[0].rstrip(";,") if source.strip() else ""


def year_of_undated(source: str, dated: Iterable[tuple[str, int]]) -> int | None:
    """The year in which a fact without a date is reported: the last one that its own document tells of.

    ``dated`` are the sources of dated facts, each with its year. None: nothing says when, so no report prints it.
    """
    document = source_document(source)
    years = [year for other, year in dated if document and source_document(other) == document]
    return max(years) if years else None


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def counted(number: int, noun: str, plural: str = "") -> str:
    """“1 meeting”, “13 meetings”; “no meetings”."""
    words = noun if number == 1 else plural or f"{noun}s"
    return f"{number or 'no'} {words}"


def counted_in_words(number: int, noun: str, plural: str = "") -> str:
    """“nine sectors”, “12 sectors”: numbers below ten as words, as in running text."""
    spelt = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{spelt} {noun if number == 1 else plural or f'{noun}s'}"
