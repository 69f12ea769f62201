"""Each way in which a row can be wrong: the whole import is refused, with file, row, column, value and reason."""

import pytest

from boards.models import Body, Organisation, Partnership
from imports.importer import import_directory
from tests.halton import TODAY

pytestmark = pytest.mark.django_db


def replaced(directory, file, old, new):
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusals(directory, **options):
    return [str(refusal) for refusal in import_directory(directory, today=TODAY, **options).refusals]


def test_small_directory_is_imported(small):
    assert refusals(small) == []
    assert Partnership.objects.get().slug == "small"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "partnership.csv",
            "sp,Small",
            "s p,Small",
            "partnership.csv, row 2, column partnership_id, “s p”: "
            "a code is 1 to 60 letters, digits, hyphens or underscores",
        ),
        (
            "partnership.csv",
            "Small Partnership",
            "",
            "partnership.csv, row 2, column name: the cell is empty: fill it in",
        ),
        (
            "partnership.csv",
            "Small Partnership",
            "x" * 151,
            f"partnership.csv, row 2, column name, “{'x' * 60}…”: "
            "Ensure this value has at most 150 characters (it has 151).",
        ),
        (
            "bodies.csv",
            "Health SSP,SSP",
            "Health SSP,club",
            "bodies.csv, row 3, column kind, “club”: no kind is called that. Known are Topic group, Task group, "
            "Specialist Strategic Partnership, Board. Add another in kinds.csv",
        ),
        (
            "bodies.csv",
            "health,Health",
            "board,Health",
            "bodies.csv, row 3, column body_id, “board”: row 2 has the same body_id",
        ),
        (
            "bodies.csv",
            "SSP,board",
            "SSP,bord",
            "bodies.csv, row 3, column reports_to, “bord”: there is no body “bord”",
        ),
        (
            "bodies.csv",
            "Board,board,,",
            "Board,board,health,",
            "bodies.csv, row 3, column reports_to, “board”: "
            "This would make a loop: the other body reports to this one.",
        ),
        (
            "bodies.csv",
            "2001-01-01,year,,,2012",
            "2001-01-01,century,,,2012",
            "bodies.csv, row 2, column start_precision, “century”: "
            "the word is not known. Known are day, month, part-month, year, none",
        ),
        (
            "bodies.csv",
            "2001-01-01,year,,,2012",
            ",year,,,2012",
            "bodies.csv, row 2, column start_precision, “year”: there is a precision, but no date in start_date",
        ),
        (
            "bodies.csv",
            "2001-01-01,year,,,2012",
            "2001-01-01,none,,,2012",
            "bodies.csv, row 2, column start_precision, “none”: "
            "nothing is known of the date, yet there is one in start_date",
        ),
        (
            "bodies.csv",
            "2001-01-01,year,,,2012",
            "2001-13-01,year,,,2012",
            "bodies.csv, row 2, column start_date, “2001-13-01”: “2001-13-01” is not a day of the calendar",
        ),
        (
            "bodies.csv",
            "2001-01-01,year,,,2012",
            "2001-01-01,year,2000-01-01,year,2012",
            "bodies.csv, row 2: The last day must be the same as or after the first day.",
        ),
        (
            "bodies.csv",
            "2001-01-01,year,,,2012",
            "1989-12-31,day,,,2012",
            "bodies.csv, row 2, column start_date, “1989-12-31”: 31 December 1989 is not between 1 January 1990 "
            "and 23 November 2036, the dates that the portal keeps",
        ),
        (
            "sectors.csv",
            "Government,1,1",
            "Government,first,1",
            "sectors.csv, row 2, column sort_order, “first”: enter a whole number from 0 to 32767",
        ),
        (
            "organisations.csv",
            "authority,council",
            "authority,counsil",
            "organisations.csv, row 3, column successor_id, “counsil”: there is no organisation “counsil”",
        ),
        (
            "organisations.csv",
            "Council,gov",
            "Council,gvt",
            "organisations.csv, row 2, column sector_id, “gvt”: there is no sector “gvt”",
        ),
        (
            "seats.csv",
            "council,organisation",
            "counsil,organisation",
            "seats.csv, row 2, column holder_id, “counsil”: there is no organisation “counsil”",
        ),
        (
            "seats.csv",
            "council,organisation",
            "council,body",
            "seats.csv, row 2, column holder_id, “council”: there is no body “council”",
        ),
        (
            "seats.csv",
            "month\n",
            "month\n1,board,gov,Council,council,organisation,2012-03-01,month\n",
            "seats.csv, row 3, column seat_no, “1”: row 2 has the same body_id and start_date and seat_no",
        ),
        (
            "seat_changes.csv",
            "start_precision\n",
            "start_precision\n9,board,council,organisation,2012-11-01,month\n",
            "seat_changes.csv, row 2, column seat_no, “9”: seats.csv has no seat of this number at “board”",
        ),
        (
            "seat_changes.csv",
            "start_precision\n",
            "start_precision\n1,board,council,organisation,,\n",
            "seat_changes.csv, row 2, column start_date: the cell is empty: fill it in",
        ),
        (
            "strategies.csv",
            "s1,Strategy,adopted,2011-04-01,month,,s1-1.1",
            "s1,Strategy,proposed,2011-04-01,month,,s1-1.1",
            "strategies.csv, row 3, column status, “proposed”: row 2 says “adopted” of the same strategy",
        ),
        (
            "strategies.csv",
            "Smoking,s1-1",
            "Smoking,s1-9",
            "strategies.csv, row 3, column parent_item_id, “s1-9”: there is no priority “s1-9”",
        ),
        (
            "strategies.csv",
            "s1,Strategy,adopted,2011-04-01,month,,s1-1.1",
            "s2,Other,adopted,2011-04-01,month,,s1-1.1",
            "strategies.csv, row 3, column parent_item_id, “s1-1”: it belongs to another strategy",
        ),
        (
            "topic_groups.csv",
            "group,A study",
            "health,A study",
            "topic_groups.csv, row 2, column body_id, “health”: the topic group of bodies.csv is group",
        ),
        (
            "bodies.csv",
            "Topic Group,topic group",
            "Topic Group,task group",
            "topic_group.csv: it belongs to one topic group, and bodies.csv has 0 of them",
        ),
        (
            "recommendations.csv",
            "in progress,Begun",
            "in progress,",
            "recommendations.csv, row 2, column status_reason: the cell is empty: fill it in",
        ),
        (
            "recommendations.csv",
            "in progress,Begun",
            "stuck,Begun",
            "recommendations.csv, row 2, column suggested_overall_status, “stuck”: the word is not known. "
            "Known are not started, in progress, implemented, no longer relevant, not feasible, needs follow-up, "
            "superseded, no longer relevant (superseded)",
        ),
        (
            "progress.csv",
            "P1.1,1,1",
            "P1.1,7,1",
            "progress.csv, row 2, column rec_no, “7”: there is no recommendation “7”",
        ),
        (
            "meetings.csv",
            "12:30,held",
            "12:30,perhaps",
            "meetings.csv, row 2, column status_in_source, “perhaps”: "
            "the word is not known. Known are proposed, planned, held, postponed, cancelled",
        ),
        (
            "meetings.csv",
            "09:30,12:30",
            "25:30,12:30",
            "meetings.csv, row 2, column time_start, “25:30”: enter a time of day, for example 14:30",
        ),
        ("meetings.csv", "09:30,12:30", "13:30,12:30", "meetings.csv, row 2: The end must be after the start."),
        (
            "agenda_items.csv",
            "2012-03-06",
            "2012-03-07",
            "agenda_items.csv, row 2, column date, “2012-03-07”: the meeting M1 is on 6 March 2012",
        ),
        (
            "measures.csv",
            "50.3",
            "fifty",
            "measures.csv, row 3, column value, “fifty”: enter a number without separators, for example 1234.5",
        ),
        (
            "measures.csv",
            "%,2011",
            "points,2011",
            "measures.csv, row 3, column unit, “points”: row 2 says “%” of the same measure",
        ),
        (
            "measures.csv",
            "%,2011",
            "%,2010",
            "measures.csv, row 3, column year, “2010”: row 2 has the same measure_id and year",
        ),
    ],
)
def test_row_is_refused_with_its_place_and_reason(small, file, old, new, expected):
    replaced(small, file, old, new)
    assert refusals(small) == [expected]
    assert not Partnership.objects.exists()


def test_rows_that_refer_to_a_refused_row_are_counted_but_not_told(small):
    replaced(small, "organisations.csv", "council,Council,gov", "council,,gov")
    run = import_directory(small, today=TODAY)
    assert [str(refusal) for refusal in run.refusals] == [
        "organisations.csv, row 2, column name: the cell is empty: fill it in"
    ]
    assert run.depending == 2
    assert (run.counts["organisations.csv"]["refused"], run.counts["seats.csv"]["refused"]) == (2, 1)


def test_all_refusals_of_all_files_are_told_at_once(small):
    replaced(small, "seats.csv", "organisation", "club")
    replaced(small, "achievements.csv", "Well done", "")
    assert [refusal.split(":")[0] for refusal in refusals(small)] == [
        "seats.csv, row 2, column holder_kind, “club”",
        "achievements.csv, row 2, column headline",
    ]


def test_import_without_its_two_main_files_is_refused(small):
    (small / "bodies.csv").unlink()
    assert refusals(small)[0] == "bodies.csv: the directory has no such file"
    (small / "partnership.csv").unlink()
    assert refusals(small) == ["partnership.csv: the directory has no such file"]


def test_partnerships_that_do_not_follow_each_other_are_refused(small):
    with (small / "partnership.csv").open("a") as file:
        file.write("other,Other Partnership,,,\n")
    assert refusals(small) == [
        "partnership.csv, column predecessor_id: exactly one partnership must be the last one: "
        "give each of the others as a predecessor_id"
    ]


def test_address_of_another_partnership_is_refused(small, world):
    assert refusals(small, address="halton") == [
        "partnership.csv, row 2, column partnership_id, “sp”: "
        "another partnership is at /halton/: give a different --address"
    ]


def test_address_once_given_stays(small):
    assert refusals(small, address="here") == []
    assert refusals(small) == []
    assert refusals(small, address="there") == [
        "partnership.csv, row 2, column partnership_id, “sp”: "
        "the partnership is already at /here/: leave out --address there"
    ]


def test_change_that_is_refused_leaves_everything_as_it_was(small):
    import_directory(small, today=TODAY)
    replaced(small, "bodies.csv", "Health SSP", "Healthy SSP")
    replaced(small, "organisations.csv", "Council,gov", "Council,gvt")
    run = import_directory(small, today=TODAY)
    assert len(run.refusals) == 1
    assert Body.objects.get(code="health").name == "Health SSP"
    assert Organisation.objects.get(code="council").sector.code == "gov"


def test_look_alikes_and_unknown_files_are_told_without_refusing(small):
    replaced(small, "organisations.csv", "Old Authority", "ＣＯＵＮＣＩＬ")
    (small / "menu.csv").write_text("dish\nsoup\n")
    (small / "funding.csv").write_text("funding_id\n1\n")
    run = import_directory(small, today=TODAY)
    assert run.refusals == []
    assert run.not_read == ["funding.csv"]
    assert run.warnings == [
        "menu.csv is not a file of an import: it was left aside.",
        "organisations.csv, rows 2 and 3: both are called “ＣＯＵＮＣＩＬ”. Check that they are not one thing twice.",
    ]


def test_stated_number_of_seats_that_differs_is_told_and_kept(small):
    replaced(small, "sectors.csv", "Government,1,1", "Government,1,3")
    run = import_directory(small, today=TODAY)
    assert run.warnings == ["sectors.csv, row 2: Government is stated to have 3 seats, seats.csv gives it 1."]
    assert run.partnership.sectors.get().seats_stated == 3
