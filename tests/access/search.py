"""Search: for everyone; what is found depends on the reader."""

from tests.access import Row, everyone

ROWS = [
    Row("search:results", everyone(200)),
    Row("search:results", everyone(200), query={"q": "waiting times", "kind": "action", "year": "2026-27"}),
]
