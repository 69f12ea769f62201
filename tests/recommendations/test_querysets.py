from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from core.choices import Precision
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation
from recommendations.news import read_news
from tests import factories

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def numbers(rows):
    return [row.number for row in rows]


def as_at(day=TODAY):
    return Recommendation.objects.as_at(day)


def test_recommendations_are_sorted_by_oldest_silence(ask):
    never, undated, old, recent, closed = (ask(number) for number in (5, 4, 3, 2, 1))
    factories.ProgressUpdateFactory(recommendation=recent, reported_on=date(2026, 11, 1))
    factories.ProgressUpdateFactory(recommendation=old, reported_on=date(2025, 9, 1))
    factories.ProgressUpdateFactory(recommendation=undated, reported_on=None, reported_precision=Precision.UNKNOWN)
    Recommendation.objects.filter(pk=closed.pk).update(status="implemented", status_reason="Done")
    assert [*as_at().silent_longest()] == [never, undated, old, recent, closed]
    assert [*as_at().newest_progress_first()][:2] == [recent, old]


def test_dated_progress_is_later_than_undated(ask):
    recommendation = ask(1)
    dated = factories.ProgressUpdateFactory(recommendation=recommendation, position=1, reported_on=date(2013, 9, 1))
    undated = factories.ProgressUpdateFactory(
        recommendation=recommendation, position=2, reported_on=None, reported_precision=Precision.UNKNOWN
    )
    (row,) = as_at()
    assert row.progress_on_day == [undated, dated]
    assert row.latest_progress == dated
    assert row.latest_reported_on == date(2013, 9, 1)


def test_recommendations_as_at_a_day_know_nothing_of_later(ask):
    recommendation = ask(1)
    factories.ProgressUpdateFactory(recommendation=recommendation, position=1, reported_on=date(2013, 1, 10), text="A")
    factories.ProgressUpdateFactory(recommendation=recommendation, position=2, reported_on=date(2013, 6, 10), text="B")
    factories.StatusChangeFactory(recommendation=recommendation, changed_on=date(2013, 6, 10), reason="Begun")
    Recommendation.objects.update(status="in-progress", status_reason="Begun")
    (before,) = as_at(date(2013, 3, 31))
    assert (before.status_on_day, before.reason_shown, before.latest_progress.text) == ("not-started", "", "A")
    (after,) = as_at(date(2013, 6, 10))
    assert (after.status_on_day, after.reason_shown, after.latest_progress.text) == ("in-progress", "Begun", "B")


def test_what_has_no_date_holds_at_any_date(ask):
    recommendation = ask(1, status="in-progress", status_reason="Begun")
    factories.StatusChangeFactory(
        recommendation=recommendation, from_status="", changed_on=None, changed_precision=Precision.UNKNOWN
    )
    factories.ProgressUpdateFactory(
        recommendation=recommendation, reported_on=None, reported_precision=Precision.UNKNOWN
    )
    (row,) = as_at(date(2013, 3, 31))
    assert (row.status_on_day, row.has_progress, row.silence.words) == ("in-progress", True, "date not known")


def test_recommendations_are_not_known_before_their_report(ask):
    ask(1)
    assert numbers(as_at(date(2012, 8, 31))) == []
    assert numbers(as_at(date(2012, 9, 1))) == [1]


def test_total_names_every_status(ask):
    ask(1)
    ask(2, status="superseded", status_reason="The new format does it")
    assert as_at().total().counts == {
        RecommendationStatus.NOT_STARTED: 1,
        RecommendationStatus.IN_PROGRESS: 0,
        RecommendationStatus.IMPLEMENTED: 0,
        RecommendationStatus.SUPERSEDED: 1,
        RecommendationStatus.NOT_FEASIBLE: 0,
        RecommendationStatus.NEEDS_FOLLOW_UP: 0,
    }


def test_counts_list_and_filter_agree_as_at_a_past_day(ask):
    recommendation = ask(1)
    factories.StatusChangeFactory(recommendation=recommendation, changed_on=date(2013, 6, 10))
    Recommendation.objects.update(status="in-progress", status_reason="Begun")
    past = as_at(date(2013, 1, 1))
    assert past.total().counts[RecommendationStatus.NOT_STARTED] == 1
    assert past.filter(status_on_day="not-started").count() == 1
    assert [row.status_on_day for row in past] == ["not-started"]


def test_open_leaves_out_what_is_finished(ask):
    ask(1, status="implemented", status_reason="Done")
    ask(2, status="superseded", status_reason="No longer needed")
    ask(3, status="needs-follow-up", status_reason="To be looked at again")
    assert numbers(as_at().open()) == [3]


@pytest.fixture
def changed(ask, world):
    """Five recommendations: progress, a status, a comment, an answer recorded at noon; and nothing."""
    rows = [ask(number) for number in range(1, 6)]
    factories.ProgressUpdateFactory(recommendation=rows[0], recorded_at=NOON, recorded_by=world.officer)
    factories.StatusChangeFactory(recommendation=rows[1], recorded_at=NOON, recorded_by=world.officer)
    factories.RecommendationCommentFactory(recommendation=rows[2], made_at=NOON, made_by=world.member)
    factories.RecommendationCommentFactory(
        recommendation=rows[3],
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
        made_by=world.ppb_member,
        answer="Yes",
        answered_by=world.officer,
        answered_at=NOON,
    )
    return rows


def test_changed_since_finds_progress_status_comment_and_answer(changed, ppb_member):
    before = datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert numbers(as_at().changed_since(before, reader=ppb_member).by_number()) == [1, 2, 3, 4]
    assert numbers(as_at().changed_since(NOON, reader=ppb_member)) == []


def test_changed_since_leaves_out_what_the_reader_did(changed, officer):
    before = datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert numbers(as_at().changed_since(before, reader=officer).by_number()) == [3]


def test_changed_since_tells_outsiders_nothing_of_comments(changed, outsider):
    before = datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert numbers(as_at().changed_since(before, reader=outsider).by_number()) == [1, 2]
    assert numbers(as_at().changed_since(before, reader=AnonymousUser()).by_number()) == [1, 2]


def test_news_say_what_is_new_on_each_of_some(changed, ppb_member):
    before = datetime(2026, 11, 23, 11, tzinfo=UTC)
    one, two, three, four, _ = changed
    keys = tuple(row.pk for row in changed)
    assert read_news(keys, since=before, reader=ppb_member) == {
        one.pk: ["new progress"],
        two.pk: ["status changed"],
        three.pk: ["new comment or answer"],
        four.pk: ["new comment or answer"],
    }
    assert read_news(keys[:1], since=before, reader=ppb_member) == {one.pk: ["new progress"]}
    assert read_news(keys, since=None, reader=ppb_member) == {}
