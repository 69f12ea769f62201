from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from core import history
from core.acts import Refused
from core.models import AuditEvent
from progress.models import ProgressUpdate, StatusChange
from progress.services.status import change_status
from progress.services.updates import add_progress
from recommendations.models import Recommendation, RecommendationVisit
from recommendations.services.comments import add_comment, answer_comment
from recommendations.services.visits import last_visit_ended, note_visit

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def report(recommendation, officer, **changes):
    facts = {"text": "Begun", "status": "in-progress", "reported_on": TODAY, "reported_by": "Policy and Strategy"}
    return add_progress(recommendation=recommendation, by=officer, at=NOON, **(facts | changes))


def test_add_progress_puts_each_entry_after_the_last(ask, officer):
    recommendation = ask(1)
    entries = [report(recommendation, officer, text=text) for text in ("A group has met", "It has met again")]
    assert [entry.position for entry in entries] == [1, 2]
    assert [event.verb for event in AuditEvent.objects.all()] == ["recommendation.progress_added"] * 2
    assert Recommendation.objects.get().status == "not-started"


def test_add_progress_with_a_new_status_changes_it_from_the_same_day(ask, officer):
    recommendation = ask(1)
    report(recommendation, officer, overall_status="implemented", reason="All parts are done", evidence="Its report")
    change = StatusChange.objects.get()
    assert (change.from_status, change.to_status, change.changed_on) == ("not-started", "implemented", TODAY)
    recommendation.refresh_from_db()
    assert (recommendation.status, recommendation.status_reason) == ("implemented", "All parts are done")
    assert [stood.status for _, stood in history.versions(recommendation)] == ["not-started", "implemented"]


def test_add_progress_without_a_reason_for_the_status_records_nothing(ask, officer):
    recommendation = ask(1)
    with pytest.raises(Refused, match="Enter why the status changes"):
        report(recommendation, officer, overall_status="implemented", reason=" ")
    assert ProgressUpdate.objects.count() == StatusChange.objects.count() == AuditEvent.objects.count() == 0


def test_change_status_refuses_the_status_that_it_has(ask, officer):
    with pytest.raises(Refused, match="differs from the present one"):
        change_status(
            recommendation=ask(1), to_status="not-started", reason="Why not", changed_on=TODAY, by=officer, at=NOON
        )


def test_change_status_refuses_a_day_before_the_last_change(ask, officer):
    recommendation = ask(1)
    change_status(
        recommendation=recommendation, to_status="in-progress", reason="Begun", changed_on=TODAY, by=officer, at=NOON
    )
    with pytest.raises(Refused, match="last changed on 23 November 2026: enter that day or a later one"):
        change_status(
            recommendation=recommendation,
            to_status="not-feasible",
            reason="It costs too much",
            changed_on=TODAY - timedelta(days=1),
            by=officer,
            at=NOON,
        )


def test_two_changes_of_one_day_end_in_the_later(ask, officer):
    recommendation = ask(1)
    for hour, status in ((1, "in-progress"), (2, "superseded"), (3, "needs-follow-up")):
        change_status(
            recommendation=recommendation,
            to_status=status,
            reason="Because",
            changed_on=TODAY,
            by=officer,
            at=NOON + timedelta(hours=hour),
        )
    assert Recommendation.objects.as_at(TODAY).get().status_on_day == "needs-follow-up"


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"from_status": "in-progress"},
        {"changed_on": None},
    ],
)
def test_database_refuses_a_change_without_reason_difference_or_date(ask, wrong):
    facts = {"from_status": "not-started", "to_status": "in-progress", "reason": "Begun", "changed_on": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(recommendation=ask(1), **(facts | wrong))


def test_database_refuses_a_status_without_reason(ask):
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(1, status="implemented", status_reason="")


def test_comment_is_answered_once(ask, ppb_member, officer, admin):
    comment = add_comment(recommendation=ask(1), text="What came of it?", by=ppb_member, at=NOON)
    answer_comment(comment=comment, answer="It is done", by=officer, at=NOON)
    with pytest.raises(Refused, match="Partnership Officer has already answered this comment"):
        answer_comment(comment=comment, answer="It is not", by=admin, at=NOON)
    comment.refresh_from_db()
    assert (comment.answer, comment.answered_by) == ("It is done", officer)
    verbs = {event.verb for event in AuditEvent.objects.all()}
    assert verbs == {"recommendation.commented", "recommendation.comment_answered"}


def test_first_visit_has_nothing_before_it(partnership, ppb_member):
    assert note_visit(user=ppb_member, partnership=partnership, at=NOON) is None
    assert RecommendationVisit.objects.get().latest_at == NOON


def test_visit_lasts_until_thirty_idle_minutes_and_then_is_the_last_one(partnership, ppb_member):
    def look(minutes):
        return note_visit(user=ppb_member, partnership=partnership, at=NOON + timedelta(minutes=minutes))

    assert [look(0), look(20), look(50)] == [None, None, None]
    assert look(81) == NOON + timedelta(minutes=50)
    # Later pages of the same visit still compare with the visit before.
    assert look(100) == NOON + timedelta(minutes=50)
    assert look(24 * 60) == NOON + timedelta(minutes=100)
    assert last_visit_ended(user=ppb_member, partnership=partnership) == NOON + timedelta(minutes=100)


def test_visit_is_written_down_at_most_once_a_minute(partnership, ppb_member, django_assert_num_queries):
    note_visit(user=ppb_member, partnership=partnership, at=NOON)
    with django_assert_num_queries(1):
        note_visit(user=ppb_member, partnership=partnership, at=NOON + timedelta(seconds=59))


def test_somebody_not_signed_in_has_no_visit(partnership):
    assert note_visit(user=AnonymousUser(), partnership=partnership, at=NOON) is None
    assert last_visit_ended(user=AnonymousUser(), partnership=partnership) is None
    assert RecommendationVisit.objects.count() == 0
