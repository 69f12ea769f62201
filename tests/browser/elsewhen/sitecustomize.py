"""Lets a whole portal run on another day: Python reads this at its start where the folder is on its path.

The portal's clock then ticks on from the moment in ``PORTAL_STARTS_AT``, in every process that it forks.
"""

import os

import time_machine

if moment := os.environ.get("PORTAL_STARTS_AT"):
    time_machine.travel(moment, tick=True).start()
