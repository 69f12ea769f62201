from meetings.models.action import Action, ActionUpdate
from meetings.models.delivery import Delivery
from meetings.models.meeting import AgendaItem, Attendance, Meeting
from meetings.models.summary import MeetingSummary, SummaryComment, SummaryRevision

__all__ = [
    "Action",
    "ActionUpdate",
    "AgendaItem",
    "Attendance",
    "Delivery",
    "Meeting",
    "MeetingSummary",
    "SummaryComment",
    "SummaryRevision",
]
