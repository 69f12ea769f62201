"""The list of actions goes out as CSV and comes back changed (I-1 to I-4)."""

import csv
import io
from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from actions.models import Action
from actions.services.actions import update_action
from actions.sheets import ActionSheet
from core.rules.text import clean_text
from core.sheets.importing import ImportSheet
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

TODAY = WEDNESDAY_NOON.date()


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def office(client_for, officer):
    return client_for(officer)


@pytest.fixture
def action(meeting, officer):
    """Action 1, of “Café Society”, reported on once."""
    owner = factories.OrganisationFactory(partnership=meeting.partnership, name="Café Society")
    made = factories.ActionFactory(
        meeting=meeting,
        number=1,
        what="=Open two evenings",
        owner_body=None,
        owner_organisation=owner,
        due_on=date(2026, 12, 14),
    )
    text = "-Half way,\nthey say"
    update_action(action=made, status="in-progress", text=text, reported_on=MONDAY, by=officer, at=WEDNESDAY_NOON)
    made.refresh_from_db()
    return made


def url(name):
    return reverse(name, args=["halton"])


def words(response):
    return " ".join(response.content.decode().split())


def download(client, **query):
    return client.get(url("actions:actions_csv"), query).content


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def changed(content, **cells):
    """The downloaded file with other words in its first row."""
    rows = rows_of(content)
    rows[0] |= cells
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def send(client, content, name="actions.csv"):
    return client.post(url("actions:actions_import"), {"file": SimpleUploadedFile(name, content)})


def preview(content):
    return ActionSheet(Action.objects.with_owner(), today=TODAY).read("x.csv", content)


def refusals(content):
    return [str(refusal) for refusal in preview(content).refusals]


def test_download_is_neutralised_and_has_a_row_for_each_action(action, client_for):
    (row,) = rows_of(download(client_for(None)))

    assert row == {
        "id": str(action.pk),
        "number": "1",
        "body": "Board",
        "meeting": "2026-11-16",
        "what": "'=Open two evenings",
        "owner": "Café Society",
        "due": "2026-12-14",
        "status": "in progress",
        "note": "'-Half way,\nthey say",
    }


def test_download_holds_what_the_filters_leave(action, meeting, client_for):
    factories.ActionFactory(meeting=meeting, number=2, status="done", closed_on=MONDAY)

    assert [row["number"] for row in rows_of(download(client_for(None), status="done"))] == ["2"]


def test_download_shows_no_more_of_a_day_than_is_known(board, client_for):
    old = factories.MeetingFactory(body=board, held_on=date(2012, 3, 1), held_precision="month")
    factories.ActionFactory(meeting=old, number=1)
    content = download(client_for(None))

    assert rows_of(content)[0]["meeting"] == "March 2012"
    assert (preview(content).unchanged, refusals(content)) == (1, [])


@pytest.mark.parametrize("rows", [1, 100])
def test_download_takes_the_same_queries_for_one_row_and_for_a_hundred(
    rows, meeting, client_for, django_assert_num_queries
):
    factories.ActionFactory.create_batch(rows, meeting=meeting)
    client = client_for(None)
    with django_assert_num_queries(6):  # the partnership, the choices of the filters, and the rows
        assert len(rows_of(download(client))) == rows


def test_file_as_downloaded_changes_nothing(action, office):
    answer = send(office, download(office))

    assert "The file changes nothing: all 1 row in it is as the portal has it." in words(answer)


def test_changed_file_is_shown_then_taken_and_changes_nothing_again(action, office):
    content = changed(download(office), status="Done", due="03/04/2027", note="It is open")
    shown = send(office, content)

    assert "New: none, as a file can’t add actions. Changed: 1. Unchanged: 0. Refused: none." in words(shown)
    for line in ("Status: in progress → done", "14 December 2026 → 3 April 2027", "Report: It is open"):
        assert line in words(shown)
    action.refresh_from_db()
    assert action.status == "in-progress"
    done = office.post(url("actions:actions_confirm"), {"plan": shown.context["plan"]}, follow=True)
    assert "1 action is changed." in words(done)
    action.refresh_from_db()
    assert (action.status, action.due_on, action.closed_on) == ("done", date(2027, 4, 3), TODAY)
    assert action.updates.first().text == "It is open"
    assert "The file changes nothing" in words(send(office, content))


def test_status_alone_leaves_a_report_that_says_so_and_changes_nothing_again(action, office):
    content = changed(download(office), status="not started")
    office.post(url("actions:actions_confirm"), {"plan": send(office, content).context["plan"]})

    assert action.updates.first().text == "Set to “not started”."
    assert "The file changes nothing" in words(send(office, content))


def test_action_changed_between_preview_and_confirmation_stops_the_file(action, office, officer):
    shown = send(office, changed(download(office), status="done"))
    update_action(action=action, status="dropped", text="Not now", reported_on=TODAY, by=officer, at=WEDNESDAY_NOON)
    answer = office.post(url("actions:actions_confirm"), {"plan": shown.context["plan"]})

    assert answer.status_code == 409
    assert "Not now" in words(answer)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": "99999999"}, "row 2, column id, “99999999”: the partnership has no action with this id"),
        ({"id": "x"}, "row 2, column id, “x”: the partnership has no action with this id"),
        ({"status": "finished"}, "row 2, column status, “finished”: the word is not known. Known are not started, "),
        ({"due": "31/02/2027"}, "row 2, column due, “31/02/2027”: “31/02/2027” is not a day of the calendar"),
        ({"due": "2026-11-01"}, "row 2, column due, “2026-11-01”: 1 November 2026 is before the meeting, 16 November"),
        ({"due": "1066-10-14"}, "row 2, column due, “1066-10-14”: 14 October 1066 is not between"),
        ({"owner": "Somebody else"}, "row 2, column owner, “Somebody else”: the portal has “Café Society” here, and"),
        ({"number": "7"}, "row 2, column number, “7”: the portal has “1” here"),
        ({"what": "Shut"}, "row 2, column what, “Shut”: the portal has “=Open two evenings” here"),
        ({"meeting": "2026-11-17"}, "row 2, column meeting, “2026-11-17”: the portal has “16 November 2026” here"),
        ({"note": "x" * 4001}, "row 2, column note"),
    ],
)
def test_row_is_refused_with_its_place_value_and_reason(cells, reason, action, office):
    content = changed(download(office), **cells)
    answer = send(office, content)

    assert refusals(content)[0].startswith(f"x.csv, {reason}")
    assert answer.status_code == 400
    assert "Nothing was changed: 1 thing has to be put right first" in words(answer)


def test_one_bad_row_refuses_the_whole_file(action, meeting, office):
    factories.ActionFactory(meeting=meeting, number=2)
    content = changed(download(office), status="finished").replace(b"not started", b"done")

    assert "plan" not in send(office, content).context


def test_owner_is_compared_without_regard_to_case_and_form(action, office):
    assert preview(changed(download(office), owner="CAFE\u0301  society")).unchanged == 1


def test_empty_cells_leave_things_as_they_are(action):
    assert preview(f"id,status,due,note\n{action.pk},,,\n".encode()).unchanged == 1


def test_action_that_is_there_twice_is_refused(action):
    content = f"id,status\n{action.pk},done\n{action.pk},done\n".encode()

    assert refusals(content) == [f"x.csv, row 3, column id, “{action.pk}”: the action is there twice"]


def test_action_of_another_partnership_is_not_known(world, office):
    elsewhere = factories.ActionFactory(meeting__body__partnership=world.elsewhere)
    answer = send(office, f"id,status\n{elsewhere.pk},done\n".encode())

    assert "the partnership has no action with this id" in words(answer)


@pytest.mark.parametrize(("codec", "name"), [("utf-16", "UTF-16"), ("cp1252", "Windows-1252")])
def test_other_encodings_are_shown_for_confirmation(codec, name, action, office):
    answer = send(office, f"id,note\n{action.pk},Café open\n".encode(codec))

    assert f"The file is not UTF-8. It was read as {name}: look whether these words are right." in words(answer)
    assert "Café open" in words(answer)
    assert "The words are right: change 1 action" in words(answer)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\0", "the file holds a NUL character"),
        (b"id,id\n1,1\n", "the column is there twice"),
        (b"status\ndone\n", "the column is missing"),
        (b"id,colour\n1,red\n", "the column is not known"),
        (b"id,status\n1\n", "the row has 1 cells, the header has 2"),
    ],
)
def test_file_that_cannot_be_read_says_why(content, reason, office):
    assert reason in words(send(office, content))


def test_limits_are_stated(action, office, monkeypatch):
    monkeypatch.setattr(ActionSheet, "most_rows", 0)
    assert refusals(download(office)) == ["x.csv: the file has more than 0 rows: split it"]
    monkeypatch.undo()
    monkeypatch.setattr(ActionSheet, "most_changes", 0)
    assert refusals(changed(download(office), status="done")) == [
        "x.csv: the file changes 1 actions, and 0 at once is the most: split it"
    ]


def test_file_that_is_too_large_or_empty_is_refused_unread(office):
    assert "The file must be 1 MB or smaller: split it" in words(send(office, b"x" * 1_000_001))
    assert "The file is empty" in words(send(office, b""))
    assert "Choose a CSV file" in words(office.post(url("actions:actions_import"), {}))


TEXTS = st.text(alphabet=st.sampled_from("'=+-@\t\n ab\"#,;é\u202e\u0130")) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60
)


class ReadAlone(ActionSheet):
    """Without a database: the latest note is the only report."""

    def __init__(self, records, *, today):
        ImportSheet.__init__(self, records, today=today)
        self.standings = {one.pk: "" for one in records}
        self.reports = {one.pk: {clean_text(one.latest_note).strip()} for one in records}


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_whatever_is_in_the_portal_comes_back_unchanged(what, owner, body, note):
    meeting = SimpleNamespace(held_on=MONDAY, held_precision="day")
    shown = SimpleNamespace(
        pk=7,
        number=1,
        body=SimpleNamespace(name=body),
        meeting=meeting,
        what=what,
        owner=SimpleNamespace(name=owner),
        due_on=date(2026, 12, 14),
        status="in-progress",
        get_status_display=lambda: "in progress",
        latest_note=note,
    )
    content = "".join(ActionSheet.table([shown]).csv()).encode()
    read = ReadAlone([shown], today=TODAY).read("x.csv", content)

    assert (read.unchanged, read.changes, read.refusals) == (1, [], [])
