"""Files that say otherwise than last time: a mistake is corrected in its row, a later day is a change (I-12)."""

from __future__ import annotations

from datetime import date

import pytest

from boards.models import (
    Appointment,
    Body,
    BodyChange,
    BodyName,
    Contact,
    OrganisationName,
    ReportingLine,
    Seat,
    SeatHolding,
)
from core.models import Change
from scrutiny.models import StagePassed
from tests import factories
from tests.imports.conftest import SMALL
from tests.imports.pages import zipped

pytestmark = pytest.mark.django_db

PEOPLE = "person_id,name\nann,Ann Example\nbob,Bob Example\n"
CORRECTED = "corrects a mistake"
NAMES = "body_id,name,start_date,end_date\n"
HEALTH = "health,Health SSP,2011-03-01,2012-05-02\n"


@pytest.fixture
def begun(pages):
    """The small partnership with two people, imported."""
    pages.send(zipped(**SMALL, **{"people.csv": PEOPLE}))
    pages.confirm()
    return pages


def read(pages, **files):
    """Of each changed row of a preview: from which day it changes something, and each field old and new."""
    report = pages.choose(**files).context["report"]
    assert (report.refusals, report.conflicts) == ([], [])
    return {row["row"]: (row["changes_from"], *row["differences"]) for row in report.rows}


def take(pages, **files):
    """The same, imported; read again, the files change nothing."""
    shown = read(pages, **files)
    pages.confirm()
    assert read(pages, **files) == {}
    return shown


def refusals(pages, **files):
    return [one["reason"] for one in pages.choose(**files).context["report"].refusals]


def rows_of(model):
    return set(model.objects.values_list("pk", flat=True))


def test_start_and_name_of_a_body_that_were_wrong_are_corrected_in_their_rows(begun):
    take(begun, body_names=f"{NAMES}{HEALTH}health,Health and Care,2012-05-03,\n")
    known = rows_of(BodyName)
    shown = take(
        begun, body_names=f"{NAMES}health,Health SSP,2011-04-01,2012-05-02\nhealth,Health & Care,2012-05-03,\n"
    )
    assert shown == {
        2: ("", ["start_date", "1 March 2011", "1 April 2011", CORRECTED]),
        3: ("", ["name", "Health and Care", "Health & Care", CORRECTED]),
    }
    assert rows_of(BodyName) == known
    body = Body.objects.get(code="health")
    assert (body.name, body.name_on(date(2011, 5, 1))) == ("Health & Care", "Health SSP")
    assert Change.objects.of(BodyName).latest("pk").reason == "Imported from body_names.csv"


def test_new_row_with_a_later_date_is_a_change_from_that_day(begun):
    take(begun, body_names=f"{NAMES}health,Health SSP,2011-03-01,\n")
    shown = take(begun, body_names=f"{NAMES}health,Health SSP,2011-03-01,\nhealth,Health and Care,2012-05-03,\n")
    assert shown == {2: ("", ["end_date", "", "2 May 2012", ""]), 3: ("3 May 2012",)}
    page = begun.choose(body_names=f"{NAMES}health,Care,2013-01-01,\n")
    text = " ".join(page.content.decode().split())
    assert "From 1 January 2013: <strong><bdi>Care</bdi></strong> (change)" in text
    # The file has the new name alone: the one before ends, and the row says so.
    [row] = page.context["report"].rows
    assert row["differences"] == [["“Health and Care”, last day", "", "31 December 2012", ""]]
    begun.confirm()
    names = BodyName.objects.filter(body__code="health").order_by("starts_on")
    assert [(one.name, str(one.ends_on)) for one in names] == [
        ("Health SSP", "2012-05-02"),
        ("Health and Care", "2012-12-31"),
        ("Care", "None"),
    ]


def test_neighbour_moves_only_where_its_own_row_says_so(begun):
    take(begun, body_names=f"{NAMES}{HEALTH}health,Health and Care,2012-05-03,\n")
    assert refusals(begun, body_names=f"{NAMES}{HEALTH}health,Health and Care,2012-04-01,\n") == [
        "The body has another name on some of these days. "
        "It is “Health SSP” from 1 March 2011 until 2 May 2012: correct its row, too."
    ]
    shown = take(
        begun, body_names=f"{NAMES}health,Health SSP,2011-03-01,2012-03-31\nhealth,Health and Care,2012-04-01,\n"
    )
    assert shown == {
        2: ("", ["end_date", "2 May 2012", "31 March 2012", CORRECTED]),
        3: ("", ["start_date", "3 May 2012", "1 April 2012", CORRECTED]),
    }


def test_names_that_were_mistaken_for_each_other_are_put_right(begun):
    take(begun, body_names=f"{NAMES}{HEALTH}health,Health and Care,2012-05-03,\n")
    shown = take(
        begun, body_names=f"{NAMES}health,Health and Care,2011-03-01,2012-05-02\nhealth,Health SSP,2012-05-03,\n"
    )
    assert [difference[1:3] for _, difference in shown.values()] == [
        ["Health SSP", "Health and Care"],
        ["Health and Care", "Health SSP"],
    ]


def test_start_of_a_body_in_its_own_file_moves_its_name_and_its_line(begun):
    known = rows_of(BodyName), rows_of(ReportingLine)
    bodies = "body_id,name,kind,reports_to,start_date,start_precision\n"
    take(begun, bodies=f"{bodies}air,Air group,task group,board,2011-03-01,\n")
    shown = take(begun, bodies=f"{bodies}air,Air & water,task group,board,2011-04-01,\n")
    assert shown == {
        2: (
            "",
            ["start_date", "1 March 2011", "1 April 2011", CORRECTED],
            ["name", "Air group", "Air & water", CORRECTED],
        )
    }
    air = Body.objects.get(code="air")
    assert (rows_of(BodyName) - known[0], rows_of(ReportingLine) - known[1]) == (
        {air.names.get().pk},
        {air.reporting_lines.get().pk},
    )
    assert (str(air.starts_on), str(air.reporting_lines.get().starts_on), air.name) == (
        "2011-04-01",
        "2011-04-01",
        "Air & water",
    )
    shown = take(begun, bodies=f"{bodies}air,Air & water,task group,health,2011-04-01,\n")
    assert shown == {2: ("", ["reports_to", "Board", "Health SSP", CORRECTED])}
    assert air.reporting_lines.count() == 1


AIR = "body_id,name,kind,start_date\nair,Air group,task group,2011-03-01\n"


def test_body_that_the_office_has_renamed_since_keeps_both_names(begun):
    """The file that comes again has the name that it had first, and says nothing of the later one."""
    take(begun, bodies=AIR)
    body = Body.objects.get(code="air")
    later = BodyName(body=body, name="Air and water", starts_on=date(2020, 1, 1))
    later.take_over()
    body.show_latest_name()
    assert read(begun, bodies=AIR) == {}
    assert take(begun, bodies=AIR.replace("Air group", "Clean air group").replace("03-01", "04-01")) == {
        2: (
            "",
            ["start_date", "1 March 2011", "1 April 2011", CORRECTED],
            ["name", "Air group", "Clean air group", CORRECTED],
        )
    }
    assert [(name.name, name.period) for name in body.names.all()] == [
        ("Air and water", "from 1 January 2020"),
        ("Clean air group", "from 1 April 2011 until 31 December 2019"),
    ]
    assert Body.objects.get(code="air").name == "Air and water"


def test_name_that_the_office_corrected_is_taken_from_the_file_where_it_is_ticked(begun):
    take(begun, bodies=AIR)
    name = BodyName.objects.get(body__code="air")
    name.name = "Air and water"
    name.save()
    name.body.show_latest_name()
    [row] = begun.choose(bodies=AIR).context["report"].conflicts
    [(key, *told)] = row["conflicts"]
    assert told == ["name", "Air and water", "Air group"]
    begun.confirm(take=[key])
    assert Body.objects.get(code="air").name == BodyName.objects.get(pk=name.pk).name == "Air group"


def test_name_of_an_organisation_is_corrected_and_changes(begun):
    names = "org_id,name,start_date,start_precision,end_date\n"
    take(begun, organisation_names=f"{names}council,Council,2001-01-01,year,\n")
    shown = take(
        begun,
        organisation_names=f"{names}council,Council,2002-01-01,year,\ncouncil,The Council,2012-04-01,month,\n",
    )
    assert shown == {
        2: (
            "",
            ["start_date", "2001", "2002", CORRECTED],
            ["end_date", "", "March 2012", ""],
        ),
        3: ("April 2012",),
    }
    assert OrganisationName.objects.count() == 2


def test_seat_with_its_holder_begins_on_another_day_and_passes_to_another(begun):
    known = rows_of(Seat), rows_of(SeatHolding)
    seats = SMALL["seats.csv"].replace("2012-03-01,month", "2012-04-01,month")
    shown = take(begun, seats=seats)
    assert shown == {2: ("", ["start_date", "March 2012", "April 2012", CORRECTED])}
    assert (rows_of(Seat), rows_of(SeatHolding)) == known
    changes = "seat_no,body_id,holder_id,holder_kind,start_date\n1,board,authority,organisation,2013-04-01\n"
    pages_rows = begun.choose(seats=seats, seat_changes=changes).context["report"].rows
    assert [(row["file"], row["changes_from"], row["differences"]) for row in pages_rows] == [
        ("seats.csv", "", [["last day", "", "31 March 2013", ""]]),
        ("seat_changes.csv", "1 April 2013", []),
    ]
    take(begun, seats=seats, seat_changes=changes)
    take(begun, seats=seats, seat_changes=changes.replace("2013-04-01", "2013-05-01"))
    assert [one.period for one in SeatHolding.objects.order_by("pk")] == [
        "from April 2012 until 30 April 2013",
        "from 1 May 2013",
    ]


def test_holder_and_person_of_a_seat_were_others(begun):
    holders = "body_id,seat_no,holder_id,holder_kind,start_date,end_date\n"
    take(begun, seat_holders=f"{holders}board,1,council,organisation,2012-03-01,\n")
    shown = take(begun, seat_holders=f"{holders}board,1,authority,organisation,2012-03-01,\n")
    assert shown == {2: ("", ["holder_id", "Council", "Old Authority", CORRECTED])}
    appointed = "person_id,body_id,seat_no,position,start_date,end_date\n"
    take(begun, appointments=f"{appointed}ann,board,1,member,2012-05-01,\n")
    shown = take(begun, appointments=f"{appointed}bob,board,1,member,2012-05-01,\n")
    assert shown == {2: ("", ["person_id", "Ann Example", "Bob Example", CORRECTED])}
    shown = take(begun, appointments=f"{appointed}bob,board,1,member,2012-05-01,\nann,board,1,member,2013-01-01,\n")
    assert shown == {2: ("", ["end_date", "", "31 December 2012", ""]), 3: ("1 January 2013",)}
    assert Appointment.objects.filter(seat__body__code="board").count() == 2


def test_member_of_a_body_who_is_no_longer_named_was_not_a_mistake_for_another(begun):
    appointed = "person_id,body_id,position,start_date\n"
    take(begun, appointments=f"{appointed}ann,board,member,2012-05-01\n")
    assert read(begun, appointments=f"{appointed}bob,board,member,2012-05-01\n") == {2: ("",)}
    shown = take(begun, appointments=f"{appointed}ann,board,chair,2012-05-01\n")
    assert shown == {2: ("", ["position", "Member", "Chair", CORRECTED])}


def test_deputies_stay_beside_a_new_member(begun):
    appointed = "person_id,body_id,seat_no,position,start_date\n"
    take(begun, appointments=f"{appointed}ann,board,1,deputy,2012-05-01\n")
    assert take(begun, appointments=f"{appointed}bob,board,1,member,2013-05-01\n") == {2: ("",)}
    assert Appointment.objects.get(person__name="Ann Example").ends_on is None


def test_contact_and_reporting_line_are_corrected(begun):
    contacts = "org_id,person_id,for_actions,start_date\n"
    take(begun, contacts=f"{contacts}council,ann,no,2012-05-01\n")
    shown = take(begun, contacts=f"{contacts}council,ann,yes,2012-06-01\n")
    assert shown == {
        2: ("", ["start_date", "1 May 2012", "1 June 2012", CORRECTED], ["for_actions", "no", "yes", CORRECTED])
    }
    assert Contact.objects.count() == 1
    lines = "body_id,reports_to,start_date\n"
    take(begun, reporting_lines=f"{lines}group,board,2012-05-01\n")
    assert take(begun, reporting_lines=f"{lines}group,board,2012-06-01\n") == {
        2: ("", ["start_date", "1 May 2012", "1 June 2012", CORRECTED])
    }
    assert take(begun, reporting_lines=f"{lines}group,health,2012-06-01\n") == {
        2: ("", ["reports_to", "Board", "Health SSP", CORRECTED])
    }
    # A line that no file has told of is another one.
    assert take(begun, reporting_lines=f"{lines}group,health,2012-06-01\ngroup,board,2012-06-01\n") == {3: ("",)}


def test_change_of_a_body_and_stage_of_a_report_are_corrected(begun):
    changes = "body_id,change,successor_id,change_date\n"
    take(begun, body_changes=f"{changes}health,replaced,board,2012-05-01\n")
    assert take(begun, body_changes=f"{changes}health,merged,board,2012-05-01\n") == {
        2: ("", ["change", "replaced by", "merged into", CORRECTED])
    }
    assert BodyChange.objects.count() == 1
    stages = "body_id,stage,date,outcome\n"
    take(begun, report_stages=f"{stages}group,draft,2012-05-01,agreed\n")
    assert take(begun, report_stages=f"{stages}group,draft,2012-05-08,agreed\n") == {
        2: ("", ["date", "1 May 2012", "8 May 2012", CORRECTED])
    }
    assert StagePassed.objects.count() == 1


def test_day_that_the_office_corrected_stays_unless_it_is_ticked(begun):
    take(begun, body_names=f"{NAMES}{HEALTH}")
    BodyName.objects.get(body__code="health").delete()
    name = factories.BodyNameFactory(body=Body.objects.get(code="health"), name="Health SSP", starts_on="2011-04-01")
    [row] = begun.choose(body_names=f"{NAMES}{HEALTH}").context["report"].conflicts
    assert [told for _, *told in row["conflicts"]] == [["start_date", "1 April 2011", "1 March 2011"]]
    begun.confirm(take_all="yes")
    name.refresh_from_db()
    assert str(name.starts_on) == "2011-03-01"
