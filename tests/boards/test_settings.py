"""Settings, bank holidays, the audit trail, and the command that adds a partnership."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import get_resolver, reverse

from boards import signals
from boards.models import BankHolidayAdded, Partnership, RoleGrant
from boards.services.calendar import add_holiday, holiday_names_of, holidays_of, remove_holiday
from boards.services.partnership import TAKEN_ADDRESSES, change_settings
from core import audit
from core.models import AuditEvent

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 16)
DETAILS = "/halton/details/"


@pytest.fixture
def announced():
    """What ``holidays_changed`` has said."""
    said = []

    def listen(sender, *, partnership, day, by, at, **kwargs):
        said.append((partnership.slug, day, by.name, at))

    signals.holidays_changed.connect(listen)
    yield said
    signals.holidays_changed.disconnect(listen)


def change(world, **changes):
    given = {
        "nation": "england-and-wales",
        "shows_attendance_rates": True,
        "two_step_from": "",
    }
    return change_settings(partnership=world.partnership, by=world.admin, at=NOON, **{**given, **changes})


def test_added_holiday_counts_and_is_announced(world, announced):
    added = add_holiday(partnership=world.partnership, day=DAY, name="A day off", by=world.admin, at=NOON)
    assert DAY in holidays_of(world.partnership, [2026])
    assert holiday_names_of(world.partnership, [2026])[DAY] == "A day off"
    assert DAY not in holidays_of(world.elsewhere, [2026])
    assert (added.added_by, added.added_at) == (world.admin, NOON)
    assert announced == [("halton", DAY, "Partnership Admin", NOON)]
    assert AuditEvent.objects.get(verb="holiday.added").details == {"day": "2026-11-16", "name": "A day off"}


def test_removed_holiday_counts_no_more_and_is_announced(world, announced):
    added = add_holiday(partnership=world.partnership, day=DAY, name="A day off", by=world.admin, at=NOON)
    remove_holiday(holiday=added, by=world.admin, at=NOON)
    assert DAY not in holidays_of(world.partnership, [2026])
    assert announced[1:] == [("halton", DAY, "Partnership Admin", NOON)]
    assert AuditEvent.objects.get(verb="holiday.removed").about_label == "A day off (2026-11-16)"


def test_holidays_follow_the_nation(world):
    scottish = date(2026, 11, 30)
    assert scottish not in holidays_of(world.partnership, [2026])
    change(world, nation="scotland")
    assert scottish in holidays_of(world.partnership, [2026])


def test_change_of_nation_is_announced_as_a_change_of_any_day(world, announced):
    assert change(world, nation="scotland") == ["nation"]
    assert announced == [("halton", None, "Partnership Admin", NOON)]


def test_change_of_colour_is_recorded_and_announces_nothing(world, client_for, announced):
    known = {name: getattr(world.partnership, name) for name in ("name", "short_name")}
    client_for(world.admin).post(DETAILS, known | {"accent": "#7a1f5c"})
    assert Partnership.objects.get(slug="halton").accent == "#7a1f5c"
    assert AuditEvent.objects.get(verb="partnership.changed").details == {"changed": "accent"}
    assert announced == []


def test_settings_that_are_the_same_leave_no_trace(world):
    assert change(world) == []
    assert list(AuditEvent.objects.all()) == []


@pytest.mark.parametrize(
    ("accent", "message"),
    [
        ("#ffff00", "#ffff00 is too light to read: its contrast with white is 1.1 to 1"),
        ("#7f7f7f", "#7f7f7f is too light to read: its contrast with white is 4.0 to 1"),
        ("green", "Enter a colour as # and six digits, for example #1d5b6e"),
        ("#12345678", "Enter a colour as # and six digits, for example #1d5b6e"),
        ("", "Enter a colour as # and six digits, for example #1d5b6e"),
    ],
)
def test_colour_that_cannot_be_read_is_refused(accent, message, world, client_for):
    page = client_for(world.admin).post(DETAILS, {"name": "Another name", "accent": accent}).text
    assert message in page
    assert Partnership.objects.get(slug="halton").name == world.partnership.name


def test_capitals_in_a_colour_are_no_mistake(world, client_for):
    given = {"name": "Halton", "accent": " #7A1F5C ", "office_email": "office@example.org"}
    client_for(world.admin).post(DETAILS, given)
    saved = Partnership.objects.get(slug="halton")
    assert (saved.accent, saved.office_email) == ("#7a1f5c", "office@example.org")


def test_details_stand_on_the_home_page_and_what_the_papers_say_on_that_of_the_structure(world, client_for):
    on_home = {"name": "Halton Partnership", "area": "The borough of Halton", "welcome": "Come in."}
    on_home |= {"office_phone": "01632 960 001", "office_address": "Town Hall, Runcorn"}
    on_structure = {"kind": "Local strategic partnership", "legal_status": "unincorporated"}
    on_structure |= {"accountable_body": "The council", "purpose": "To work together."}
    given = {**on_home, **on_structure, "accent": "#7a1f5c"}
    answer = client_for(world.admin).post(DETAILS, given, follow=True)
    assert answer.redirect_chain == [("/halton/", 302)]
    home = client_for(None).get("/halton/").text
    assert [text for text in on_home.values() if text not in home] == []
    structure = client_for(None).get("/halton/structure/").text
    assert [text for text in on_structure.values() if text not in structure] == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"welcome": "Come in.", "purpose": "To oversee funds."}, "Come in."),
        ({"purpose": "To oversee funds."}, "To oversee funds."),
        ({}, "We are organisations that work together"),
    ],
)
def test_home_opens_with_the_welcome_or_the_purpose_or_words_for_any_place(said, shown, world, client_for):
    Partnership.objects.filter(pk=world.partnership.pk).update(**{"purpose": ""} | said)
    assert f'<p class="app-welcome__lead">{shown}' in client_for(None).get("/halton/").text


def test_two_admins_who_change_the_purpose_at_once_are_told(world, client_for):
    admin = client_for(world.admin)
    opened = admin.get(DETAILS).context["form"]
    given = {name: opened[name].value() or "" for name in opened.fields if name != "picture"}
    admin.post(DETAILS, given | {"purpose": "Mine"})
    page = admin.post(DETAILS, given | {"purpose": "Theirs"})
    assert page.context["form"].errors["purpose"] == [
        "Somebody has changed this to “Mine” in the meantime. If this is right, save again"
    ]
    assert Partnership.objects.get(slug="halton").purpose == "Mine"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("25 12 2026", "That day is a bank holiday already: Christmas Day"),
        ("21 11 2026", "That day is at a weekend, which is never counted"),
        ("", "Enter the day of the bank holiday, for example 16 11 2026"),
        ("31 2 2026", "The day of the bank holiday must be a day in the calendar"),
    ],
)
def test_day_that_is_no_new_holiday_is_refused(day, message, world, client_for):
    page = client_for(world.admin).post(reverse("boards:holidays", args=["halton"]), {"day": day, "name": "X"}).text
    assert message in page
    assert list(BankHolidayAdded.objects.all()) == []


@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_list_of_holidays_shows_who_added_what(world, client_for):
    add_holiday(partnership=world.partnership, day=DAY, name="A day off", by=world.admin, at=NOON)
    page = client_for(world.admin).get(reverse("boards:holidays", args=["halton"])).text
    assert "A day off, added by Partnership Admin on 23 November 2026" in page
    assert "Saturday 26 December 2026" not in page


def test_audit_trail_shows_this_partnerships_acts_in_words(world, client_for):
    audit.record("summary.comment_answered", by=world.officer, about=world.board, scope="halton", held_on="2026-11-16")
    audit.record("role.granted", by=world.outsider, about=world.board, scope="elsewhere")
    page = client_for(world.admin).get(reverse("boards:audit", args=["halton"])).text
    assert "<strong>Summary comment answered</strong><br>Board" in page
    assert "held on: 16 November 2026" in page
    assert "Officer Elsewhere" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"search": "comment answered"}, ["summary.comment_answered"]),
        ({"search": "safer ROLE"}, ["role.granted"]),
        ({"person": "admin"}, ["role.granted"]),
        ({"since": "24 11 2026"}, ["role.granted"]),
        ({"until": "23 11 2026"}, ["summary.comment_answered"]),
    ],
)
def test_audit_trail_is_filtered(query, shown, world, client_for):
    with time_machine.travel("2026-11-23 12:00 +0000", tick=False):
        audit.record("summary.comment_answered", by=world.officer, about=world.board, scope="halton")
    with time_machine.travel("2026-11-24 00:30 +0000", tick=False):
        audit.record("role.granted", by=world.admin, about=world.ssp, scope="halton")
    response = client_for(world.admin).get(reverse("boards:audit", args=["halton"]), query)
    assert [event.verb for event in response.context["table"].data] == shown


@pytest.mark.parametrize("acts", [1, 100])
def test_audit_trail_costs_the_same_for_one_act_and_for_a_hundred(acts, world, client_for, django_assert_num_queries):
    for _ in range(acts):
        audit.record("role.granted", by=world.officer, about=world.board, scope="halton")
    client = client_for(world.admin)
    with django_assert_num_queries(7):
        client.get(reverse("boards:audit", args=["halton"]))


def test_command_adds_a_partnership_with_its_first_admin(db, capsys):
    call_command("add_partnership", "runcorn", "Runcorn Partnership", "first.admin@example.org", "--nation=scotland")
    partnership = Partnership.objects.get(slug="runcorn")
    grant = RoleGrant.objects.get(partnership=partnership)
    assert (partnership.name, partnership.nation) == ("Runcorn Partnership", "scotland")
    assert (grant.user.email, grant.role) == ("first.admin@example.org", "admin")
    event = AuditEvent.objects.get(verb="partnership.added")
    assert (event.scope, event.made_by, event.details) == ("runcorn", None, {"admin": "first.admin@example.org"})
    assert capsys.readouterr().out.splitlines()[0] == "Added Runcorn Partnership, at http://127.0.0.1:8000/runcorn/."


@pytest.mark.parametrize(
    ("slug", "email", "message"),
    [
        ("account", "first.admin@example.org", "The address “account” is the portal’s own. Choose another one."),
        ("halton", "first.admin@example.org", "Partnership with this Address already exists."),
        ("two words", "first.admin@example.org", "Enter a valid “slug”"),
        ("runcorn", "nobody", "Enter a valid email address."),
    ],
)
def test_command_refuses_with_a_sentence_and_leaves_nothing(slug, email, message, world):
    with pytest.raises(CommandError, match=message):
        call_command("add_partnership", slug, "Runcorn Partnership", email)
    assert not Partnership.objects.filter(name="Runcorn Partnership").exists()


def test_taken_addresses_are_those_of_the_portal_itself():
    beginnings = {str(entry.pattern).split("/")[0] for entry in get_resolver().url_patterns}
    inside = {
        str(entry.pattern).split("/")[0]
        for resolver in get_resolver().url_patterns
        if str(resolver.pattern) == ""
        for entry in resolver.url_patterns
    }
    assert (beginnings | inside) - {"", "<slug:partnership>"} | {"static"} == TAKEN_ADDRESSES
