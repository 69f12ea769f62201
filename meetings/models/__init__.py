from meetings.models.action import Action, ActionHandover, ActionUpdate, Cascade
from meetings.models.agenda import AgendaChange, AgendaItem, Document, DocumentVersion
from meetings.models.distribution import CalendarFeed, DistributionLine
from meetings.models.invitation import Invitation
from meetings.models.meeting import Attendance, Guest, JointBody, Meeting, MeetingMove
from meetings.models.summary import DraftCopy, MeetingSummary, SummaryComment, SummaryRevision

__all__ = [
    "Action",
    "ActionHandover",
    "ActionUpdate",
    "AgendaChange",
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "Cascade",
    "DistributionLine",
    "Document",
    "DocumentVersion",
    "DraftCopy",
    "Guest",
    "Invitation",
    "JointBody",
    "Meeting",
    "MeetingMove",
    "MeetingSummary",
    "SummaryComment",
    "SummaryRevision",
]
