"""The made-up cycle: all that it promises is there on the day of loading, and all of it is marked."""

from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from django.test import TestCase

from actions.choices import ActionStatus
from actions.models import Action, ActionUpdate, Sharing
from actions.services.sharing import sharing_grid
from agendas.models import DocumentVersion
from attendance.models import Attendance
from boards.choices import Role
from boards.models import Appointment, Body, Partnership, Person, RoleGrant
from boards.services.calendar import holidays_of
from core.models import AuditEvent
from core.rules.working_days import (
    LONDON,
    SummaryState,
    SummaryTiming,
    is_working_day,
    summary_timing,
    working_days_between,
)
from example.loader import EXAMPLE_NOTE, ExampleRefused, add_cycle, load_example
from imports.exporting import export_files
from imports.importer import import_directory
from invitations.models import Invitation
from meetings.models import Meeting, MeetingMove
from monitoring.models import Review
from monitoring.services.reviews import reviews_due
from outbox.choices import MessageState
from outbox.models import MailPreference, Message
from performance.models import Achievement, Measure, Result, Target
from progress.models import ProgressRequest, ProgressUpdate, StatusChange
from recommendations.models import Recommendation, RecommendationComment, RecommendationVisit
from reports.models import AnnualReport
from summaries.models import MeetingSummary, SummaryComment
from tests import factories
from tests.halton import HALTON, TODAY, add_halton
from tests.imports.round_trip import described, read_again

LAST_FACT = date(2013, 12, 31)
NOW = datetime.combine(TODAY, time(9), LONDON)


def timings(partnership: Partnership, today: date) -> dict[str, SummaryTiming]:
    """Each made-up meeting that owes a summary and has been held: its state."""
    holidays = holidays_of(partnership, range(today.year - 1, today.year + 2))
    return {
        f"{meeting.body.code} {meeting.held_on}": summary_timing(
            meeting.held_on,
            meeting.summary_due_on,
            meeting.summary.published_at if hasattr(meeting, "summary") else None,
            today=today,
            holidays=holidays,
        )
        for meeting in Meeting.objects.filter(held_on__gt=LAST_FACT, held_on__lte=today).exclude(summary_due_on=None)
    }


class TestExample(TestCase):
    """Loaded once, on Monday 23 November 2026."""

    @classmethod
    def setUpTestData(cls):
        cls.elsewhere = factories.PartnershipFactory(slug="elsewhere", name="Elsewhere")
        factories.BodyFactory(partnership=cls.elsewhere, code="hsp-board")
        cls.halton = load_example(today=TODAY, now=NOW)

    def test_partnership_says_that_it_is_an_example(self):
        halton = Partnership.objects.get(slug="halton")
        assert (halton.example_note, halton.office_email) == (EXAMPLE_NOTE, "partnership.office@example.org")
        assert halton.accent != Partnership._meta.get_field("accent").default
        event = AuditEvent.objects.get(verb="example.loaded")
        assert (event.scope, event.made_by, event.about_label) == ("halton", None, str(halton))

    def test_it_goes_out_as_files_and_comes_in_again(self):
        self.elsewhere.bodies.all().delete()
        self.elsewhere.body_kinds.all().delete()
        self.elsewhere.delete()
        first, before = export_files(self.halton), described()
        partnership = read_again(first, Path(self.enterContext(TemporaryDirectory())) / "halton")
        after = described()
        assert {name: after[name] for name in before} == before
        assert export_files(partnership) == first

    def test_other_partnerships_stay_as_they_are(self):
        assert self.elsewhere.history.count() == 1
        assert (self.elsewhere.bodies.count(), self.elsewhere.meetings.count(), self.elsewhere.people.count()) == (
            1,
            0,
            0,
        )

    def test_what_is_dated_up_to_2013_is_in_the_files_and_the_rest_is_later(self):
        """What the banner says: a fact without a date is in the files too, and every person is made up."""
        dates = {
            Meeting: "held_on",
            ProgressUpdate: "reported_on",
            StatusChange: "changed_on",
            Achievement: "happened_on",
            Attendance: "meeting__held_on",
            Action: "meeting__held_on",
            Invitation: "meeting__held_on",
        }
        made_up = {model.__name__: model.objects.filter(**{f"{day}__gt": LAST_FACT}) for model, day in dates.items()}
        made_up |= {model.__name__: model.objects.filter(year__gt=LAST_FACT.year) for model in (Result, Target)}
        facts = {name: rows.model.objects.count() - rows.count() for name, rows in made_up.items()}
        assert facts == {
            "Meeting": 17,
            "ProgressUpdate": 23,
            "StatusChange": 10,
            "Achievement": 19,
            "Attendance": 0,
            "Action": 0,
            "Invitation": 0,
            "Result": 21,
            "Target": 0,
        }
        assert all(rows.exists() for rows in made_up.values())
        assert all(email.endswith("@example.org") for email in Person.objects.values_list("email", flat=True))

    def test_importing_the_facts_again_changes_nothing(self):
        totals = import_directory(HALTON, today=TODAY).totals
        assert (totals["new"], totals["changed"], totals["unchanged"]) == (0, 0, 328)

    def test_summaries_are_on_time_late_due_and_overdue(self):
        assert Counter(timing.state for timing in timings(self.halton, TODAY).values()) == {
            SummaryState.ON_TIME: 9,
            SummaryState.LATE: 1,
            SummaryState.DUE: 2,
            SummaryState.OVERDUE: 1,
        }

    def test_each_body_met_before_and_all_but_one_meet_again(self):
        held = Meeting.objects.filter(held_on__gt=LAST_FACT, status="held", held_on__lte=TODAY)
        assert Counter(held.values_list("body__code", flat=True)) == {
            "hsp-board": 3,
            "hwb-shadow": 2,
            "ssp12-cyp": 2,
            "ssp12-els": 2,
            "ssp12-er": 2,
            "ssp12-safer": 2,
            "ppb-corporate": 3,
            "cold-homes-topic-group": 1,
            "housing-group": 1,
        }
        ahead = Meeting.objects.upcoming(on=TODAY).filter(kind="meeting", joint_bodies=None)
        behind = {"housing-group"}
        assert Counter(ahead.values_list("body__code", flat=True)) == dict.fromkeys(
            set(held.values_list("body__code", flat=True)) - behind, 1
        )
        assert Meeting.objects.filter(status="cancelled", held_on__gt=LAST_FACT, summary_due_on=None).count() == 1

    def test_joint_meeting_event_and_partner_at_the_scrutiny_board_are_ahead(self):
        ahead = Meeting.objects.upcoming(on=TODAY)
        joint = ahead.get(joint_bodies__body__code="ppb-corporate")
        assert (joint.body.code, joint.theme, joint.joint_bodies.count()) == (
            "hsp-board",
            "Jobs for people under 25",
            2,
        )
        assert joint.summary_due_on is not None
        event = ahead.get(kind="event", body=None)
        assert event.invitations.counts() == {
            "all": 6,
            "coming": 2,
            "instead": 1,
            "declined": 1,
            "unable": 2,
            "asked": 2,
            "came": 0,
        }
        guest = Invitation.objects.get(meeting__body__code="ppb-corporate", meeting__held_on__gt=TODAY)
        assert (guest.name, guest.state, guest.item.title) == (
            "Partner Member",
            "accepted",
            "Empty shops: what partners do",
        )
        assert Invitation.objects.follow_up_due(on=TODAY).get().meeting.status == "held"

    def test_board_summary_has_26_seats_with_apologies_and_deputies_by_role(self):
        summary = MeetingSummary.objects.filter(meeting__body__code="hsp-board").latest("meeting__held_on")
        states = Counter(Attendance.objects.filter(meeting=summary.meeting).values_list("state", flat=True))
        assert states == {"present": 19, "apologies": 3, "deputy": 3, "absent": 1}
        assert Attendance.objects.count() == 2 * 26
        version = summary.versions.get()
        assert len(version.attendance) == 26
        assert [seat["holder"] for seat in version.attendance][9] == "Police and Crime Commissioner"

    def test_correction_is_a_second_version_with_a_note(self):
        corrected = MeetingSummary.objects.get(versions__number=2)
        second, first = corrected.versions.all()
        assert second.note == "The number of flats in the trial is 400, not 4,000."
        assert ("4,000 flats" in first.decisions, "4,000 flats" in second.decisions) == (True, False)
        assert corrected.meeting.actions.count() == 2

    def test_summaries_went_to_twelve_people_and_none_waits(self):
        assert Counter(Message.objects.filter(kind="summary").values_list("state", flat=True)) == {
            MessageState.SENT: 131,
            MessageState.FAILED: 1,
        }
        assert all(address.endswith("@example.org") for address in Message.objects.values_list("email", flat=True))

    def test_mail_that_was_given_up_shows_each_attempt_and_the_office_was_told(self):
        failed = Message.objects.get(state=MessageState.FAILED)
        assert (failed.attempts, failed.tries.count(), failed.last_error) == (
            8,
            8,
            "452 4.2.2 The mailbox is full",
        )
        assert Message.objects.filter(kind="given-up", state=MessageState.SENT).count() == 3
        assert not Message.objects.filter(state=MessageState.SENT, tries=None).exists()
        # No mail server has had any of it, whatever this portal sends by.
        gone = Message.objects.filter(state=MessageState.SENT)
        assert {one.state_words for one in gone} == {"kept here, not sent"}
        assert MailPreference.objects.get(email="member@example.org").rhythm == "weekly"

    def test_some_organisations_have_passed_actions_on_and_said_so(self):
        grid = sharing_grid(Meeting.objects.get(title="HSP Board meeting: skills for local jobs"))
        assert (len(grid.rows), grid.complete) == (14, 6)
        by_link = Sharing.objects.filter(shared_by__isnull=False)
        assert set(by_link.values_list("organisation__code", flat=True)) == {"chamber"}

    def test_an_agenda_has_a_paper_and_a_meeting_was_moved(self):
        paper = DocumentVersion.objects.get()
        assert (paper.filename, paper.pages, paper.document.item.position) == ("early-buses.pdf", 1, 2)
        move = MeetingMove.objects.get()
        assert (move.meeting.body.code, move.to_on) == ("ssp12-safer", move.meeting.held_on)

    def test_actions_are_in_every_state(self):
        states = Counter(Action.objects.values_list("status", flat=True))
        assert set(states) == set(ActionStatus)
        assert Action.objects.overdue(on=TODAY).count() == 6
        assert Action.objects.exclude(owner_body=None).exists()
        assert Action.objects.exclude(owner_organisation=None).exists()

    def test_one_comment_of_each_kind_is_unanswered(self):
        assert (SummaryComment.objects.count(), SummaryComment.objects.unanswered().count()) == (3, 1)
        assert (RecommendationComment.objects.count(), RecommendationComment.objects.unanswered().count()) == (2, 1)

    def test_member_looked_before_the_last_progress(self):
        visit = RecommendationVisit.objects.get()
        changed = ProgressUpdate.objects.filter(recorded_at__gt=visit.latest_at)
        assert [update.recommendation.number for update in changed] == [7]

    def test_reviews_of_2014_close_what_the_facts_left_open(self):
        of_halton = Recommendation.objects.filter(topic_group__body__code="topic-group").as_at(TODAY)
        assert {one.number: one.status for one in of_halton.monitored()} == {
            2: "in-progress",
            4: "in-progress",
            6: "needs-follow-up",
            7: "in-progress",
            9: "needs-follow-up",
            10: "in-progress",
        }
        closed = {one.number: (one.status, one.closed_on) for one in of_halton.closed()}
        assert closed == {
            1: ("implemented", date(2015, 3, 24)),
            3: ("implemented", date(2015, 3, 24)),
            5: ("implemented", date(2014, 3, 25)),
            8: ("implemented", date(2014, 3, 25)),
        }
        assert set(
            Review.objects.filter(recommendation__in=of_halton).values_list("reviewed_on", "recorded_by__name")
        ) == {(date(2014, 3, 25), "Partnership Officer")}

    def test_owners_are_asked_for_progress_before_the_next_ppb(self):
        ahead = Meeting.objects.upcoming(on=TODAY).get(body__code="ppb-corporate")
        assert set(ProgressRequest.objects.values_list("meeting", flat=True)) == {ahead.pk}

    def test_reviews_due_are_of_this_month(self):
        due = {one.review_due_on for one in reviews_due(self.halton, TODAY)}
        assert due == {date(2026, 12, 15)}

    def test_measures_reach_the_year_of_the_report(self):
        report = AnnualReport.objects.get()
        assert report.year == 2026
        latest = {
            measure.code: measure.results.last().year for measure in Measure.objects.filter(code__startswith="example-")
        }
        assert {code for code, year in latest.items() if year != 2026} == {"example-bus-journeys"}
        range_target = Target.objects.get(measure__code="example-bed-occupancy", year=2026)
        assert (range_target.low, range_target.high) == (Decimal(85), Decimal(92))

    def test_report_is_begun_and_has_its_written_sections(self):
        report = AnnualReport.objects.get()
        written = {section.key for section in report.sections.exclude(text="")}
        assert written == {"foreword", "looking-ahead"}
        fell_on = Achievement.objects.filter(happened_on__gt=LAST_FACT).values_list("happened_on", flat=True)
        assert all(day in report.financial_year and day <= TODAY for day in fell_on)

    def test_demo_people_are_roles_with_the_roles_they_name(self):
        assert dict(RoleGrant.objects.values_list("user__email", "role")) == {
            "officer@example.org": Role.OFFICER,
            "admin@example.org": Role.ADMIN,
            "member@example.org": Role.MEMBER,
            "ppb.member@example.org": Role.PPB_MEMBER,
            "ppb.chair@example.org": Role.PPB_MEMBER,
        }
        assert Appointment.objects.filter(body__code="ppb-corporate").count() == 12
        assert (
            Body.objects.get(code="hsp-board", partnership=self.halton).seats.get(number=20).appointments.count() == 1
        )

    def test_example_is_not_loaded_over_itself(self):
        with pytest.raises(ExampleRefused):
            load_example(today=TODAY, now=NOW)


class TestOddDays(TestCase):
    """The cycle is whole on whatever day it is loaded."""

    DAYS = (
        date(2027, 1, 2),  # a Saturday after bank holidays
        date(2027, 3, 29),  # Easter Monday
        date(2028, 2, 29),
    )
    MORE_DAYS = (
        date(2026, 11, 22),  # a Sunday
        date(2026, 12, 25),
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 30),
        date(2027, 4, 1),  # the first day of a financial year
        date(2027, 7, 1),
    )

    @classmethod
    def setUpTestData(cls):
        cls.halton = add_halton()

    def test_cycle_is_whole_on_odd_days(self):
        self.add_and_check(self.DAYS)

    @pytest.mark.long("six more odd days on which the example is loaded")
    def test_cycle_is_whole_on_more_odd_days(self):
        self.add_and_check(self.MORE_DAYS)

    def add_and_check(self, days: tuple[date, ...]) -> None:
        for today in days:
            with self.subTest(today=today), transaction.atomic():
                now = datetime.combine(today, time(9), LONDON)
                add_cycle(Partnership.objects.get(pk=self.halton.pk), today=today, now=now)
                self.check(today, now)
                transaction.set_rollback(True)

    def check(self, today: date, now: datetime) -> None:
        holidays = holidays_of(self.halton, range(today.year - 1, today.year + 2))
        states = timings(self.halton, today)
        assert Counter(timing.state for timing in states.values()) == {
            SummaryState.ON_TIME: 9,
            SummaryState.LATE: 1,
            SummaryState.DUE: 2,
            SummaryState.OVERDUE: 1,
        }
        assert [timing.working_days for timing in states.values() if timing.state is SummaryState.OVERDUE] == [1]
        no_draft = Meeting.objects.owing_summary(on=today).filter(summary=None)
        assert [
            (one.body.code, working_days_between(today, one.summary_due_on, holidays=holidays)) for one in no_draft
        ] == [("hsp-board", 2)]

        made_up = Meeting.objects.filter(held_on__gt=LAST_FACT)
        assert all(is_working_day(one.held_on, holidays=holidays) for one in made_up)
        assert Meeting.objects.upcoming(on=today).count() == 10
        assert not MeetingSummary.objects.filter(published_at__gt=now).exists()
        assert not MeetingSummary.objects.filter(saved_at__gt=now).exists()
        assert not SummaryComment.objects.filter(made_at__gt=now).exists()
        assert not Message.objects.filter(state=MessageState.QUEUED).exists()
        for update in ActionUpdate.objects.select_related("action__meeting"):
            assert update.action.meeting.held_on < update.reported_on <= today
        assert Action.objects.overdue(on=today).count() >= 4
        assert not ProgressUpdate.objects.filter(reported_on__gt=today).exists()
        year = AnnualReport.objects.get().financial_year
        achieved = Achievement.objects.filter(happened_on__gt=LAST_FACT).values_list("happened_on", flat=True)
        assert all(day in year and day <= today for day in achieved)
