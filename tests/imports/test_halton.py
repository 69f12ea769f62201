"""Halton as it is imported: the numbers of its files, its dates, and its oddities left as they are."""

from collections import Counter
from datetime import date
from decimal import Decimal

from django.test import TestCase

from agendas.models import AgendaItem
from boards.choices import HolderKind, OrganisationKind
from boards.models import Body, BodyChange, Organisation, Partnership, Priority, ReportingLine, Seat, SeatHolding
from core.rules.dates import ended_label, format_date, started_label
from meetings.models import Meeting
from performance.models import Achievement, Measure, Result
from progress.models import ProgressUpdate, StatusChange
from recommendations.models import Owner, Recommendation
from scrutiny.models import Finding, TopicGroup
from tests.halton import TODAY, add_halton


def codes(bodies):
    return [body.code for body in bodies]


class TestHalton(TestCase):
    """Loaded once; each test is rolled back to that state."""

    @classmethod
    def setUpTestData(cls):
        add_halton()

    # Structure

    def test_partnership_follows_one_that_has_no_pages(self):
        halton = Partnership.objects.get(slug="halton")
        assert (halton.name, halton.code, halton.is_listed, halton.example_note) == (
            "Halton Strategic Partnership",
            "hsp",
            True,
            "",
        )
        earlier = halton.predecessor
        assert (earlier.slug, earlier.is_listed) == ("halton-partnership", False)
        assert ended_label(earlier.ends_on, earlier.ends_precision) == "ended 2001"

    def test_bodies_outside_the_partnership_belong_to_it_by_their_kind(self):
        outside = Body.objects.filter(kind__code__in=("ppb", "external", "statutory", "topic-group"))
        assert {body.code: (body.kind.code, body.partnership.slug) for body in outside} == {
            "hscb": ("statutory", "halton"),
            "lep": ("external", "halton"),
            "pcp": ("external", "halton"),
            "ppb-corporate": ("ppb", "halton"),
            "topic-group": ("topic-group", "halton"),
        }
        assert codes(Body.objects.scrutinising()) == ["ppb-corporate"]
        assert codes(Body.objects.filter(is_proposed=True)) == ["we-scrutiny-group", "joint-meeting"]
        assert codes(Body.objects.filter(is_shadow=True)) == ["hwb-shadow"]

    def test_ssps_are_those_on_record_on_the_day(self):
        expected = {
            date(2005, 11, 8): [],
            date(2005, 11, 9): ["ssp05-health", "ssp05-urban", "ssp05-lce", "ssp05-we", "ssp05-safe"],
            date(2005, 11, 10): [],
            date(2011, 12, 31): ["halton-health-partnership"],
            date(2012, 3, 1): ["hwb-shadow", "ssp12-cyp", "ssp12-els", "ssp12-er", "ssp12-safer"],
            TODAY: ["hwb-shadow", "ssp12-cyp", "ssp12-els", "ssp12-er", "ssp12-safer"],
        }
        assert {on: codes(Body.objects.strategic().current(on=on)) for on in expected} == expected

    def test_dates_of_bodies_say_no_more_than_is_known(self):
        labels = {
            body.code: (
                started_label(body.starts_on, body.starts_precision),
                ended_label(body.ends_on, body.ends_precision),
            )
            for body in Body.objects.all()
        }
        assert labels["hsp-board"] == ("from 2001", "")
        assert labels["ssp05-we"] == ("start not known (on record by 2005)", "end not known (last on record 2005)")
        assert labels["halton-health-partnership"] == ("start not known (on record by 2011)", "ended 2012")
        assert labels["hwb-shadow"] == ("from 2012", "")
        assert labels["ofsted-wg"] == ("from 2009", "ended February 2011")
        assert labels["ssp12-cyp"] == ("start not known (on record by 2012)", "")

    def test_changes_and_lines_between_bodies(self):
        assert list(BodyChange.objects.values_list("body__code", "kind", "successor__code").order_by("body__code")) == [
            ("halton-health-partnership", "replaced", "hwb-shadow"),
            ("ofsted-wg", "ended", None),
        ]
        now = ReportingLine.objects.current(on=TODAY).values_list("body__code", "reports_to__code")
        assert dict(now) == {
            "hwb-shadow": "hsp-board",
            "ssp12-cyp": "hsp-board",
            "ssp12-els": "hsp-board",
            "ssp12-er": "hsp-board",
            "ssp12-safer": "hsp-board",
            "eec-group": "hsp-board",
            "transport-group": "hsp-board",
            "housing-group": "hsp-board",
            "poverty-group": "hsp-board",
            "hep": "ssp12-els",
            "topic-group": "ppb-corporate",
        }

    # Membership

    def test_seats_are_26_in_nine_sectors(self):
        seats = Seat.objects.select_related("sector")
        assert Counter(seat.sector.name for seat in seats) == {
            "Health": 5,
            "Employment, Learning and Skills": 3,
            "Safer Halton": 4,
            "Environment and Regeneration": 2,
            "Children and Young People": 3,
            "Local Government": 2,
            "Business Sector": 2,
            "Voluntary and Community Sector": 4,
            "Housing": 1,
        }
        assert {seat.sector.code: seat.sector.seats_stated for seat in seats} == dict(
            Counter(seat.sector.code for seat in seats)
        )

    def test_seats_are_held_by_organisations_bodies_offices_and_nominees(self):
        held = SeatHolding.objects.current(on=date(2012, 3, 1))
        assert Counter(held.values_list("holder_kind", flat=True)) == {
            HolderKind.ORGANISATION: 14,
            HolderKind.BODY: 6,
            HolderKind.OFFICE: 1,
            HolderKind.NOMINEE: 5,
        }
        assert Counter(Organisation.objects.values_list("nature", flat=True)) == {
            OrganisationKind.ORGANISATION: 23,
            OrganisationKind.OFFICE: 2,
            OrganisationKind.NOMINEE: 5,
        }

    def test_seat_ten_passes_to_the_commissioner_in_november_2012(self):
        first, second = SeatHolding.objects.filter(seat__number=10)
        assert (first.organisation.code, ended_label(first.ends_on, first.ends_precision)) == (
            "police-authority",
            "ended November 2012",
        )
        assert (second.organisation.code, started_label(second.starts_on, second.starts_precision)) == (
            "pcc",
            "from November 2012",
        )

    def test_seats_18_and_19_are_two_seats_of_one_organisation(self):
        held = SeatHolding.objects.filter(seat__number__in=(18, 19)).values_list("seat__label", "organisation__code")
        assert list(held) == [("Halton Borough Council", "hbc"), ("Halton Borough Council", "hbc")]

    def test_footnote_without_text_is_noted_not_smoothed(self):
        assert "no footnote text survives" in Seat.objects.get(number=4).note

    # Strategies

    def test_strategies_are_seven_with_71_items(self):
        counted = Counter(Priority.objects.values_list("strategy__code", flat=True))
        assert counted == {
            "cs-to-2006": 5,
            "themes-2005-07": 4,
            "themes-2005-11": 37,
            "themes-2005-11-lce": 5,
            "scs-2011": 5,
            "shared-priorities-2005": 4,
            "sotb-2005": 11,
        }

    def test_sub_themes_are_32_under_five_themes(self):
        themes = Priority.objects.filter(strategy__code="themes-2005-11", parent=None).order_by("position")
        assert [theme.sub_themes.count() for theme in themes] == [4, 8, 7, 5, 8]

    def test_names_of_themes_drift_as_printed(self):
        def names(strategy):
            return list(Priority.objects.filter(strategy__code=strategy, parent=None).values_list("name", flat=True))

        assert (names("themes-2005-11")[0], names("themes-2005-11-lce")[0]) == ("Healthy Halton", "Healthier Halton")

    def test_strategy_without_a_printed_start_or_end_has_none(self):
        old = Priority.objects.get(code="cs-to-2006-1").strategy
        assert (old.starts_on, ended_label(old.ends_on, old.ends_precision)) == (None, "until 31 March 2006")
        new = Priority.objects.get(code="scs-2011-1").strategy
        assert (started_label(new.starts_on, new.starts_precision), new.ends_on) == ("from April 2011", None)

    # Scrutiny

    def test_topic_group_was_received_in_september_2012(self):
        group = TopicGroup.objects.get()
        assert format_date(group.received_on, group.received_precision) == "September 2012"
        assert (group.body.code, group.commissioned_by.code) == ("topic-group", "ppb-corporate")
        assert Counter(Finding.objects.values_list("kind", flat=True)) == {
            "term of reference": 5,
            "process": 4,
            "conclusion": 1,
            "scrutiny value": 6,
            "difficulty": 7,
            "untabled suggestion": 2,
        }

    def test_recommendations_are_ten_with_their_statuses(self):
        assert dict(Recommendation.objects.values_list("number", "status")) == {
            1: "in-progress",
            2: "in-progress",
            3: "in-progress",
            4: "in-progress",
            5: "in-progress",
            6: "needs-follow-up",
            7: "in-progress",
            8: "implemented",
            9: "needs-follow-up",
            10: "in-progress",
        }
        assert set(Recommendation.objects.values_list("review_due_on", "review_precision")) == {
            (date(2013, 9, 1), "month")
        }

    def test_each_recommendation_has_one_change_of_status_of_unknown_date(self):
        assert StatusChange.objects.count() == 10
        assert set(StatusChange.objects.values_list("from_status", "changed_on", "changed_precision")) == {
            ("", None, "unknown")
        }

    def test_explanation_has_one_point_a_line(self):
        assert [len(one.points) for one in Recommendation.objects.order_by("number")] == [4, 1, 2, 2, 1, 2, 3, 2, 3, 3]

    def test_owners_are_one_however_their_names_are_printed(self):
        owner = Owner.objects.get(code="policy-and-strategy")
        assert set(owner.lines.values_list("printed_as", flat=True)) == {
            "Policy and Strategy staff",
            "Policy and Strategy support",
        }
        assert list(Owner.objects.order_by("name").values_list("name", "body__code")) == [
            ("Communications and Marketing", None),
            ("Council officers", None),
            ("Elected members", None),
            ("HSP", None),
            ("HSP Board", "hsp-board"),
            ("PPB", None),
            ("Policy and Strategy", None),
        ]

    def test_progress_entries_are_23_without_a_date(self):
        assert ProgressUpdate.objects.count() == 23
        assert set(ProgressUpdate.objects.values_list("reported_on", "reported_precision", "date_note")) == {
            (None, "unknown", "date not printed on the progress table; it follows the 12-month point")
        }
        counted = Counter(ProgressUpdate.objects.values_list("recommendation__number", flat=True))
        assert [counted[number] for number in range(1, 11)] == [3, 2, 2, 3, 2, 1, 2, 2, 1, 5]

    # Meetings

    def test_meetings_are_17_with_the_status_that_was_printed(self):
        assert Counter(Meeting.objects.values_list("status", flat=True)) == {"held": 9, "planned": 7, "proposed": 1}
        round_of_meetings = Meeting.objects.get(code="M04")
        assert (round_of_meetings.status, round_of_meetings.status_as_printed) == ("held", "in progress at 2005-11")
        review = Meeting.objects.get(code="M17")
        assert (review.status, review.status_as_printed) == ("planned", "due about 12 months after the report")

    def test_meetings_of_the_past_owe_no_summary(self):
        assert set(Meeting.objects.values_list("summary_due_on", flat=True)) == {None}
        assert Meeting.objects.owing_summary(on=TODAY).count() == 0

    def test_meetings_dates_keep_their_precision(self):
        labels = {
            one.code: format_date(one.held_on, one.held_precision)
            for one in Meeting.objects.order_by("code")
            if one.code
        }
        assert labels["M01"] == "3 October 2005"
        assert labels["M03"] == "July 2005"
        assert labels["M10"] == "January 2006"
        assert labels["M11"] == "date not known"
        assert labels["M14"] == "2011"
        assert Meeting.objects.get(code="M10").note.endswith("Given as between 16 January 2006 and 31 January 2006.")
        assert set(Meeting.objects.values_list("ends_on", flat=True)) == {None}

    def test_agenda_of_the_2005_event_has_seven_items(self):
        items = AgendaItem.objects.all()
        assert {item.meeting.code for item in items} == {"M05"}
        assert [str(item.starts_at)[:5] for item in items] == [
            "09:30",
            "09:40",
            "10:40",
            "10:50",
            "11:05",
            "12:00",
            "12:30",
        ]
        assert items.last().ends_at is None

    # Performance

    def test_measures_have_21_results(self):
        assert (Measure.objects.count(), Result.objects.count()) == (17, 21)
        assert Counter(Result.objects.values_list("basis", flat=True)) == {
            "stated": 9,
            "stated, year inferred": 8,
            "derived": 2,
            "stated as more than": 2,
        }

    def test_rise_that_does_not_compute_is_kept_as_stated(self):
        before, after = Result.objects.filter(measure__code="attain19-l3", year__gte=2010)
        assert (after.change_stated, after.change_from_year) == (Decimal("8.4"), 2010)
        assert after.value - before.value == Decimal("8.0")
        assert "disagrees" in after.note

    def test_figure_without_a_year_has_none(self):
        assert Result.objects.filter(year=None).count() == 6
        assert set(Measure.objects.filter(code__startswith="nrf-").values_list("polarity", flat=True)) == {"context"}

    def test_decimals_are_shown_as_printed(self):
        assert dict(
            Measure.objects.filter(code__in=("attain19-l3", "smoking-rank")).values_list("code", "decimals_shown")
        ) == {
            "attain19-l3": 1,
            "smoking-rank": 0,
        }

    def test_achievements_are_19_of_which_nine_have_no_date(self):
        assert Achievement.objects.count() == 19
        assert Achievement.objects.filter(happened_on=None).count() == 9
        inspection = Achievement.objects.get(code="A2")
        assert format_date(inspection.happened_on, inspection.happened_precision) == "February 2011"
