"""A partnership set up in the browser: who is let in, what is asked, and what is there afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from boards.choices import Role
from boards.models import Body, Partnership, RoleGrant
from boards.roles import highest_roles
from core.acts import Refused
from core.models import AuditEvent, User
from founding.choices import Country, PartnershipKind
from founding.models import SetupCode
from founding.services import CODE_HOLDS, digest_of, found_partnership, make_code
from founding.starting_groups import STARTS
from outbox.models import Message
from tests import factories
from tests.acts.test_acts import table_written, watching

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
PASSWORD = "three long enough words"
ANSWERS = {
    "name": {"name": "Our Place Community Safety Partnership", "slug": "our-place"},
    "nation": {"country": "scotland"},
    "office": {"office_email": "office@example.org"},
    "admin": {"name": "First Admin", "email": "First@example.org", "password": PASSWORD, "repeated": PASSWORD},
    "kind": {"kind": "community-safety-partnership"},
}


def enter(client, code):
    return client.post(reverse("founding:start"), {"code": code})


@pytest.fixture
def let_in(db, client):
    """A browser that entered a code."""
    enter(client, make_code(at=datetime.now(tz=UTC)))
    return client


def answer(client, **changed):
    """Answers all questions and returns where each led to."""
    given = {step: ANSWERS[step] | changed.get(step, {}) for step in ANSWERS}
    return [client.post(reverse("founding:step", args=[step]), given[step]).get("Location") for step in given]


def step(client, asked, **given):
    return client.post(reverse("founding:step", args=[asked]), ANSWERS[asked] | given)


def test_answers_become_a_partnership_with_its_admin_and_groups(let_in):
    assert answer(let_in) == [f"/set-up/{one}/" for one in ("nation", "office", "admin", "kind", "check")]
    assert not Partnership.objects.exists()
    assert not User.objects.exists()
    response = let_in.post(reverse("founding:check"))
    assert response["Location"] == "/account/login/?next=/our-place/today/"
    made = Partnership.objects.get()
    assert (made.name, made.slug, made.nation, made.office_email, made.kind) == (
        "Our Place Community Safety Partnership",
        "our-place",
        "scotland",
        "office@example.org",
        "Community safety partnership",
    )
    admin = User.objects.get()
    assert (admin.name, admin.email, admin.check_password(PASSWORD)) == ("First Admin", "first@example.org", True)
    assert admin.emailaddress_set.get().email == "first@example.org"
    groups = STARTS[PartnershipKind.SAFETY].groups
    assert [(one.name, one.kind.code, one.starts_on) for one in made.bodies.all()] == [
        (one.name, one.kind, None) for one in groups
    ]
    assert [str(body.names.get()) for body in made.bodies.all()] == [one.name for one in groups]
    event = AuditEvent.objects.get(verb="partnership.added")
    assert (event.scope, event.made_by, event.details) == ("our-place", None, {"admin": "first@example.org"})
    assert Message.objects.get().subject == "You are now an admin of Our Place Community Safety Partnership"


def test_first_admin_is_admin_of_that_partnership_alone(world, client):
    enter(client, make_code(at=datetime.now(tz=UTC)))
    answer(client)
    client.post(reverse("founding:check"))
    admin = User.objects.get(email="first@example.org")
    assert (admin.is_superuser, admin.groups.count(), admin.user_permissions.count()) == (False, 0, 0)
    assert highest_roles(admin) == {Partnership.objects.get(slug="our-place").pk: Role.ADMIN}


@pytest.mark.parametrize("kind", PartnershipKind)
def test_each_kind_brings_words_and_groups_and_no_facts(kind, db):
    made = found(kind=kind)
    assert made.kind == ("" if kind == PartnershipKind.EMPTY else kind.label)
    assert [one.name for one in made.bodies.all()] == [one.name for one in STARTS[kind].groups]
    assert (kind == PartnershipKind.EMPTY) != made.bodies.boards().exists()
    written = {model for model in (Body, Partnership) if model.objects.exists()}
    assert written == {Partnership} | ({Body} if STARTS[kind].groups else set())
    assert not made.organisations.exists()
    assert not made.meetings.exists()


@pytest.mark.parametrize(
    ("country", "nation"),
    [
        ("england", "england-and-wales"),
        ("wales", "england-and-wales"),
        ("scotland", "scotland"),
        ("northern-ireland", "northern-ireland"),
    ],
)
def test_country_decides_whose_bank_holidays_count(country, nation):
    assert Country(country).nation == nation


def found(**changed):
    given = {
        "name": "Our Place",
        "slug": "our-place",
        "country": Country.WALES,
        "office_email": "office@example.org",
        "admin_name": "First Admin",
        "admin_email": "first@example.org",
        "password_hash": "hashed",
        "kind": PartnershipKind.SAFETY,
        "code": None,
        "by": None,
        "at": NOON,
    }
    return found_partnership(**(given | changed))


# The questions


def test_what_was_typed_is_there_on_the_way_back_and_before_it_is_taken(let_in):
    answer(let_in)
    page = let_in.get(reverse("founding:step", args=["name"])).text
    assert 'value="our-place"' in page
    assert PASSWORD not in let_in.get(reverse("founding:step", args=["admin"])).text
    shown = let_in.get(reverse("founding:check")).text
    for words in ("our-place", "Scotland", "office@example.org", "First Admin", "Tasking Group", "Chosen"):
        assert words in shown
    refused = step(let_in, "name", slug="Our Place!")
    assert 'value="Our Place!"' in refused.text
    assert let_in.get(reverse("founding:step", args=["name"])).context["form"]["slug"].value() == "our-place"


def test_password_is_kept_as_a_hash_alone(let_in):
    answer(let_in)
    [session] = [one.get_decoded() for one in Session.objects.all()]
    assert PASSWORD not in str(session)
    assert session["founding_answers"]["admin"]["password_hash"]


def test_changed_answer_leads_back_to_the_check(let_in):
    answer(let_in)
    assert step(let_in, "nation", country="wales")["Location"] == "/set-up/check/"
    let_in.post(reverse("founding:check"))
    assert Partnership.objects.get().nation == "england-and-wales"


def test_check_leads_to_the_question_that_is_not_answered(let_in):
    step(let_in, "name")
    for method in (let_in.get, let_in.post):
        assert method(reverse("founding:check"))["Location"] == "/set-up/nation/"
    assert not Partnership.objects.exists()


def test_question_that_is_not_asked_has_no_page(let_in):
    assert let_in.get(reverse("founding:step", args=["money"])).status_code == 404


@pytest.mark.parametrize("slug", ["account", "set-up", "halton", "hsp", "Halton", "two words", "-a", "a" * 41, "ñ"])
def test_address_that_cannot_be_had_is_refused(slug, world, client):
    enter(client, make_code(at=datetime.now(tz=UTC)))
    assert list(step(client, "name", slug=slug).context["form"].errors) == ["slug"]


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"password": "", "repeated": ""}, "password", "Enter a password"),
        ({"repeated": "something else"}, "repeated", "Enter the same password again"),
        ({"password": "short", "repeated": "short"}, "password", "This password is too short"),
        ({"password": "1" * 12, "repeated": "1" * 12}, "password", "entirely numeric"),
        ({"password": "first@example.org", "repeated": "first@example.org"}, "password", "too similar to the email"),
        ({"email": "nobody"}, "email", "Enter an email address in the correct format"),
        ({"name": ""}, "name", "Enter the admin’s name"),
    ],
)
def test_first_admin_is_refused_with_the_field(given, field, words, let_in):
    errors = step(let_in, "admin", **given).context["form"].errors
    assert list(errors) == [field]
    assert words in " ".join(errors[field])


def test_password_may_stay_unless_it_was_chosen_for_somebody_else(let_in):
    step(let_in, "admin")
    empty = {"password": "", "repeated": ""}
    assert step(let_in, "admin", **empty).status_code == 302
    assert step(let_in, "admin", name="Second Admin", **empty).context["form"].errors == {
        "password": ["Enter a password"]
    }


def test_somebody_with_an_account_keeps_their_password(world, client):
    enter(client, make_code(at=datetime.now(tz=UTC)))
    mine = {"email": world.member.email.upper(), "password": "", "repeated": ""}
    assert "keeps its password" in str(step(client, "admin", email=world.member.email).context["form"].errors)
    answer(client, admin=mine)
    client.post(reverse("founding:check"))
    world.member.refresh_from_db()
    assert world.member.check_password(factories.PASSWORD)
    assert RoleGrant.objects.get(partnership__slug="our-place").user == world.member
    assert User.objects.filter(name="First Admin").count() == 0


def test_account_that_is_switched_off_cannot_be_the_first_admin(world, client):
    User.objects.filter(pk=world.member.pk).update(is_active=False)
    enter(client, make_code(at=datetime.now(tz=UTC)))
    refused = step(client, "admin", email=world.member.email, password="", repeated="")
    assert list(refused.context["form"].errors) == ["email"]


# Who is let in


def test_code_sets_up_one_partnership(let_in):
    answer(let_in)
    let_in.post(reverse("founding:check"))
    assert SetupCode.objects.get().used_at is not None
    assert let_in.get(reverse("founding:step", args=["name"]))["Location"] == "/set-up/"
    assert let_in.post(reverse("founding:check"))["Location"] == "/set-up/"
    assert Partnership.objects.count() == 1


def test_code_that_two_browsers_entered_sets_up_one_partnership(db):
    made = make_code(at=NOON)
    code = SetupCode.objects.get(digest=digest_of(made))
    found(code=code)
    with pytest.raises(Refused, match="has been used or has expired"):
        found(code=code, slug="other-place", admin_email="second@example.org")
    assert (Partnership.objects.count(), User.objects.count()) == (1, 1)


def test_code_is_taken_however_it_is_typed_and_stored_as_a_digest(db, client):
    code = make_code(at=datetime.now(tz=UTC))
    assert code not in str(SetupCode.objects.values().get())
    assert enter(client, f" {code.replace('-', ' ').lower()} ")["Location"] == "/set-up/name/"


def test_newest_code_alone_works_and_for_a_day(db, client):
    first, second = (make_code(at=NOON) for _ in range(2))
    with time_machine.travel(NOON + CODE_HOLDS - timedelta(minutes=1), tick=False):
        assert enter(client, first).status_code == 200
        assert enter(client, second).status_code == 302
    with time_machine.travel(NOON + CODE_HOLDS, tick=False):
        assert enter(client, second).status_code == 200
        assert client.get(reverse("founding:step", args=["name"]))["Location"] == "/set-up/"


def test_what_was_typed_outlives_a_code_that_was_replaced(let_in):
    answer(let_in)
    code = make_code(at=datetime.now(tz=UTC))
    told = let_in.get(reverse("founding:check"), follow=True)
    assert "used, replaced or has expired" in told.text
    assert enter(let_in, code)["Location"] == "/set-up/check/"


def test_guesses_are_counted_refused_and_written_down(db, client_for):
    code = make_code(at=datetime.now(tz=UTC))
    client = client_for(None)
    for guess in range(10):
        assert "This code does not work" in enter(client, f"GUESS-{guess}").text
    # The right one too has to wait, in whatever browser, but not from another network address.
    assert "Too many attempts. Try again in" in enter(client_for(None), code).text
    assert client_for(None).post(reverse("founding:start"), {"code": code}, REMOTE_ADDR="192.0.2.9").status_code == 302
    event = AuditEvent.objects.get(verb="account.wrong_set_up_code")
    assert (event.times, event.scope, event.about_label) == (10, "", "Set-up code")


@pytest.mark.parametrize("guess", ["", "-", "a\0b", "²", "' or 1=1 --", "A" * 5000, "\u202eABCD"])
def test_guess_of_any_characters_is_refused(guess, db, client):
    make_code(at=datetime.now(tz=UTC))
    assert enter(client, guess).status_code == 200
    assert client.get(reverse("founding:step", args=["name"]))["Location"] == "/set-up/"


def test_keeper_of_the_installation_needs_no_code(world, client_for):
    keeper = User.objects.create_superuser("keeper@example.org", PASSWORD, name="Keeper")
    client = client_for(keeper)
    assert 'value="keeper@example.org"' in client.get(reverse("founding:step", args=["admin"])).text
    answer(client, admin={"email": "keeper@example.org", "password": "", "repeated": ""})
    assert client.post(reverse("founding:check"))["Location"] == "/our-place/"
    assert AuditEvent.objects.get(verb="partnership.added").made_by == keeper


def test_admin_sets_up_another_partnership_if_the_operator_allows_it(world, client_for, settings):
    client = client_for(world.admin)
    assert "Set up another partnership" not in client.get(reverse("boards:settings", args=["halton"])).text
    settings.ADMINS_MAY_ADD_PARTNERSHIPS = True
    assert "Set up another partnership" in client.get(reverse("boards:settings", args=["halton"])).text
    assert "Set up another partnership" in client.get(reverse("desk:installation")).text
    answer(client)
    client.post(reverse("founding:check"))
    # They made it, and may do no more in it than anybody else.
    made = Partnership.objects.get(slug="our-place")
    assert made.pk not in highest_roles(User.objects.get(pk=world.admin.pk))
    for other in (None, world.officer, world.member, world.outsider):
        assert client_for(other).get(reverse("founding:step", args=["name"]))["Location"] == "/set-up/"


def test_example_leads_to_the_set_up(world, client):
    home = reverse("office:home", args=["halton"])
    assert "Set up your own partnership" not in client.get(home).text
    world.partnership.example_note = "All of it is made up."
    world.partnership.save()
    assert '<a class="govuk-link" href="/set-up/">Set up your own partnership</a>' in client.get(home).text


# All or nothing


def test_partnership_is_set_up_in_one_transaction(let_in):
    answer(let_in)
    outside, transactions = len(connection.savepoint_ids), set()

    def look(sql):
        if "FOR UPDATE" in sql or table_written(sql):
            transactions.add(connection.savepoint_ids[outside] if len(connection.savepoint_ids) > outside else "none")

    with watching(look):
        let_in.post(reverse("founding:check"))
    assert len(transactions) == 1
    assert "none" not in transactions


def test_address_that_was_taken_meanwhile_leaves_nothing_and_the_code_works_still(db):
    code = SetupCode.objects.get(digest=digest_of(make_code(at=NOON)))
    factories.PartnershipFactory(slug="our-place")
    with pytest.raises(Refused, match="Another partnership has this address") as refused:
        found(code=code)
    code.refresh_from_db()
    assert (refused.value.field, code.used_at) == ("slug", None)
    assert not User.objects.exists()


def test_account_that_was_made_meanwhile_does_not_get_the_password(world):
    with pytest.raises(Refused, match="was made or removed in the meantime"):
        found(admin_email=world.member.email)
    world.member.refresh_from_db()
    assert world.member.check_password(factories.PASSWORD)
    assert not Partnership.objects.filter(slug="our-place").exists()


# The command


def test_command_prints_where_and_with_which_code(db, capsys, client):
    with time_machine.travel(NOON, tick=False):
        call_command("setup_code")
        where, code, until = capsys.readouterr().out.splitlines()
        assert where == "Set up your partnership at http://127.0.0.1:8000/set-up/"
        assert until == "It works once, until midday on 2 December 2026."
        assert enter(client, code.removeprefix("Set-up code: ")).status_code == 302


def test_command_for_an_empty_portal_does_nothing_in_another(world, capsys):
    call_command("setup_code", if_empty=True)
    assert (capsys.readouterr().out, SetupCode.objects.count()) == ("", 0)
