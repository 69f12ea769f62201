from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from core.choices import Precision
from monitoring.models import MonitoringDecision
from monitoring.services.decisions import resume_monitoring, stop_monitoring
from recommendations.models import Recommendation
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory, ReviewFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HELD_ON = date(2026, 11, 16)
DONE = {"status": "implemented", "status_reason": "All of it is done"}
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def meeting(ppb):
    return factories.MeetingFactory(body=ppb, held_on=HELD_ON)


@pytest.fixture
def stop(officer, meeting):
    def make(*recommendations, **facts):
        given = {"meeting": meeting, "reason": "Nothing is left to do", "by": officer, "at": NOON} | facts
        return stop_monitoring(recommendations=recommendations, **given)

    return make


def address(recommendation, name="recommendations:detail"):
    return reverse(name, args=[recommendation.partnership.slug, recommendation.pk])


def test_closed_leaves_the_open_ones_from_the_day_of_the_meeting(ask, stop):
    closed, _ = ask(1, **DONE), ask(2)
    [decision] = stop(closed)
    assert (decision.decided_on, decision.choice) == (HELD_ON, "stop")
    after, before = (Recommendation.objects.as_at(day) for day in (HELD_ON, date(2026, 11, 15)))
    assert [row.number for row in after.monitored()] == [2]
    assert [row.number for row in before.monitored().by_number()] == [1, 2]
    [row] = after.closed()
    assert row.closed_words == "closed: monitoring stopped on 16 November 2026 by the Corporate PPB"


@pytest.mark.parametrize(
    ("fields", "facts", "field", "words"),
    [
        (
            {},
            {},
            "although_open",
            "Recommendation 1 is “not started”: tick that the meeting decided so although it is not settled",
        ),
        (
            DONE | {"review_due_on": date(2026, 11, 16), "review_precision": Precision.DAY},
            {},
            "recommendations",
            "The review of recommendation 1 was due 16 November 2026 and is not recorded: "
            "the item stays open until it is recorded",
        ),
    ],
)
def test_closing_is_refused(fields, facts, field, words, ask, stop):
    with pytest.raises(Refused) as refusal:
        stop(ask(1, **fields), **facts)
    assert (refusal.value.field, str(refusal.value)) == (field, words)
    assert MonitoringDecision.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"held_on": date(2026, 11, 24)}, "The day of the meeting must be today or in the past"),
        (
            {"held_on": date(2012, 8, 31)},
            "The day of the meeting must not be before the report, which was received in September 2012",
        ),
        ({"held_precision": Precision.MONTH}, "Choose a meeting that was held on a day that is known"),
        ({"status": "cancelled"}, "Choose a meeting that was held on a day that is known"),
    ],
)
def test_only_a_held_meeting_closes(facts, words, ask, stop, ppb):
    meeting = factories.MeetingFactory(body=ppb, **({"held_on": HELD_ON} | facts))
    with pytest.raises(Refused) as refusal:
        stop(ask(1, **DONE), meeting=meeting)
    assert (refusal.value.field, str(refusal.value)) == ("meeting", words)


def test_recorded_review_lets_a_meeting_close(ask, stop):
    recommendation = ask(1, **DONE, review_due_on=date(2026, 11, 1), review_precision=Precision.DAY)
    ReviewFactory(recommendation=recommendation, reviewed_on=HELD_ON)
    assert len(stop(recommendation)) == 1


def test_several_are_closed_or_none(ask, stop):
    with pytest.raises(Refused):
        stop(ask(1, **DONE), ask(2))
    assert MonitoringDecision.objects.count() == 0


def test_open_one_is_closed_where_the_meeting_knew(ask, stop):
    assert len(stop(ask(1), although_open=True)) == 1


def test_it_is_monitored_again_by_a_later_meeting_only_where_it_was_closed(ask, stop, officer, meeting, ppb):
    recommendation = ask(1, **DONE)
    resume = {"recommendation": recommendation, "reason": "It has come undone", "by": officer, "at": NOON}
    with pytest.raises(Refused, match="Recommendation 1 is monitored: it was not closed"):
        resume_monitoring(meeting=meeting, **resume)
    stop(recommendation)
    with pytest.raises(Refused, match="Recommendation 1 is closed already"):
        stop(recommendation)
    earlier = factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 2))
    with pytest.raises(Refused, match="on 16 November 2026: choose one of that day or later"):
        resume_monitoring(meeting=earlier, **resume)
    resume_monitoring(meeting=meeting, **resume)
    assert not Recommendation.objects.as_at(HELD_ON).get().is_closed


def test_page_says_that_it_is_closed_and_offers_to_monitor_again(client_for, ask, stop, officer):
    recommendation = ask(1, **DONE)
    assert (
        address(recommendation, "monitoring:monitoring_stop")
        in client_for(officer).get(address(recommendation)).content.decode()
    )
    stop(recommendation)
    told = client_for(None).get(address(recommendation)).content.decode()
    assert "Closed: monitoring stopped on 16 November 2026 by the Corporate PPB." in told
    assert "Nothing is left to do" in told
    told = client_for(officer).get(address(recommendation)).content.decode()
    assert address(recommendation, "monitoring:monitoring_resume") in told
    assert address(recommendation, "progress:status_propose") not in told


def test_officer_closes_one_and_has_it_monitored_again(client_for, ask, officer, meeting):
    recommendation = ask(1)
    client = client_for(officer)
    data = {"meeting": meeting.pk, "reason": "It is with another board now"}
    refused = client.post(address(recommendation, "monitoring:monitoring_stop"), data)
    assert list(refused.context["form"].errors) == ["although_open"]
    told = client.post(
        address(recommendation, "monitoring:monitoring_stop"), data | {"although_open": "on"}, follow=True
    )
    assert "Recommendation 1 is closed." in told.content.decode()
    told = client.post(address(recommendation, "monitoring:monitoring_resume"), data, follow=True)
    assert "Recommendation 1 is monitored again." in told.content.decode()
    assert [one.choice for one in MonitoringDecision.objects.order_by("pk")] == ["stop", "resume"]


def test_closing_before_the_review_says_what_keeps_it_open(client_for, ask, officer, meeting):
    recommendation = ask(1, **DONE, review_due_on=date(2026, 11, 1), review_precision=Precision.MONTH)
    data = {"meeting": meeting.pk, "reason": "All is done"}
    response = client_for(officer).post(address(recommendation, "monitoring:monitoring_stop"), data)
    assert response.context["form"].non_field_errors() == [
        "The review of recommendation 1 was due November 2026 and is not recorded: "
        "the item stays open until it is recorded"
    ]


def test_settled_ones_are_ticked_looked_at_and_closed(client_for, ask, officer, meeting, partnership):
    one, _two, _three = ask(1, "First", **DONE), ask(2, "Second", **DONE), ask(3, "Third")
    held = ask(4, "Fourth", **DONE, review_due_on=date(2026, 11, 1), review_precision=Precision.DAY)
    url = reverse("monitoring:close", args=[partnership.slug])
    client = client_for(officer)
    page = client.get(url)
    assert [row.number for row, _ in page.context["form"].rows()] == [1, 2]
    assert page.context["held_open"] == [held]
    refused = client.post(url, {"meeting": "", "reason": " "})
    assert refused.context["form"].errors == {
        "recommendations": ["Tick the recommendations that the meeting closed"],
        "meeting": ["Choose the meeting"],
        "reason": ["Enter why the meeting decided so"],
    }
    data = {"recommendations": [one.pk], "meeting": meeting.pk, "reason": "All is done"}
    asked = client.post(url, data).content.decode()
    assert "Close 1 recommendation?" in asked
    assert "Corporate PPB decided on 16 November 2026" in asked
    assert MonitoringDecision.objects.count() == 0
    told = client.post(url, data | {"confirmed": "1"}, follow=True).content.decode()
    assert "1 recommendation closed at the meeting of 16 November 2026." in told
    assert [decision.recommendation for decision in MonitoringDecision.objects.all()] == [one]


def test_page_for_closing_says_what_would_be_here(client_for, officer, partnership):
    told = client_for(officer).get(reverse("monitoring:close", args=[partnership.slug])).content.decode()
    assert "Nothing can be closed here" in told


@pytest.mark.parametrize("count", [1, 100])
def test_page_for_closing_needs_the_same_queries_for_any_number(
    count, client_for, ask, officer, partnership, django_assert_num_queries
):
    for number in range(1, count + 1):
        ask(number, **DONE)
    client = client_for(officer)
    with django_assert_num_queries(11):
        client.get(reverse("monitoring:close", args=[partnership.slug]))


@pytest.mark.parametrize("count", [1, 50])
def test_page_with_all_that_happened_needs_the_same_queries(
    count, client_for, ask, officer, ppb_member, django_assert_num_queries, meeting
):
    recommendation = ask(1)
    for _ in range(count):
        MonitoringDecisionFactory(recommendation=recommendation, meeting=meeting, decided_on=HELD_ON, choice="resume")
        ReviewFactory(recommendation=recommendation, meeting=meeting, recorded_by=officer)
        factories.StatusChangeFactory(recommendation=recommendation, meeting=meeting, recorded_by=officer)
    client = client_for(ppb_member)
    with django_assert_num_queries(40):
        client.get(address(recommendation))
