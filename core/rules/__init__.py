"""The ground rules: pure functions that are told the day and never ask for it. ``docs/rules.md`` lists each with its source."""
