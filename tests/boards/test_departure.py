"""Somebody leaves: one page shows all that ends with them and ends it in one act."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from boards.choices import Role
from boards.leaving import has_left
from boards.models import Appointment, Contact, Person, RoleGrant
from boards.services.departure import endings_of_person, leave
from core.history import versions
from core.models import AuditEvent, Change, User
from invitations.models import DistributionLine, Invitation
from outbox.models import Message
from recommendations.models import Owner
from tests import factories
from tests.outbox.makers import MONDAY_NOON, message

TODAY = MONDAY_NOON.date()
YESTERDAY, TOMORROW, NEXT_WEEK = (TODAY + timedelta(days=days) for days in (-1, 1, 7))


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY_NOON, tick=False):
        yield


@pytest.fixture
def person(world):
    college = factories.OrganisationFactory(partnership=world.partnership, name="Riverside College")
    person = factories.PersonFactory(
        partnership=world.partnership, name="Partner Member", email=world.member.email, organisation=college
    )
    factories.AppointmentFactory(person=person, body=None, seat=factories.SeatFactory(body=world.board))
    Contact.objects.create(organisation=college, person=person, for_actions=True, starts_on=date(2026, 1, 1))
    factories.OwnerFactory(partnership=world.partnership, name="Chamber", contact=person)
    DistributionLine.objects.create(body=world.ssp, kind="person", person=person)
    meeting = factories.MeetingFactory(body=world.board, held_on=TODAY + timedelta(days=9), status="planned")
    Invitation.objects.create(meeting=meeting, person=person, name=person.name, email=person.email)
    message(world.partnership, person=person, email=person.email)
    return person


@pytest.fixture
def url(person):
    return reverse("boards:person_leave", args=["halton", person.pk])


def typed(day):
    return f"{day.day} {day.month} {day.year}"


def press(client, url, day, *, shown=None, ends=None):
    form = client.get(url).context["form"]
    keys = [key for key, _ in form.fields["ends"].choices]
    sent = {"last_day": typed(day), "shown": (shown or day).isoformat(), "ends": keys if ends is None else ends}
    return client.post(url, sent)


def state(person, *, on):
    person = Person.objects.get(pk=person.pk)
    return {
        "appointments": Appointment.objects.current(on=on).filter(person=person).count(),
        "contacts": Contact.objects.current(on=on).filter(person=person).count(),
        "roles": RoleGrant.objects.current(on=on).filter(user__email=person.email).count(),
        "owners": Owner.objects.filter(contact=person).count(),
        "lists": DistributionLine.objects.filter(person=person).count(),
        "invitations": Invitation.objects.standing().filter(person=person).count(),
        "mail": Message.objects.filter(person=person, state="queued").count(),
        "signs_in": User.objects.get(email=person.email).is_active,
        "left": has_left(person, on=on),
    }


DATED = ("appointments", "contacts", "roles")
ALL = dict.fromkeys((*DATED, "owners", "lists", "invitations", "mail"), 1) | {"signs_in": True, "left": False}
GONE = dict.fromkeys(ALL, 0) | {"signs_in": False, "left": True}


def test_admin_ends_all_of_it_from_the_day_after_in_one_act(client_for, world, person, url):
    client = client_for(world.admin)
    page = client.get(url).content.decode()
    for words in ("Appointment: Member", "Contact for Riverside College: actions", "Contact for Chamber"):
        assert words in page
    for words in ("on the list by name", "Invitation to", "Role: Member", "Sign-in", "1 email that waits"):
        assert words in page
    assert state(person, on=TODAY) == ALL
    press(client, url, TODAY)
    assert state(person, on=TOMORROW) == GONE
    assert {name: state(person, on=TODAY)[name] for name in DATED} == dict.fromkeys(DATED, 1)
    left = AuditEvent.objects.get(verb="person.left")
    assert (left.made_by, left.details["kept"], len(left.details["ended"])) == (world.admin, [], 8)
    assert Change.objects.filter(act=left.act).count() >= 6
    assert versions(person)[-1][1].contact_until == TODAY
    assert "Last day" in client.get(person.get_absolute_url()).text


def test_what_is_unticked_stays_and_so_does_the_person(client_for, world, person, url):
    client = client_for(world.admin)
    keys = [key for key, _ in client.get(url).context["form"].fields["ends"].choices]
    press(client, url, TODAY, ends=[key for key in keys if not key.startswith(("contact", "sign-in"))])
    after = state(person, on=TOMORROW)
    assert after == GONE | {"contacts": 1, "mail": 1, "signs_in": True, "left": False}


def test_what_ends_by_another_date_is_shown_first(client_for, world, person, url):
    client = client_for(world.admin)
    response = press(client, url, NEXT_WEEK, shown=TODAY)
    form = response.context["form"]
    assert form.errors == {"last_day": ["Check what ends by this date, then confirm"]}
    assert state(person, on=TOMORROW) == ALL
    keys = [key for key, _ in form.fields["ends"].choices]
    assert sorted(key.partition("-")[0] for key in keys) == ["appointment", "contact", "role"]
    assert any("Sign-in" in note for note in form.endings.notes)
    sent = {"last_day": form["last_day"].value(), "shown": form["shown"].value(), "ends": form["ends"].value()}
    client.post(url, sent)
    assert state(person, on=NEXT_WEEK)["left"] is False
    after = state(person, on=NEXT_WEEK + timedelta(days=1))
    assert {name: after[name] for name in DATED} == dict.fromkeys(DATED, 0)
    # Lists and the like stand until the day has come; nothing is sent to somebody who has left.
    assert (after["left"], after["lists"], after["signs_in"]) == (True, 1, True)


def test_officer_ends_what_is_in_the_register_and_is_told_of_the_role(client_for, world, person, url):
    form = client_for(world.officer).get(url).context["form"]
    assert not any(key.startswith(("role", "sign-in")) for key, _ in form.fields["ends"].choices)
    assert form.endings.notes == ["They have the role Member. Ask an admin to end it."]


def test_role_and_sign_in_of_the_last_admin_stay(client_for, world, url, person):
    admin = factories.PersonFactory(partnership=world.partnership, email=world.admin.email, user=world.admin)
    form = client_for(world.admin).get(reverse("boards:person_leave", args=["halton", admin.pk])).context["form"]
    assert form.endings.choices == []
    assert form.endings.notes == ["Role Admin: You can’t end your own role as admin. Ask another admin to do it."]


def test_sign_in_that_another_partnership_needs_stays(client_for, world, person, url):
    factories.RoleGrantFactory(user=world.member, partnership=world.elsewhere, role=Role.MEMBER)
    press(client_for(world.admin), url, TODAY)
    assert (state(person, on=TOMORROW)["left"], state(person, on=TOMORROW)["signs_in"]) == (True, True)


def test_whoever_held_nothing_leaves_all_the_same(client_for, world):
    person = factories.PersonFactory(partnership=world.partnership, email="")
    press(client_for(world.officer), reverse("boards:person_leave", args=["halton", person.pk]), TODAY)
    assert (has_left(person, on=TODAY), has_left(person, on=TOMORROW)) == (False, True)


def test_what_is_no_date_is_refused(client_for, world, person, url):
    response = client_for(world.admin).post(url, {"last_day": "soon", "shown": "x", "ends": []})
    assert "last_day" in response.context["form"].errors
    assert state(person, on=TOMORROW) == ALL


def test_whoever_kept_something_leaves_for_good_on_the_same_day(world, person):
    contact = person.contact_of.get()
    said = {"partnership": world.partnership, "person": person, "last_day": TODAY, "by": world.admin, "today": TODAY}
    leave(**said, keep=[f"contact-{contact.pk}", "sign-in"])
    assert state(person, on=TOMORROW)["left"] is False
    leave(**said, keep=())
    assert state(person, on=TOMORROW)["left"] is True
    User.objects.filter(email=person.email).update(is_active=True)
    assert state(person, on=TOMORROW)["left"] is True


def test_last_day_before_something_began_is_refused_and_takes_nothing_away(client_for, world, person, url):
    Contact.objects.update(starts_on=date(2026, 1, 1))
    response = press(client_for(world.officer), url, date(2006, 11, 16))
    [refusal] = response.context["form"].errors["last_day"]
    assert refusal.endswith("began after that day. Enter a later one, or untick it")
    assert state(person, on=TODAY) == ALL


def test_account_that_is_of_another_partnership_is_no_matter_of_this_one(client_for, world):
    """An officer may write down any address; neither a name nor the sign-in hangs on that."""
    user = factories.UserFactory(email="stranger@example.org", name="Known Elsewhere")
    stranger = factories.PersonFactory(partnership=world.partnership, name="Anybody", email=user.email)
    endings = endings_of_person(stranger, last_day=TODAY, by=world.admin, today=TODAY)
    assert (endings.choices, endings.notes) == ([], [])
    found = client_for(world.admin).get(reverse("boards:personal_data", args=["halton", stranger.pk]))
    assert b"Known Elsewhere" not in b"".join(found)
    # One that begins tomorrow, elsewhere, needs the sign-in just so.
    factories.RoleGrantFactory(user=user, partnership=world.partnership, role=Role.MEMBER)
    factories.RoleGrantFactory(user=user, partnership=world.elsewhere, role=Role.MEMBER, starts_on=TOMORROW)
    endings = endings_of_person(stranger, last_day=TODAY, by=world.admin, today=TODAY)
    assert [one.key.partition("-")[0] for one in endings.choices] == ["role"]
