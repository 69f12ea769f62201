"""The words of meetings, summaries, actions and deliveries."""

from django.db import models


class MeetingStatus(models.TextChoices):
    PROPOSED = "proposed", "proposed"
    PLANNED = "planned", "planned"
    HELD = "held", "held"
    POSTPONED = "postponed", "postponed"
    CANCELLED = "cancelled", "cancelled"


class MeetingKind(models.TextChoices):
    MEETING = "meeting", "Meeting"
    EVENT = "event", "Event"
    PANEL = "panel", "Panel"
    ROUND = "meeting round", "Round of meetings"
    CONSULTATION = "consultation", "Consultation"
    DECISION = "decision", "Decision"
    INSPECTION = "inspection", "Inspection"
    REVIEW = "review", "Review"


class AttendanceState(models.TextChoices):
    PRESENT = "present", "present"
    APOLOGIES = "apologies", "apologies"
    DEPUTY = "deputy", "deputy came"
    ABSENT = "absent", "absent"


class ActionStatus(models.TextChoices):
    NOT_STARTED = "not-started", "not started"
    IN_PROGRESS = "in-progress", "in progress"
    DONE = "done", "done"
    DROPPED = "dropped", "no longer needed"


OPEN_ACTIONS = (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)


class DeliveryState(models.TextChoices):
    """What became of one message to one person."""

    QUEUED = "queued", "waiting"
    SENDING = "sending", "being sent"
    SENT = "sent", "sent"
    FAILED = "failed", "could not be sent"


# How a status is coloured; the words say the same without it.
MEETING_TONES = {
    MeetingStatus.PROPOSED: "purple",
    MeetingStatus.PLANNED: "blue",
    MeetingStatus.HELD: "grey",
    MeetingStatus.POSTPONED: "amber",
    MeetingStatus.CANCELLED: "red",
}
ACTION_TONES = {
    ActionStatus.NOT_STARTED: "grey",
    ActionStatus.IN_PROGRESS: "blue",
    ActionStatus.DONE: "green",
    ActionStatus.DROPPED: "purple",
}
DELIVERY_TONES = {
    DeliveryState.QUEUED: "blue",
    DeliveryState.SENDING: "blue",
    DeliveryState.SENT: "green",
    DeliveryState.FAILED: "red",
}
SUMMARY_TONES = {
    "not held yet": "grey",
    "due": "blue",
    "due today": "amber",
    "overdue": "red",
    "on time": "green",
    "late": "amber",
    "not required": "grey",
}
