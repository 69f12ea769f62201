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
    ONLINE = "online", "joined online"
    DEPUTY = "deputy", "deputy came"
    APOLOGIES = "apologies", "apologies"
    LEAVE = "leave", "leave of absence"
    ABSENT = "absent", "absent"


class Departure(models.TextChoices):
    """Who was there, but not to the end."""

    EARLY = "early", "left early"
    INTEREST = "interest", "withdrew (interest declared)"


class ItemKind(models.TextChoices):
    """What an item of an agenda is there for."""

    KEY_ISSUE = "key-issue", "Key strategic issue"
    NEWS = "news", "Issues and achievements"
    MATTERS_ARISING = "matters", "Matters arising"
    ITEM = "item", "Item"


class Ground(models.TextChoices):
    """Why an item is for members only: a paragraph of Part 1 of Schedule 12A, or the office's own words."""

    INDIVIDUAL = "12a-1", "Paragraph 1: about an individual"
    IDENTITY = "12a-2", "Paragraph 2: likely to reveal who an individual is"
    BUSINESS = "12a-3", "Paragraph 3: financial or business affairs of a particular person or organisation"
    LABOUR = "12a-4", "Paragraph 4: consultations or negotiations on labour relations with employees or office holders"
    LEGAL = "12a-5", "Paragraph 5: covered by legal professional privilege"
    NOTICE = "12a-6", "Paragraph 6: a proposal to give a notice with requirements, or to make an order or direction"
    CRIME = "12a-7", "Paragraph 7: action to prevent, investigate or prosecute crime"
    OWN = "own", "Another reason, in your own words"


class DocumentKind(models.TextChoices):
    PAPER = "paper", "Paper"
    MINUTES = "minutes", "Minutes"
    BRIEFING = "briefing", "Briefing"


class InvitationState(models.TextChoices):
    ASKED = "asked", "not answered"
    ACCEPTED = "accepted", "is coming"
    DECLINED = "declined", "can’t come"
    WITHDRAWN = "withdrawn", "invitation withdrawn"


class ListedKind(models.TextChoices):
    """What one line of a distribution list stands for, worked out on the day of sending."""

    PPBS = "ppbs", "Everybody appointed to a Policy and Performance Board"
    BODY = "body", "Everybody appointed to a body, or to one of its seats"
    PERSON = "person", "One person"


class ActionStatus(models.TextChoices):
    NOT_STARTED = "not-started", "not started"
    IN_PROGRESS = "in-progress", "in progress"
    DONE = "done", "done"
    DROPPED = "dropped", "no longer needed"


class EarlierChoice(models.TextChoices):
    """What a meeting makes of an action that an earlier one agreed."""

    NOTED = "noted", "Noted"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"
    CARRIED = "carried", "Carried to another day"


# Somebody was there for the seat, the member or a deputy.
AT_THE_TABLE = (AttendanceState.PRESENT, AttendanceState.ONLINE, AttendanceState.DEPUTY)
OPEN_ACTIONS = (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)


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
INVITATION_TONES = {
    InvitationState.ASKED: "blue",
    InvitationState.ACCEPTED: "green",
    InvitationState.DECLINED: "grey",
    InvitationState.WITHDRAWN: "grey",
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
