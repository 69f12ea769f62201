"""The days of the made-up cycle, counted from the day of loading."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.rules.dates import FinancialYear, financial_year
from core.rules.working_days import LONDON, SUMMARY_WORKING_DAYS, add_working_days, is_working_day

# An annual report is written in the months after its year: until then “this year's report” is the last one's.
REPORT_SEASON = timedelta(days=90)


@dataclass(frozen=True)
class ExampleCalendar:
    """Turns “about three weeks ago” into a working day."""

    today: date
    holidays: frozenset[date]

    @property
    def last_working_day(self) -> date:
        """The day of loading, or the working day before a weekend or holiday."""
        if is_working_day(self.today, holidays=self.holidays):
            return self.today
        return add_working_days(self.today, -1, holidays=self.holidays)

    def near(self, weeks: float) -> date:
        """The first working day from so many weeks away on."""
        day = self.today + timedelta(days=round(weeks * 7))
        return self.after(day - timedelta(days=1), 1)

    def after(self, day: date, working_days: int) -> date:
        return add_working_days(day, working_days, holidays=self.holidays)

    def held_for_due(self, due_in: int) -> date:
        """The day of a meeting whose summary is due so many working days from the day of loading."""
        # Counting ahead starts from the day itself, counting back from a day that can have been a deadline.
        start = self.today if due_in > 0 else self.last_working_day
        return self.after(self.after(start, due_in) if due_in else start, -SUMMARY_WORKING_DAYS)

    def moment(self, day: date, clock_time: time) -> datetime:
        return datetime.combine(day, clock_time, LONDON)

    @property
    def report_year(self) -> FinancialYear:
        return financial_year(self.today - REPORT_SEASON)

    def within_report_year(self, share: float) -> date:
        """The first day of a month of the reported year, not after the day of loading."""
        year = self.report_year
        last = min(self.today, year.last_day)
        day = year.first_day + timedelta(days=int((last - year.first_day).days * share))
        return day.replace(day=1)
