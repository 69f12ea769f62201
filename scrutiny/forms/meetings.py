"""The choice of a meeting at which something was decided, said or heard."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import field_of
from meetings.models import Meeting, MeetingQuerySet

# A list of several hundred meetings is no choice; what was decided is written down soon after.
MOST_MEETINGS = 100
NO_MEETING = "Not at a meeting that is on record"


def meeting_name(meeting: Meeting) -> str:
    """“Corporate PPB, 3 May 2026”."""
    return f"{meeting.body or meeting.title}, {meeting.when}"


class MeetingField(forms.ModelChoiceField[Meeting]):
    """One of the latest of the meetings that the form has on ``offer``."""

    def __init__(self, *, empty_label: str = NO_MEETING, **kwargs: Any) -> None:
        messages = {"required": "Choose the meeting", "invalid_choice": "Choose a meeting from the list"}
        none = Meeting.objects.none()
        super().__init__(queryset=none, empty_label=empty_label, error_messages=messages, **kwargs)

    def label_from_instance(self, meeting: Meeting) -> str:
        return meeting_name(meeting)


def offer_meetings(form: forms.Form, name: str, meetings: MeetingQuerySet) -> None:
    """Let the form's field choose among the newest of them that take place."""
    newest = meetings.taking_place().newest_first().values("pk")[:MOST_MEETINGS]
    field = field_of(form, name, MeetingField)
    field.queryset = Meeting.objects.filter(pk__in=newest).select_related("body").newest_first()
