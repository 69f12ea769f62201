"""Lets a whole portal run on another day: Python reads this at its start where the folder is on its path.

The clock of each process begins at the moment in the file ``PORTAL_CLOCK`` and ticks on from there.
"""

from __future__ import annotations

import os
from pathlib import Path

import time_machine


class Clock:
    """It is set anew when the file says another moment."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.moment = ""
        self.journey: time_machine.travel | None = None

    def set(self) -> None:
        moment = self.file.read_text()
        if moment == self.moment:
            return
        if self.journey:
            self.journey.stop()
        self.moment, self.journey = moment, time_machine.travel(moment, tick=True)
        self.journey.start()


if "PORTAL_CLOCK" in os.environ:
    clock = Clock(Path(os.environ["PORTAL_CLOCK"]))
    clock.set()
