"""Recommendations as officers write them, what delivers them, the responses, and the settings of scrutiny."""

from tests.access import Row, from_role

SETTINGS = {"asks_for_progress": "on", "weeks_before": "6", "answer_weeks_before": "2", "executive_clock": "on"}

ROWS = [
    Row("recommendations:scrutiny_settings", from_role("admin", 200)),
    Row("recommendations:scrutiny_settings", from_role("admin", 302), "post", data=lambda world: SETTINGS),
]
