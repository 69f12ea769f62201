"""Who holds a meeting jointly, and on what theme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html

from boards.models import Body
from core.fields import LineField, field_of
from meetings.models import Meeting
from meetings.services.joint import NotThere, bodies_to_choose, check_there


class JointForm(forms.Form):
    bodies = forms.MultipleChoiceField(
        label="Who meets",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose boards and groups that existed on the day of the meeting"},
    )
    theme = LineField(
        label="Theme",
        noun="the theme",
        required=False,
        max_length=200,
        help_text="What they meet about, in a few words. For example: jobs for people under 25.",
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        self.meeting = meeting
        self.known = {str(body.pk): body for body in bodies_to_choose(meeting)}
        chosen = [str(pk) for pk in meeting.joint_bodies.values_list("body", flat=True)]
        super().__init__(data, initial={"bodies": chosen, "theme": meeting.theme})
        field = field_of(self, "bodies", forms.MultipleChoiceField)
        field.choices = [(pk, body.name) for pk, body in self.known.items()]
        # Labels are printed as they are: what an officer typed must not be markup there.
        field.label = format_html("Who meets, beside {}", meeting.body) if meeting.body else "Who meets"

    def clean_bodies(self) -> list[Body]:
        bodies = [self.known[pk] for pk in self.cleaned_data["bodies"]]
        try:
            check_there(self.meeting, bodies)
        except NotThere as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return bodies
