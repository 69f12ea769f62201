"""The first pages, the menu, and where people come out after signing in."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from actions.models import Sharing
from boards.choices import Role
from boards.models import Partnership, ReportingLine
from recommendations.models import RecommendationVisit
from summaries.models import Decision, SummaryVersion
from tests import factories
from tests.outbox.makers import message

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def menu(response):
    return [(item["text"], item["current"]) for item in response.context["nav_items"]]


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("member", "/halton/"),
        ("ppb_member", "/halton/recommendations/"),
        ("officer", "/halton/today/"),
        ("admin", "/halton/today/"),
        ("outsider", "/elsewhere/today/"),
    ],
)
def test_sign_in_leads_to_what_each_role_comes_for(role, address, world, client_for):
    assert client_for(getattr(world, role)).get(reverse("desk:landing")).url == address


def test_sign_in_with_roles_in_two_partnerships_leads_to_the_choice(world, client_for):
    factories.RoleGrantFactory(user=world.officer, partnership=world.elsewhere, role=Role.MEMBER)
    client = client_for(world.officer)
    assert client.get(reverse("desk:landing")).url == reverse("desk:installation")
    page = client.get(reverse("desk:installation")).text
    assert "You are Officer" in page
    assert "You are Member" in page


def test_installation_with_one_partnership_leads_straight_to_it(world, client_for):
    Partnership.objects.filter(pk=world.elsewhere.pk).update(is_listed=False)
    assert client_for(None).get(reverse("desk:installation")).url == "/halton/"


def test_installation_without_a_partnership_begins_with_its_set_up(db, client_for):
    response = client_for(None).get(reverse("desk:installation"), follow=True)
    assert response.redirect_chain == [("/set-up/", 302)]
    assert "manage.py setup_code" in response.text


def test_partnership_without_pages_of_its_own_has_no_address(world, client_for):
    Partnership.objects.filter(pk=world.elsewhere.pk).update(is_listed=False)
    assert client_for(None).get("/elsewhere/").status_code == 404


READING = ["Home", "Meetings", "Recommendations", "Who we are", "Performance", "Reports"]


def test_menu_of_the_public_marks_the_page(world, client_for):
    response = client_for(None).get(reverse("boards:body", args=["halton", "board"]))
    assert menu(response) == [(text, text == "Who we are") for text in READING]
    assert response.context["section_nav"] == response.context["office_nav"] == []


@pytest.mark.parametrize(
    ("name", "place", "page"),
    [
        ("office:home", "Home", []),
        ("meetings:calendar", "Meetings", ["Calendar"]),
        ("actions:actions", "Meetings", ["Actions"]),
        ("attendance:attendance", "Meetings", ["Attendance"]),
        ("summaries:register", "Meetings", ["Summaries on time"]),
        ("summaries:decisions", "Meetings", ["Decisions"]),
        ("scrutiny:topic_groups", "Recommendations", ["Topic groups"]),
        ("boards:membership", "Who we are", ["Membership"]),
        ("boards:body_add", "Who we are", []),
        ("boards:sectors", "Who we are", []),
        ("outbox:list", "Office", []),
        ("progress:proposals", "Office", []),
        ("boards:people", "Office", []),
    ],
)
def test_pages_mark_their_place_in_the_menus(name, place, page, world, client_for):
    response = client_for(world.officer).get(reverse(name, args=["halton"]))
    assert [text for text, current in menu(response) if current] == [place]
    assert [item["text"] for item in response.context["section_nav"] if item["current"]] == page


def office_menu(response):
    return {
        group["heading"]: [(item["text"], item["current"]) for item in group["items_shown"]]
        for group in response.context["office_nav"]
    }


def test_office_menu_of_an_officer_has_no_admin_pages(world, client_for):
    response = client_for(world.officer).get(reverse("progress:requests", args=["halton"]))
    assert [text for text, _ in menu(response)] == [*READING, "Office"]
    assert office_menu(response) == {
        "": [("Today", False)],
        "Meetings": [("Confidential items", False), ("Email log", False)],
        "Recommendations": [
            ("Update requests", True),
            ("Statuses to confirm", False),
            ("Follow-up requests", False),
            ("Owners", False),
            ("Close recommendations", False),
        ],
        "Records": [("People", False), ("Sources", False)],
    }


def test_office_menu_of_an_admin_has_their_pages_too(world, client_for):
    response = client_for(world.admin).get(reverse("boards:holidays", args=["halton"]))
    assert menu(response)[-1] == ("Office", True)
    assert [text for text, current in office_menu(response)["Admin"] if current] == ["Bank holidays"]


def test_every_entry_of_the_menus_leads_to_a_page_on_which_it_is_current(world, client_for):
    client = client_for(world.admin)
    response = client.get(reverse("boards:roles", args=["halton"]))
    entries = [item for group in response.context["office_nav"] for item in group["items_shown"]]
    for place in response.context["nav_items"]:
        entries += client.get(place["url"]).context["section_nav"]
    assert len(entries) > 30
    for entry in entries:
        page = client.get(entry["url"]).context
        shown = [*page["section_nav"], *(item for group in page["office_nav"] for item in group["items_shown"])]
        assert [item["text"] for item in shown if item["current"]] == [entry["text"]]


def test_menu_of_an_officer_elsewhere_is_that_of_the_public(world, client_for):
    assert [text for text, _ in menu(client_for(world.outsider).get("/halton/"))] == READING


def test_section_menu_keeps_the_date_that_is_read(world, client_for):
    page = client_for(None).get(reverse("boards:structure", args=["halton"]), {"on": "2012-03-01"}).text
    assert f'href="{reverse("boards:membership", args=["halton"])}?on=2012-03-01"' in page


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/account/login/?next=/halton/today/", "Halton Strategic Partnership"),
        ("/account/login/?next=/elsewhere/today/", "Elsewhere Strategic Partnership"),
        ("/account/login/?next=https://example.org/halton/", ""),
        ("/account/login/", ""),
        ("/halton/nothing-here/", "Halton Strategic Partnership"),
        ("/nothing-here/", ""),
        ("/set-up/", ""),
    ],
)
def test_pages_outside_bear_the_name_of_the_partnership_they_are_about(address, name, world, client_for):
    partnership = client_for(None).get(address).context.get("partnership")
    assert (partnership.name if partnership else "") == name


def test_pages_outside_bear_the_name_of_the_only_partnership(world, client_for):
    Partnership.objects.filter(pk=world.elsewhere.pk).update(is_listed=False)
    page = client_for(None).get("/account/login/").text
    assert world.partnership.name in page
    assert "theme.css" in page


def add_decision(meeting, text, *, by, withdrawn_at=None):
    summary = factories.MeetingSummaryFactory(meeting=meeting, published_at=NOON)
    version = SummaryVersion.objects.create(summary=summary, number=1, key_issues="<p>Skills</p>", published_by=by)
    html = f"<p>{text}</p>"
    Decision.objects.create(
        meeting=meeting, version=version, position=1, html=html, text=text, withdrawn_at=withdrawn_at
    )


@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_home_shows_what_was_decided_last_and_nothing_of_a_draft(world, client_for):
    for day, text, withdrawn_at in ((2, "A course begins in May.", None), (3, "Taken back.", NOON)):
        meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 11, day))
        add_decision(meeting, text, by=world.officer, withdrawn_at=withdrawn_at)
    factories.MeetingSummaryFactory(
        meeting=factories.MeetingFactory(body=world.ssp, held_on=date(2026, 11, 9)), draft={"decisions": "Secret"}
    )
    page = " ".join(client_for(None).get(reverse("office:home", args=["halton"])).text.split())
    assert '<h3 class="app-decided__meeting">Board, 2 November 2026</h3>' in page
    assert "A course begins in May." in page
    assert [words for words in ("Taken back.", "9 November 2026", "Secret") if words in page] == []


@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_home_tells_the_officer_what_is_due(world, client_for):
    factories.MeetingFactory(
        body=world.board, held_on=date(2026, 11, 16), summary_due_on=date(2026, 11, 23), status="held"
    )
    page = client_for(world.officer).get(reverse("office:home", args=["halton"])).text
    assert "<strong>1 summary is due.</strong>" in page


@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_home_tells_the_ppb_member_what_has_changed(world, client_for):
    RecommendationVisit.objects.create(
        user=world.ppb_member,
        partnership=world.partnership,
        began_at=datetime(2026, 9, 3, 9, 0, tzinfo=UTC),
        latest_at=datetime(2026, 9, 3, 9, 10, tzinfo=UTC),
    )
    for partnership in (world.partnership, world.elsewhere):
        group = factories.TopicGroupFactory(body__partnership=partnership)
        factories.ProgressUpdateFactory(recommendation=factories.RecommendationFactory(topic_group=group))
    page = client_for(world.ppb_member).get(reverse("office:home", args=["halton"])).text
    assert "1 recommendation changed since you last looked (3 September 2026)." in page


def test_home_of_a_new_place_shows_no_empty_section(world, client_for):
    page = client_for(None).get(reverse("office:home", args=["halton"])).text
    headings = re.findall(r'<h2 class="govuk-heading-[lm]" id="(\w+)">', page)
    assert headings == ["first", "structure"]
    assert "No annual report" not in page


@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_home_shows_the_newest_figure_that_has_a_target(world, client_for):
    judged = factories.MeasureFactory(partnership=world.partnership, name="Waste recycled", unit="%")
    factories.TargetFactory(measure=judged, year=2026, low=48)
    for year, value in ((2025, 46), (2026, "44.8"), (2027, 99)):
        factories.ResultFactory(measure=judged, year=year, value=value)
    for partnership in (world.partnership, world.elsewhere):
        other = factories.MeasureFactory(partnership=partnership, name="Not this one")
        factories.ResultFactory(measure=other, year=2026, value=1)
    figure = client_for(None).get(reverse("office:home", args=["halton"])).context["front"].figure
    assert (figure.measure.name, figure.latest.text) == ("Waste recycled", "44.8%")
    assert (figure.latest.target_text, figure.latest.travel_text) == ("at least 48.0%", "worsening, down 1.2 on 2025")


@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_home_shows_what_came_of_recommendations_the_newest_update_first(world, client_for):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    draft = factories.TopicGroupFactory(body__partnership=world.partnership, is_draft=True)
    for number, of, day, text in (
        (1, group, date(2026, 9, 1), "First steps."),
        (2, group, date(2026, 11, 2), "Nearly there."),
        (3, group, None, ""),
        (4, draft, date(2026, 11, 3), "Secret."),
    ):
        one = factories.RecommendationFactory(topic_group=of, number=number)
        if day:
            factories.ProgressUpdateFactory(recommendation=one, text=text, reported_on=day)
    news = client_for(None).get(reverse("office:home", args=["halton"])).context["front"].news
    assert [(one.number, one.text, one.when) for one in news] == [
        (2, "Nearly there.", "2 November 2026"),
        (1, "First steps.", "1 September 2026"),
    ]


@pytest.mark.parametrize("rows", [1, 100])
@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_home_costs_the_same_for_one_row_and_for_a_hundred(rows, world, client_for, django_assert_num_queries):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    for number in range(rows):
        meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 11, 2))
        add_decision(meeting, "Done.", by=world.officer)
        factories.MeetingFactory(body=world.board, held_on=date(2026, 12, 1))
        asked = factories.RecommendationFactory(topic_group=group, number=number + 1)
        factories.ProgressUpdateFactory(recommendation=asked)
        factories.ResultFactory(measure__partnership=world.partnership, year=2026)
        below = factories.BodyFactory(partnership=world.partnership, kind="ssp")
        ReportingLine.objects.create(body=below, reports_to=world.board, starts_on=date(2001, 1, 1))
        factories.SeatHoldingFactory(seat=factories.SeatFactory(body=world.board))
    client = client_for(None)
    with django_assert_num_queries(9):
        client.get(reverse("office:home", args=["halton"]))


@pytest.mark.parametrize("rows", [1, 100])
def test_page_of_a_body_costs_the_same_for_one_row_and_for_a_hundred(
    rows, world, client_for, django_assert_num_queries
):
    for _ in range(rows):
        factories.MeetingFactory(body=world.board, held_on=date(2020, 12, 1))
        factories.MeetingFactory(body=world.board, held_on=date(2035, 12, 1))
        below = factories.BodyFactory(partnership=world.partnership, kind="ssp")
        ReportingLine.objects.create(body=below, reports_to=world.board, starts_on=date(2001, 1, 1))
        factories.AppointmentFactory(person__partnership=world.partnership, body=world.board)
    client = client_for(None)
    with django_assert_num_queries(15):
        client.get(reverse("boards:body", args=["halton", "board"]))


@pytest.mark.parametrize("rows", [1, 100])
def test_page_of_a_body_costs_the_same_whatever_it_did(rows, world, client_for, django_assert_num_queries):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    owner = factories.OwnerFactory(partnership=world.partnership, body=world.board)
    for _ in range(rows):
        add_decision(factories.MeetingFactory(body=world.board, held_on=date(2020, 11, 1)), "Done.", by=world.officer)
        asked = factories.RecommendationFactory(topic_group=group)
        factories.RecommendationOwnerFactory(recommendation=asked, owner=owner)
        factories.ResultFactory(measure__partnership=world.partnership, year=2020)
        factories.SeatHoldingFactory(seat__body=world.board)
    client = client_for(None)
    with django_assert_num_queries(18):
        page = client.get(reverse("boards:body", args=["halton", "board"]))
    shown = [panel.context for panel in page.context["panels"]]
    assert [
        len(context[key]) for context in shown for key in ("decisions", "lines", "standings") if key in context
    ] == [min(rows, 5)] * 3


@pytest.mark.parametrize("rows", [1, 100])
def test_page_of_an_organisation_costs_the_same_for_one_row_and_for_a_hundred(
    rows, world, client_for, django_assert_num_queries
):
    chamber = factories.OrganisationFactory(partnership=world.partnership, code="chamber", name="Chamber")
    meeting = factories.MeetingFactory(body=world.board)
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    owner = factories.OwnerFactory(partnership=world.partnership, organisation=chamber)
    for _ in range(rows):
        action = factories.ActionFactory(meeting=meeting, owner_body=None, owner_organisation=chamber)
        Sharing.objects.create(action=action, organisation=chamber, shared_at=NOON, recorded_by=world.officer)
        asked = factories.RecommendationFactory(topic_group=group)
        factories.RecommendationOwnerFactory(recommendation=asked, owner=owner)
        factories.SeatHoldingFactory(seat__body=world.board, organisation=chamber)
    client = client_for(None)
    with django_assert_num_queries(8):
        page = client.get(reverse("boards:organisation", args=["halton", "chamber"])).text
    assert "Actions shared with its staff" in page
    assert "?owner=" + owner.code in page


def test_page_of_an_organisation_lists_its_open_actions(world, client_for):
    owner = factories.OrganisationFactory(partnership=world.partnership, code="chamber", name="Chamber")
    meeting = factories.MeetingFactory(body=world.board)
    factories.ActionFactory(
        meeting=meeting, owner_body=None, owner_organisation=owner, what="Write a register", due_on=date(2020, 1, 1)
    )
    factories.ActionFactory(
        meeting=meeting, owner_body=None, owner_organisation=owner, status="done", closed_on=date(2020, 1, 1)
    )
    page = client_for(None).get(reverse("boards:organisation", args=["halton", "chamber"])).text
    assert "Write a register" in page
    assert "1 of them is overdue." in page


def test_pages_about_the_portal_name_the_offices(world, client_for):
    Partnership.objects.filter(pk=world.partnership.pk).update(office_email="office@example.org")
    for name in ("desk:accessibility", "desk:privacy"):
        assert "mailto:office@example.org" in client_for(None).get(reverse(name)).text


def test_office_menu_says_how_much_waits_beside_each_page(world, client_for):
    message(world.partnership, state="failed")
    office = client_for(world.officer)
    for name in ("office:today", "boards:people"):
        menu = (
            office.get(reverse(name, args=["halton"])).text.partition('aria-label="Office"')[2].partition("</nav>")[0]
        )
        words = " ".join(re.sub("<[^>]*>", "", menu).split())
        assert "Email log 1 waiting" in words
        assert "Update requests Statuses" in words
