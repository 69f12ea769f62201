"""Boards and groups, their seats and people are kept in the browser."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from boards.models import Appointment, Body, BodyName, Organisation, Person, ReportingLine, Seat, SeatHolding, Sector
from core.models import AuditEvent
from tests import factories


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


def url(world, name, *args):
    return reverse(f"boards:{name}", args=[world.partnership.slug, *args])


def errors(response):
    return response.context["form"].errors


# Boards and groups


def test_officer_adds_a_group_with_its_name_and_whom_it_reports_to(officer, world):
    sent = {
        "name": "Culture group",
        "kind": factories.kind_of(world.partnership, "thematic-group").pk,
        "reports_to": str(world.ssp.pk),
        "starts_on": "April 2026",
    }
    response = officer.post(url(world, "body_add"), sent)
    body = Body.objects.get(name="Culture group")
    assert (body.code, body.period) == ("culture-group", "from April 2026")
    assert [(str(one), one.period) for one in body.names.all()] == [("Culture group", "from April 2026")]
    assert [(one.reports_to, one.period) for one in body.reporting_lines.all()] == [(world.ssp, "from April 2026")]
    assert response["Location"] == body.get_absolute_url()
    assert "Culture group" in officer.get(url(world, "structure")).content.decode()


def test_board_is_renamed_from_a_date_and_structure_reads_so_on_every_day(officer, client, world):
    factories.BodyNameFactory(body=world.ssp)
    sent = {"name": "Safer and stronger SSP", "short_name": "Safer", "starts_on": "1 9 2026"}
    officer.post(url(world, "body_name_add", world.ssp.code), sent)
    world.ssp.refresh_from_db()
    assert (world.ssp.name, world.ssp.short_name) == ("Safer and stronger SSP", "Safer")
    page = url(world, "structure")
    assert "Safer and stronger SSP" not in client.get(page, {"on": "31 8 2026"}).content.decode()
    assert "Safer and stronger SSP" in client.get(page, {"on": "1 9 2026"}).content.decode()


def test_group_that_was_added_by_mistake_is_removed_with_its_name_and_line(officer, world):
    kind = factories.kind_of(world.partnership, "other")
    officer.post(url(world, "body_add"), {"name": "Mistake", "kind": kind.pk, "reports_to": str(world.board.pk)})
    officer.post(url(world, "body_remove", "mistake"))
    assert not Body.objects.filter(code="mistake").exists()
    assert (BodyName.objects.count(), ReportingLine.objects.count()) == (0, 0)


def test_only_name_is_not_removed(officer, world):
    name = BodyName.objects.create(body=world.ssp, name=world.ssp.name)
    page = officer.post(url(world, "body_name_remove", world.ssp.code, name.pk))
    assert (page.status_code, BodyName.objects.count()) == (409, 1)
    assert "It is the only name." in page.content.decode()


def test_body_reports_to_several_but_not_in_a_loop_and_not_twice(officer, world):
    add = url(world, "reporting_line_add", world.ssp.code)
    for above in (world.board, world.ppb):
        officer.post(add, {"reports_to": str(above.pk), "starts_on": "1 4 2026"})
    assert ReportingLine.objects.filter(body=world.ssp).count() == 2
    assert errors(officer.post(add, {"reports_to": str(world.board.pk), "starts_on": "1 5 2026"})) == {
        "reports_to": [f"It reports to {world.board} already on some of these days"]
    }
    loop = officer.post(
        url(world, "reporting_line_add", world.board.code), {"reports_to": str(world.ssp.pk), "starts_on": "1 5 2026"}
    )
    assert errors(loop) == {"reports_to": ["This would make a loop: the other body reports to this one."]}


def test_body_ends_and_keeps_its_past(officer, client, world):
    officer.post(url(world, "body_end", world.ssp.code), {"ends_on": "31 3 2026", "end_reason": "Merged"})
    page = url(world, "structure")
    assert world.ssp.name in client.get(page, {"on": "31 3 2026"}).content.decode()
    assert f'">{world.ssp.name}</a>' not in client.get(page, {"on": "1 4 2026"}).content.decode().split("What has")[0]


# Seats


def test_seat_of_several_is_of_the_sector_of_its_organisation(officer, world):
    public = Sector.objects.create(partnership=world.partnership, code="public", name="Public sector")
    fire = factories.OrganisationFactory(partnership=world.partnership, name="Fire and Rescue", sector=public)
    group = factories.BodyFactory(partnership=world.partnership, name="Youth Forum")
    sent = {"row-0-holder": f"organisation-{fire.pk}", "row-1-holder": f"body-{group.pk}"}
    officer.post(url(world, "body_seats_fill", world.board.code), sent)
    assert [one.sector for one in Seat.objects.order_by("number")] == [public, None]


def test_seats_of_a_board_are_filled_in_at_a_sitting(officer, world):
    known = factories.OrganisationFactory(partnership=world.partnership, name="Fire and Rescue")
    sent = {
        "starts_on": "1 4 2026",
        "rows": "10",
        "row-0-holder": f"organisation-{known.pk}",
        "row-0-person": "Chief Officer",
        "row-0-email": "chief@example.org",
        "row-2-new_holder": "Chamber of Commerce",
        "row-3-new_holder": "chamber of commerce",
    }
    officer.post(url(world, "body_seats_fill", world.board.code), sent)
    seats = Seat.objects.filter(body=world.board).order_by("number")
    assert [(one.number, one.label, one.period) for one in seats] == [
        (1, "Fire and Rescue", "from 1 April 2026"),
        (2, "Chamber of Commerce", "from 1 April 2026"),
        (3, "Chamber of Commerce", "from 1 April 2026"),
    ]
    chamber = Organisation.objects.get(name="Chamber of Commerce")
    assert [one.organisation for one in SeatHolding.objects.order_by("seat__number")] == [known, chamber, chamber]
    chief = Person.objects.get(email="chief@example.org")
    assert (chief.organisation, chief.appointments.get().seat) == (known, seats[0])
    membership = officer.get(url(world, "membership")).text
    assert ("Chief Officer" in membership, "Stated" in membership) == (True, False)
    assert "3 seats in" not in " ".join(membership.split())


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ({}, "__all__", "Fill in at least one row"),
        ({"person": "A Person"}, "holder", "Select or enter who holds the seat"),
        ({"new_holder": "Police", "email": "a@example.org"}, "person", "Enter whose email address it is"),
        (
            {"new_holder": "Police", "email": "no address", "person": "A Person"},
            "email",
            "Enter a valid email address.",
        ),
    ],
)
def test_row_that_says_too_little_is_pointed_out_and_nothing_is_saved(officer, world, row, field, message):
    sent = {"rows": "1"} | {f"row-0-{name}": value for name, value in row.items()}
    response = officer.post(url(world, "body_seats_fill", world.board.code), sent)
    form = response.context["form"]
    assert ("Error: Add several seats" in " ".join(response.text.split()), "There is a problem" in response.text) == (
        True,
        True,
    )
    if field != "__all__":
        assert f'<a href="#id_row-0-{field}">Row 1: {message}</a>' in response.text
    found = form.errors if field == "__all__" else form.rows[0].errors
    assert found[field] == [message]
    assert (Seat.objects.count(), Organisation.objects.count()) == (0, 0)


def test_seat_passes_to_a_successor_on_a_day(officer, client, world):
    holding = factories.SeatHoldingFactory(seat__body=world.board, organisation__name="Police Authority")
    seat = holding.seat
    commissioner = factories.OrganisationFactory(partnership=world.partnership, name="Commissioner")
    sent = {"holder": f"organisation-{commissioner.pk}", "starts_on": "22 11 2012"}
    officer.post(url(world, "seat_holder_add", world.board.code, seat.pk), sent)
    membership = url(world, "membership")
    before, after = (client.get(membership, {"on": day}).content.decode() for day in ("21 11 2012", "22 11 2012"))
    assert ("Police Authority" in before, "Commissioner" in before) == (True, False)
    assert ("Police Authority" in after, "Commissioner" in after) == (False, True)


def test_seat_number_is_given_once_and_an_ended_seat_ends_what_is_in_it(officer, world):
    seat = factories.SeatFactory(body=world.board, number=4)
    holding = factories.SeatHoldingFactory(seat=seat)
    term = factories.AppointmentFactory(person__partnership=world.partnership, body=None, seat=seat)
    taken = officer.post(url(world, "seat_add", world.board.code), {"number": "4", "label": "Fire"})
    assert errors(taken) == {"number": ["There is a seat 4 already"]}
    officer.post(url(world, "seat_end", world.board.code, seat.pk), {"ends_on": "31 3 2026"})
    for fact in (holding, term):
        fact.refresh_from_db()
        assert fact.ends_on == date(2026, 3, 31)


@pytest.mark.parametrize("action", ["end", "remove"])
def test_form_of_what_has_a_page_leads_to_its_end_and_its_removal(officer, world, action):
    """What stands on the page of something else has these links there."""
    seat = factories.SeatFactory(body=world.board)
    organisation = factories.OrganisationFactory(partnership=world.partnership)
    for name, arguments in (
        ("seat", (world.board.code, seat.pk)),
        ("organisation", (organisation.code,)),
        ("body", (world.ssp.code,)),
    ):
        page = officer.get(url(world, f"{name}_edit", *arguments)).content.decode()
        assert f'href="{url(world, f"{name}_{action}", *arguments)}"' in page


def test_facts_on_a_page_lead_to_their_correction_end_and_removal(officer, client, world):
    name = BodyName.objects.create(body=world.ssp, name=world.ssp.name)
    line = ReportingLine.objects.create(body=world.ssp, reports_to=world.board)
    term = factories.AppointmentFactory(person__partnership=world.partnership, body=world.ssp)
    kept, read = (one.get(world.ssp.get_absolute_url()).content.decode() for one in (officer, client))
    for kind, fact in (("body_name", name), ("reporting_line", line), ("appointment", term)):
        for action in ("edit", "remove") if fact == name else ("edit", "end", "remove"):
            link = f'href="{url(world, f"{kind}_{action}", world.ssp.code, fact.pk)}"'
            assert (link in kept, link in read) == (True, False)


# People


def test_new_person_is_appointed_and_comes_onto_the_list(officer, world):
    sent = {"person": "", "new_name": "New Chair", "new_email": "CHAIR@example.org", "position": "chair"}
    officer.post(url(world, "appointment_add", world.ssp.code), sent | {"starts_on": "1 4 2026"})
    term = Appointment.objects.get(body=world.ssp)
    assert (term.person.name, term.person.email, term.position) == ("New Chair", "chair@example.org", "chair")
    assert {one.verb for one in AuditEvent.objects.all()} == {"person.added", "appointment.added"}
    assert "Chair, Safer SSP" in officer.get(url(world, "people")).content.decode()


def test_email_of_somebody_on_the_list_is_not_given_to_another(officer, world):
    factories.PersonFactory(partnership=world.partnership, name="Known Person", email="known@example.org")
    appoint = {"person": "", "new_name": "Another", "new_email": "KNOWN@example.org", "position": "member"}
    page = officer.post(url(world, "appointment_add", world.ssp.code), appoint | {"starts_on": "1 4 2026"})
    assert errors(page) == {"new_email": ["This is the email address of Known Person, who is on the list"]}
    page = officer.post(url(world, "person_add"), {"name": "Another", "email": "known@example.org"})
    assert errors(page) == {"email": ["Known Person has this email address already"]}


def test_person_of_the_same_name_is_asked_about(officer, world):
    factories.PersonFactory(partnership=world.partnership, name="A Person")
    page = officer.post(url(world, "person_add"), {"name": "A Person"})
    assert errors(page) == {"name": ["“A Person” is on the list already. If this is right, save again"]}
    officer.post(url(world, "person_add"), {"name": "A Person", "asked": page.context["form"].data["asked"]})
    assert Person.objects.filter(name="A Person").count() == 2


def test_form_says_whom_the_next_in_a_seat_follows_and_that_members_of_a_board_do_not(officer, world):
    seat = factories.SeatFactory(body=world.board)
    hints = [
        officer.get(url(world, name, *arguments)).context["form"].fields["starts_on"].help_text
        for name, arguments in (("seat_member_add", ("board", seat.pk)), ("appointment_add", ("board",)))
    ]
    assert hints == ["The one before ends the day before. A month or a year is enough.", "A month or a year is enough."]


def test_next_in_a_seat_follows_and_a_deputy_sits_beside(officer, world):
    seat = factories.SeatFactory(body=world.board)
    first, second, deputy = (factories.PersonFactory(partnership=world.partnership) for _ in range(3))
    add = url(world, "seat_member_add", world.board.code, seat.pk)
    for person, position, day in (
        (first, "member", "1 4 2026"),
        (second, "member", "1 9 2026"),
        (deputy, "deputy", "1 5 2026"),
    ):
        officer.post(add, {"person": str(person.pk), "position": position, "starts_on": day})
    terms = {one.person: one.period for one in Appointment.objects.filter(seat=seat)}
    assert terms == {
        first: "from 1 April 2026 until 31 August 2026",
        second: "from 1 September 2026",
        deputy: "from 1 May 2026",
    }


def test_list_of_people_costs_the_same_for_one_and_for_many(officer, world, django_assert_num_queries):
    page = url(world, "people")
    officer.get(page)
    with django_assert_num_queries(8):
        officer.get(page)
    for person in factories.PersonFactory.create_batch(15, partnership=world.partnership):
        factories.AppointmentFactory(person=person, body=world.ssp)
    with django_assert_num_queries(8):
        officer.get(page)


class Sequences(TestCase):
    """On every date each seat has at most one holder and one member, whatever acts come in whatever order."""

    @given(st.lists(st.tuples(st.sampled_from(("holder", "member", "back")), st.integers(0, 30)), max_size=10))
    def test_seat_has_one_holder_and_one_member_at_most(self, acts):
        seat = factories.SeatFactory(starts_on=None, starts_precision="unknown")
        partnership = seat.body.partnership
        for act, offset in acts:
            day = date(2026, 1, 1 + offset)
            facts = [*seat.holdings.all(), *seat.appointments.all()]
            if act == "back" and facts:
                facts[offset % len(facts)].give_back()
            elif act == "holder" and not seat.holdings.filter(starts_on=day).exists():
                organisation = factories.OrganisationFactory(partnership=partnership)
                SeatHolding(seat=seat, organisation=organisation, holder_kind="organisation", starts_on=day).take_over()
            elif act == "member" and not seat.appointments.filter(starts_on=day).exists():
                Appointment(
                    seat=seat, person=factories.PersonFactory(partnership=partnership), starts_on=day
                ).take_over()
        for offset in range(31):
            day = date(2026, 1, 1 + offset)
            assert seat.holdings.current(on=day).count() <= 1
            assert seat.appointments.current(on=day).count() <= 1
