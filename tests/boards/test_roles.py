"""Giving and ending roles: who gets a sign-in, who is appointed, and who may not be locked out."""

import re
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from boards.choices import Role
from boards.models import Appointment, Person, RoleGrant
from boards.services.roles import end_role, grant_role
from core import clock
from core.acts import Refused
from core.models import AuditEvent, Change, User
from outbox.services.sending import send_due
from tests import factories

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)


def give(world, role=Role.MEMBER, email="new.person@example.org", name="New Person", ppb=None, ends_on=None):
    who = {"email": email, "name": name}
    return grant_role(
        partnership=world.partnership, role=role, ppb=ppb, by=world.admin, on=TODAY, ends_on=ends_on, **who
    )


def test_role_for_a_new_person_makes_a_sign_in_without_password(world):
    granted = give(world, email="NEW.PERSON@example.org")
    user = granted.grant.user
    assert (user.email, user.name, user.has_usable_password()) == ("new.person@example.org", "New Person", False)
    assert (granted.is_new_user, granted.grant.starts_on, granted.grant.granted_by) == (True, TODAY, world.admin)


def test_role_for_a_known_person_keeps_their_name(world):
    granted = give(world, role=Role.OFFICER, email=world.member.email, name="Another Name")
    assert (granted.grant.user, granted.is_new_user) == (world.member, False)
    assert User.objects.get(pk=world.member.pk).name == "Partner Member"


def test_role_for_a_time_ends_by_itself_and_with_it_the_place_on_the_board(world):
    last_day = date(2026, 12, 31)
    user = give(world, role=Role.PPB_MEMBER, ppb=world.ppb, ends_on=last_day).grant.user
    held = RoleGrant.objects.filter(user=user)
    assert [held.current(on=day).count() for day in (last_day, date(2027, 1, 1))] == [1, 0]
    assert Appointment.objects.get(person__user=user).ends_on == last_day
    assert AuditEvent.objects.get(verb="role.granted").details["last_day"] == "2026-12-31"


def test_role_as_admin_has_no_last_day(world):
    with pytest.raises(Refused, match="Leave the last day of an admin empty"):
        give(world, role=Role.ADMIN, ends_on=date(2026, 12, 31))
    assert not RoleGrant.objects.filter(user__email="new.person@example.org").exists()


@pytest.mark.parametrize(
    ("role", "ends_on", "message"),
    [
        ("member", "1 1 2020", "The last day must be today or later"),
        ("admin", "1 1 2030", "Leave the last day of an admin empty: end the role once someone else is admin"),
    ],
)
def test_form_says_beside_the_last_day_what_is_wrong_with_it(client_for, world, role, ends_on, message):
    sent = {"email": "new@example.org", "name": "New Person", "role": role, "ends_on": ends_on}
    page = client_for(world.admin).post(reverse("boards:role_grant", args=["halton"]), sent)
    assert page.context["form"].errors == {"ends_on": [message]}


def test_role_that_is_held_already_is_refused(world):
    with pytest.raises(Refused, match="Partner Member already has the role Member"):
        give(world, email=world.member.email)


def test_role_is_written_into_the_audit_trail(world):
    give(world)
    event = AuditEvent.objects.get(verb="role.granted")
    assert (event.made_by, event.scope, event.details) == (
        world.admin,
        "halton",
        {"role": "Member", "to": "new.person@example.org"},
    )


def test_ppb_member_is_appointed_by_the_same_act(world):
    user = give(world, role=Role.PPB_MEMBER, ppb=world.ppb).grant.user
    appointment = Appointment.objects.of_ppb_members(on=TODAY).get(person__user=user)
    assert (appointment.body, appointment.starts_on) == (world.ppb, TODAY)
    assert (appointment.person.name, appointment.person.email) == ("New Person", "new.person@example.org")


def test_ppb_member_who_is_a_known_person_is_not_entered_twice(world):
    known = factories.PersonFactory(partnership=world.partnership, name="New Person", email="new.person@example.org")
    user = give(world, role=Role.PPB_MEMBER, ppb=world.ppb).grant.user
    assert Person.objects.get(email="new.person@example.org") == known
    assert Person.objects.get(pk=known.pk).user == user


def test_ppb_member_needs_a_board_and_nothing_is_left_behind(world):
    with pytest.raises(Refused, match="Choose the Policy and Performance Board"):
        give(world, role=Role.PPB_MEMBER)
    assert not User.objects.filter(email="new.person@example.org").exists()


def test_ended_role_held_until_the_day_before(world):
    grant = world.member.role_grants.get()
    end_role(grant=grant, by=world.admin, on=TODAY)
    assert RoleGrant.objects.get(pk=grant.pk).ends_on == YESTERDAY
    assert list(RoleGrant.objects.current(on=TODAY).filter(user=world.member)) == []


def test_role_given_today_can_be_withdrawn_today(world):
    grant = give(world).grant
    key = grant.pk
    end_role(grant=grant, by=world.admin, on=TODAY)
    assert [change.kind for change in Change.objects.of(RoleGrant).filter(record_pk=key)] == ["removed", "added"]


def test_ended_role_can_be_given_again(world):
    end_role(grant=world.member.role_grants.get(), by=world.admin, on=TODAY)
    assert give(world, email=world.member.email).grant.starts_on == TODAY


def test_end_of_a_ppb_members_role_ends_their_appointment(world):
    end_role(grant=world.ppb_member.role_grants.get(), by=world.admin, on=TODAY)
    assert list(Appointment.objects.of_ppb_members(on=TODAY)) == []
    assert list(Appointment.objects.values_list("ends_on", flat=True)) == [YESTERDAY]


def test_admin_does_not_end_their_own_role(world):
    give(world, role=Role.ADMIN)
    with pytest.raises(Refused, match="You can’t end your own role as admin"):
        end_role(grant=world.admin.role_grants.get(), by=world.admin, on=TODAY)


def test_last_admin_stays(world):
    keeper = User.objects.create_superuser("keeper@example.org", name="Keeper")
    with pytest.raises(Refused, match="This is the last admin"):
        end_role(grant=world.admin.role_grants.get(), by=keeper, on=TODAY)


def test_role_that_has_ended_is_not_ended_again(world):
    grant = world.member.role_grants.get()
    end_role(grant=grant, by=world.admin, on=TODAY)
    with pytest.raises(Refused, match="This role has ended already"):
        end_role(grant=grant, by=world.admin, on=TODAY)


def test_new_person_sets_a_password_by_the_link_in_a_mail(world, client_for):
    client = client_for(world.admin)
    given = {"email": "new.person@example.org", "name": "New  Person", "role": "member"}
    response = client.post(reverse("boards:role_grant", args=["halton"]), given, follow=True)
    words = "New Person now has the role Member. An email to new.person@example.org says so, and how to set a password."
    assert words in response.text
    assert send_due(now=clock.now) == 1
    (message,) = mail.outbox
    assert message.to == ["new.person@example.org"]
    link = re.search(r"://[^/\s]+(/account/password/reset/key/\S+)", message.body).group(1)
    newcomer = client_for(None)
    page = newcomer.get(link, follow=True).redirect_chain[-1][0]
    newcomer.post(page, {"password1": "three random words", "password2": "three random words"})
    assert User.objects.get(email="new.person@example.org").check_password("three random words")


def test_known_person_is_told_of_the_role_and_where_to_sign_in(world, client_for):
    given = {"email": world.member.email, "role": "officer"}
    page = client_for(world.admin).post(reverse("boards:role_grant", args=["halton"]), given, follow=True)
    assert "An email to partner.member@example.org says so, and where to sign in." in page.text
    assert send_due(now=clock.now) == 1
    (message,) = mail.outbox
    assert message.subject == "You are now an officer of Halton Strategic Partnership"
    assert "/account/login/" in message.body
    assert "/account/password/reset/key/" not in message.body


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Enter the person’s email address"),
        ({}, "Choose a role"),
        ({"email": "nobody"}, "Enter an email address in the correct format, like name@example.org"),
        ({"email": "x@example.org"}, "Enter the person’s name: this address has no sign-in yet"),
        ({"email": "x@example.org", "role": "ppb-member"}, "Choose the Policy and Performance Board"),
        ({"email": "partner.member@example.org", "role": "member"}, "Partner Member already has the role Member"),
    ],
)
def test_form_says_what_to_do(given, message, world, client_for):
    page = client_for(world.admin).post(reverse("boards:role_grant", args=["halton"]), given).text
    assert "There is a problem" in page
    assert message in page


def test_ppb_of_another_partnership_is_no_choice(world, client_for):
    theirs = factories.BodyFactory(partnership=world.elsewhere, kind="ppb", name="PPB of elsewhere")
    client, url = client_for(world.admin), reverse("boards:role_grant", args=["halton"])
    assert "PPB of elsewhere" not in client.get(url).text
    client.post(url, {"email": "x@example.org", "name": "X", "role": "ppb-member", "ppb": theirs.pk})
    assert not User.objects.filter(email="x@example.org").exists()


def test_role_in_another_partnership_cannot_be_ended_from_here(world, client_for):
    theirs = world.outsider.role_grants.get()
    url = reverse("boards:role_end", args=["halton", theirs.pk])
    assert client_for(world.admin).post(url).status_code == 404


def test_confirmation_says_what_else_ends(world, client_for):
    url = reverse("boards:role_end", args=["halton", world.ppb_member.role_grants.get().pk])
    page = client_for(world.admin).get(url).text
    assert "Appointment: Member, Corporate PPB" in page
    assert page.count(" checked") == 1


def test_role_ends_at_once(world, client_for):
    officer = client_for(world.officer)
    today = reverse("office:today", args=["halton"])
    assert officer.get(today).status_code == 200
    client_for(world.admin).post(reverse("boards:role_end", args=["halton", world.officer.role_grants.get().pk]))
    assert officer.get(today).status_code == 403


def test_list_hides_ended_roles_until_asked(world, client_for):
    end_role(grant=world.member.role_grants.get(), by=world.admin, on=TODAY)
    client, url = client_for(world.admin), reverse("boards:roles", args=["halton"])
    with time_machine.travel("2026-11-23 12:00 +0000", tick=False):
        assert "Partner Member" not in client.get(url).text
        assert "Partner Member" in client.get(url, {"ended": "on"}).text


@pytest.mark.parametrize("grants", [1, 100])
def test_list_of_roles_costs_the_same_for_one_and_for_a_hundred(grants, world, client_for, django_assert_num_queries):
    for _ in range(grants):
        factories.RoleGrantFactory(partnership=world.partnership, granted_by=world.admin)
    client = client_for(world.admin)
    with django_assert_num_queries(8):
        client.get(reverse("boards:roles", args=["halton"]))
