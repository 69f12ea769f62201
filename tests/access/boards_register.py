"""The register: boards and groups, seats, organisations, people."""

from datetime import date

from django.utils import timezone

from boards.models import Appointment, BodyName, Contact, OrganisationName, Priority, ReportingLine, Strategy
from tests import factories
from tests.access import Row, everyone, from_role
from tests.access.boards import strategy


def organisation(world):
    return {"code": factories.OrganisationFactory(partnership=world.partnership).code}


def named(world):
    """An organisation that has been renamed."""
    one = factories.OrganisationFactory(partnership=world.partnership, name="Riverside College")
    OrganisationName.objects.create(organisation=one, name="Halton College", ends_on=date(2013, 7, 31))
    name = OrganisationName.objects.create(organisation=one, name="Riverside College", starts_on=date(2013, 8, 1))
    return {"code": one.code, "name_pk": name.pk}


def contact(world):
    one = factories.OrganisationFactory(partnership=world.partnership)
    known = factories.PersonFactory(partnership=world.partnership)
    term = Contact.objects.create(organisation=one, person=known, for_actions=True, starts_on=date(2013, 8, 1))
    return {"code": one.code, "contact_pk": term.pk}


def of_contact(world):
    """The person of the newest contact stays the one named."""
    newest = world.partnership.people.order_by("-pk").first()
    return {"person": str(newest.pk), "for_progress": "on", "starts_on": "1 8 2013"}


def same_organisation(world):
    one = factories.OrganisationFactory(partnership=world.partnership)
    return {"other": str(one.pk), "shown": str(one.pk)}


def same_person(world):
    one = factories.PersonFactory(partnership=world.partnership)
    return {"other": str(one.pk), "shown": str(one.pk)}


def kind(world):
    kinds = world.partnership.body_kinds
    return {"pk": kinds.create(code=f"forum-{kinds.count()}", name="Forum", plural="Forums").pk}


def sector(world):
    return {"pk": factories.SectorFactory(partnership=world.partnership).pk}


def body(world):
    return {"code": factories.BodyFactory(partnership=world.partnership).code}


def renamed_body(world):
    one = factories.BodyFactory(partnership=world.partnership, name="Safer SSP")
    BodyName.objects.create(body=one, name="Crime SSP", ends_on=date(2013, 7, 31))
    name = BodyName.objects.create(body=one, name="Safer SSP", starts_on=date(2013, 8, 1))
    return {"code": one.code, "name_pk": name.pk}


def line(world):
    one = factories.BodyFactory(partnership=world.partnership)
    found = ReportingLine.objects.create(body=one, reports_to=world.board, starts_on=date(2013, 8, 1))
    return {"code": one.code, "line_pk": found.pk}


def above(world):
    return {"reports_to": str(world.board.pk), "starts_on": "1 8 2026"}


def appointment(world):
    one = factories.AppointmentFactory(body=world.ssp, person__partnership=world.partnership)
    return {"code": world.ssp.code, "appointment_pk": one.pk}


def someone(world):
    person = factories.PersonFactory(partnership=world.partnership)
    return {"person": str(person.pk), "position": "member", "starts_on": "1 8 2026"}


def appointed(world):
    """The person of the newest appointment stays the one appointed."""
    newest = world.partnership.people.order_by("-pk").first()
    return {"person": str(newest.pk), "position": "member", "starts_on": "1 8 2013"}


def seat(world):
    one = factories.SeatFactory(body=world.board)
    return {"code": world.board.code, "seat_pk": one.pk}


def held_seat(world):
    holding = factories.SeatHoldingFactory(seat__body=world.board, seat__number=world.board.seats.count() + 1)
    return {"code": world.board.code, "seat_pk": holding.seat_id, "holding_pk": holding.pk}


def filled_seat(world):
    one = factories.SeatFactory(body=world.board)
    term = factories.AppointmentFactory(person__partnership=world.partnership, body=None, seat=one)
    return {"code": world.board.code, "seat_pk": one.pk, "member_pk": term.pk}


def holder(world):
    one = factories.OrganisationFactory(partnership=world.partnership)
    return {"holder": f"organisation-{one.pk}", "starts_on": "1 8 2026"}


def person(world):
    return {"pk": factories.PersonFactory(partnership=world.partnership).pk}


def erases(world):
    """The newest person."""
    newest = world.partnership.people.latest("pk")
    return {"words": [newest.name, newest.email], "stands_in": "Chief Executive", "name": newest.name}


def erased(world):
    return {"pk": factories.PersonFactory(partnership=world.partnership, erased_at=timezone.now()).pk}


def looked_for(world):
    return {"name": "A Former Member"}


def seated_person(world):
    one = factories.AppointmentFactory(body=world.ssp, person__partnership=world.partnership)
    return {"pk": one.person_id}


def leaves(world):
    """The newest appointment ends with the person."""
    newest = Appointment.objects.filter(person__partnership=world.partnership).latest("pk")
    return {"last_day": "31 3 2026", "shown": "2026-03-31", "ends": [f"appointment-{newest.pk}"]}


def the_board(world):
    return {"code": world.board.code}


def priority(world):
    found = strategy(world)
    one = Priority.objects.create(
        strategy=Strategy.objects.get(partnership=world.partnership, **found), code="health", name="Health", position=1
    )
    return found | {"priority_pk": one.pk}


def writes(name, kwargs, data):
    """A form of officers: asked for, and sent."""
    return (
        Row(f"boards:{name}", from_role("officer", 200), kwargs=kwargs),
        Row(
            f"boards:{name}",
            from_role("officer", 302),
            method="post",
            kwargs=kwargs,
            data=data if callable(data) else lambda world: data,
        ),
    )


def of_kind(code, **given):
    return lambda world: given | {"kind": str(factories.kind_of(world.partnership, code).pk)}


def nothing(world):
    return {}


def source(world):
    number = world.partnership.source_documents.count()
    return {"pk": world.partnership.source_documents.create(code=f"X{number}", title="A report").pk}


ROWS = [
    Row("boards:sources", from_role("officer", 200)),
    *writes("source_add", nothing, {"title": "Scrutiny report (2012)", "code": ""}),
    *writes("source_edit", source, {"title": "Scrutiny report"}),
    *writes("source_remove", source, {}),
    Row("boards:kinds", from_role("officer", 200)),
    *writes("kind_add", nothing, {"name": "Parish council", "plural": "Parish councils", "sort_order": "20"}),
    *writes("kind_edit", kind, {"name": "Residents’ forum", "plural": "Residents’ forums", "sort_order": "20"}),
    *writes("kind_remove", kind, {}),
    Row("boards:sectors", from_role("officer", 200)),
    *writes("sector_add", nothing, {"name": "Business", "sort_order": "3"}),
    *writes("sector_edit", sector, {"name": "Health and care", "sort_order": "2"}),
    *writes("sector_remove", sector, {}),
    *writes("organisation_add", nothing, {"name": "Chamber of Commerce", "nature": "organisation"}),
    *writes("organisation_edit", organisation, {"name": "A college", "nature": "organisation"}),
    *writes("organisation_end", organisation, {"ends_on": "31 8 2026"}),
    *writes("organisation_remove", organisation, {}),
    *writes("organisation_name_add", organisation, {"name": "City College", "starts_on": "1 9 2026"}),
    *writes("organisation_name_edit", named, {"name": "The Riverside College", "starts_on": "1 8 2013"}),
    *writes("organisation_name_remove", named, {}),
    *writes("contact_add", organisation, someone),
    *writes("contact_edit", contact, of_contact),
    *writes("contact_end", contact, {"ends_on": "31 3 2026"}),
    *writes("contact_remove", contact, {}),
    *writes("body_add", nothing, of_kind("thematic-group", name="Culture group")),
    *writes("body_edit", body, of_kind("ssp", purpose="To make it better")),
    *writes("body_end", body, {"ends_on": "31 3 2026"}),
    *writes("body_remove", body, {}),
    *writes("body_name_add", body, {"name": "Safer and stronger SSP", "starts_on": "1 9 2026"}),
    *writes("body_name_edit", renamed_body, {"name": "Safer SSP", "short_name": "Safer", "starts_on": "1 8 2013"}),
    *writes("body_name_remove", renamed_body, {}),
    *writes("reporting_line_add", body, above),
    *writes("reporting_line_edit", line, above),
    *writes("reporting_line_end", line, {"ends_on": "31 3 2026"}),
    *writes("reporting_line_remove", line, {}),
    *writes("appointment_add", the_board, someone),
    *writes("appointment_edit", appointment, appointed),
    *writes("appointment_end", appointment, {"ends_on": "31 3 2026"}),
    *writes("appointment_remove", appointment, {}),
    Row("boards:seat", everyone(200), kwargs=seat),
    *writes("body_seats_fill", the_board, {"rows": "1", "row-0-new_holder": "Chamber", "row-0-person": "A Person"}),
    *writes("seat_add", the_board, {"number": "40", "label": "Fire service"}),
    *writes("seat_edit", seat, {"number": "41", "label": "Fire and rescue service"}),
    *writes("seat_end", seat, {"ends_on": "31 3 2026"}),
    *writes("seat_remove", seat, {}),
    *writes("seat_holder_add", seat, holder),
    *writes("seat_holder_edit", held_seat, holder),
    *writes("seat_holder_remove", held_seat, {}),
    *writes("seat_member_add", seat, someone),
    *writes("seat_member_edit", filled_seat, appointed),
    *writes("seat_member_end", filled_seat, {"ends_on": "31 3 2026"}),
    *writes("seat_member_remove", filled_seat, {}),
    Row("boards:people", from_role("officer", 200)),
    Row("boards:person", from_role("officer", 200), kwargs=person),
    Row("boards:personal_data", from_role("admin", 200), kwargs=person),
    Row("boards:person_erase", from_role("admin", 200), kwargs=person),
    Row("boards:person_erase", from_role("admin", 200), "post", kwargs=person, data=erases),
    Row("boards:person_look_again", from_role("admin", 200), kwargs=erased),
    Row("boards:person_look_again", from_role("admin", 200), "post", kwargs=erased, data=looked_for),
    *writes("person_add", nothing, {"name": "A Person", "email": "a.person@example.org"}),
    *writes("person_edit", person, {"name": "Another Name"}),
    *writes("person_remove", person, {}),
    *writes("organisation_merge", organisation, same_organisation),
    *writes("person_merge", person, same_person),
    *writes("person_leave", seated_person, leaves),
    *writes("strategy_add", nothing, {"name": "A vision for 2030", "status": "adopted", "starts_on": "2026"}),
    *writes("strategy_edit", strategy, {"name": "A strategy", "status": "adopted", "starts_on": "2026"}),
    *writes("strategy_remove", strategy, {}),
    *writes("priority_add", strategy, {"name": "Health", "position": "1"}),
    *writes("priority_edit", priority, {"name": "Health and care", "position": "1"}),
    *writes("priority_remove", priority, {}),
]
