from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from core.choices import Precision
from monitoring.timeline import timeline
from progress.models import ProgressUpdate
from recommendations.models import Recommendation, RecommendationComment
from scrutiny.models import Finding
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def address(recommendation, name="recommendations:detail"):
    return reverse(name, args=[recommendation.partnership.slug, recommendation.pk])


def page(client, recommendation, **query):
    return client.get(address(recommendation), query).content.decode()


def test_recommendation_reads_as_a_story(client_for, ask):
    recommendation = ask(
        7,
        "Summary report after each meeting",
        explanation="Within 5 working days\nSent to PPB members",
        task="explore",
        source="000 s6.5",
        status="in-progress",
        status_reason="Summaries are made",
        review_due_on=date(2013, 9, 1),
        review_precision=Precision.MONTH,
    )
    factories.RecommendationOwnerFactory(
        recommendation=recommendation, owner__name="Policy and Strategy", printed_as="Policy and Strategy staff"
    )
    factories.ProgressUpdateFactory(
        recommendation=recommendation,
        text="A summary is made",
        reported_on=None,
        reported_precision=Precision.UNKNOWN,
        date_note="date not printed",
    )
    told = page(client_for(None), recommendation)
    story = (
        "Summary report after each meeting",
        "Within 5 working days",
        "Sent to PPB members",
        "report received September 2012",
        "Source: 000 s6.5",
        "Summaries are made",
        "Policy and Strategy staff",
        "(Policy and Strategy)",
        "explore",
        "It was due September 2013 and is 13 years overdue.",
        "Date not known",
        "Date not printed",
        "A summary is made",
    )
    places = [told.index(words) for words in story]
    assert places == sorted(places)


def test_timeline_puts_undated_first_and_marks_what_is_new(ask, officer):
    recommendation = ask(1)
    since = NOON - timedelta(days=10)
    old = factories.ProgressUpdateFactory(
        recommendation=recommendation, reported_on=date(2026, 9, 1), recorded_at=since - timedelta(days=1)
    )
    new = factories.ProgressUpdateFactory(recommendation=recommendation, reported_on=date(2026, 9, 1), recorded_at=NOON)
    undated = factories.ProgressUpdateFactory(
        recommendation=recommendation,
        reported_on=None,
        reported_precision=Precision.UNKNOWN,
        date_note="not printed",
        recorded_at=since - timedelta(days=1),
    )
    change = factories.StatusChangeFactory(
        recommendation=recommendation,
        from_status="",
        changed_on=None,
        changed_precision=Precision.UNKNOWN,
        recorded_at=since - timedelta(days=1),
    )
    row = Recommendation.objects.as_at(NOON.date()).get()
    assert [
        (moment.when, moment.date_note, [(entry.record, entry.is_new) for entry in moment.entries])
        for moment in timeline(row, reader=AnonymousUser(), since=since)
    ] == [
        ("date not known", "not printed", [(undated, False), (change, False)]),
        ("1 September 2026", "", [(old, False), (new, True)]),
    ]


def test_recommendation_leads_to_those_before_and_after(client_for, ask):
    one, two, three = (ask(number, f"Number {number}") for number in (1, 2, 3))
    told = page(client_for(None), two)
    assert f'href="{address(one)}" rel="prev"' in told
    assert f'href="{address(three)}" rel="next"' in told
    assert 'rel="prev"' not in page(client_for(None), one)


def test_recommendation_as_at_a_day_before_its_report_is_not_there(client_for, ask):
    assert client_for(None).get(address(ask(1)), {"on": "2012-08-31"}).status_code == 404


@pytest.mark.parametrize(("role", "sees"), [(None, False), ("outsider", False), ("member", True), ("officer", True)])
def test_comments_are_read_by_members_only(role, sees, world, client_for, ask):
    comment = factories.RecommendationCommentFactory(
        recommendation=ask(1), made_by=world.ppb_member, text="Where is the money?"
    )
    told = page(client_for(role and getattr(world, role)), comment.recommendation)
    assert ("Where is the money?" in told) is sees


def test_member_asks_and_the_office_answers(client_for, ask, ppb_member, officer, partnership):
    recommendation = ask(1)
    response = client_for(ppb_member).post(
        address(recommendation, "recommendations:comment_add"), {"text": " Where is\x00 it? "}
    )
    comment = RecommendationComment.objects.get()
    assert response["Location"] == f"{address(recommendation)}#comment-{comment.pk}"
    assert (comment.text, comment.made_by, comment.made_at) == ("Where is it?", ppb_member, NOON)
    answer = reverse("recommendations:comment_answer", args=[partnership.slug, comment.pk])
    assert answer in page(client_for(officer), recommendation)
    assert answer not in page(client_for(ppb_member), recommendation)
    client_for(officer).post(answer, {"answer": "In the annual report"})
    told = page(client_for(ppb_member), recommendation)
    assert "In the annual report" in told
    assert "Reply by <strong>Partnership Officer</strong>, 23 November 2026, midday" in told


def test_second_answer_is_told_that_the_first_stands(client_for, ask, officer, admin, ppb_member, partnership):
    comment = factories.RecommendationCommentFactory(recommendation=ask(1), made_by=ppb_member)
    answer = reverse("recommendations:comment_answer", args=[partnership.slug, comment.pk])
    client_for(officer).post(answer, {"answer": "Yes"})
    response = client_for(admin).post(answer, {"answer": "No"}, follow=True)
    told = response.content.decode()
    assert "Partnership Officer has already answered this comment. Your answer was not saved." in told


def test_empty_comment_says_what_to_enter(client_for, ask, ppb_member):
    response = client_for(ppb_member).post(address(ask(1), "recommendations:comment_add"), {"text": " "})
    assert response.context["form"].errors == {"text": ["Enter your comment or question"]}


PROGRESS = {
    "text": "Summaries go out",
    "status": "implemented",
    "reported_on": "3 9 2026",
    "reported_by": "Policy and Strategy",
    "overall_status": "",
    "reason": "",
}


def test_officer_adds_progress(client_for, ask, officer):
    recommendation = ask(1)
    response = client_for(officer).post(address(recommendation, "progress:progress_add"), PROGRESS, follow=True)
    update = ProgressUpdate.objects.get()
    assert (update.text, update.status, update.reported_on, update.recorded_by, update.recorded_at) == (
        "Summaries go out",
        "implemented",
        date(2026, 9, 3),
        officer,
        NOON,
    )
    assert "Progress added to recommendation 1." in response.content.decode()


def test_officer_adds_progress_that_changes_the_status(client_for, ask, officer):
    recommendation = ask(1)
    data = PROGRESS | {
        "overall_status": "implemented",
        "reason": "All is done",
        "evidence": "The report of 3 September",
    }
    response = client_for(officer).post(address(recommendation, "progress:progress_add"), data, follow=True)
    told = response.content.decode()
    assert "Its status is now “implemented”." in told
    assert "Status changed from <strong>not started</strong>" in told
    recommendation.refresh_from_db()
    assert (recommendation.status, recommendation.status_reason) == ("implemented", "All is done")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"text": ""}, {"text": ["Enter what has happened"]}),
        ({"text": "x" * 4001}, {"text": ["What has happened must be 4,000 characters or fewer"]}),
        ({"reported_on": "24 11 2026"}, {"reported_on": ["The date of the report must be today or in the past"]}),
        ({"reported_on": ""}, {"reported_on": ["Enter the date of the report, for example 16 11 2026"]}),
        ({"reported_by": ""}, {"reported_by": ["Enter who reports it"]}),
        ({"status": ""}, {"status": ["Select the status of this piece of work"]}),
        ({"overall_status": "not-feasible"}, {"reason": ["Enter why the status changes"]}),
        (
            {"overall_status": "implemented", "reason": "Why"},
            {"evidence": ["Enter what shows that it is implemented"]},
        ),
        ({"reason": "Why"}, {"overall_status": ["Select the new status, or take out the reason for a change"]}),
    ],
)
def test_progress_form_says_what_to_do(changes, errors, client_for, ask, officer):
    response = client_for(officer).post(address(ask(1), "progress:progress_add"), PROGRESS | changes)
    assert response.context["form"].errors == errors
    assert ProgressUpdate.objects.count() == 0


def test_progress_form_puts_a_refusal_beside_its_field(client_for, ask, officer):
    recommendation = ask(1)
    factories.StatusChangeFactory(recommendation=recommendation, changed_on=date(2026, 10, 1))
    data = PROGRESS | {
        "overall_status": "implemented",
        "reason": "All is done",
        "evidence": "The report of 3 September",
    }
    response = client_for(officer).post(address(recommendation, "progress:progress_add"), data)
    assert response.context["form"].errors == {
        "reported_on": ["The status last changed on 1 October 2026: enter that day or a later one"]
    }
    assert ProgressUpdate.objects.count() == 0


def test_officer_changes_the_status_for_a_reason(client_for, ask, officer):
    recommendation = ask(1)
    data = {"to_status": "superseded", "reason": "", "changed_on": "23 11 2026"}
    refused = client_for(officer).post(address(recommendation, "progress:status_change"), data)
    assert refused.context["form"].errors == {"reason": ["Enter why the status changes"]}
    data["reason"] = "The new Board format does it"
    response = client_for(officer).post(address(recommendation, "progress:status_change"), data, follow=True)
    assert "The status of recommendation 1 is now “no longer relevant”." in response.content.decode()


def test_topic_group_page_shows_findings_by_kind(client_for, group, ask, ppb, partnership):
    ask(1, "Annual report")
    group.commissioned_by = ppb
    group.save()
    for kind, text in (("untabled suggestion", "Celebrate success"), ("term of reference", "Its aims")):
        Finding.objects.create(topic_group=group, kind=kind, position=1, text=text, source="000 s6.15")
    told = client_for(None).get(reverse("scrutiny:topic_group", args=[partnership.slug, group.pk]))
    text = told.content.decode()
    story = (
        "Corporate PPB",
        "September 2012",
        "Annual report",
        "What the group was asked to look at",
        "Its aims",
        "Suggested in the text, carried in no table",
        "Celebrate success",
    )
    assert [text.index(words) for words in story] == sorted(text.index(words) for words in story)


@pytest.mark.parametrize("count", [1, 100])
def test_recommendation_page_needs_the_same_queries_for_any_number(
    count, client_for, ask, ppb_member, django_assert_num_queries
):
    recommendation = ask(1)
    factories.ProgressUpdateFactory.create_batch(count, recommendation=recommendation)
    factories.RecommendationCommentFactory.create_batch(count, recommendation=recommendation)
    client = client_for(ppb_member)
    with django_assert_num_queries(39):
        client.get(address(recommendation))


@pytest.mark.parametrize("count", [1, 100])
def test_topic_group_page_needs_the_same_queries_for_any_number(
    count, client_for, group, ask, partnership, django_assert_num_queries
):
    for number in range(1, count + 1):
        factories.ProgressUpdateFactory(recommendation=ask(number))
        Finding.objects.create(topic_group=group, kind="difficulty", position=number, text="Hard")
    with django_assert_num_queries(17):
        client_for(None).get(reverse("scrutiny:topic_group", args=[partnership.slug, group.pk]))
