"""The choice of a meeting at which something was decided."""

from __future__ import annotations

from typing import Any

from django import forms

from core.rules.dates import format_date
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet

# A list of several hundred meetings is no choice; what was decided is written down soon after.
MOST_MEETINGS = 60


def meeting_name(meeting: Meeting) -> str:
    """“Corporate PPB, 3 May 2026”."""
    return f"{meeting.body or meeting.title}, {format_date(meeting.held_on, meeting.held_precision)}"


class HeldMeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One of the latest held meetings; the form gives it its ``offer``."""

    def __init__(self, **kwargs: Any) -> None:
        chosen = "Choose the meeting from the list"
        messages = {"required": "Choose the meeting", "invalid_choice": chosen} | kwargs.pop("error_messages", {})
        super().__init__(queryset=Meeting.objects.none(), error_messages=messages, **kwargs)

    def label_from_instance(self, meeting: Any) -> str:
        return meeting_name(meeting)

    def offer(self, held: MeetingQuerySet) -> None:
        newest = held.values("pk")[:MOST_MEETINGS]
        self.queryset = Meeting.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).select_related("body")
