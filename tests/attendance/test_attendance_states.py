"""Who joined online, is on leave, left early or withdrew: typed, published, counted, and shown everywhere."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse

from agendas.services.agenda import why_not_removable
from attendance.choices import AttendanceState
from attendance.models import Attendance
from attendance.rules import LETTERS, Tally, Year
from attendance.services import attendance_by_organisation, matrix_of, present_at
from core.models import AuditEvent
from reports.assembly.meetings import read_meetings
from reports.rules import ReportedYear
from summaries.models import SummaryVersion
from summaries.papers import context
from summaries.services.content import SeatAnswer
from tests import factories
from tests.cycle import WEDNESDAY_NOON

YEAR = Year.parse("2026-27")
TODAY = WEDNESDAY_NOON.date()
YEAR_OF_REPORT = ReportedYear.seen_on(TODAY, 2026).year


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def item(meeting):
    return factories.AgendaItemFactory(meeting=meeting, position=3, title="Warm homes")


@pytest.fixture
def attend(meeting, seats):
    """Record how each of the two seats attended."""

    def now(*states, **given):
        rows = zip(seats, states, strict=True)
        return [Attendance.objects.create(meeting=meeting, seat=seat, state=state, **given) for seat, state in rows]

    return now


# Counted


@pytest.mark.parametrize(
    ("states", "tally", "quorum_online", "quorum_in_person"),
    [
        (("online", "present"), Tally(present=1, online=1), True, False),
        (("online", "leave"), Tally(online=1, leave=1), False, False),
        (("present", "present"), Tally(present=2), True, True),
    ],
)
def test_body_says_whether_online_counts_towards_its_quorum(
    attend, meeting, board, states, tally, quorum_online, quorum_in_person
):
    attend(*states)
    board.quorum = 2
    for board.online_counts, verdict in ((True, quorum_online), (False, quorum_in_person)):
        board.save()
        meeting.refresh_from_db()
        found = present_at(meeting)[0]
        assert (found.tally, found.quorum.is_met) == (tally, verdict)
        of_year = matrix_of(board, year=YEAR, reader=AnonymousUser(), on=TODAY)
        assert of_year.with_quorum == int(verdict)


def test_online_fills_a_seat_and_leave_of_absence_does_not(attend, partnership, meeting):
    meeting.status = "held"
    meeting.save()
    attend("online", "leave")
    found = attendance_by_organisation(partnership, year=YEAR, reader=AnonymousUser())
    rates = {one.organisation.name: one.tally.rate for one in found}
    assert rates == {"Borough Council": "100%", "Riverside College": "0%"}
    facts = read_meetings(partnership, ReportedYear(YEAR_OF_REPORT, as_at=TODAY))
    assert facts.board_attendance == 50


# Shown


def test_every_state_has_a_letter_of_its_own_and_its_legend(attend, board, client_for):
    assert len(set(LETTERS.values())) == len(AttendanceState)
    attend("online", "leave")
    page = client_for(None).get(reverse("attendance:matrix", args=["halton", "board"])).text
    for state, letter in LETTERS.items():
        assert f">{letter}</span> {state.label}</li>" in page


def test_meeting_matrix_and_organisation_say_that_somebody_left(attend, item, seats, meeting, client_for):
    attend("online", "present", departure="interest", departed_at=item)
    public = client_for(None)
    found = matrix_of(meeting.body, year=YEAR, reader=AnonymousUser(), on=TODAY)
    assert [(row.marks[0].letter, row.marks[0].words, row.marks[0].has_left) for row in found.rows] == [
        ("O", "joined online; withdrew for item 3 (interest declared)", True),
        ("P", "present; withdrew for item 3 (interest declared)", True),
    ]
    csv = public.get(reverse("attendance:matrix_csv", args=["halton", "board"])).text
    assert "1,Borough Council,joined online; withdrew for item 3 (interest declared),0,1,0,0,0,0,100" in csv
    organisation = seats[0].holdings.get().organisation
    page = public.get(reverse("attendance:organisation_attendance", args=["halton", organisation.code])).text
    assert "<span>Joined online; withdrew for item 3 (interest declared)</span>" in page
    page = public.get(meeting.get_absolute_url()).text
    assert "<li>1 joined online</li>" in page


def test_only_who_came_can_leave(attend):
    for state in ("apologies", "leave", "absent"):
        with pytest.raises(IntegrityError), transaction.atomic():
            attend(state, "present", departure="early")


# Typed and published


@pytest.fixture
def form(client_for, officer, meeting):
    """Type into the summary form without scripts, and go on to its preview."""
    client, url = client_for(officer), reverse("summaries:summary_edit", args=["halton", meeting.pk])

    def type_in(**typed):
        version = client.get(url).context["draft_version"]
        complete = {"key_issues": "<p>Warm homes</p>", "actions-TOTAL_FORMS": "1", "actions-INITIAL_FORMS": "0"}
        return client.post(url, {"do": "preview", "draft_version": version, **complete, **typed}, follow=True)

    return type_in


def names(seats):
    return [f"seat-{seat.pk}-" for seat in seats]


def test_officer_types_it_and_the_preview_shows_it(form, seats, item):
    one, two = names(seats)
    answer = form(
        **{f"{one}state": "online", f"{one}left": "early", f"{one}item": item.pk, f"{two}state": "leave"},
        **{f"{two}left": "interest"},
    )
    assert "Joined online (1)" in answer.text
    assert "Borough Council (left early, at item 3, Warm homes)" in answer.text
    assert "Leave of absence (1)" in answer.text
    # Who was not there cannot have left: what was typed before stays in the draft and goes no further.
    assert "withdrew" not in answer.text


def test_withdrawal_names_its_item(form, seats, item):
    one, two = names(seats)
    typed = {f"{one}state": "present", f"{one}left": "interest", f"{two}state": "present"}
    answer = form(**typed)
    assert f'href="#id_{one}item">Seat 1: select the item they withdrew for</a>' in answer.text
    assert '<details class="govuk-details app-attendance__left" open>' in answer.text


def test_garbage_in_the_selects_is_refused_by_name(form, seats, item):
    one, two = names(seats)
    elsewhere = factories.AgendaItemFactory()
    typed = {f"{one}state": "present", f"{two}state": "present", f"{one}left": "x", f"{one}item": elsewhere.pk}
    assert form(**typed).text.count("Seat 1: select from the list</a>") == 2


def test_seat_without_an_answer_is_asked_for_attendance(form, seats):
    answer = form(**{f"{names(seats)[0]}state": "online"})
    assert "Seat 2, Riverside College: select attendance" in answer.text


def published(publish, content, seats, **given):
    answers = [SeatAnswer(seats[0], "online", "Borough Council", **given), SeatAnswer(seats[1], "leave")]
    content.seats[:] = answers
    return publish()


def test_summary_page_and_paper_state_it_and_a_correction_starts_from_it(publish, content, seats, item, client_for):
    version = published(publish, content, seats, departure="interest", item=item)
    words = "withdrew for item 3, Warm homes (interest declared)"
    assert version.attendance[0]["left"] == words
    row = Attendance.objects.get(seat=seats[0])
    assert (row.state, row.departure, row.departed_at) == ("online", "interest", item)

    meeting = version.summary.meeting
    assert f"Borough Council ({words})" in client_for(None).get(meeting.get_absolute_url()).text
    groups = context(version, meeting)["attendance"]
    assert [(group["heading"], [seat.left for seat in group["seats"]]) for group in groups] == [
        ("Joined online", [words]),
        ("Leave of absence", [""]),
    ]
    assert version.form_data[f"seat-{seats[0].pk}-left"] == "interest"
    assert version.form_data[f"seat-{seats[0].pk}-item"] == str(item.pk)
    assert why_not_removable(item) == "The attendance says that somebody left at it, so it stays on record."


def test_title_of_an_item_for_members_only_is_not_published(publish, content, seats, item):
    item.is_members_only = True
    item.save()
    version = published(publish, content, seats, departure="early", item=item)
    assert version.attendance[0]["left"] == "left early, at item 3"


def test_summary_published_before_this_reads_as_it_did(publish):
    version = publish()
    assert [seat.remark for seat in SummaryVersion.objects.get(pk=version.pk).seats_marked] == ["", ""]


# Rates for members only


@pytest.mark.parametrize(
    "name",
    [
        "attendance:attendance",
        "attendance:attendance_csv",
        "attendance:matrix",
        "attendance:matrix_csv",
        "attendance:matrix_xlsx",
    ],
)
def test_rates_are_kept_to_members_by_a_setting(name, attend, board, world, client_for):
    attend("present", "online")
    args = ["halton"] if name.startswith("attendance:attendance") else ["halton", "board"]
    url = reverse(name, args=args)

    def answers():
        people = (None, world.outsider, world.member)
        return [client_for(person).get(url).status_code for person in people]

    assert answers() == [200, 200, 200]
    world.partnership.shows_attendance_rates = False
    world.partnership.save()
    assert answers() == [302, 403, 200]


def test_no_public_page_leads_to_or_states_rates_that_are_kept(attend, seats, board, meeting, world, client_for):
    meeting.status = "held"
    meeting.save()
    attend("present", "online")
    organisation = seats[0].holdings.get().organisation
    pages = [
        meeting.get_absolute_url(),
        board.get_absolute_url(),
        organisation.get_absolute_url(),
        reverse("meetings:list", args=["halton"]),
    ]

    def leading(person):
        return ["/attendance/" in client_for(person).get(page).text for page in pages]

    assert leading(None) == [True] * 4
    world.partnership.shows_attendance_rates = False
    world.partnership.save()
    assert leading(None) == [False] * 4
    assert leading(world.member) == [True] * 4
    url = reverse("attendance:organisation_attendance", args=["halton", organisation.code])
    assert client_for(None).get(url).status_code == 302
    facts = read_meetings(world.partnership, ReportedYear(YEAR_OF_REPORT, as_at=TODAY))
    assert (facts.board_attendance, [note for note in facts.notes if "seats" in note]) == (None, [])
    # Who was there stays on the meeting's own page.
    assert "<li>1 joined online</li>" in client_for(None).get(meeting.get_absolute_url()).text


def test_admin_turns_rates_off_and_the_trail_says_so(client_for, world):
    client, url = client_for(world.admin), reverse("boards:settings", args=["halton"])
    client.post(url, {"nation": "england-and-wales"})
    world.partnership.refresh_from_db()
    assert world.partnership.shows_attendance_rates is False
    assert AuditEvent.objects.get(verb="partnership.changed").details == {"shows_attendance_rates": "yes → no"}


def test_matrix_costs_the_same_when_members_left(board, django_assert_num_queries):
    seat = factories.SeatFactory(body=board)

    def read():
        matrix_of(board, year=YEAR, reader=AnonymousUser(), on=TODAY)

    for day in (2, 3, 4):
        meeting = factories.MeetingFactory(body=board, held_on=date(2026, 11, day), status="held")
        item = factories.AgendaItemFactory(meeting=meeting)
        Attendance.objects.create(meeting=meeting, seat=seat, state="present", departure="early", departed_at=item)
    with django_assert_num_queries(4):
        read()
