import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from core.choices import Precision
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory, ReviewFactory
from tests.progress.factories import StatusProposalFactory
from tests.recommendations import factories as thread

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def address(partnership, name="list"):
    return reverse(f"recommendations:{name}", args=[partnership.slug])


def numbers(response):
    return [row.number for row in response.context["page"]]


@pytest.fixture
def look(client_for, partnership):
    """Open the list as somebody with filters: ``look(ppb_member, owner="ppb")``."""

    def open_list(user=None, **query):
        return client_for(user).get(address(partnership), query)

    return open_list


@pytest.fixture
def rows(ask, partnership):
    """Three recommendations; “Policy and Strategy” is printed in two spellings."""
    policy = factories.OwnerFactory(partnership=partnership, code="policy-and-strategy", name="Policy and Strategy")
    ppb = factories.OwnerFactory(partnership=partnership, code="ppb", name="PPB")
    one, two, three = ask(1, "Annual report"), ask(2, "Joint meetings"), ask(3, "Partners at meetings")
    factories.RecommendationOwnerFactory(recommendation=one, owner=policy, printed_as="Policy and Strategy staff")
    factories.RecommendationOwnerFactory(recommendation=two, owner=policy, printed_as="Policy and Strategy support")
    factories.RecommendationOwnerFactory(recommendation=three, owner=ppb, printed_as="PPB members")
    Recommendation.objects.filter(pk=two.pk).update(status="needs-follow-up", status_reason="To be looked at again")
    factories.ProgressUpdateFactory(recommendation=one, reported_on=date(2025, 9, 20), text="Reports come out")
    factories.ProgressUpdateFactory(
        recommendation=two, reported_on=None, reported_precision=Precision.UNKNOWN, text="To be looked at again"
    )
    return one, two, three


def test_list_shows_what_who_status_progress_and_age(look, rows):
    text = look(sort="number").content.decode()
    for words in ("Annual report", "Policy and Strategy staff", "not started", "Reports come out"):
        assert words in text
    assert "20 September 2025, 14 months ago" in text
    assert "Date not known" in text
    assert "No updates yet" in text


def test_list_begins_with_the_longest_silence(look, rows):
    assert numbers(look()) == [3, 2, 1]
    assert numbers(look(sort="number")) == [1, 2, 3]
    assert numbers(look(sort="newest")) == [1, 2, 3]
    assert numbers(look(sort="status")) == [1, 3, 2]
    assert numbers(look(sort="nonsense")) == [3, 2, 1]


def test_list_filtered_by_owner_finds_both_spellings(look, rows):
    response = look(owner="policy-and-strategy", sort="number")
    assert numbers(response) == [1, 2]
    assert [row.by_whom for row in response.context["page"]] == [
        ["Policy and Strategy staff"],
        ["Policy and Strategy support"],
    ]


def test_list_filters_by_status_and_topic_group(look, rows, group, partnership):
    other = factories.TopicGroupFactory(body__partnership=partnership, title="Another study")
    factories.RecommendationFactory(topic_group=other, number=1)
    assert numbers(look(status="needs-follow-up")) == [2]
    assert numbers(look(topic_group=group.body.code, sort="number")) == [1, 2, 3]
    assert numbers(look(topic_group=other.body.code)) == [1]


def test_chart_counts_what_the_list_shows(look, rows):
    response = look(owner="policy-and-strategy")
    assert response.context["chart"].words == "not started 1, needs follow-up 1"
    assert response.context["total"].number == 2


def test_filter_that_nobody_offers_is_left_out(look, rows):
    assert numbers(look(status="bogus", owner="nobody", changed="visit", page="99")) == [3, 2, 1]


def test_list_as_at_a_past_day(look, rows):
    response = look(on="2013-03-31", sort="number")
    assert [row.latest_progress and row.latest_progress.text for row in response.context["page"]] == [
        None,
        "To be looked at again",
        None,
    ]
    assert "This page shows <strong>31 March 2013</strong>, not today" in response.content.decode()
    assert numbers(look(on="2012-08-31")) == []


def test_list_says_what_changed_since_the_last_visit(look, rows, ppb_member):
    with time_machine.travel(NOON - timedelta(days=80), tick=False):
        assert "you last looked" not in look(ppb_member).content.decode()
    factories.ProgressUpdateFactory(recommendation=rows[2], recorded_at=NOON - timedelta(days=1), position=50)
    factories.RecommendationCommentFactory(recommendation=rows[0], made_at=NOON - timedelta(days=1))
    for recommendation in Recommendation.objects.all():
        recommendation.progress.exclude(position=50).update(recorded_at=NOON - timedelta(days=90))
    response = look(ppb_member)
    assert response.context["changed"] == 2
    assert "Since you last looked (4 September 2026)," in response.text
    assert ">2 recommendations changed</a>:" in response.text
    assert [one.number for one in response.context["changed_shown"]] == [1, 3]
    assert {row.number: list(row.news) for row in response.context["page"]} == {
        1: ["new comment or answer"],
        2: [],
        3: ["new progress"],
    }
    assert numbers(look(ppb_member, changed="visit", sort="number")) == [1, 3]
    assert "Nothing has changed" not in response.content.decode()


def commissioned(partnership, ppb):
    TopicGroup.objects.filter(partnership=partnership).update(commissioned_by=ppb)


@pytest.mark.parametrize(
    ("news", "words"),
    [
        (lambda one: ReviewFactory(recommendation=one), "reviewed"),
        (lambda one: thread.ResponseFactory(recommendation=one), "response"),
        (lambda one: MonitoringDecisionFactory(recommendation=one), "monitoring decided"),
        (lambda one: thread.WordingFactory(recommendation=one, number=2, change_note="Shorter"), "reworded"),
        (lambda one: factories.StatusChangeFactory(recommendation=one), "status changed"),
    ],
)
def test_list_says_what_is_new(look, ask, ppb_member, news, words):
    one = ask(1)
    with time_machine.travel(NOON - timedelta(days=80), tick=False):
        look(ppb_member)
        thread.WordingFactory(recommendation=one)
    news(one)
    response = look(ppb_member, changed="visit", standing="all")
    assert {row.number: list(row.news) for row in response.context["page"]} == {1: [words]}


def test_what_the_reader_did_is_no_news_to_them(look, ask, ppb_member):
    with time_machine.travel(NOON - timedelta(days=80), tick=False):
        look(ppb_member)
    ReviewFactory(recommendation=ask(1), recorded_by=ppb_member)
    assert look(ppb_member).context["changed"] == 0


def test_list_says_what_changed_since_the_last_ppb(look, rows, partnership, ppb, board):
    commissioned(partnership, ppb)
    Recommendation.objects.get(number=2).progress.update(recorded_at=datetime(2026, 9, 2, tzinfo=UTC))
    Recommendation.objects.get(number=1).progress.update(recorded_at=datetime(2026, 9, 3, 10, tzinfo=UTC))
    assert "Since the PPB" not in look().text
    for body, day, more in (
        (ppb, date(2026, 6, 1), {}),
        (ppb, date(2026, 9, 3), {"starts_at": "10:30"}),
        (ppb, date(2026, 10, 1), {"status": "cancelled"}),
        (ppb, date(2026, 12, 3), {}),
        (board, date(2026, 11, 1), {}),
    ):
        factories.MeetingFactory(body=body, held_on=day, **more)
    # London is an hour ahead in September, so that the meeting began before the progress was recorded.
    response = look()
    assert "Since the PPB of 3 September 2026:" in response.text
    assert ">1 changed</a>" in response.text
    assert numbers(look(changed="ppb", standing="all")) == [1]
    factories.MeetingFactory(body=board, held_on=date(2026, 11, 20)).joint_bodies.create(body=ppb)
    assert "Nothing has changed since the PPB of 20 November 2026." in look().text


def test_list_leaves_out_closed_ones_and_says_how_many(look, rows):
    MonitoringDecisionFactory(recommendation=rows[0])
    response = look(sort="number")
    assert numbers(response) == [2, 3]
    assert "1 closed not shown." in response.text
    assert "?sort=number&amp;standing=closed" in response.text
    assert numbers(look(standing="closed")) == [1]
    assert numbers(look(standing="all", sort="number")) == [1, 2, 3]
    assert "closed not shown" not in look(standing="all").text
    # The day before the meeting that decided it.
    assert numbers(look(on="2026-04-13", sort="number")) == [1, 2, 3]


def test_settled_ones_are_shown_until_they_are_closed(look, ask):
    ask(1, status="implemented", status_reason="Done")
    assert (numbers(look()), numbers(look(standing="open"))) == ([1], [])


def test_list_says_when_all_are_closed(look, ask):
    MonitoringDecisionFactory(recommendation=ask(1))
    assert "Every recommendation is closed" in look().text
    assert "1 closed recommendation would match" in look(status="not-started").text


def test_list_filters_by_lead_priority_value_and_review(look, rows, ask):
    one, two, _ = rows
    one.owner_lines.update(is_lead=True)
    two.owner_lines.update(is_lead=False)
    ask(4, priority="high", review_due_on=date(2026, 12, 23), review_precision="day")
    ask(5, review_due_on=date(2026, 12, 24), review_precision="day").values_served.create(value="openness")
    assert numbers(look(lead="policy-and-strategy")) == [1]
    assert numbers(look(priority="high")) == [4]
    assert numbers(look(value="openness")) == [5]
    assert numbers(look(review="soon")) == [4]


def test_row_says_who_leads_and_what_waits(look, rows, partnership, ppb_member):
    one = rows[0]
    one.owner_lines.update(is_lead=True)
    StatusProposalFactory(recommendation=one)
    Recommendation.objects.filter(pk=one.pk).update(review_due_on=date(2026, 9, 1), review_precision="month")
    shown = {who: look(user).text for who, user in (("public", None), ("ppb_member", ppb_member))}
    for text in shown.values():
        assert "Policy and Strategy staff (lead)" in text
        assert "review overdue" in text
    assert ["Proposed: implemented" in text for text in shown.values()] == [False, True]
    assert ["Ask for follow-up" in text for text in shown.values()] == [False, True]


def test_nobody_waits_for_the_review_of_a_closed_one(look, rows):
    Recommendation.objects.filter(pk=rows[0].pk).update(review_due_on=date(2026, 9, 1), review_precision="month")
    MonitoringDecisionFactory(recommendation=rows[0])
    text = look(standing="closed").text
    assert (">closed<" in text, "review overdue" in text) == (True, False)


def test_list_says_when_nothing_has_changed(look, rows, ppb_member):
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        look(ppb_member)
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        assert "Nothing has changed since you last looked (24 November 2026)" in look(ppb_member).content.decode()


def test_list_of_a_past_day_is_no_visit(look, rows, ppb_member):
    look(ppb_member, on="2013-03-31")
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert look(ppb_member).context["since"] is None


def test_list_shows_nothing_of_another_partnership(look, world, rows, client_for):
    theirs = factories.RecommendationFactory(
        topic_group=factories.TopicGroupFactory(body__partnership=world.elsewhere), title="Only elsewhere"
    )
    assert "Only elsewhere" not in look().content.decode()
    page = reverse("recommendations:detail", args=[world.partnership.slug, theirs.pk])
    assert client_for(world.admin).get(page).status_code == 404


def test_empty_list_says_what_would_be_here(look):
    assert "No recommendations yet" in look().content.decode()
    assert "No recommendations match your filters" in look(status="implemented").content.decode()


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize(("role", "queries"), [(None, 12), ("ppb_member", 23)])
def test_list_needs_the_same_queries_for_any_number(
    count, role, queries, world, ask, client_for, django_assert_num_queries
):
    for number in range(1, count + 1):
        recommendation = ask(number)
        factories.ProgressUpdateFactory.create_batch(2, recommendation=recommendation)
        factories.RecommendationOwnerFactory.create_batch(2, recommendation=recommendation)
        factories.StatusChangeFactory(recommendation=recommendation)
        StatusProposalFactory(recommendation=recommendation)
    commissioned(world.partnership, world.ppb)
    factories.MeetingFactory(body=world.ppb, held_on=date(2026, 9, 3))
    client = client_for(role and getattr(world, role))
    with time_machine.travel(NOON - timedelta(days=3), tick=False):
        client.get(address(world.partnership))
    with django_assert_num_queries(queries):
        client.get(address(world.partnership))


def csv_rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_csv_has_the_columns_of_the_printed_table(client_for, partnership, rows, ask):
    ask(4, "=Formula", explanation="First\nSecond")
    response = client_for(None).get(address(partnership, "csv"), {"sort": "number"})
    heading, *lines = csv_rows(response)
    assert heading[:6] == ["Number", "Action", "Explanation", "By whom", "Progress", "Status"]
    assert lines[0][:6] == [
        "1",
        "Annual report",
        "",
        "Policy and Strategy staff",
        "20 September 2025: Reports come out",
        "not started",
    ]
    assert lines[1][4:6] == ["date not known: To be looked at again", "needs follow-up"]
    assert lines[3][:6] == ["4", "'=Formula", "First\nSecond", "", "", "not started"]
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''halton-recommendations-2026-11-23.csv"


def test_downloads_have_the_rows_of_the_page(client_for, partnership, rows, ppb_member):
    query = {"owner": "policy-and-strategy", "on": "2013-03-31", "sort": "number"}
    lines = csv_rows(client_for(None).get(address(partnership, "csv"), query))
    response = client_for(None).get(address(partnership, "xlsx"), query)
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)] == lines
    assert [line[0] for line in lines] == ["Number", "1", "2"]
    assert lines[1][4] == ""


def test_download_knows_the_readers_last_visit(client_for, partnership, rows, ppb_member, look):
    with time_machine.travel(NOON - timedelta(days=3), tick=False):
        look(ppb_member)
    for recommendation in Recommendation.objects.all():
        recommendation.progress.update(recorded_at=NOON - timedelta(days=90))
    factories.ProgressUpdateFactory(recommendation=rows[2], recorded_at=NOON, position=50)
    look(ppb_member)
    lines = csv_rows(client_for(ppb_member).get(address(partnership, "csv"), {"changed": "visit"}))
    assert [line[0] for line in lines] == ["Number", "3"]
