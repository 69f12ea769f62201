"""Logging a summary with scripts switched off, and what the script would ask."""

from datetime import datetime

import pytest
import time_machine

from actions.models import Action
from core.rules.working_days import LONDON
from invitations.services.recipients import recipients
from meetings.models import JointBody
from outbox.models import Message
from summaries.choices import SUMMARY
from summaries.models import DraftCopy, MeetingSummary, SummaryVersion
from summaries.services.drafts import save_draft, summary_of
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

WORD = (
    "<p class=MsoNormal><b>Waiting</b> times<o:p></o:p></p>"
    "<p class=MsoListParagraph>·<span style='mso-tab-count:1'>&nbsp;&nbsp; </span>evenings</p>"
    "<script>alert(1)</script>"
)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def client(client_for, officer):
    return client_for(officer)


def draft():
    return MeetingSummary.objects.get().draft


def complete(seats, board):
    return {
        **{f"seat-{seat.pk}-state": "present" for seat in seats},
        "key_issues": WORD,
        "actions-TOTAL_FORMS": "2",
        "actions-0-what": "Open two evenings a week",
        "actions-0-owner": f"body:{board.pk}",
        "actions-0-due_on": "14/12/2026",
        "actions-1-what": "",
        "actions-1-owner": "",
        "actions-1-due_on": " ",
    }


def test_form_offers_the_seats_of_the_meetings_day_with_nothing_chosen(client, url, board, seats):
    factories.SeatFactory(body=board, number=3, label="Gone", ends_on=MONDAY.replace(day=15))
    factories.SeatFactory(body=board, number=4, label="Still to come", starts_on=MONDAY.replace(day=17))

    form = client.get(url("summaries:summary_edit")).context["form"]

    assert [(row.seat.label, row["state"].value()) for row in form.seat_rows] == [
        ("Borough Council", None),
        ("Riverside College", None),
    ]


def test_form_says_when_the_summary_is_due(client, url):
    page = client.get(url("summaries:summary_edit")).content.decode()

    assert "due Monday 23 November: 5 working days" in page


def test_all_present_and_add_action_save_the_draft_and_come_back(client, press, url, seats):
    answer = press("all-present", **{f"seat-{seats[1].pk}-state": "absent"}, key_issues="Half a sen")
    assert answer["Location"] == f"{url('summaries:summary_edit')}#attendance"
    assert [draft()[f"seat-{seat.pk}-state"] for seat in seats] == ["present", "absent"]

    answer = press("add-action", **{"actions-TOTAL_FORMS": "1", "actions-0-what": "First"}, key_issues="Half a sen")
    assert answer["Location"] == f"{url('summaries:summary_edit')}#id_actions-1-what"
    page = client.get(url("summaries:summary_edit")).content.decode()
    assert 'id="id_actions-1-what"' in page
    assert "Half a sen" in page

    press("remove-action-0", **draft())
    assert draft()["actions-TOTAL_FORMS"] == "1"


def test_summary_is_logged_and_published_without_scripts(client, press, url, seats, board, meeting):
    answer = press("preview", **complete(seats, board))
    assert answer["Location"] == url("summaries:summary_preview")

    preview = client.get(url("summaries:summary_preview"))
    assert "Publish and send to 1 person" in preview.content.decode()
    assert f'href="{url("summaries:summary_edit")}">Back to editing</a>' in preview.content.decode()
    person = recipients(meeting=meeting, on=MONDAY)[0].person
    answer = client.post(
        url("summaries:summary_publish"),
        {
            "draft_version": preview.context["summary"].draft_version,
            "people": "1",
            "shown": [person],
            "send_to": [person],
        },
        follow=True,
    )

    assert "The summary is published, and is on its way to 1 person." in answer.content.decode()
    version = SummaryVersion.objects.get()
    assert version.key_issues == "<p><strong>Waiting</strong> times</p><ul><li>evenings</li></ul>"
    assert [(action["what"], action["due_on"]) for action in version.actions] == [
        ("Open two evenings a week", "2026-12-14")
    ]
    assert [one.name for one in Message.objects.of(SUMMARY, version.pk)] == ["PPB Member"]


def test_preview_button_names_what_is_missing_and_keeps_what_is_typed(press, seats):
    answer = press(
        "preview", **{"actions-TOTAL_FORMS": "1", "actions-0-what": "Open evenings"}, others_present="A guest"
    )
    problems = [problem.text for problem in answer.context["form"].problems]

    assert problems == [
        "Seat 1, Borough Council: select attendance",
        "Seat 2, Riverside College: select attendance",
        "Enter the key issues",
        "Choose who does action 1",
        "Enter by when action 1 is to be done, for example 16 11 2026",
    ]
    assert "Error:" in answer.content.decode().split("</title>")[0]
    assert draft()["others_present"] == "A guest"


def test_many_unmarked_seats_are_one_line(press, board):
    for number in range(3, 6):
        factories.SeatFactory(body=board, number=number)

    problems = press("preview", key_issues="Waiting").context["form"].problems
    assert [problem.text for problem in problems] == ["Select attendance for 5 seats: 1, 2, 3, 4, 5"]


def test_action_due_before_the_meeting_is_refused(press, seats, board):
    typed = complete(seats, board) | {"actions-0-due_on": "15 11 2026"}

    problems = press("preview", **typed).context["form"].problems
    assert [problem.text for problem in problems] == [
        "The day by which it is to be done must be on or after the meeting, 16 November 2026"
    ]


def test_owner_of_another_partnership_is_refused(press, seats, board, world):
    stranger = factories.OrganisationFactory(partnership=world.elsewhere)
    typed = complete(seats, board) | {"actions-0-owner": f"organisation:{stranger.pk}"}

    problems = press("preview", **typed).context["form"].problems
    assert [problem.text for problem in problems] == ["Choose who does action 1"]


def test_stale_form_is_shown_again_with_its_text_and_saved_nowhere(client, press, url, meeting, admin):
    save_draft(summary=summary_of(meeting), data={"key_issues": "Theirs"}, draft_version=0, by=admin, at=WEDNESDAY_NOON)

    answer = press("save", draft_version=0, key_issues="Mine", page="tab-2")
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Partnership Admin saved this summary at midday, after you opened this page." in page
    assert "Mine" in page
    assert draft() == {"key_issues": "Theirs"}
    assert answer.context["draft_version"] == 0

    answer = client.post(url("summaries:copy_keep"), {"key_issues": "Mine"}, follow=True)
    assert "A copy of what Partnership Officer typed is kept" in answer.content.decode()
    assert DraftCopy.objects.get().draft == {"key_issues": "Mine"}


def test_autosave_answers_the_new_version_and_tells_of_conflicts(client, url, meeting, admin):
    answer = client.post(
        url("summaries:summary_autosave"), {"draft_version": "0", "page": "tab-1", "key_issues": "One"}
    )
    assert answer.json() == {"draft_version": 1, "saved_at": "2026-11-18T12:00:00+00:00"}

    save_draft(summary=summary_of(meeting), data={"key_issues": "Two"}, draft_version=1, by=admin, at=WEDNESDAY_NOON)
    answer = client.post(
        url("summaries:summary_autosave"), {"draft_version": "1", "page": "tab-1", "key_issues": "Three"}
    )
    assert (answer.status_code, answer.json()) == (
        409,
        {"message": "Partnership Admin saved this summary at midday, after you opened this page."},
    )


def test_autosave_gives_a_fresh_token_to_whoever_signed_in_again(client, url):
    assert len(client.get(url("summaries:summary_autosave")).json()["token"]) == 64


def test_publish_shows_the_list_again_when_ticks_changed_without_scripts(client, press, url, seats, board, meeting):
    press("preview", **complete(seats, board))
    person = recipients(meeting=meeting, on=MONDAY)[0].person

    answer = client.post(url("summaries:summary_publish"), {"draft_version": "1", "people": "1", "shown": [person]})
    page = answer.content.decode()

    assert "You have changed who gets the summary. Check the list, then publish." in page
    assert "Publish without sending it to anyone" in page
    assert SummaryVersion.objects.count() == 0

    client.post(url("summaries:summary_publish"), {"draft_version": "1", "people": "0", "shown": [person]})
    assert SummaryVersion.objects.get().not_sent_to == [{"name": "PPB Member", "reason": "left out"}]


def test_publish_pressed_twice_publishes_once(client, press, url, seats, board, meeting):
    press("preview", **complete(seats, board))
    person = recipients(meeting=meeting, on=MONDAY)[0].person
    form = {"draft_version": "1", "people": "1", "shown": [person], "send_to": [person]}
    client.post(url("summaries:summary_publish"), form)

    answer = client.post(url("summaries:summary_publish"), form, follow=True)

    assert SummaryVersion.objects.count() == 1
    assert "Partnership Officer has published this summary already." in answer.content.decode()


def test_preview_before_the_meeting_offers_no_button(client, url, seats, board, press):
    with time_machine.travel(datetime(2026, 11, 15, 12, tzinfo=LONDON), tick=False):
        press("preview", **complete(seats, board))
        page = client.get(url("summaries:summary_preview")).content.decode()

    assert "The meeting is on 16 November 2026. Its summary can be published from that day on." in page
    assert "data-publish" not in page


def test_correction_starts_from_the_published_text_and_asks_for_a_note(client, press, url, publish):
    publish()
    form = client.get(url("summaries:summary_edit")).context["form"]
    assert form.initial["key_issues"] == "<p>Waiting times</p>"
    action = Action.objects.get()

    typed = {name: value for name, value in form.initial.items() if name != "actions-INITIAL_FORMS"}
    problems = press("preview", **typed).context["form"].problems
    assert [problem.text for problem in problems] == ["Enter what was corrected"]

    press("preview", **typed | {"note": "Three evenings", "actions-0-what": "Open three evenings"})
    version = MeetingSummary.objects.get().draft_version
    people = client.get(url("summaries:summary_preview")).context["mailed"]
    shown = [one.person for one, _ in people]
    client.post(
        url("summaries:summary_publish"), {"draft_version": version, "people": "1", "shown": shown, "send_to": shown}
    )

    action.refresh_from_db()
    assert (action.what, Action.objects.count()) == ("Open three evenings", 1)
    old = client.get(url("summaries:version", 1)).content.decode()
    assert "There is a newer version" in old
    assert "Open two evenings a week" in old


def test_cancelled_meeting_has_no_form(client, url, meeting):
    meeting.status = "cancelled"
    meeting.save()

    answer = client.get(url("summaries:summary_edit"), follow=True)
    assert "This meeting was cancelled. It needs no summary." in answer.content.decode()


def test_editor_alone_may_write_a_style_into_the_page(client, url, publish):
    publish()

    assert "sha256" in client.get(url("summaries:summary_edit"))["Content-Security-Policy"]
    assert "sha256" not in client.get(url("meetings:detail"))["Content-Security-Policy"]


def test_owner_may_be_an_office_or_a_person_and_the_action_may_come_from_an_item(
    client, press, url, seats, board, partnership, meeting, publish
):
    person = factories.PersonFactory(partnership=partnership, name="A Reporter")
    factories.OrganisationFactory(partnership=partnership, name="Office of the clerk", nature="office")
    item = factories.AgendaItemFactory(meeting=meeting, position=3, title="Health inequalities")
    groups = client.get(url("summaries:summary_edit")).context["form"].rows[0].fields["owner"].choices
    assert [name for name, _ in groups] == ["", "Boards and groups", "Organisations", "Posts", "People"]

    typed = complete(seats, board) | {"actions-0-owner": f"person:{person.pk}", "actions-0-item": str(item.pk)}
    press("preview", **typed)
    content = client.get(url("summaries:summary_preview")).context["view"].form.content()
    publish(content=content)

    action = Action.objects.get()
    assert (action.owner, action.item) == (person, item)
    assert draft_of_correction(client, url)["actions-0-item"] == str(item.pk)


def draft_of_correction(client, url):
    return client.get(url("summaries:summary_edit")).context["form"].initial


def test_item_taken_off_the_agenda_meanwhile_is_passed_over(client, press, url, seats, board, meeting):
    item = factories.AgendaItemFactory(meeting=meeting, position=1)
    press("preview", **complete(seats, board) | {"actions-0-item": str(item.pk)})
    item.delete()

    [answer] = client.get(url("summaries:summary_preview")).context["view"].form.content().actions
    assert answer.item is None


def test_action_sent_in_two_rows_is_refused(press, publish, seats, board):
    publish()
    pk = Action.objects.get().pk
    typed = complete(seats, board) | {
        "note": "Two of them",
        "actions-0-id": pk,
        "actions-1-id": pk,
        "actions-1-what": "The same once more",
        "actions-1-owner": f"body:{board.pk}",
        "actions-1-due_on": "14 12 2026",
    }

    problems = press("preview", **typed).context["form"].problems
    assert [problem.text for problem in problems] == ["Action 2 is on the page twice. Remove it, then add it again"]


def test_joint_meeting_asks_for_the_seats_of_each_body_and_names_it(client, press, url, seats, board, ssp, meeting):
    JointBody.objects.create(meeting=meeting, body=ssp)
    seat = factories.SeatFactory(body=ssp, number=1, label="Police")
    factories.SeatFactory(body=ssp, number=2, label="Gone", ends_on=MONDAY.replace(day=15))

    form = client.get(url("summaries:summary_edit")).context["form"]
    assert [(str(body), [row.seat.label for row in rows]) for body, rows in form.seat_groups] == [
        ("Board", ["Borough Council", "Riverside College"]),
        ("Safer SSP", ["Police"]),
    ]
    problems = press("preview", **complete(seats, board)).context["form"].problems
    assert [problem.text for problem in problems] == ["Safer SSP, seat 1, Police: select attendance"]

    press("preview", **complete([*seats, seat], board))
    version = client.get(url("summaries:summary_preview")).context["version"]
    assert [
        (body, [(state, len(seats)) for state, seats in states]) for body, states in version.attendance_by_body
    ] == [
        ("Board", [("present", 2)]),
        ("Safer SSP", [("present", 1)]),
    ]


def test_meeting_held_before_its_body_ended_still_has_its_form(client, press, url, seats, board):
    board.ends_on = MONDAY
    board.save()

    answer = press("preview", **complete(seats, board))
    assert answer["Location"] == url("summaries:summary_preview")


def test_preview_asks_as_many_questions_for_one_recipient_as_for_many(
    client, press, url, seats, board, ppb, partnership, django_assert_num_queries
):
    press("preview", **complete(seats, board))
    with django_assert_num_queries(35):
        client.get(url("summaries:summary_preview"))
    for _ in range(20):
        person = factories.PersonFactory(partnership=partnership)
        factories.AppointmentFactory(person=person, body=ppb)
        factories.PersonFactory(partnership=partnership, organisation=factories.OrganisationFactory())
    with django_assert_num_queries(35):
        client.get(url("summaries:summary_preview"))
