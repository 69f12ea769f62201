"""What can be found, and who may find it."""

from django.db import models


class EntryKind(models.TextChoices):
    SUMMARY = "summary", "Summary"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    AGENDA_ITEM = "agenda-item", "Agenda item"
    DOCUMENT = "document", "Document"
    RECOMMENDATION = "recommendation", "Recommendation"


class Audience(models.TextChoices):
    """Who may read the thing itself; nobody finds what they may not read."""

    PUBLIC = "public", "everyone"
    MEMBERS = "members", "members"
    SCRUTINY = "scrutiny", "members of Policy and Performance Boards"
    OFFICERS = "officers", "officers"
