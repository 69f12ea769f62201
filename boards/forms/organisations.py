"""What officers keep of organisations and sectors."""

from __future__ import annotations

from typing import Any, ClassVar

from boards.choosing import offer
from boards.forms.people import PersonFactForm
from boards.models import Contact, Organisation, OrganisationName, Partnership, Person, Sector
from core import clock
from core.fields import PlainDateField
from core.records.forms import CodedForm, EndForm, FactForm
from core.rules.text import counted


class SectorForm(CodedForm):
    called = "a sector"

    class Meta(CodedForm.Meta):
        model = Sector
        fields: ClassVar[Any] = ("name", "sort_order")
        labels: ClassVar[Any] = {"sort_order": "Place in the list"}
        help_texts: ClassVar[Any] = {"sort_order": "Sectors are shown in this order, the lowest number first."}


class OrganisationForm(CodedForm):
    """Its facts. A name that has changed over time is kept as names, each with its dates."""

    called, asks_about_look_alikes = "an organisation", True

    class Meta(CodedForm.Meta):
        model = Organisation
        fields: ClassVar[Any] = ("name", "nature", "sector", "kind", "website", "note", "source")
        labels: ClassVar[Any] = {"nature": "What is it?", "kind": "Kind of organisation", "sector": "Sector"}
        help_texts: ClassVar[Any] = {
            "kind": "For example charity, NHS trust or college.",
            "note": "Anyone can read this.",
            "source": "Where this is written, for example a paper.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sectors: Any = self.fields["sector"]
        sectors.queryset, sectors.required = self.instance.partnership.sectors.all(), False
        sectors.empty_label = "No sector"
        if self.instance.pk and self.instance.names.exists():
            del self.fields["name"]  # corrected among its names


class OrganisationEndForm(EndForm):
    ends_on = PlainDateField(label="Last day", help_text="The last day on which it existed, for example 31 8 2026.")

    class Meta(EndForm.Meta):
        model = Organisation
        fields: ClassVar[Any] = ("ends_on", "successor")
        labels: ClassVar[Any] = {"successor": "Which organisation follows it?"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.filter(partnership=self.instance.partnership).exclude(pk=self.instance.pk)
        offer(self, "successor", others, on=clock.today(), empty="None")

    @property
    def outcome(self) -> str:
        """Its seats go on: whose they are next is a decision of its own."""
        held = self.instance.seat_holdings.overlapping(self.instance.ends_on, None).count()
        return f"It still holds {counted(held, 'seat')}: say who holds them next." if held else ""


class OrganisationNameForm(FactForm):
    class Meta(FactForm.Meta):
        model = OrganisationName
        fields: ClassVar[Any] = ("name", "starts_on", "ends_on", "source")

    def save(self, commit: bool = True) -> Any:
        organisation: Organisation = self.instance.organisation
        if self.instance.takes_over and not organisation.names.exists():
            # The name that it has had so far becomes a fact with dates of its own.
            first = OrganisationName(organisation=organisation, name=organisation.name)
            first.starts_on, first.starts_precision = organisation.starts_on, organisation.starts_precision
            first.save()
        return super().save(commit)


class ContactForm(PersonFactForm):
    """Who is with the organisation from when, and what they are written to about."""

    from_hint = ""

    class Meta(FactForm.Meta):
        model = Contact
        fields: ClassVar[Any] = (
            *("person", "new_name", "new_email", "for_actions", "for_invitations", "for_progress"),
            *("starts_on", "ends_on"),
        )
        labels: ClassVar[Any] = {
            "for_actions": "Send them actions of the organisation",
            "for_invitations": "Send them invitations, agendas and new dates",
            "for_progress": "Ask them for progress on recommendations",
        }
        help_texts: ClassVar[Any] = {"for_actions": "Tick nothing for someone who only works there."}

    @property
    def partnership(self) -> Partnership:
        return self.instance.organisation.partnership  # type: ignore[no-any-return]  # of a ModelForm's instance

    def person_named(self, name: str) -> Person | None:
        person = super().person_named(name)
        if person is not None:
            person.organisation = self.instance.organisation
        return person

    def save(self, commit: bool = True) -> Any:
        contact: Contact = super().save(commit)
        if contact.person.organisation is None:
            contact.person.organisation = contact.organisation
            contact.person.save()
        return contact


class ContactEndForm(EndForm):
    ends_on = PlainDateField(label="Last day", help_text="From the day after, they get nothing for the organisation.")

    class Meta(EndForm.Meta):
        model = Contact
