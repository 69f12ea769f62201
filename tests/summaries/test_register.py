"""How punctual the summaries were (L-1): shares, what is late, and who may see whose name."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from attendance.rules import Year
from core.rules.working_days import LONDON, SummaryState
from meetings.models import JointBody, Meeting
from meetings.services.scheduling import cancel_meeting
from summaries.models import MeetingSummary
from summaries.rules import Punctuality
from summaries.services.content import SummaryContent
from summaries.services.drafts import summary_of
from summaries.services.publication import publish_summary
from summaries.services.register import register_of
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

TODAY = date(2026, 11, 30)
YEAR = Year.parse("2026-27")


@pytest.fixture(autouse=True)
def end_of_november():
    with time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=LONDON), tick=False):
        yield


def at(day, hour=12, minute=0, second=0):
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=LONDON)


def owing(body, held_on, due_on, **given):
    return factories.MeetingFactory(
        body=body, title=given.pop("title", str(body)), held_on=held_on, summary_due_on=due_on, **given
    )


def published(meeting, moment, by):
    summary = MeetingSummary.objects.create(meeting=meeting)
    content = SummaryContent(key_issues="<p>Waiting times</p>")
    return publish_summary(summary=summary, content=content, draft_version=0, by=by, at=moment)


@pytest.fixture
def autumn(board, ssp, officer):
    """On time, late, overdue, still open, cancelled."""
    first = owing(board, date(2026, 6, 15), date(2026, 6, 22), title="Summer Board")
    published(first, at(date(2026, 6, 22), 23, 59, 59), officer)
    second = owing(ssp, date(2026, 9, 7), date(2026, 9, 14), title="Late SSP")
    published(second, at(date(2026, 9, 17)), officer)
    owing(board, MONDAY, date(2026, 11, 23), title="Overdue Board")
    owing(ssp, date(2026, 11, 26), date(2026, 12, 3), title="Open SSP")
    off = owing(ssp, date(2026, 10, 5), date(2026, 10, 12), title="Cancelled SSP")
    off.status, off.summary_due_on = "cancelled", None
    off.save()


def register(partnership, **given):
    return register_of(partnership, **({"year": YEAR, "reader": AnonymousUser(), "on": TODAY} | given))


# The rule


@given(st.lists(st.sampled_from(SummaryState)))
def test_punctuality_counts_every_meeting_that_owes_once(states):
    counted = Punctuality.of(states)
    owed = [state for state in states if state not in (SummaryState.NOT_HELD, SummaryState.NOT_REQUIRED)]
    assert counted.total == len(owed)
    assert counted.percent is None if not counted.settled else 0 <= counted.percent <= 100


@pytest.mark.parametrize(
    ("counted", "rate"),
    [
        (Punctuality(), "none due yet"),
        (Punctuality(open=3), "none due yet"),
        (Punctuality(on_time=1, open=3), "100%"),
        (Punctuality(on_time=1, late=1, overdue=1), "33%"),
        (Punctuality(on_time=1, late=7), "13%"),
    ],
)
def test_share_on_time_is_of_what_is_published_or_past_its_deadline(counted, rate):
    assert counted.rate == rate


# The reading


def test_register_counts_on_time_late_overdue_and_open(autumn, partnership):
    found = register(partnership)

    assert found.punctuality == Punctuality(on_time=1, late=1, overdue=1, open=1)
    assert found.off == 1
    assert [(str(one.meeting), one.timing.words) for one in found.late] == [
        ("Overdue Board", "overdue by 5 working days"),
        ("Late SSP", "published 3 working days late"),
    ]


def test_register_tells_shares_by_body_quarter_and_officer(autumn, partnership):
    found = register(partnership)

    def shares(given):
        return [(one.name, one.punctuality.rate) for one in given]

    assert shares(found.by_body) == [("Board", "50%"), ("Safer SSP", "0%")]
    assert shares(found.by_quarter) == [
        ("Quarter 1, April to June 2026", "100%"),
        ("Quarter 2, July to September 2026", "0%"),
        ("Quarter 3, October to December 2026", "0%"),
    ]
    assert shares(found.by_officer) == [("Partnership Officer", "50%"), ("not published yet", "0%")]


def test_register_shares_add_up_to_the_whole(autumn, partnership):
    found = register(partnership)
    for shares in (found.by_body, found.by_quarter, found.by_officer):
        assert sum(one.punctuality.total for one in shares) == found.punctuality.total == len(found.lines)


def test_chart_and_sentence_give_the_same_share(autumn, partnership):
    found = register(partnership)
    assert [(part.label, part.count, part.percent) for part in found.chart.segments] == [
        ("On time", 1, 33),
        ("Late", 1, 33),
        ("Overdue, not published yet", 1, 33),
    ]
    assert found.punctuality.rate == "33%"


def test_register_of_an_earlier_day_knows_nothing_of_later_meetings(autumn, partnership):
    assert register(partnership, on=date(2026, 6, 30)).punctuality == Punctuality(on_time=1)


def test_register_of_one_body(autumn, partnership, ssp):
    found = register(partnership, body=ssp)
    assert (found.punctuality, found.off) == (Punctuality(late=1, open=1), 1)


def test_register_of_a_body_has_what_it_held_jointly(autumn, partnership, board, ssp, ppb):
    JointBody.objects.create(meeting=Meeting.objects.get(title="Overdue Board"), body=ppb)
    assert [str(line.meeting) for line in register(partnership, body=ppb).lines] == ["Overdue Board"]


def test_register_leaves_out_bodies_that_owe_no_summary(partnership, ppb):
    factories.MeetingFactory(body=ppb, held_on=MONDAY)
    factories.MeetingFactory(body=ppb, held_on=MONDAY, status="cancelled")
    found = register(partnership)
    assert (found.lines, found.off) == ([], 0)


def test_corrected_summary_counts_by_its_first_publication_and_its_first_officer(board, partnership, officer, admin):
    meeting = owing(board, MONDAY, date(2026, 11, 23))
    published(meeting, WEDNESDAY_NOON, officer)
    summary = summary_of(meeting)
    content = SummaryContent(key_issues="<p>Corrected</p>", note="A figure")
    publish_summary(
        summary=summary, content=content, draft_version=summary.draft_version, by=admin, at=at(date(2026, 11, 27))
    )

    assert [(one.timing.words, one.officer) for one in register(partnership).lines] == [
        ("published on time", "Partnership Officer")
    ]


# Bad days, through the service that publishes


@pytest.mark.parametrize(
    ("held_on", "due_on", "moment", "words"),
    [
        # Summer time: 23:59:59 in London is 22:59:59 in UTC.
        (date(2026, 6, 15), date(2026, 6, 22), (date(2026, 6, 22), 23, 59, 59), "published on time"),
        (date(2026, 6, 15), date(2026, 6, 22), (date(2026, 6, 23), 0, 0, 0), "published 1 working day late"),
        # The night on which summer time ends.
        (date(2026, 10, 19), date(2026, 10, 26), (date(2026, 10, 26), 23, 59, 59), "published on time"),
        # Friday midnight: late, though no working day has passed.
        (date(2026, 6, 12), date(2026, 6, 19), (date(2026, 6, 20), 0, 0, 0), "published less than a working day late"),
    ],
)
def test_publication_by_midnight_in_london_is_on_time(held_on, due_on, moment, words, board, partnership, officer):
    published(owing(board, held_on, due_on), at(*moment), officer)
    assert [one.timing.words for one in register(partnership).lines] == [words]


def test_summary_of_a_body_that_has_ended_is_published_and_counted(ssp, partnership, officer):
    meeting = owing(ssp, MONDAY, date(2026, 11, 23), title="Last meeting")
    ssp.ends_on = date(2026, 11, 17)
    ssp.save()
    published(meeting, WEDNESDAY_NOON, officer)
    assert register(partnership).punctuality == Punctuality(on_time=1)


def test_meeting_cancelled_after_its_day_owes_nothing(board, partnership, officer):
    meeting = owing(board, MONDAY, date(2026, 11, 23))
    assert register(partnership).punctuality.overdue == 1
    cancel_meeting(meeting=meeting, reason="Nobody came", by=officer, at=at(TODAY))
    found = register(partnership)
    assert (found.punctuality.total, found.off) == (0, 1)


# The page


def page(client, name="summaries:register", **query):
    return client.get(reverse(name, args=["halton"]), query).content.decode("utf-8-sig")


def test_register_page_says_the_share_in_words(autumn, client_for, member):
    found = page(client_for(member))
    assert "In 2026/27, 1 of 3 summaries came on time: 33%." in found
    assert "1 more is still within the five working days and is not counted." in found
    assert "Nothing was owed for 1 meeting that was cancelled or postponed." in found
    assert "Shares are rounded, so they add up to 99%." in found


@pytest.mark.parametrize(
    ("role", "sees_name"), [("anonymous", False), ("member", False), ("ppb_member", False), ("officer", True)]
)
def test_names_of_officers_are_shown_to_officers_only(role, sees_name, autumn, world, client_for):
    client = client_for(getattr(world, role, None))
    name = "by Partnership Officer"
    assert (name in page(client), "Partnership Officer" in page(client, "summaries:register_csv")) == (
        sees_name,
        sees_name,
    )


def test_register_as_csv_has_a_line_for_each_summary(autumn, client_for, member):
    lines = page(client_for(member), "summaries:register_csv").splitlines()
    assert lines == [
        "Meeting,Board or group,Held,Due,Published,Summary,Working days late",
        "Open SSP,Safer SSP,2026-11-26,2026-12-03,,due,0",
        "Overdue Board,Board,2026-11-16,2026-11-23,,overdue,5",
        "Late SSP,Safer SSP,2026-09-07,2026-09-14,2026-09-17 12:00,late,3",
        "Summer Board,Board,2026-06-15,2026-06-22,2026-06-22 23:59,on time,0",
    ]


def test_register_page_of_a_partnership_without_meetings_says_what_would_be_there(client_for, member, partnership):
    assert "No summaries were due" in page(client_for(member))


def test_register_page_of_an_unknown_body_is_not_found(autumn, client_for, member):
    address = reverse("summaries:register", args=["halton"])
    assert client_for(member).get(address, {"body": "nowhere"}).status_code == 404


# Session, user, partnership, first and last day of the years, meetings, holidays, what was off, bodies, roles.
REGISTER_QUERIES = 10


@pytest.mark.parametrize("count", [1, 100])
def test_register_page_takes_the_same_queries_for_one_meeting_and_for_a_hundred(
    count, board, client_for, member, django_assert_num_queries
):
    for week in range(count):
        owing(board, MONDAY - timedelta(days=week), date(2026, 11, 23))
    client = client_for(member)
    with django_assert_num_queries(REGISTER_QUERIES):
        found = client.get(reverse("summaries:register", args=["halton"]))
    assert len(found.context["register"].lines) == count
