"""Two organisations, or two people, that are one are merged with everything that hangs on them."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from actions.models import Sharing
from boards.leaving import has_left
from boards.models import (
    Appointment,
    Contact,
    Organisation,
    OrganisationName,
    Person,
    SeatHolding,
)
from boards.services.merging import merge, pointing_at, what_moves
from core.acts import Refused
from core.models import AuditEvent, Change
from invitations.models import DistributionLine, Invitation
from outbox.models import Message
from tests import factories
from tests.outbox.makers import MONDAY_NOON as NOON
from tests.outbox.makers import message

FIRST = date(2026, 4, 1)


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


@pytest.fixture
def kept(world):
    return factories.OrganisationFactory(partnership=world.partnership, name="Fire Service", code="fire")


@pytest.fixture
def gone(world):
    return factories.OrganisationFactory(
        partnership=world.partnership, name="Fire and Rescue", code="fire-2", website="https://fire.example.org"
    )


def url(world, name, *args):
    return reverse(f"boards:{name}", args=[world.partnership.slug, *args])


def rows_at(model, pk):
    """How many rows of the portal point at the record that was."""
    return sum(rows.count() for _, rows in pointing_at(model(pk=pk)))


def hang_on(world, organisation, *, number):
    """Something of many kinds."""
    holding = factories.SeatHoldingFactory(seat__body=world.board, seat__number=number, organisation=organisation)
    person = factories.PersonFactory(partnership=world.partnership, organisation=organisation)
    Contact.objects.create(organisation=organisation, person=person, for_actions=True)
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 5, 5))
    factories.ActionFactory(meeting=meeting, number=1, owner_body=None, owner_organisation=organisation)
    factories.OwnerFactory(partnership=world.partnership, name=f"Owner of {organisation}", organisation=organisation)
    Invitation.objects.create(meeting=meeting, person=person, name=person.name, organisation=organisation)
    return holding, person


def confirm(client, address, other):
    """Looks at what moves, and confirms."""
    shown = client.post(address, {"other": str(other.pk)})
    form = shown.context["form"]
    assert (form.errors, "Error:" in shown.text) == ({}, False)
    return form, client.post(address, {"other": str(other.pk), "shown": form["shown"].value()})


def test_everything_of_one_organisation_becomes_the_others_after_a_look(officer, client, world, kept, gone):
    hang_on(world, gone, number=31)
    message(world.partnership, person=None, email="x@example.org", extra={"organisation": gone.pk, "actions": []})
    pk, old = gone.pk, gone.get_absolute_url()
    form, response = confirm(officer, url(world, "organisation_merge", "fire"), gone)
    for words in ("1 seat holding", "1 contact", "1 person", "1 action", "1 invitation"):
        assert words in form.moves
    assert response["Location"] == kept.get_absolute_url()
    kept.refresh_from_db()
    assert rows_at(Organisation, pk) == 0
    assert not Organisation.objects.filter(pk=pk).exists()
    assert (kept.name, kept.website) == ("Fire Service", "https://fire.example.org")
    assert SeatHolding.objects.get().organisation == kept
    assert Message.objects.get().extra["organisation"] == kept.pk
    event = AuditEvent.objects.get(verb="organisation.merged")
    assert (event.made_by, event.details["merged"], event.details["moved"]) == (
        world.officer,
        "Fire and Rescue",
        form.moves,
    )
    moved = Change.objects.filter(act=event.act).of(SeatHolding).get()
    assert (moved.fields["organisation"], moved.reason) == ([pk, kept.pk], "Merged: Fire and Rescue is Fire Service")
    assert client.get(old).headers["Location"] == kept.get_absolute_url()


def test_nothing_is_changed_before_the_second_press_or_where_another_is_chosen(officer, world, kept, gone):
    third = factories.OrganisationFactory(partnership=world.partnership)
    hang_on(world, gone, number=31)
    address = url(world, "organisation_merge", "fire")
    for sent in ({"other": gone.pk}, {"other": gone.pk, "shown": third.pk}):
        assert officer.post(address, sent).status_code == 200
    assert (Organisation.objects.count(), SeatHolding.objects.get().organisation) == (3, gone)
    assert not AuditEvent.objects.exists()


def test_facts_that_contradict_each_other_are_refused_in_words(officer, world, kept, gone):
    person = factories.PersonFactory(partnership=world.partnership, name="A Clerk")
    for organisation in (kept, gone):
        Contact.objects.create(organisation=organisation, person=person, for_actions=True, starts_on=FIRST)
    page = officer.post(url(world, "organisation_merge", "fire"), {"other": str(gone.pk)})
    assert page.context["form"].errors == {
        "other": [
            "The two contradict each other: contact “A Clerk, Fire Service”. End, correct or remove one of them first"
        ]
    }
    assert set(Contact.objects.values_list("organisation", flat=True)) == {kept.pk, gone.pk}


def test_what_can_be_there_once_is_put_together(world, kept, gone):
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 5, 5))
    action = factories.ActionFactory(meeting=meeting, number=1)
    for organisation, shared in (
        (kept, {}),
        (gone, {"shared_at": NOON, "recorded_by": world.officer, "note": "All teams know"}),
    ):
        Sharing.objects.create(action=action, organisation=organisation, asked_at=NOON, **shared)
    merge(partnership=world.partnership, kept=kept, gone=gone, by=world.officer)
    sharing = Sharing.objects.get()
    assert (sharing.organisation, sharing.shared_at, sharing.note) == (kept, NOON, "All teams know")


def test_facts_that_follow_each_other_are_no_contradiction(world, kept, gone):
    seat = factories.SeatFactory(body=world.board)
    for organisation, dated in ((kept, {"ends_on": date(2026, 3, 31)}), (gone, {"starts_on": FIRST})):
        SeatHolding.objects.create(seat=seat, organisation=organisation, holder_kind="organisation", **dated)
    merge(partnership=world.partnership, kept=kept, gone=gone, by=world.officer)
    assert list(seat.holdings.values_list("organisation", flat=True)) == [kept.pk, kept.pk]


def test_names_of_the_one_that_goes_go_and_successors_do_not_follow_themselves(world, kept, gone):
    OrganisationName.objects.create(organisation=gone, name="Fire Brigade", ends_on=date(2026, 3, 31))
    OrganisationName.objects.create(organisation=gone, name=gone.name, starts_on=FIRST)
    OrganisationName.objects.create(organisation=kept, name=kept.name)
    third = factories.OrganisationFactory(partnership=world.partnership, successor=gone)
    kept.successor = gone
    kept.save()
    merge(partnership=world.partnership, kept=kept, gone=gone, by=world.officer)
    kept.refresh_from_db()
    third.refresh_from_db()
    assert (kept.successor, third.successor) == (None, kept)
    assert [one.name for one in kept.names.all()] == ["Fire Service"]


def test_address_leads_on_through_a_second_merge(client, world, kept, gone):
    third = factories.OrganisationFactory(partnership=world.partnership, code="third")
    merge(partnership=world.partnership, kept=kept, gone=gone, by=world.officer)
    merge(partnership=world.partnership, kept=third, gone=kept, by=world.officer)
    for code in ("fire", "fire-2"):
        assert client.get(url(world, "organisation", code)).headers["Location"] == third.get_absolute_url()
    assert client.get(url(world, "organisation", "never")).status_code == 404


def test_organisation_of_another_partnership_is_neither_offered_nor_merged(officer, world, kept):
    theirs = factories.OrganisationFactory(partnership=world.elsewhere, code="fire-2")
    page = officer.post(url(world, "organisation_merge", "fire"), {"other": str(theirs.pk), "shown": str(theirs.pk)})
    assert page.context["form"].errors == {"other": ["Select one from the list"]}
    with pytest.raises(Refused, match="of this partnership"):
        merge(partnership=world.partnership, kept=kept, gone=theirs, by=world.officer)
    assert Organisation.objects.filter(pk=theirs.pk).exists()


def test_merge_moves_nothing_of_another_partnership(world, kept, gone):
    theirs = factories.OrganisationFactory(partnership=world.elsewhere, code="fire-2", name="Fire and Rescue")
    holding = factories.SeatHoldingFactory(seat__body__partnership=world.elsewhere, organisation=theirs)
    models = [apps.get_model("boards", name) for name in ("Seat", "SeatHolding", "Body", "Person", "Contact")]
    before = {model: list(model._base_manager.order_by("pk").values()) for model in models}
    merge(partnership=world.partnership, kept=kept, gone=gone, by=world.officer)
    holding.refresh_from_db()
    assert holding.organisation == theirs
    assert before == {model: list(model._base_manager.order_by("pk").values()) for model in before}


# People


def test_everything_of_one_person_becomes_the_others(officer, world):
    kept = factories.PersonFactory(partnership=world.partnership, name="A. Person", email="")
    gone = factories.PersonFactory(
        partnership=world.partnership, name="Alex Person", email="alex@example.org", user=world.member
    )
    factories.AppointmentFactory(person=gone, body=world.ssp, position="chair")
    DistributionLine.objects.create(body=world.ssp, kind="person", person=gone)
    message(world.partnership, person=gone, email=gone.email)
    pk, old = gone.pk, gone.get_absolute_url()
    form, response = confirm(officer, url(world, "person_merge", kept.pk), gone)
    assert "1 appointment" in form.moves
    assert response["Location"] == kept.get_absolute_url()
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.user) == ("A. Person", "alex@example.org", world.member)
    assert rows_at(Person, pk) == 0
    assert Appointment.objects.get(body=world.ssp).person == kept
    assert officer.get(old).headers["Location"] == kept.get_absolute_url()
    assert AuditEvent.objects.filter(verb="person.merged").count() == 1


def test_two_people_with_an_account_each_are_refused(world):
    kept = factories.PersonFactory(partnership=world.partnership, user=world.member)
    gone = factories.PersonFactory(partnership=world.partnership, user=world.officer)
    with pytest.raises(Refused, match="Both have an account"):
        merge(partnership=world.partnership, kept=kept, gone=gone, by=world.admin)
    assert Person.objects.filter(pk=gone.pk).exists()


def test_two_who_sit_in_one_body_at_a_time_are_refused(world):
    kept, gone = (factories.PersonFactory(partnership=world.partnership) for _ in range(2))
    for person in (kept, gone):
        factories.AppointmentFactory(person=person, body=world.ssp)
    with pytest.raises(Refused, match="contradict each other: appointment"):
        merge(partnership=world.partnership, kept=kept, gone=gone, by=world.admin)


def columns_at(model):
    return {f"{field.model.__name__}.{field.name}" for field, _ in pointing_at(model(pk=0))}


def test_every_column_that_points_at_them_is_known(db):
    assert {"SeatHolding.organisation", "Action.owner_organisation", "Contact.organisation"} <= columns_at(Organisation)
    assert {"Appointment.person", "Message.person", "Invitation.person", "FormerRecord.person"} <= columns_at(Person)
    assert what_moves(Organisation(pk=0)) == ""


def test_address_that_was_given_anew_leads_to_where_its_last_record_went(client_for, world, kept, gone):
    other = factories.OrganisationFactory(partnership=world.partnership, name="Ambulance", code="ambulance")
    merge(partnership=world.partnership, kept=kept, gone=gone, by=world.officer)
    anew = factories.OrganisationFactory(partnership=world.partnership, name="Fire and Rescue", code="fire-2")
    merge(partnership=world.partnership, kept=other, gone=anew, by=world.officer)
    response = client_for(None).get(url(world, "organisation", "fire-2"))
    assert (response.status_code, response["Location"]) == (301, other.get_absolute_url())


def test_confirmed_contact_is_one_still_after_the_merge(world):
    kept = factories.PersonFactory(partnership=world.partnership, name="A. Contact", email="")
    gone = factories.PersonFactory(partnership=world.partnership, email="b@example.org", contact_from=FIRST)
    factories.AppointmentFactory(person=gone, body=world.board, ends_on=date(2026, 3, 31))
    assert has_left(gone, on=date(2026, 5, 5)) is False
    merge(partnership=world.partnership, kept=kept, gone=gone, by=world.officer)
    assert has_left(kept, on=date(2026, 5, 5)) is False
