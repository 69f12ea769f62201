"""The words of meetings, and how the state of a summary is coloured."""

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


# How a status is coloured; the words say the same without it.
MEETING_TONES = {
    MeetingStatus.PROPOSED: "purple",
    MeetingStatus.PLANNED: "blue",
    MeetingStatus.HELD: "grey",
    MeetingStatus.POSTPONED: "amber",
    MeetingStatus.CANCELLED: "red",
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
