"""Switching an account off and on, ending its sessions, and who may."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core import mail
from django.urls import reverse

from boards.choices import Role
from boards.services.accounts import end_sessions, remove_second_step, switch_off, switch_on
from boards.services.roles import end_role
from core.acts import Refused
from core.models import AuditEvent, User
from tests import factories
from tests.factories import PASSWORD

TODAY = date(2026, 11, 23)


def address(name, user):
    return reverse(f"boards:{name}", args=["halton", user.pk])


def is_active(user):
    return User.objects.get(pk=user.pk).is_active


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def off(user, by, reason="Left the council"):
    switch_off(user=user, reason=reason, by=by, on=TODAY)


def give(world, user, role=Role.MEMBER, partnership=None, **dates):
    return factories.RoleGrantFactory(user=user, partnership=partnership or world.partnership, role=role, **dates)


def test_person_who_is_switched_off_is_stopped_at_once_and_everywhere(world, client_for):
    browser, phone = client_for(None), client_for(None)
    for client in (browser, phone):
        sign_in(client, world.officer)
        assert client.get("/halton/today/").status_code == 200
    client_for(world.admin).post(address("switch_off", world.officer), {"reason": "Left the council"})
    for client in (browser, phone):
        assert "You have been signed out. Sign in to go on." in client.get("/halton/today/", follow=True).text
        assert client.get("/halton/").status_code == 200
    assert (is_active(world.officer), UserSession.objects.filter(user=world.officer).count()) == (False, 0)


def test_person_who_is_switched_off_cannot_sign_in_or_set_a_password(world, client_for):
    off(world.officer, world.admin)
    client = client_for(None)
    assert sign_in(client, world.officer).url == reverse("account_inactive")
    assert client.get("/halton/today/").status_code == 302
    mail.outbox.clear()
    client.post(reverse("account_reset_password"), {"email": world.officer.email})
    assert [message.subject for message in mail.outbox if "Set your password" in message.subject] == []


def test_who_was_not_signed_in_or_signed_out_reads_of_no_end(world, client_for):
    client = client_for(None)
    assert "You have been signed out" not in client.get("/halton/today/", follow=True).text
    sign_in(client, world.officer)
    client.post(reverse("account_logout"))
    assert "You have been signed out" not in client.get("/halton/today/", follow=True).text


def test_sessions_do_not_come_back_with_the_account(world, client_for):
    client = client_for(None)
    sign_in(client, world.officer)
    off(world.officer, world.admin)
    switch_on(user=world.officer, reason="Came back", by=world.admin, on=TODAY)
    assert client.get("/halton/today/").status_code == 302
    sign_in(client, world.officer)
    assert client.get("/halton/today/").status_code == 200


def test_each_change_is_in_the_audit_trail_of_the_partnership(world, client_for):
    off(world.officer, world.admin)
    switch_on(user=world.officer, reason="Came back", by=world.admin, on=TODAY)
    found = AuditEvent.objects.order_by("pk").values_list("verb", "made_by__name", "account__name", "details")
    assert list(found) == [
        ("account.switched_off", "Partnership Admin", "Partnership Officer", {"reason": "Left the council"}),
        ("account.switched_on", "Partnership Admin", "Partnership Officer", {"reason": "Came back"}),
    ]
    page = client_for(world.admin).get(reverse("boards:audit", args=["halton"]), {"kind": "access"}).text
    assert "<strong>Account switched off</strong><br>Partnership Officer" in page
    assert "reason: Left the council" in page


def test_admin_ends_sessions_and_the_account_stays(world, client_for):
    browser = client_for(None)
    sign_in(browser, world.officer)
    admin = client_for(world.admin)
    assert "In 1 browser" in admin.get(address("account", world.officer)).text
    page = admin.post(address("end_sessions", world.officer), follow=True).text
    assert "Partnership Officer is signed out in 1 browser." in page
    assert (browser.get("/halton/today/").status_code, is_active(world.officer)) == (302, True)
    event = AuditEvent.objects.get(verb="account.sessions_ended")
    assert (event.made_by, event.account, event.details) == (world.admin, world.officer, {"browsers": 1})
    page = admin.post(address("end_sessions", world.officer), follow=True).text
    assert "Partnership Officer is signed out already: they were signed in nowhere." in page
    assert AuditEvent.objects.filter(verb="account.sessions_ended").count() == 1


def test_sessions_of_others_go_on(world, client_for):
    member = client_for(None)
    sign_in(member, world.member)
    off(world.officer, world.admin)
    assert member.get("/account/sessions/").status_code == 200


def acts(user, by):
    return [
        lambda: switch_off(user=user, reason="x", by=by, on=TODAY),
        lambda: switch_on(user=user, reason="x", by=by, on=TODAY),
        lambda: end_sessions(user=user, by=by, on=TODAY),
        lambda: remove_second_step(user=user, reason="x", by=by, on=TODAY),
    ]


@pytest.mark.parametrize("number", range(4))
def test_person_with_a_role_elsewhere_is_not_for_this_admin_to_change(world, number):
    give(world, world.officer, partnership=world.elsewhere)
    with pytest.raises(Refused, match="also has a role in another partnership"):
        acts(world.officer, world.admin)[number]()
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("number", range(4))
def test_nobody_changes_their_own_account_here(world, number):
    give(world, world.ppb_member, Role.ADMIN)
    with pytest.raises(Refused, match="You cannot change your own account here"):
        acts(world.admin, world.admin)[number]()


@pytest.mark.parametrize("number", range(4))
def test_keeper_of_the_installation_is_changed_by_no_admin(world, number):
    keeper = User.objects.create_superuser("keeper@example.org", name="Keeper")
    give(world, keeper)
    with pytest.raises(Refused, match="looks after the whole portal"):
        acts(keeper, world.admin)[number]()


@pytest.mark.parametrize("number", range(4))
def test_admin_who_was_switched_off_meanwhile_changes_nobody(world, number):
    User.objects.filter(pk=world.admin.pk).update(is_active=False)
    with pytest.raises(Refused, match="Your own account has been switched off"):
        acts(world.officer, world.admin)[number]()


def test_admin_of_all_their_partnerships_may(world):
    give(world, world.officer, partnership=world.elsewhere)
    give(world, world.admin, Role.ADMIN, partnership=world.elsewhere)
    off(world.officer, world.admin)
    assert not is_active(world.officer)


def test_role_elsewhere_that_has_ended_is_in_nobodys_way(world):
    give(world, world.officer, partnership=world.elsewhere, ends_on=date(2026, 11, 22))
    off(world.officer, world.admin)
    assert not is_active(world.officer)


def test_officer_elsewhere_is_no_admin_there(world):
    give(world, world.officer, partnership=world.elsewhere)
    give(world, world.admin, Role.OFFICER, partnership=world.elsewhere)
    with pytest.raises(Refused, match="also has a role in another partnership"):
        off(world.officer, world.admin)


def test_keeper_does_not_switch_off_the_last_admin(world):
    keeper = User.objects.create_superuser("keeper@example.org", name="Keeper")
    with pytest.raises(Refused, match="This is the last admin of Halton Strategic Partnership"):
        off(world.admin, keeper)
    second = factories.UserFactory(name="Second Admin")
    give(world, second, Role.ADMIN)
    off(world.admin, keeper)
    with pytest.raises(Refused, match="This is the last admin of Halton Strategic Partnership"):
        off(second, keeper)


def test_admin_who_is_switched_off_does_not_count_as_an_admin(world):
    second = factories.UserFactory(name="Second Admin")
    give(world, second, Role.ADMIN)
    keeper = User.objects.create_superuser("keeper@example.org", name="Keeper")
    off(second, keeper)
    with pytest.raises(Refused, match="This is the last admin"):
        end_role(grant=world.admin.role_grants.get(), by=keeper, on=TODAY)


def test_account_is_switched_once(world):
    with pytest.raises(Refused, match="switched on already"):
        switch_on(user=world.officer, reason="x", by=world.admin, on=TODAY)
    off(world.officer, world.admin)
    with pytest.raises(Refused, match="switched off already"):
        off(world.officer, world.admin)


def test_page_says_why_the_account_cannot_be_changed(world, client_for):
    give(world, world.officer, partnership=world.elsewhere)
    client = client_for(world.admin)
    words = "This person also has a role in another partnership, so you cannot change the account."
    page = client.get(address("account", world.officer)).text
    assert (words in page, "Switch off" in page, "Elsewhere" in page) == (True, False, False)
    page = client.get(address("switch_off", world.officer)).text
    assert (words in page, "<textarea" in page or 'name="reason"' in page) == (True, False)
    page = client.post(address("switch_off", world.officer), {"reason": "x"}, follow=True).text
    assert (words in page, is_active(world.officer)) == (True, True)


def test_reason_is_asked_for_and_what_was_typed_stays(world, client_for):
    response = client_for(world.admin).post(address("switch_off", world.officer), {"reason": "  "})
    assert response.context["form"].errors == {"reason": ["Enter the reason"]}
    long = "x" * 301
    response = client_for(world.admin).post(address("switch_off", world.officer), {"reason": long})
    assert (long in response.text, is_active(world.officer)) == (True, True)


def test_somebody_without_a_role_here_has_no_page_here(world, client_for):
    for name in ("account", "switch_off", "switch_on", "remove_second_step"):
        assert client_for(world.admin).get(address(name, world.outsider)).status_code == 404
    assert client_for(world.admin).post(address("end_sessions", world.outsider)).status_code == 404


def test_admin_helps_somebody_who_has_lost_phone_and_codes(world, client_for):
    TOTP.activate(world.officer, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(world.officer)
    client = client_for(world.admin)
    assert "Turn off" in client.get(address("account", world.officer)).text
    client.post(address("remove_second_step", world.officer), {"reason": "Lost her phone, came to the office"})
    assert Authenticator.objects.filter(user=world.officer).count() == 0
    event = AuditEvent.objects.get(verb="account.two_step_removed")
    assert (event.account, event.details) == (world.officer, {"reason": "Lost her phone, came to the office"})
    assert "Turn off" not in client.get(address("account", world.officer)).text
    with pytest.raises(Refused, match="has not turned on two-step sign-in"):
        remove_second_step(user=world.officer, reason="x", by=world.admin, on=TODAY)


def test_list_of_roles_leads_to_the_account_and_says_that_it_is_off(world, client_for):
    off(world.officer, world.admin)
    page = client_for(world.admin).get("/halton/roles/").text
    assert f'href="/halton/roles/people/{world.officer.pk}/"' in page
    assert page.count("</a> (switched off)<br>") == 1
