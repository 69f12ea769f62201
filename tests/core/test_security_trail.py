"""What the audit trail keeps of accounts, refusals and downloads, and who reads it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from boards.choices import Role
from boards.models import BankHolidayAdded
from core import audit
from core.models import AuditEvent, User
from core.security_trail import shortened
from tests import factories
from tests.core.resetting import mailed_link
from tests.factories import PASSWORD

ADDRESS = "192.0.2.1"
OFFICER = "partnership.officer@example.org"


def events(*verbs):
    """Verb, who did it, whose account it was, from where, and how often; the oldest first."""
    found = AuditEvent.objects.order_by("pk")
    if verbs:
        found = found.filter(verb__in=verbs)
    return [
        (event.verb, str(event.made_by or ""), str(event.account or ""), event.network, event.times) for event in found
    ]


def sign_in(client, email=OFFICER, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=ADDRESS)


def test_sign_in_and_out_are_one_row_each(world, client_for):
    client = client_for(None)
    sign_in(client)
    client.post(reverse("account_logout"), REMOTE_ADDR=ADDRESS)
    who = ("Partnership Officer", "Partnership Officer", ADDRESS, 1)
    assert events() == [("account.signed_in", *who), ("account.signed_out", *who)]


def test_wrong_passwords_of_an_hour_are_one_row_that_counts_them(world, client_for):
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False) as clock:
        for _ in range(3):
            sign_in(client_for(None), password="wrong")
        clock.shift(3600)
        sign_in(client_for(None), password="wrong")
    row = ("account.wrong_password", "", "Partnership Officer", ADDRESS)
    assert events() == [(*row, 3), (*row, 1)]
    assert AuditEvent.objects.order_by("pk").first().made_at == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_fifty_guesses_fill_two_rows(world, client_for):
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False):
        for _ in range(50):
            sign_in(client_for(None), password="wrong")
    row = ("", "Partnership Officer", ADDRESS)
    assert events() == [("account.wrong_password", *row, 5), ("account.told_to_wait", *row, 45)]


def test_address_that_nobody_has_is_kept_shortened_and_one_row_an_hour(world, client_for):
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False):
        for number in range(3):
            sign_in(client_for(None), email=f"guess{number}@example.org")
    [event] = AuditEvent.objects.all()
    assert (event.about_label, event.account, event.times) == ("No such account: g…@example.org", None, 3)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("OFFICER@example.org", "O…@example.org"),
        ("correct horse battery", "not an email address"),
        ("my p@ssword 1.2", "not an email address"),
        ("@example.org", "not an email address"),
        ("", "not an email address"),
    ],
)
def test_what_was_typed_is_shortened(typed, kept):
    assert shortened(typed) == kept


def test_account_that_is_switched_off_is_told_apart_from_a_wrong_password(world, client_for):
    User.objects.filter(email=OFFICER).update(is_active=False)
    sign_in(client_for(None))
    assert events() == [("account.is_switched_off", "", "Partnership Officer", ADDRESS, 1)]


def test_change_of_password_is_in_the_trail(world, client_for):
    client = client_for(world.officer)
    new = "three random words"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [verb for verb, *_ in events()] == ["account.password_changed"]


def test_password_set_by_a_link_is_in_the_trail(world, client_for):
    client = client_for(None)
    client.post(reverse("account_reset_password"), {"email": OFFICER})
    page = client.get(mailed_link(), follow=True).redirect_chain[-1][0]
    new = "three random words"
    client.post(page, {"password1": new, "password2": new}, REMOTE_ADDR=ADDRESS)
    who = "Partnership Officer"
    assert events() == [("account.password_reset", who, who, ADDRESS, 1)]


def test_two_steps_turned_on_failed_and_turned_off_are_in_the_trail(
    world, client_for, django_capture_on_commit_callbacks
):
    client = client_for(None)
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})
    other = client_for(None)
    sign_in(other)
    other.post(reverse("mfa_authenticate"), {"code": "wrong"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert [verb for verb, *_ in events()] == [
        "account.signed_in",
        "account.two_step_on",
        "account.wrong_code",
        "account.codes_made",
        "account.two_step_off",
    ]


def test_refused_page_is_one_row_for_person_page_and_hour(world, client_for):
    days = (date(2026, 11, 16), date(2026, 11, 17))
    added = {"partnership": world.partnership, "name": "A day off", "added_by": world.admin}
    holidays = [BankHolidayAdded.objects.create(day=day, **added) for day in days]
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False):
        member, ppb_member = client_for(world.member), client_for(world.ppb_member)
        for _ in range(3):
            assert member.get(reverse("office:today", args=["halton"])).status_code == 403
        for holiday in holidays * 2:
            member.get(reverse("boards:holiday_remove", args=["halton", holiday.pk]))
        ppb_member.get(reverse("office:today", args=["halton"]), REMOTE_ADDR="2001:db8::7")
    found = AuditEvent.objects.filter(verb="page.refused").order_by("pk")
    assert list(found.values_list("made_by__name", "about_label", "scope", "network", "times")) == [
        ("Partner Member", "/halton/today/", "halton", "127.0.0.1", 3),
        ("Partner Member", f"/halton/holidays/{holidays[0].pk}/remove/", "halton", "127.0.0.1", 4),
        ("PPB Member", "/halton/today/", "halton", "2001:db8::7", 1),
    ]


def test_page_that_asks_to_sign_in_is_no_refusal(world, client_for):
    client_for(None).get(reverse("office:today", args=["halton"]))
    assert events() == []


def test_form_that_was_open_for_too_long_is_no_refusal(world, client_for):
    client = client_for(world.officer)
    client.handler.enforce_csrf_checks = True
    assert client.post(reverse("account_logout")).status_code == 403
    assert events() == []


@pytest.fixture
def paper(world):
    published = datetime(2026, 11, 1, tzinfo=UTC)
    meeting = factories.MeetingFactory(body=world.board, agenda_published_at=published)
    return factories.DocumentFactory(meeting=meeting, title="Costs", is_members_only=True)


def test_members_only_paper_is_one_row_for_person_paper_and_hour(world, client_for, paper):
    public = factories.DocumentFactory(meeting=paper.meeting, title="Map")
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False):
        client = client_for(world.member)
        for one in (paper, paper, public):
            client.get(reverse("agendas:document_file", args=["halton", one.meeting_id, one.pk])).getvalue()
    [event] = AuditEvent.objects.all()
    assert (event.verb, event.made_by, event.scope, event.times) == ("file.downloaded", world.member, "halton", 2)
    assert event.about_label == "paper.pdf"


def test_file_for_officers_is_in_the_trail_and_a_public_one_is_not(world, client_for):
    meeting = factories.MeetingFactory(body=world.board)
    client = client_for(world.officer)
    client.get(reverse("invitations:invitation_csv", args=["halton", meeting.pk]))
    client.get(reverse("recommendations:csv", args=["halton"]))
    assert list(AuditEvent.objects.values_list("verb", "about_label")) == [
        ("file.downloaded", f"halton-{meeting.held_on}-invitations.csv")
    ]


def shown_to(client, **query):
    return [event.verb for event in client.get(reverse("boards:audit", args=["halton"]), query).context["table"].data]


def test_admin_reads_what_happened_to_accounts_of_the_partnership_alone(world, client_for):
    audit.record_account("account.signed_in", by=world.member, account=world.member)
    audit.record_account("account.signed_out", by=world.outsider, account=world.outsider)
    audit.count("account.wrong_password", by=None, label="No such account: n…@example.org", per="", network=ADDRESS)
    assert shown_to(client_for(world.admin)) == ["account.signed_in"]


def test_keeper_of_the_installation_reads_all_that_belongs_to_no_partnership(world, client_for):
    keeper = User.objects.create_superuser("keeper@example.org", name="Keeper")
    audit.record_account("account.signed_in", by=keeper, account=keeper)
    audit.count("account.wrong_password", by=None, label="No such account: n…@example.org", per="", network=ADDRESS)
    audit.record("role.granted", by=world.outsider, about=world.board, scope="elsewhere")
    assert sorted(shown_to(client_for(keeper))) == ["account.signed_in", "account.wrong_password"]


@pytest.mark.parametrize(
    ("moment", "is_shown"),
    [
        ("2026-10-31 23:30:00Z", False),
        ("2026-11-01 00:30:00Z", True),
        ("2026-11-21 12:00:00Z", True),  # the day on which the role was ended
        ("2026-11-22 00:30:00Z", False),
    ],
)
def test_admin_reads_of_the_time_in_which_the_role_was_held(world, client_for, moment, is_shown):
    leaver = factories.UserFactory(name="Leaver")
    held = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 20)}
    factories.RoleGrantFactory(user=leaver, partnership=world.partnership, role=Role.MEMBER, **held)
    with time_machine.travel(moment, tick=False):
        audit.record_account("account.signed_in", by=leaver, account=leaver)
    assert shown_to(client_for(world.admin)) == (["account.signed_in"] if is_shown else [])


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("sign-ins", ["account.signed_in"]),
        ("failed", ["account.wrong_password"]),
        ("security", ["account.two_step_on"]),
        ("refused", ["page.refused"]),
        ("downloads", ["file.downloaded"]),
        ("access", ["role.granted"]),
        ("settings", ["holiday.added"]),
        ("records", ["summary.published"]),
    ],
)
def test_trail_is_filtered_by_kind(world, client_for, kind, shown):
    for verb in ("account.signed_in", "account.two_step_on"):
        audit.record_account(verb, by=world.officer, account=world.officer, network=ADDRESS)
    for verb in ("role.granted", "holiday.added", "summary.published"):
        audit.record(verb, by=world.officer, about=world.board, scope="halton")
    audit.count("account.wrong_password", by=None, label="x", per="", account=world.officer, network=ADDRESS)
    audit.count("page.refused", by=world.member, label="/halton/today/", per="office:today", scope="halton")
    audit.count("file.downloaded", by=world.member, label="paper.pdf", per="/x", scope="halton")
    assert shown_to(client_for(world.admin), kind=kind) == shown


def test_trail_says_how_often_and_from_where(world, client_for):
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False):
        for _ in range(2):
            sign_in(client_for(None), password="wrong")
    page = client_for(world.admin).get(reverse("boards:audit", args=["halton"]), {"search": "wrong password"}).text
    assert "<strong>Wrong password</strong><br>Partnership Officer" in page
    assert "2 times, the last at the time shown; network address: 192.0.2.1" in page
    assert "Not signed in" in page


@pytest.mark.parametrize("rows", [1, 100])
def test_trail_costs_the_same_for_one_account_and_for_many(rows, world, client_for, django_assert_num_queries):
    for _ in range(rows):
        audit.record_account("account.signed_in", by=world.member, account=world.member, network=ADDRESS)
    client = client_for(world.admin)
    with django_assert_num_queries(7):
        client.get(reverse("boards:audit", args=["halton"]))


def test_what_holds_a_network_address_is_deleted_after_a_year(world):
    with time_machine.travel("2025-11-01 12:00:00Z", tick=False):
        audit.record_account("account.signed_in", by=world.member, account=world.member, network=ADDRESS)
        audit.record_account("account.switched_off", by=world.admin, account=world.member)
        audit.record("role.granted", by=world.admin, about=world.board, scope="halton")
    with time_machine.travel("2025-11-02 12:00:00Z", tick=False):
        audit.count("page.refused", by=world.member, label="/x", per="x", scope="halton", network=ADDRESS)
    with time_machine.travel("2026-11-01 12:00:01Z", tick=False):
        assert audit.forget_networks() == 1
    assert [verb for verb, *_ in events()] == ["account.switched_off", "role.granted", "page.refused"]
