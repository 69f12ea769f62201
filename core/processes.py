"""Which process has taken something on, and whether it is still there to finish it."""

import os
import socket


def this_process() -> str:
    """“host:4711”, to be kept beside what the process has taken on."""
    return f"{socket.gethostname()}:{os.getpid()}"


def has_died(process: str) -> bool:
    """Whether the process that ``this_process`` named is gone; False too where this machine cannot know.

    A number that the system has given to another process since looks alive: whoever asks needs a time limit as well.
    """
    host, _, pid = process.rpartition(":")
    if host != socket.gethostname() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
