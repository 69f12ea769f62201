"""Two-step sign-in that a partnership requires from a role on: who is led to it, and what still works without."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError
from django.urls import reverse

from boards.choices import Role
from boards.models import Partnership
from core.asks import make_token
from core.models import AuditEvent, User
from tests import factories
from tests.factories import PASSWORD

TODAY_PAGE, ROLES_PAGE = "/halton/today/", "/halton/roles/"
TWO_STEPS = "/account/2fa/"
NEEDED = "Your role in this partnership needs two-step sign-in."


def require(world, since):
    Partnership.objects.filter(pk=world.partnership.pk).update(two_step_from=since)


def turn_on(user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)


def where(response):
    return response.url if response.status_code == 302 else response.status_code


@pytest.mark.parametrize(
    ("since", "led"),
    [
        ("", []),
        ("admin", ["admin"]),
        ("officer", ["officer", "admin"]),
        ("ppb-member", ["ppb_member", "officer", "admin"]),
        ("member", ["member", "ppb_member", "officer", "admin"]),
    ],
)
def test_those_who_hold_the_role_or_a_higher_one_are_led_to_turn_it_on(world, client_for, since, led):
    require(world, since)
    roles = ("member", "ppb_member", "officer", "admin", "outsider")
    landed = {role: where(client_for(getattr(world, role)).get(reverse("desk:landing"))) for role in roles}
    assert [role for role, page in landed.items() if page == TWO_STEPS] == led


def test_role_gives_nothing_until_it_is_turned_on_and_then_everything(world, client_for):
    require(world, "officer")
    client = client_for(world.officer)
    assert where(client.get(TODAY_PAGE)) == TWO_STEPS
    page = client.get(TWO_STEPS).text
    assert "before you can use this role: Officer of Halton Strategic Partnership." in page
    assert "Continue to the page you wanted" not in page
    turn_on(world.officer)
    page = client.get(TWO_STEPS).text
    assert '<a class="govuk-link" href="/halton/today/">Continue to the page you wanted</a>' in page
    assert client.get(TODAY_PAGE).status_code == 200


def test_what_is_for_members_alone_is_not_shown_either(world, client_for):
    meeting = factories.MeetingFactory(body=world.board, agenda_published_at="2026-11-01T12:00Z")
    paper = factories.DocumentFactory(meeting=meeting, is_members_only=True)
    address = reverse("agendas:document_file", args=["halton", meeting.pk, paper.pk])
    require(world, "member")
    assert client_for(world.member).get(address).status_code == 404
    turn_on(world.member)
    response = client_for(world.member).get(address)
    assert (response.status_code, response.getvalue()) == (200, b"%PDF-1.7 a paper")


def test_public_pages_and_signing_out_work_without(world, client_for):
    require(world, "member")
    client = client_for(world.member)
    for name in ("office:home", "meetings:list", "recommendations:list", "boards:structure"):
        response = client.get(reverse(name, args=["halton"]))
        assert (response.status_code, NEEDED in response.text) == (200, True)
    assert NEEDED not in client_for(None).get("/halton/").text
    assert NEEDED not in client_for(world.outsider).get("/halton/").text
    assert where(client.post(reverse("account_logout"))) == "/"


def test_way_to_turn_it_on_has_no_loop(world, client_for):
    require(world, "officer")
    client = client_for(None)
    client.post(reverse("account_login"), {"login": world.officer.email, "password": PASSWORD})
    page = client.get(TODAY_PAGE, follow=True)
    assert page.redirect_chain == [(TWO_STEPS, 302)]
    form = client.get(reverse("mfa_activate_totp"), follow=True)
    assert form.request["PATH_INFO"] == reverse("account_reauthenticate")
    confirmed = client.post(form.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert (confirmed.status_code, confirmed.request["PATH_INFO"]) == (200, reverse("mfa_activate_totp"))


def test_lower_role_of_the_same_person_still_counts(world, client_for):
    factories.RoleGrantFactory(user=world.officer, partnership=world.partnership, role=Role.PPB_MEMBER)
    require(world, "officer")
    client = client_for(world.officer)
    assert where(client.get(TODAY_PAGE)) == TWO_STEPS
    assert world.partnership.pk in {pk for pk, role in held(world.officer).items() if role == Role.PPB_MEMBER}


def held(user):
    from boards.roles import highest_roles

    return highest_roles(User.objects.get(pk=user.pk))


def test_other_partnerships_ask_for_themselves(world, client_for):
    factories.RoleGrantFactory(user=world.officer, partnership=world.elsewhere, role=Role.OFFICER)
    require(world, "officer")
    client = client_for(world.officer)
    assert (where(client.get(TODAY_PAGE)), where(client.get("/elsewhere/today/"))) == (TWO_STEPS, 200)


def test_keeper_of_the_installation_is_an_admin_here_too(world, client_for):
    keeper = User.objects.create_superuser("keeper@example.org", name="Keeper")
    require(world, "admin")
    assert where(client_for(keeper).get(ROLES_PAGE)) == TWO_STEPS
    turn_on(keeper)
    assert where(client_for(keeper).get(ROLES_PAGE)) == 200


def test_page_beyond_the_role_is_refused_as_before(world, client_for):
    require(world, "officer")
    turn_on(world.officer)
    assert client_for(world.officer).get(ROLES_PAGE).status_code == 403
    assert client_for(world.member).get(TODAY_PAGE).status_code == 403


def test_signed_link_asks_nobody_for_two_steps(world, client_for):
    require(world, "member")
    token = make_token("no-such-purpose", 1)
    for client in (client_for(None), client_for(world.member)):
        assert client.get(reverse("outbox:preferences_by_link", args=["halton", token])).status_code == 404


def test_button_leads_back_to_the_page_it_stands_on(world, client_for):
    require(world, "officer")
    client = client_for(world.officer)
    client.post(
        reverse("boards:role_grant", args=["halton"]), {}, HTTP_REFERER="https://testserver/halton/roles/grant/"
    )
    turn_on(world.officer)
    assert "Continue to the page you wanted" in client.get(TWO_STEPS).text


def test_it_cannot_be_turned_off_where_a_role_needs_it(world, client_for):
    turn_on(world.officer)
    client = client_for(None)
    codes = Authenticator.objects.get(user=world.officer, type="recovery_codes").wrap().get_unused_codes()
    client.post(reverse("account_login"), {"login": world.officer.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    require(world, "officer")
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "You cannot turn off two-step sign-in: one of your roles needs it" in page.text
    require(world, "admin")
    assert where(client.post(reverse("mfa_deactivate_totp"))) == TWO_STEPS


def settings_with(world, since):
    return {
        "nation": world.partnership.nation,
        "shows_attendance_rates": "on",
        "two_step_from": since,
    }


def test_admin_sets_who_needs_it(world, client_for):
    client = client_for(world.admin)
    turn_on(world.admin)
    client.post(reverse("boards:settings", args=["halton"]), settings_with(world, "officer"))
    assert Partnership.objects.get(pk=world.partnership.pk).two_step_from == "officer"
    assert AuditEvent.objects.get(verb="partnership.changed").details == {"two_step_from": "nothing → officer"}
    form = client.get(reverse("boards:settings", args=["halton"])).context["form"]
    assert form["two_step_from"].value() == "officer"


def test_setting_is_one_of_the_roles(world, client_for):
    page = client_for(world.admin).post(reverse("boards:settings", args=["halton"]), settings_with(world, "the mayor"))
    assert "two_step_from" in page.context["form"].errors
    with pytest.raises(IntegrityError):
        require(world, "the mayor")


def cells(response):
    table = response.context["table"]
    return {str(row.record.user): row.cells["has_two_steps"] for row in table.rows}


def test_admin_sees_who_has_it(world, client_for):
    require(world, "admin")
    turn_on(world.admin)
    Authenticator.objects.create(user=world.member, type="recovery_codes", data={})
    turn_on(world.ppb_member)
    factories.RoleGrantFactory(
        user=factories.UserFactory(name="Second Admin"), partnership=world.partnership, role=Role.ADMIN
    )
    assert cells(client_for(world.admin).get(ROLES_PAGE)) == {
        "Partner Member": "No",
        "Partnership Admin": "Yes",
        "Partnership Officer": "No",
        "PPB Member": "Yes",
        "Second Admin": "No: needed",
    }


@pytest.mark.parametrize("people", [1, 60])
def test_list_of_roles_costs_the_same_for_one_person_and_for_many(people, world, client_for, django_assert_num_queries):
    for _ in range(people):
        user = factories.UserFactory()
        factories.RoleGrantFactory(user=user, partnership=world.partnership, starts_on=date(2026, 1, 1))
        turn_on(user)
    client = client_for(world.admin)
    with django_assert_num_queries(8):
        client.get(ROLES_PAGE)
