"""What officers keep of people: who they are, what they are appointed to."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from boards.choices import Position
from boards.choosing import offer
from boards.models import Appointment, Organisation, Partnership, Person
from core import audit, clock
from core.fields import LineField, PlainDateField, SearchableSelect
from core.records.forms import EndForm, FactForm, RecordForm
from core.rules.names import look_alike


class PersonForm(RecordForm):
    """Somebody who sits, scrutinises or works for the partnership."""

    class Meta(RecordForm.Meta):
        model = Person
        fields: ClassVar[Any] = ("name", "email", "telephone", "organisation", "shown_as")
        labels: ClassVar[Any] = {
            "email": "Email address",
            "organisation": "Organisation they work for",
            "shown_as": "Shown to the public instead of the name",
        }
        help_texts: ClassVar[Any] = {
            "email": "Only officers see it.",
            "telephone": "Only officers see it.",
            "shown_as": "Only if they wish it: their post, for example “Chief Executive”.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.contact_of.exists():
            del self.fields["organisation"]  # kept on the page of each organisation, with its dates
        else:
            known = Organisation.objects.filter(partnership=self.instance.partnership)
            offer(self, "organisation", known, on=clock.today(), empty="None of the partners")

    @property
    def _others(self) -> Any:
        return Person.objects.filter(partnership=self.instance.partnership).exclude(pk=self.instance.pk)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        names = list(self._others.values_list("name", flat=True))
        if "name" not in self.changed_data:
            return name
        if name in names:
            self.ask("name", f"“{name}” is on the list already")
        elif alike := look_alike(name, names):
            self.ask("name", f"“{alike}” looks like the same person")
        return name

    def clean_email(self) -> str:
        email: str = (self.cleaned_data["email"] or "").lower()
        if email and (holder := self._others.filter(email__iexact=email).first()):
            raise ValidationError(f"{holder} has this email address already", code="taken")
        return email


class PersonChoice(RecordForm):
    """Somebody on the list, or a new name, which comes onto the list as the form is saved.

    A form that has ``person`` and ``new_name`` among its ``fields`` says in ``partnership`` whose people they are.
    """

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        widget=SearchableSelect,
        label="Person",
        required=False,
        empty_label="Someone who is not on this list",
        error_messages={"invalid_choice": "Select someone from the list, or enter a name"},
    )
    new_name = LineField(
        label="Name",
        noun="the name",
        help_text="Only for someone who is not on the list.",
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(partnership=self.partnership, erased_at=None)
        people.label_from_instance = attrgetter("full_name")

    @property
    def partnership(self) -> Partnership:
        place = self.instance.seat.body if self.instance.seat else self.instance.body
        return place.partnership  # type: ignore[no-any-return]  # of a ModelForm's instance

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "new_name" not in self.fields or {"person", "new_name", "new_email"} & set(self.errors):
            return given
        person, name = given.get("person"), given.get("new_name")
        if person is None and not name:
            self.add_error("person", "Select a person, or enter a name below")
        elif person is not None and name:
            self.add_error("new_name", f"Leave this empty: you selected {person}")
        elif person is None:
            given["person"] = self.person_named(str(name))
        return given

    def person_named(self, name: str) -> Person | None:
        """The person of the name; None where the name was refused."""
        return Person(partnership=self.partnership, name=name)

    def _post_clean(self) -> None:
        """A new person is saved before the record is judged, which names them; not where a field is refused."""
        person = self.cleaned_data.get("person")
        if person is not None and person.pk is None:
            if self.errors:
                self.cleaned_data["person"] = None
            else:
                person.save()
                audit.record("person.added", by=self.reader, about=person, scope=self.partnership.slug)  # type: ignore[arg-type]
        super()._post_clean()  # type: ignore[misc]  # of Django's ModelForm


class PersonFactForm(PersonChoice, FactForm):
    """A dated fact of a person, who may be new, with or without an address."""

    new_email = forms.EmailField(label="Email address", help_text="Of the new person, if you know it.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            people: Any = self.fields["person"]
            del self.fields["new_name"], self.fields["new_email"]
            people.required, people.empty_label = True, None

    def person_named(self, name: str) -> Person | None:
        email = (self.cleaned_data.get("new_email") or "").lower()
        known = Person.objects.filter(partnership=self.partnership)
        if email and (holder := known.filter(email__iexact=email).first()):
            self.add_error("new_email", f"This is the email address of {holder}, who is on the list")
            return None
        if known.filter(name__iexact=name).exists():
            self.ask("new_name", f"“{name}” is on the list already")
        return Person(partnership=self.partnership, name=name, email=email)


class AppointmentForm(PersonFactForm):
    """Who is appointed, as what, from when."""

    class Meta(FactForm.Meta):
        model = Appointment
        fields: ClassVar[Any] = ("person", "new_name", "new_email", "position", "starts_on", "ends_on", "source")
        labels: ClassVar[Any] = {"position": "As what?"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.instance.seat is None:
            # A body has many members, and they do not follow each other.
            self.fields["starts_on"].help_text = "A month or a year is enough."
        self.fields["position"].choices = self.positions()  # type: ignore[attr-defined]  # a choice field

    def positions(self) -> list[tuple[str, str]]:
        """As what somebody can be appointed to a seat, or to the body itself."""
        in_seat = (Position.MEMBER, Position.DEPUTY)
        return [(one.value, one.label) for one in (in_seat if self.instance.seat else Position)]


class AppointmentEndForm(EndForm):
    ends_on = PlainDateField(label="Last day", help_text="The day after, they no longer hold it.")

    class Meta(EndForm.Meta):
        model = Appointment
