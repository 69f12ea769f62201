"""The words of actions."""

from __future__ import annotations

from django.db import models


class ActionStatus(models.TextChoices):
    NOT_STARTED = "not-started", "not started"
    IN_PROGRESS = "in-progress", "in progress"
    DONE = "done", "done"
    DROPPED = "dropped", "no longer needed"


OPEN_ACTIONS = (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)


ACTION_TONES = {
    ActionStatus.NOT_STARTED: "grey",
    ActionStatus.IN_PROGRESS: "blue",
    ActionStatus.DONE: "green",
    ActionStatus.DROPPED: "purple",
}
