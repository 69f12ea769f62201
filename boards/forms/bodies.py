"""What officers keep of boards and groups: facts, names and reporting lines over time."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from boards.choosing import offer
from boards.models import Body, BodyName, ReportingLine
from core import clock
from core.fields import PlainDateField, SearchableSelect, field_of
from core.precise_dates import PreciseDateFormField
from core.records.forms import SOURCE, CodedForm, EndForm, FactForm


class BodyForm(CodedForm):
    """A board or group. Its name and whom it reports to are kept over time, so that they are asked for once."""

    called, asks_about_look_alikes = "a board or group", True

    reports_to = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Reports to",
        required=False,
        empty_label="No other board or group",
        error_messages={"invalid_choice": "Select a board or group from the list"},
    )

    class Meta(CodedForm.Meta):
        model = Body
        fields: ClassVar[Any] = (
            *("name", "short_name", "kind", "reports_to", "starts_on", "purpose", "theme"),
            *("contact_email", "website", "note", "source"),
        )
        labels: ClassVar[Any] = {
            "kind": "What is it?",
            "starts_on": "When did it start?",
            "purpose": "What is it for?",
            "contact_email": "Email address for questions",
        }
        help_texts: ClassVar[Any] = {
            "short_name": "For lists, for example “Safety Group”.",
            "starts_on": "A date, a month or a year. Leave empty if it is not known.",
            "purpose": "One or two sentences. They open its page.",
            "note": "Anyone can read this.",
            "source": SOURCE,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = field_of(self, "kind", forms.ModelChoiceField)
        kinds.queryset, kinds.empty_label = self.instance.partnership.body_kinds.all(), "Select a kind"
        if self.instance.pk:
            del self.fields["name"], self.fields["short_name"], self.fields["reports_to"]
        else:
            known = self.instance.partnership.bodies.filter(is_proposed=False)
            offer(self, "reports_to", known, on=clock.today())

    def get_namesakes(self) -> QuerySet[Body]:
        """A name that has ended with its body may be borne again."""
        return Body.objects.filter(partnership=self.instance.partnership, ends_on=None)

    def save(self, commit: bool = True) -> Body:
        is_new = self.instance.pk is None
        body: Body = super().save(commit)
        if is_new:
            since = {"starts_on": body.starts_on, "starts_precision": body.starts_precision}
            BodyName.objects.create(body=body, name=body.name, short_name=body.short_name, **since)
            if above := self.cleaned_data["reports_to"]:
                ReportingLine.objects.create(body=body, reports_to=above, **since)
        return body


class BodyEndForm(EndForm):
    ends_on = PlainDateField(label="Last day", help_text="The last day on which it existed, for example 31 3 2026.")

    class Meta(EndForm.Meta):
        model = Body
        fields: ClassVar[Any] = ("ends_on", "end_reason")
        labels: ClassVar[Any] = {"end_reason": "Why does it end?"}


class BodyNameForm(FactForm):
    class Meta(FactForm.Meta):
        model = BodyName
        fields: ClassVar[Any] = ("name", "short_name", "starts_on", "ends_on", "source")
        help_texts: ClassVar[Any] = {"source": SOURCE}


class LineForm(FactForm):
    """Another body that this one reports to; there may be several at a time."""

    from_hint = ""

    starts_on = PreciseDateFormField(label="First day", required=False)

    class Meta(FactForm.Meta):
        model = ReportingLine
        fields: ClassVar[Any] = ("reports_to", "starts_on", "ends_on", "source")
        help_texts: ClassVar[Any] = {"source": SOURCE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.instance.body
        others = body.partnership.bodies.filter(is_proposed=False).exclude(pk=body.pk)
        offer(self, "reports_to", others, on=clock.today())

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        above = given.get("reports_to")
        lines = ReportingLine.objects.filter(body=self.instance.body, reports_to=above).exclude(pk=self.instance.pk)
        if above and lines.overlapping(given.get("starts_on"), given.get("ends_on")).exists():
            self.add_error("reports_to", f"It reports to {above} already on some of these days")
        return given


class LineEndForm(EndForm):
    ends_on = PlainDateField(label="Last day", help_text="The last day on which it reports to it.")

    class Meta(EndForm.Meta):
        model = ReportingLine
