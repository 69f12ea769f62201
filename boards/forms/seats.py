"""What officers keep of seats: each with its holder over time, and several at a sitting."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from boards.choices import HolderKind, OrganisationKind
from boards.choosing import A_BODY, AN_ORGANISATION, ended_words, has_ended, told_apart
from boards.models import Appointment, Body, Organisation, Person, Seat, SeatHolding
from core import clock
from core.addresses import free_code
from core.fields import LineField, PlainDateField, SearchableSelect
from core.precise_dates import PreciseDateFormField
from core.records.forms import EndForm, FactForm, RecordForm
from core.rules.text import compare_key

ROWS, MOST_ROWS = 10, 40
HOLDER_OF = {
    OrganisationKind.ORGANISATION: HolderKind.ORGANISATION,
    OrganisationKind.OFFICE: HolderKind.OFFICE,
    OrganisationKind.NOMINEE: HolderKind.NOMINEE,
}


def holder_choices(body: Body) -> list[tuple[str, str]]:
    """Who can hold a seat of the body: organisations and posts, then boards and groups; what has ended comes last."""
    known, today = Organisation.objects.filter(partnership=body.partnership), clock.today()
    organisations = [one for one in known if not has_ended(one, on=today)]
    ended = [
        (f"organisation-{one.pk}", f"{one.name} ({ended_words(one)})") for one in known if has_ended(one, on=today)
    ]
    bodies = body.partnership.bodies.filter(is_proposed=False, ends_on=None).exclude(pk=body.pk)
    standing = told_apart(
        {
            AN_ORGANISATION: [(f"organisation-{one.pk}", one.name) for one in organisations],
            A_BODY: [(f"body-{one.pk}", one.name) for one in bodies],
        }
    )
    return [*standing, *ended]


class SeatForm(RecordForm):
    """A numbered place at a table. Who holds it is kept over time."""

    class Meta(RecordForm.Meta):
        model = Seat
        fields: ClassVar[Any] = ("number", "label", "sector", "starts_on", "note", "source")
        labels: ClassVar[Any] = {"label": "Agency, post or group", "starts_on": "From which date?"}
        help_texts: ClassVar[Any] = {
            "label": "As it is called in the constitution or terms of reference.",
            "starts_on": "A date, a month or a year. Leave empty if it is not known.",
            "note": "Anyone can read this.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sectors: Any = self.fields["sector"]
        sectors.queryset, sectors.required = self.instance.body.partnership.sectors.all(), False
        sectors.empty_label = "No sector"

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        if Seat.objects.filter(body=self.instance.body, ends_on=None, number=number).exclude(pk=self.instance.pk):
            raise ValidationError(f"There is a seat {number} already", code="taken")
        return number


class SeatEndForm(EndForm):
    ends_on = PlainDateField(label="Last day", help_text="The last day on which there was this seat.")

    class Meta(EndForm.Meta):
        model = Seat

    def save(self, commit: bool = True) -> Any:
        """Whoever held the seat, or sat in it, does so to its last day at most."""
        seat: Seat = super().save(commit)
        for facts in (seat.holdings, seat.appointments):
            for fact in facts.overlapping(seat.ends_on, None).filter(ends_on=None):
                fact.ends_on, fact.ends_precision = seat.ends_on, seat.ends_precision
                fact.save()
        return seat


class HolderForm(FactForm):
    """Who holds the seat from a date."""

    holder = forms.ChoiceField(
        label="Who holds it?",
        widget=SearchableSelect,
        error_messages={"required": "Select who holds it", "invalid_choice": "Select who holds it from the list"},
    )

    class Meta(FactForm.Meta):
        model = SeatHolding
        fields: ClassVar[Any] = ("starts_on", "ends_on", "source")

    field_order = ("holder", "starts_on", "ends_on", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder: Any = self.fields["holder"]
        holder.choices = [("", ""), *holder_choices(self.instance.seat.body)]
        if self.instance.pk:
            kind = "body" if self.instance.body_id else "organisation"
            self.initial["holder"] = f"{kind}-{self.instance.body_id or self.instance.organisation_id}"

    def _post_clean(self) -> None:
        if chosen := self.cleaned_data.get("holder"):
            set_holder(self.instance, chosen)
        super()._post_clean()


def set_holder(holding: SeatHolding, chosen: str) -> None:
    """``chosen`` is one of ``holder_choices``."""
    kind, key = chosen.split("-")
    if kind == "body":
        holding.body_id, holding.organisation, holding.holder_kind = int(key), None, HolderKind.BODY
    else:
        organisation = Organisation.objects.get(pk=key)
        holding.body, holding.organisation = None, organisation
        holding.holder_kind = HOLDER_OF[OrganisationKind(organisation.nature)]


class SeatRow(forms.Form):
    """One seat among several: whose it is, and who sits in it if that is known."""

    holder = forms.ChoiceField(label="Holder on the list", widget=SearchableSelect, required=False)
    new_holder = LineField(label="Or a new organisation", noun="the organisation", max_length=150, required=False)
    person = LineField(label="Who sits in it", noun="the name", max_length=120, required=False)
    email = forms.EmailField(label="Their email address", required=False)

    def __init__(self, *args: Any, body: Body, holders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body, self.holders = body, holders
        holder: Any = self.fields["holder"]
        holder.choices = [("", "Select"), *holders]

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("holder", "new_holder", "person", "email"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        holder, new_holder = given.get("holder"), given.get("new_holder") or ""
        if holder and new_holder:
            self.add_error("new_holder", "Select a holder or enter a new one, not both")
        elif not holder and not new_holder and (given.get("person") or given.get("email")):
            self.add_error("holder", "Select or enter who holds the seat")
        if given.get("email") and not given.get("person"):
            self.add_error("person", "Enter whose email address it is")
        known = {compare_key(name): key for key, name in self.holders}
        if new_holder and compare_key(new_holder) in known:
            given["holder"], given["new_holder"] = known[compare_key(new_holder)], ""
        return given

    def save(self, *, number: int, since: dict[str, Any]) -> Seat:
        """Add the seat with what is known of it: organisation and person come onto their lists."""
        given, partnership = self.cleaned_data, self.body.partnership
        if new_holder := given["new_holder"]:
            known = Organisation.objects.filter(partnership=partnership)
            # A row above may have added it.
            organisation = next((one for one in known if compare_key(one.name) == compare_key(new_holder)), None)
            if organisation is None:
                code = free_code(known, new_holder, otherwise="organisation")
                organisation = Organisation.objects.create(partnership=partnership, name=new_holder, code=code)
            given["holder"] = f"organisation-{organisation.pk}"
        holding = SeatHolding(**since)
        set_holder(holding, given["holder"])
        sector = holding.organisation.sector if holding.organisation else None
        label = str(holding.holder)
        holding.seat = Seat.objects.create(body=self.body, number=number, label=label, sector=sector, **since)
        holding.save()
        if given["person"]:
            Appointment.objects.create(seat=holding.seat, person=self._person(holding), **since)
        return holding.seat

    def _person(self, holding: SeatHolding) -> Person:
        partnership, email = self.body.partnership, self.cleaned_data["email"].lower()
        known = Person.objects.filter(partnership=partnership)
        alike = known.filter(email__iexact=email) if email else known.filter(name__iexact=self.cleaned_data["person"])
        if person := alike.first():
            return person
        name, organisation = self.cleaned_data["person"], holding.organisation
        return Person.objects.create(partnership=partnership, name=name, email=email, organisation=organisation)


class SeatsForm(forms.Form):
    """Several seats of a body at a sitting; rows that stay empty are left out."""

    starts_on = PreciseDateFormField(
        label="From which date?", help_text="A date, a month or a year. Leave empty if it is not known.", required=False
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        data, holders = self.data if self.is_bound else None, holder_choices(body)
        self.rows = [
            SeatRow(data, prefix=f"row-{number}", body=body, holders=holders) for number in range(self.row_count)
        ]

    @property
    def row_count(self) -> int:
        """How many rows were sent; those of an empty form, where that is no number from 1 to ``MOST_ROWS``."""
        typed = str(self.data.get("rows", ""))
        is_number = typed.isdecimal() and len(typed) <= len(str(MOST_ROWS))
        return int(typed) if is_number and 1 <= int(typed) <= MOST_ROWS else ROWS

    @property
    def row_errors(self) -> list[tuple[str, str]]:
        """The field's id and the message of each error in a row."""
        return [
            (row[name].auto_id, f"Row {number}: {error}")
            for number, row in enumerate(self.rows, start=1)
            for name, errors in row.errors.items()
            for error in errors
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if all(row.is_valid() and row.is_empty for row in self.rows):
            self.add_error(None, "Fill in at least one row")
        return given

    def save(self) -> list[Seat]:
        starts_on = self.cleaned_data["starts_on"]
        since = {"starts_on": starts_on, "starts_precision": getattr(starts_on, "precision", "unknown")}
        last = max(self.body.seats.values_list("number", flat=True), default=0)
        filled = [row for row in self.rows if not row.is_empty]
        return [row.save(number=last + place, since=since) for place, row in enumerate(filled, start=1)]
