"""How the time of a piece of work grows with its input."""

import gc
import time
from collections.abc import Callable
from functools import partial

# Doubling the input of linear work doubles its time; twice that again for the noise of a busy machine is not enough.
GROWTH_AT_MOST = 2.5
SMALLEST, LARGEST = 64, 8_192
# Work on the largest input that is done sooner is quick enough.
WORTH_MEASURING = 0.01
# Runs of each measurement, of which the best counts: other work on the machine only ever makes a run longer.
RUNS = (2, 5, 5, 5)


def cpu_time(work: Callable[[], object], *, times: int) -> float:
    """The best of several runs, in seconds of this process."""
    took = []
    was_on = gc.isenabled()
    gc.disable()
    try:
        for _ in range(times):
            started = time.process_time()
            work()
            took.append(time.process_time() - started)
    finally:
        if was_on:
            gc.enable()
    return min(took)


def growth(work: Callable[[str], object], nasty: Callable[[int], str]) -> float:
    """How many times longer the work takes on twice the input: 0 where even the largest takes no time to speak of.

    The size is doubled until the time is worth measuring. What seems too much is measured on twice the input: where the
    processor's cache has become too small that is over there, and work that is worse than linear grows faster still.
    """
    size = SMALLEST
    while size < LARGEST and cpu_time(partial(work, nasty(size)), times=1) < WORTH_MEASURING:
        size *= 2
    found = []
    for times in RUNS:
        before = cpu_time(partial(work, nasty(size)), times=times)
        if before < WORTH_MEASURING / 4:
            return 0
        size *= 2
        found.append(cpu_time(partial(work, nasty(size)), times=times) / before)
        if found[-1] < GROWTH_AT_MOST:
            break
    return min(found)
