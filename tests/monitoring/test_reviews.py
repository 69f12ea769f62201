from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.acts import Refused
from core.choices import Precision
from core.rules.dates import review_state
from monitoring.models import MonitoringDecision, Review
from monitoring.services.reviews import record_review, reviews_due
from recommendations.choices import NO_DATE
from recommendations.models import Recommendation
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory, ReviewFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HELD_ON = date(2026, 11, 16)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def meeting(ppb):
    return factories.MeetingFactory(body=ppb, held_on=HELD_ON)


@pytest.fixture
def review(officer):
    """Record a review; what is not said is a good case."""

    def make(recommendation, follow_ons=(), needs_follow_up=False, **facts):
        found = {
            "reviewed_on": HELD_ON,
            "achieved": "Summaries come in five days",
            "cost": "Two hours a month",
            "next_steps": "Look again at the network event",
            "outcome": "continue",
        }
        found |= facts
        return record_review(
            review=Review(recommendation=recommendation, **found),
            follow_ons=follow_ons,
            needs_follow_up=needs_follow_up,
            by=officer,
            at=NOON,
        )

    return make


def address(recommendation, name="recommendations:detail"):
    return reverse(name, args=[recommendation.partnership.slug, recommendation.pk])


class TestStates(TestCase):
    @given(
        due_on=st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31)),
        precision=st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR]),
        on=st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31)),
    )
    @settings(max_examples=25, deadline=None)
    def test_database_and_rule_agree(self, due_on, precision, on):
        made = factories.RecommendationFactory(review_due_on=due_on, review_precision=precision)
        [row] = Recommendation.objects.as_at(on).of_review_list(on=on)
        assert (row, row.review_state_on_day) == (made, review_state(due_on, precision, today=on).value)


def test_review_list_counts_every_state(ask):
    for number, (due_on, precision) in enumerate(
        [
            (date(2026, 11, 22), Precision.DAY),
            (date(2026, 11, 1), Precision.MONTH),
            (date(2026, 12, 23), Precision.DAY),
            (date(2026, 12, 24), Precision.DAY),
            (None, Precision.UNKNOWN),
        ],
        start=1,
    ):
        ask(number, review_due_on=due_on, review_precision=precision)
    ReviewFactory(recommendation=ask(6))
    MonitoringDecisionFactory(recommendation=ask(7))
    listed = Recommendation.objects.as_at(TODAY).of_review_list(on=TODAY)
    assert listed.review_counts() == {"not due yet": 1, "due soon": 2, "overdue": 1, "reviewed": 1, NO_DATE: 1}


def test_warning_is_given_30_days_before_of_what_is_monitored(ask, partnership):
    for number, due_on in enumerate((date(2026, 12, 24), date(2026, 12, 23), date(2026, 11, 1)), start=1):
        ask(number, review_due_on=due_on, review_precision=Precision.DAY)
    closed = ask(4, review_due_on=date(2026, 12, 1), review_precision=Precision.DAY)
    MonitoringDecisionFactory(recommendation=closed)
    assert [row.number for row in reviews_due(partnership, TODAY)] == [3, 2]


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        (
            {"reviewed_on": TODAY + timedelta(days=1)},
            "reviewed_on",
            "The day of the review must be today or in the past",
        ),
        (
            {"reviewed_on": date(2012, 8, 31)},
            "reviewed_on",
            "The day of the review must not be before the report, which was received in September 2012",
        ),
        ({"outcome": "followed"}, "outcome", "Write at least one new recommendation, or choose another outcome"),
        (
            {"follow_ons": [("New", "")]},
            "outcome",
            "Choose “followed by new recommendations”, or empty the new recommendations below",
        ),
    ],
)
def test_review_is_refused(facts, field, words, ask, review):
    with pytest.raises(Refused) as refusal:
        review(ask(1), **facts)
    assert (refusal.value.field, str(refusal.value)) == (field, words)
    assert (Review.objects.count(), Recommendation.objects.count()) == (0, 1)


def test_review_is_of_the_day_of_its_meeting(ask, review, meeting):
    with pytest.raises(Refused, match="was on 16 November 2026: enter that day, or choose no meeting"):
        review(ask(1), meeting=meeting, reviewed_on=TODAY)


def test_reopening_monitors_again_and_asks_for_follow_up(ask, review, meeting):
    recommendation = ask(1, status="implemented", status_reason="Done")
    MonitoringDecisionFactory(recommendation=recommendation)
    with pytest.raises(Refused, match="choose the meeting that decided to monitor it again"):
        review(recommendation, outcome="reopen")
    review(recommendation, outcome="reopen", meeting=meeting, needs_follow_up=True)
    recommendation.refresh_from_db()
    reason = "Reopened by the review: Look again at the network event"
    assert (recommendation.status, recommendation.status_reason) == ("needs-follow-up", reason)
    last = MonitoringDecision.objects.order_by("pk").last()
    assert (last.choice, last.decided_on, last.reason) == ("resume", HELD_ON, reason)
    assert Recommendation.objects.as_at(HELD_ON).open().get() == recommendation


def test_reopening_before_the_last_change_of_status_is_refused(ask, review):
    recommendation = ask(1)
    factories.StatusChangeFactory(recommendation=recommendation, changed_on=TODAY)
    with pytest.raises(Refused, match="last changed on 23 November 2026"):
        review(recommendation, outcome="reopen", needs_follow_up=True)
    assert Review.objects.count() == 0


def test_review_leads_to_new_recommendations(ask, review):
    old = ask(7)
    factories.RecommendationOwnerFactory(recommendation=old, printed_as="Fire Service", is_lead=True)
    found = review(old, outcome="followed", follow_ons=[("One", ""), ("Two", "A point\nAnother")])
    one, two = Recommendation.objects.exclude(pk=old.pk).order_by("number")
    assert [(new.number, new.title, new.made_on, new.arose_from.review) for new in (one, two)] == [
        (8, "One", HELD_ON, found),
        (9, "Two", HELD_ON, found),
    ]
    assert (two.explanation, two.review_due_on, two.review_precision) == (
        "A point\nAnother",
        date(2027, 11, 16),
        Precision.DAY,
    )
    assert [(line.printed_as, line.is_lead) for line in one.owner_lines.all()] == [("Fire Service", True)]
    assert [row.number for row in Recommendation.objects.as_at(date(2026, 11, 15))] == [7]


FORM = {
    "reviewed_on": "16 11 2026",
    "achieved": "Summaries come in five days",
    "cost": "Two hours a month",
    "next_steps": "A network event",
    "outcome": "followed",
    "rows": "2",
    "title_1": "Hold a network event",
    "explanation_1": "Twice a year",
    "title_2": "",
    "explanation_2": "",
}


def test_officer_records_a_review_and_the_pages_lead_to_each_other(client_for, ask, officer):
    old = ask(7, "Summary report")
    told = client_for(officer).post(address(old, "monitoring:review_record"), FORM, follow=True).content.decode()
    assert "The review of recommendation 7 is recorded. It led to recommendation 8." in told
    new = Recommendation.objects.get(number=8)
    assert f'<a class="govuk-link" href="{address(new)}">8. Hold a network event</a>' in told
    told = client_for(None).get(address(new)).content.decode()
    assert "It arose from the review of recommendation" in told
    assert f'href="{address(old)}">7. Summary report</a> on 16 November 2026.' in told


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"achieved": " "}, {"achieved": ["Enter what was achieved"]}),
        ({"cost": ""}, {"cost": ["Enter at what cost"]}),
        ({"next_steps": ""}, {"next_steps": ["Enter what comes next"]}),
        ({"reviewed_on": "24 11 2026"}, {"reviewed_on": ["The day of the review must be today or in the past"]}),
        ({"outcome": ""}, {"outcome": ["Select what the review leads to"]}),
        ({"explanation_2": "More"}, {"title_2": ["Enter what new recommendation 2 is"]}),
        (
            {"title_1": "", "explanation_1": ""},
            {"outcome": ["Write at least one new recommendation, or choose another outcome"]},
        ),
    ],
)
def test_review_form_says_what_to_do(changes, errors, client_for, ask, officer):
    response = client_for(officer).post(address(ask(7), "monitoring:review_record"), FORM | changes)
    assert response.context["form"].errors == errors
    assert Review.objects.count() == 0


def test_row_is_added_without_scripts_and_nothing_typed_is_lost(client_for, ask, officer):
    response = client_for(officer).post(address(ask(7), "monitoring:review_record"), FORM | {"more": "1"})
    form = response.context["form"]
    assert (form.row_count, form["title_1"].value(), form["achieved"].value()) == (
        3,
        "Hold a network event",
        "Summaries come in five days",
    )
    assert Review.objects.count() == 0


def test_list_of_reviews_is_filtered_by_where_they_stand(client_for, ask, partnership):
    ask(1, "Overdue one", review_due_on=date(2013, 9, 1), review_precision=Precision.MONTH)
    ReviewFactory(recommendation=ask(2, "Done one"))
    url = reverse("monitoring:reviews", args=[partnership.slug])
    shown = client_for(None).get(url, {"state": "overdue"})
    assert [row.title for row in shown.context["page"]] == ["Overdue one"]
    assert [(one["key"], one["count"]) for one in shown.context["states"]] == [
        ("overdue", 1),
        ("due-soon", 0),
        ("not-due", 0),
        ("done", 1),
        ("no-date", 0),
    ]
    told = client_for(None).get(url).content.decode()
    assert "14 April 2026: goes on as it is" in told
    assert "Record the review" not in told


@pytest.mark.parametrize("count", [1, 100])
def test_list_of_reviews_needs_the_same_queries_for_any_number(
    count, client_for, ask, officer, partnership, django_assert_num_queries
):
    for number in range(1, count + 1):
        ReviewFactory(recommendation=ask(number))
    client = client_for(officer)
    with django_assert_num_queries(12):
        client.get(reverse("monitoring:reviews", args=[partnership.slug]))
