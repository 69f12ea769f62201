"""Settings of a web server that goes from day to day: it looks at the clock before each request."""

from typing import Any

import sitecustomize


def pre_request(worker: Any, request: Any) -> None:
    sitecustomize.clock.set()
