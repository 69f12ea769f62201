"""What partners achieved in the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boards.models import Partnership
from core.choices import Precision
from core.rules.dates import financial_year, format_date
from performance.models import Achievement
from reports.rules import ReportedYear, counted, counted_in_words, falls_in, year_of_undated


@dataclass(frozen=True, slots=True)
class ShownAchievement:
    achievement: Achievement
    when: str

    @property
    def is_dated(self) -> bool:
        return self.achievement.happened_on is not None


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    achievements: tuple[ShownAchievement, ...]


@dataclass(frozen=True, slots=True)
class AchievementFacts:
    """Achievements of the year by theme; those without a date stand in the last year that their source tells of."""

    themes: tuple[Theme, ...]
    undated_left_out: int
    not_permitted: int

    @property
    def all(self) -> list[ShownAchievement]:
        return [one for theme in self.themes for one in theme.achievements]

    @property
    def undated(self) -> int:
        return sum(not one.is_dated for one in self.all)

    @property
    def with_figures(self) -> list[ShownAchievement]:
        """Those whose figure is set large; of one without a date nobody can say that it is of the year."""
        return [one for one in self.all if one.achievement.figures and one.is_dated]

    @property
    def lead(self) -> str:
        if not self.themes:
            return "No achievement of this year is on record."
        themes = counted_in_words(len(self.themes), "theme")
        return f"{counted_in_words(len(self.all), 'achievement').capitalize()} of partners in {themes}."

    @property
    def undated_note(self) -> str:
        if not self.undated:
            return ""
        undated = counted_in_words(self.undated, "achievement").capitalize()
        return (
            f"{undated} without a date in the source "
            f"{'stands' if self.undated == 1 else 'stand'} in the last year that the source tells of."
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        gaps = [] if self.themes else ["No achievement of this year is on record"]
        if self.undated:
            gaps.append(f"{counted(self.undated, 'achievement')} without a date")
        if self.not_permitted:
            gaps.append(f"{counted(self.not_permitted, 'achievement')} left out: the public may not read it yet")
        return tuple(gaps)


def read_achievements(partnership: Partnership, reported: ReportedYear) -> AchievementFacts:
    """Achievements that fall in the year until the day."""
    known = Achievement.objects.filter(partnership=partnership).prefetch_related("organisations")
    everything = list(known.order_by("theme", "happened_on", "code"))
    dated = [
        (one.source, _year(one.happened_on, one.happened_precision))
        for one in everything
        if one.happened_on is not None
    ]
    themes: dict[str, list[ShownAchievement]] = {}
    left_out = not_permitted = 0
    for one in everything:
        if one.happened_on is None:
            belongs = year_of_undated(one.source, dated) == reported.year.start
            left_out += not belongs
        else:
            belongs = one.happened_on <= reported.as_at and falls_in(
                one.happened_on, one.happened_precision, reported.year
            )
        if belongs and not one.is_public:
            not_permitted += 1
        elif belongs:
            shown = ShownAchievement(one, format_date(one.happened_on, one.happened_precision))
            themes.setdefault(one.theme, []).append(shown)
    return AchievementFacts(
        themes=tuple(Theme(name, tuple(ones)) for name, ones in themes.items()),
        undated_left_out=left_out,
        not_permitted=not_permitted,
    )


def _year(day: date, precision: str) -> int:
    return day.year if precision == Precision.YEAR else financial_year(day).start
