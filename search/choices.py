"""What can be found, and who may find it."""

from django.db import models


class EntryKind(models.TextChoices):
    SUMMARY = "summary", "Summary"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    AGENDA_ITEM = "agenda-item", "Agenda item"
    DOCUMENT = "document", "Document"
    RECOMMENDATION = "recommendation", "Recommendation"
    MEETING = "meeting", "Meeting"
    BODY = "body", "Board or group"
    ORGANISATION = "organisation", "Organisation"
    PERSON = "person", "Person"
    STRATEGY = "strategy", "Strategy"
    MEASURE = "measure", "Measure"
    ACHIEVEMENT = "achievement", "Achievement"
    TOPIC_GROUP = "topic-group", "Topic group"


# What several of a kind are called.
SEVERAL = {
    EntryKind.SUMMARY: "Summaries",
    EntryKind.DECISION: "Decisions",
    EntryKind.ACTION: "Actions",
    EntryKind.AGENDA_ITEM: "Agenda items",
    EntryKind.DOCUMENT: "Documents",
    EntryKind.RECOMMENDATION: "Recommendations",
    EntryKind.MEETING: "Meetings",
    EntryKind.BODY: "Boards and groups",
    EntryKind.ORGANISATION: "Organisations",
    EntryKind.PERSON: "People",
    EntryKind.STRATEGY: "Strategies",
    EntryKind.MEASURE: "Measures",
    EntryKind.ACHIEVEMENT: "Achievements",
    EntryKind.TOPIC_GROUP: "Topic groups",
}

# What has a name and a page of its own: where the name is asked for, it comes before what speaks of it.
REGISTER = (
    EntryKind.BODY,
    EntryKind.ORGANISATION,
    EntryKind.PERSON,
    EntryKind.STRATEGY,
    EntryKind.MEASURE,
    EntryKind.TOPIC_GROUP,
)


class Audience(models.TextChoices):
    """Who may read the thing itself; nobody finds what they may not read."""

    PUBLIC = "public", "everyone"
    MEMBERS = "members", "members"
    SCRUTINY = "scrutiny", "members of scrutiny boards"
    OFFICERS = "officers", "officers"
