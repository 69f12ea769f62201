"""The ground rules: pure functions that are told the day. ``docs/rules.md`` lists each with its source."""
