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
