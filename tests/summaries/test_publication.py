"""A summary is published whole, once, to those entitled to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions.models import Action, Sharing
from actions.services.actions import update_action
from attendance.models import Attendance, Guest
from boards.choices import Position
from core.acts import Refused
from core.models import AuditEvent
from core.rules.working_days import LONDON
from invitations.services.recipients import recipients
from meetings.services.clock import SummaryClock
from outbox.models import Message
from summaries.choices import SUMMARY
from summaries.models import MeetingSummary, SummaryVersion
from summaries.services.content import ActionAnswer
from summaries.services.drafts import DraftConflict, save_draft, summary_of
from summaries.services.publication import RecipientsChanged
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

TUESDAY = date(2026, 11, 17)


def addresses(version):
    return [message.email for message in Message.objects.of(SUMMARY, version.pk)]


def test_publish_summary_freezes_attendance_actions_and_one_delivery_each(publish, meeting):
    version = publish()

    assert version.number == 1
    assert version.attendance == [
        {"number": 1, "label": "Borough Council", "holder": "Borough Council", "state": "present", "deputy": ""},
        {"number": 2, "label": "Riverside College", "holder": "Riverside College", "state": "apologies", "deputy": ""},
    ]
    assert version.actions == [
        {"number": 1, "what": "Open two evenings a week", "owner": "Board", "due_on": "2026-12-14"}
    ]
    assert list(Attendance.objects.values_list("seat__number", "state")) == [(1, "present"), (2, "apologies")]
    assert list(Action.objects.values_list("what", "body__name", "status")) == [
        ("Open two evenings a week", "Board", "not-started")
    ]
    assert addresses(version) == ["ppb.member@example.org"]
    meeting.refresh_from_db()
    assert meeting.status == "held"
    summary = MeetingSummary.objects.get()
    assert (summary.published_at, summary.draft) == (WEDNESDAY_NOON, {})


def test_publish_summary_writes_down_who_was_left_out(publish, meeting):
    publish_to = {one.name: one.person for one in recipients(meeting=meeting, on=TUESDAY)}
    version = publish(leave_out=[publish_to["PPB Member"]])

    assert addresses(version) == []
    assert version.not_sent_to == [{"name": "PPB Member", "reason": "left out"}]
    event = AuditEvent.objects.get(verb="summary.published")
    assert event.details == {"version": 1, "sent_to": 0, "left_out": ["PPB Member"]}


def test_recipients_are_those_appointed_on_the_day_with_the_reason(meeting, partnership, ppb):
    leaver = factories.PersonFactory(partnership=partnership, name="A Leaver")
    factories.AppointmentFactory(person=leaver, body=ppb, ends_on=date(2026, 11, 16))
    unreachable = factories.PersonFactory(partnership=partnership, name="Z Unreachable", email="")
    factories.AppointmentFactory(
        person=unreachable, body=ppb, position=Position.CHAIR, starts_on=date(2024, 5, 1), starts_precision="month"
    )
    elsewhere = factories.AppointmentFactory(body__kind="ppb")

    found = recipients(meeting=meeting, on=TUESDAY)

    assert [(one.name, one.reason, one.can_be_mailed) for one in found] == [
        ("PPB Member", "PPB member since January 2001 (Corporate PPB)", True),
        ("Z Unreachable", "PPB chair since May 2024 (Corporate PPB)", False),
    ]
    assert elsewhere.person.name not in {one.name for one in found}


def test_recipient_of_two_boards_gets_it_once_and_knows_both_reasons(partnership, ppb, publish):
    other = factories.BodyFactory(partnership=partnership, kind="ppb", name="Health PPB")
    person = partnership.people.get(name="PPB Member")
    factories.AppointmentFactory(person=person, body=other, starts_precision="unknown", starts_on=None)

    message = Message.objects.of(SUMMARY, publish().pk).get()

    assert set(message.reason.split("; ")) == {
        "PPB member since January 2001 (Corporate PPB)",
        "PPB member (Health PPB)",
    }


def test_publication_refuses_a_list_that_has_changed_since_it_was_shown(publish, meeting, partnership, ppb):
    shown = [one.person for one in recipients(meeting=meeting, on=TUESDAY)]
    factories.AppointmentFactory(person__partnership=partnership, body=ppb)

    with pytest.raises(RecipientsChanged):
        publish(shown=shown)
    assert (SummaryVersion.objects.count(), Message.objects.count(), Action.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "at", "why"),
    [
        (
            {},
            datetime(2026, 11, 15, 23, 59, 59, tzinfo=LONDON),
            "The meeting is on 16 November 2026. Its summary can be published from that day on.",
        ),
        (
            {"status": "cancelled"},
            WEDNESDAY_NOON,
            "The meeting was cancelled, so there is no summary to publish.",
        ),
        (
            {"status": "postponed"},
            WEDNESDAY_NOON,
            "The meeting was postponed, so there is no summary to publish.",
        ),
        (
            {"held_precision": "month"},
            WEDNESDAY_NOON,
            "The day of the meeting is not on record. Enter it before you publish the summary.",
        ),
    ],
)
def test_publication_refuses_a_bad_day(publish, meeting, change, at, why):
    for name, value in change.items():
        setattr(meeting, name, value)
    meeting.save()

    with pytest.raises(Refused, match=why):
        publish(at=at)
    assert SummaryVersion.objects.count() == 0


def test_publication_on_the_meetings_own_day_is_allowed(publish):
    assert publish(at=datetime(2026, 11, 16, 0, 0, tzinfo=LONDON)).number == 1


def test_publication_happens_once(publish):
    publish()

    with pytest.raises(Refused, match="published already"):
        publish()
    assert SummaryVersion.objects.count() == 1


def test_publication_refuses_a_draft_that_changed_after_the_preview(publish, meeting, admin):
    seen = summary_of(meeting).draft_version
    save_draft(summary=summary_of(meeting), data={"decisions": "New"}, draft_version=seen, by=admin, at=WEDNESDAY_NOON)

    with pytest.raises(DraftConflict) as refused:
        publish(draft_version=seen)
    assert refused.value.saved_by == admin


@pytest.mark.parametrize(
    ("held_on", "due_on", "at", "words"),
    [
        # Summer time: 22:59:59 UTC is 23:59:59 in London.
        (date(2026, 7, 6), date(2026, 7, 13), datetime(2026, 7, 13, 22, 59, 59, tzinfo=UTC), "published on time"),
        (
            date(2026, 7, 6),
            date(2026, 7, 13),
            datetime(2026, 7, 13, 23, 0, 0, tzinfo=UTC),
            "published 1 working day late",
        ),
        (MONDAY, date(2026, 11, 23), datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC), "published on time"),
    ],
)
def test_publication_counts_as_on_time_until_the_due_day_ends_in_london(publish, meeting, held_on, due_on, at, words):
    meeting.held_on, meeting.summary_due_on = held_on, due_on
    meeting.save()

    version = publish(at=at)

    due = SummaryClock(meeting.partnership, [meeting], today=date(2026, 11, 30))
    assert due.timing(meeting, published_at=version.published_at).words == words


def test_correction_is_a_new_version_and_the_old_one_stays(publish, content, seats, partnership):
    publish()
    first = Action.objects.get()
    college = factories.OrganisationFactory(partnership=partnership, name="College")
    corrected = replace(
        content,
        note="The college came",
        seats=[replace(content.seats[0]), replace(content.seats[1], state="deputy", deputy="Vice-principal")],
        actions=[
            replace(content.actions[0], what="Open three evenings a week", action=first),
            ActionAnswer("Publish the hours", owner=college, due_on=date(2027, 1, 4)),
        ],
    )

    publish(content=corrected, at=WEDNESDAY_NOON + timedelta(days=1))

    assert [(one.number, one.note) for one in SummaryVersion.objects.order_by("number")] == [
        (1, ""),
        (2, "The college came"),
    ]
    assert SummaryVersion.objects.get(number=1).actions[0]["what"] == "Open two evenings a week"
    assert list(Attendance.objects.values_list("seat__number", "state", "deputy_name")) == [
        (1, "present", ""),
        (2, "deputy", "Vice-principal"),
    ]
    assert list(Action.objects.order_by("number").values_list("number", "what")) == [
        (1, "Open three evenings a week"),
        (2, "Publish the hours"),
    ]
    assert MeetingSummary.objects.get().published_at == WEDNESDAY_NOON
    assert Message.objects.filter(kind=SUMMARY).count() == 2


def test_correction_leaves_an_action_carried_that_was_carried_since(publish, content, officer):
    publish()
    carried = Action.objects.get()
    later, at = date(2027, 2, 1), WEDNESDAY_NOON
    update_action(
        action=carried, status="in-progress", text="Later", reported_on=TUESDAY, new_due_on=later, by=officer, at=at
    )
    carried.refresh_from_db()
    agreed = replace(content.actions[0], action=carried)

    second = publish(content=replace(content, note="A typing error", actions=[agreed]))
    carried.refresh_from_db()
    assert (carried.due_on, second.actions[0]["due_on"]) == (later, "2026-12-14")

    third = publish(content=replace(content, note="Another day", actions=[replace(agreed, due_on=date(2026, 12, 21))]))
    carried.refresh_from_db()
    assert (carried.due_on, third.actions[0]["due_on"]) == (date(2026, 12, 21), "2026-12-21")


def test_correction_closes_an_action_that_it_takes_out_and_leaves_a_finished_one(publish, content, officer, board):
    two = replace(content, actions=[*content.actions, ActionAnswer("Count the patients", owner=board)])
    publish(content=two)
    finished, gone = Action.objects.order_by("number")
    update_action(action=finished, status="done", text="Open", reported_on=TUESDAY, by=officer, at=WEDNESDAY_NOON)

    publish(content=replace(content, note="Nothing was agreed after all", actions=[]))

    finished.refresh_from_db()
    gone.refresh_from_db()
    assert (finished.status, gone.status, gone.closed_on) == ("done", "dropped", date(2026, 11, 18))
    assert [update.text for update in gone.updates.all()] == [
        "Taken out when the summary was corrected: Nothing was agreed after all"
    ]


def test_correction_starts_from_what_was_published(publish, content):
    form_data = publish().form_data
    action = Action.objects.get()

    assert form_data["actions-0-id"] == str(action.pk)
    assert form_data["actions-0-due_on"] == "14 December 2026"
    assert form_data["actions-0-owner"] == f"body:{action.owner_body_id}"
    assert form_data["key_issues"] == content.key_issues


def test_guests_are_those_whom_others_present_names_and_a_correction_changes_only_what_differs(publish, content):
    publish(content=replace(content, others_present="Network Manager, Community Radio\nA resident"))
    kept = Guest.objects.get(name="A resident")

    publish(content=replace(content, note="The manager did not come", others_present="A resident\nA reporter, Weekly"))

    assert list(Guest.objects.values_list("name", "organisation_name")) == [
        ("A reporter", "Weekly"),
        ("A resident", ""),
    ]
    assert Guest.objects.get(name="A resident").pk == kept.pk


def test_publication_asks_the_organisations_to_pass_its_actions_on(publish):
    publish()

    assert list(Sharing.objects.values_list("organisation__name", "action__what")) == [
        ("Borough Council", "Open two evenings a week"),
        ("Riverside College", "Open two evenings a week"),
    ]
