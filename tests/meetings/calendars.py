"""Calendars as programs read them."""

import icalendar

REQUIRED_OF_CALENDAR = {"PRODID", "VERSION", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"}
REQUIRED_OF_EVENT = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED", "URL"}


def read(content: bytes) -> icalendar.Calendar:
    """The calendar, after every rule of RFC 5545 that a program may stumble over has been held against it."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    for line in content.replace(b"\r\n ", b"").split(b"\r\n"):
        line.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert [one.errors for one in calendar.walk()] == [[]] * (1 + len(events))
    assert set(calendar) >= REQUIRED_OF_CALENDAR
    for event in events:
        assert set(event) >= REQUIRED_OF_EVENT
        assert event.decoded("DTSTART") < event.decoded("DTEND")
        assert type(event.decoded("DTSTART")) is type(event.decoded("DTEND"))
    uids = [str(event["UID"]) for event in events]
    assert len(uids) == len(set(uids))
    return calendar
