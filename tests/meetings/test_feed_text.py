"""Whatever people type, a calendar stays one that programs can read, and every entry ends after it starts."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, given
from hypothesis import settings as patience
from hypothesis import strategies as st

from meetings.rules import Calendar, Entry, span_in_calendar
from meetings.services.calendar_feed import write_calendar
from tests.meetings.calendars import read

# The first call of a process, or a busy machine, may take its time.
UNHURRIED = patience(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def entry(**given):
    plain = {
        "uid": "1@partnership-portal",
        "sequence": 0,
        "changed_at": NOON,
        "starts": NOON,
        "ends": LATER,
        "title": "Board",
        "status": "CONFIRMED",
        "description": "",
        "place": "",
        "url": "https://portal.example.org/halton/meetings/1/",
        "categories": ("Board",),
    }
    return Entry(**(plain | given))


# What forms let through: one line, or lines parted by a line feed, without control characters.
lines = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200)
paragraphs = st.lists(lines, max_size=5).map("\n".join)


@UNHURRIED
@given(title=lines, description=paragraphs, place=lines, category=lines.filter(str.strip), name=lines)
def test_text_of_any_kind_is_read_back_as_it_was_written(title, description, place, category, name):
    written = entry(title=title, description=description, place=place, categories=(category,))
    calendar = read(write_calendar(Calendar(name, (written,))))
    [event] = calendar.walk("VEVENT")

    assert str(event["SUMMARY"]) == title
    assert str(event["DESCRIPTION"]) == description
    assert str(event.get("LOCATION", "")) == place
    assert [str(one) for one in event["CATEGORIES"].cats] == [category]


@UNHURRIED
@given(
    st.dates(date(1990, 1, 1), date(2036, 12, 31)),
    st.integers(0, 3),
    st.none() | st.times(),
    st.none() | st.times(),
)
def test_entry_ends_after_it_starts_on_any_night_of_the_year(held_on, more_days, starts_at, ends_at):
    ends_on = held_on + timedelta(days=more_days) if more_days else None
    starts, ends = span_in_calendar(held_on, ends_on=ends_on, starts_at=starts_at, ends_at=ends_at)

    assert starts < ends
    assert type(starts) is type(ends)
    assert isinstance(starts, datetime) == (starts_at is not None and (not more_days or ends_at is not None))


def test_missing_hour_of_summer_time_leaves_an_entry_its_length():
    starts, ends = span_in_calendar(date(2027, 3, 28), ends_on=None, starts_at=time(1, 30), ends_at=time(2, 15))
    assert ends - starts == timedelta(minutes=5)


def test_mark_of_a_calendar_follows_all_that_is_in_it():
    marks = {
        Calendar(name, entries).mark
        for name, entries in (
            ("A", ()),
            ("B", ()),
            ("A", (entry(),)),
            ("A", (entry(title="Else"),)),
            ("A", (entry(place="There"),)),
        )
    }
    assert len(marks) == 5
    assert Calendar("A", (entry(),)).mark == Calendar("A", (entry(),)).mark
    assert Calendar("A", ()).changed_at is None
