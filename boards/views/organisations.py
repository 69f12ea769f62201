"""Partner organisations, and the seats that each holds and held."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from boards.filters import OrganisationFilter
from boards.forms.organisations import (
    ContactEndForm,
    ContactForm,
    OrganisationEndForm,
    OrganisationForm,
    OrganisationNameForm,
    SectorForm,
)
from boards.models import Contact, Organisation, OrganisationName, SeatHolding, Sector
from boards.models.membership import ContactQuerySet
from boards.models.organisation import OrganisationQuerySet
from boards.panels import ON_ORGANISATION
from boards.permissions import KEEP_REGISTER
from boards.prepared import as_it_opens
from boards.records import FactPages, NamePages, RecordPages
from boards.structure import existence_in_words
from boards.tables import OrganisationTable
from boards.views.as_at import AsAtMixin
from boards.views.merging import RecordMerge, lead_on


class SectorPages(RecordPages):
    model, form_class, permission = Sector, SectorForm, KEEP_REGISTER
    namespace, url_name, list_url_name, path = "boards", "sector", "sectors", "sectors"
    actions = ("list", "add", "edit", "remove")
    noun, plural = "sector", "Sectors"
    lede = "Seats and organisations are grouped by sector, such as health or business."
    empty_text = "Add sectors to show which parts of the community the seats come from."
    columns = ("name", "sort_order")
    is_public = False

    def get_success_url(self, view: Any) -> str:
        return self.url("list", view)


class OrganisationPages(RecordPages):
    model, form_class, end_form_class, permission = Organisation, OrganisationForm, OrganisationEndForm, KEEP_REGISTER
    namespace, url_name, list_url_name, path = "boards", "organisation", "organisations", "organisations"
    lookup_field = pk_url_kwarg = "code"
    actions = ("add", "edit", "end", "remove")
    acts: ClassVar[dict[str, Any]] = {"merge": RecordMerge}
    noun, article, plural = "organisation", "an ", "Organisations"
    headings: ClassVar[dict[str, str]] = {"edit": "Change the organisation", "end": "End the organisation"}
    removal_note = "It is taken off every list of organisations."
    removed_with_it = ("names",)

    def get_queryset(self, view: Any) -> QuerySet[Organisation]:
        return super().get_queryset(view).select_related("partnership")


organisation_pages = OrganisationPages()


class OrganisationNamePages(NamePages):
    model, form_class, permission = OrganisationName, OrganisationNameForm, KEEP_REGISTER
    namespace, url_name = "boards", "organisation_name"
    parent, parent_field = organisation_pages, "organisation"
    headings: ClassVar[dict[str, str]] = {"add": "Rename the organisation", "edit": "Correct a name"}
    submit_texts: ClassVar[dict[str, str]] = {"add": "Rename the organisation"}
    messages: ClassVar[dict[str, str]] = {"add": "The organisation has a new name."}

    def get_queryset(self, view: Any) -> QuerySet[OrganisationName]:
        return OrganisationName.objects.filter(organisation=view.parent_of(self))


class ContactPages(FactPages):
    """Who is with the organisation. Only the office sees them."""

    model, form_class, end_form_class, permission = Contact, ContactForm, ContactEndForm, KEEP_REGISTER
    namespace, parent, parent_field = "boards", organisation_pages, "organisation"
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "end", "remove")
    url_name, path, pk_url_kwarg, anchor = "contact", "contacts", "contact_pk", "contacts"
    noun = "contact"
    headings: ClassVar[dict[str, str]] = {"add": "Add a contact", "edit": "Correct a contact"}
    submit_texts: ClassVar[dict[str, str]] = {"add": "Add the contact"}
    messages: ClassVar[dict[str, str]] = {"add": "The contact is added."}
    verbs: ClassVar[dict[str, str]] = {"add": "contact.added"}
    removal_note = ""

    def get_queryset(self, view: Any) -> ContactQuerySet:
        return Contact.objects.filter(organisation=view.parent_of(self))

    def get_text(self, fact: Contact) -> str:
        return f"{fact.person}: {fact.purposes or 'works there'}"

    def get_text_url(self, fact: Contact) -> str:
        return fact.person.get_absolute_url()


name_pages, contact_pages = OrganisationNamePages(), ContactPages()


class OrganisationList(AsAtMixin, SingleTableMixin, FilterView):
    template_name = "boards/organisations.html"
    table_class = OrganisationTable
    filterset_class = OrganisationFilter

    def get_queryset(self) -> OrganisationQuerySet:
        organisations = Organisation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return organisations.select_related("sector", "partnership").with_seat_count(on=self.on)

    def get_table_data(self) -> Any:
        reader = self.request.user
        return as_it_opens(self.filterset, self.object_list, partnership=self.partnership.pk, reader=reader, on=self.on)

    def get_filterset_kwargs(self, filterset_class: type[OrganisationFilter]) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "partnership": self.partnership}

    def get_table_kwargs(self) -> dict[str, Any]:
        empty = {} if self.filterset.form.has_changed() else {"empty_text": "No organisations yet"}
        return {"on": self.on, "today": self.today} | empty

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_keep=self.request.user.has_perm(KEEP_REGISTER, self.partnership), **kwargs)


class OrganisationShow(AsAtMixin, TemplateView):
    template_name = "boards/organisation.html"
    organisation: Organisation

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = Organisation.objects.visible_to(request.user).filter(partnership=self.partnership, code=kwargs["code"])
        found = known.select_related("sector", "successor").prefetch_related("names").first()
        if found is None:
            return lead_on(self, of="organisation", key=kwargs["code"])
        self.organisation = found
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = SeatHolding.objects.filter(organisation=self.organisation).select_related("seat", "seat__body")
        holdings = list(held.order_by(F("starts_on").desc(nulls_last=True), "seat__number"))
        may_keep = self.request.user.has_perm(KEEP_REGISTER, self.partnership)
        place = [self.partnership.slug, self.organisation.code]
        return super().get_context_data(
            organisation=self.organisation,
            shown_name=self.organisation.name_on(self.on),
            names=name_pages.rows(self.organisation.names.all(), place=place, may_keep=may_keep),
            contacts=contact_pages.rows(self._contacts(), place=place, may_keep=True) if may_keep else [],
            may_keep=may_keep,
            predecessors=self.organisation.predecessors.all(),
            holdings=holdings,
            seats_now=[one for one in holdings if one.holds_on(self.on)],
            existence=existence_in_words(self.organisation),
            has_ended=self.organisation.ends_on is not None and self.organisation.ends_on < self.on,
            panels=self.panels_at(ON_ORGANISATION, self.organisation, on=self.on),
            **kwargs,
        )

    def _contacts(self) -> ContactQuerySet:
        return self.organisation.contacts.select_related("person__partnership").newest_first()
