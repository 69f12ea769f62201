from meetings.models.action import Action, ActionUpdate
from meetings.models.delivery import Delivery
from meetings.models.meeting import AgendaItem, Attendance, Meeting
from meetings.models.summary import DraftCopy, MeetingSummary, SummaryComment, SummaryRevision

__all__ = [
    "Action",
    "ActionUpdate",
    "AgendaItem",
    "Attendance",
    "Delivery",
    "DraftCopy",
    "Meeting",
    "MeetingSummary",
    "SummaryComment",
    "SummaryRevision",
]
