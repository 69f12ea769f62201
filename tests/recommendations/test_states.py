"""The state kept beside a recommendation says on any day what its events say, whoever has written them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.choices import Precision
from core.history import bulk_create, bulk_update
from core.models import ChoreFailure
from meetings.models import Meeting
from monitoring.models import MonitoringDecision, Review
from progress.models import ProgressUpdate, StatusChange
from recommendations.choices import MonitoringChoice, RecommendationStatus, Responder, ResponseDecision
from recommendations.models import Recommendation, RecommendationState, Response, StateEventQuerySet
from recommendations.models.state import STATE_EVENTS, related
from recommendations.services.states import check_states, check_states_of_the_minute
from tests import factories
from tests.states import read_from_events, read_on, wrong_states

pytestmark = pytest.mark.django_db

FIRST, DAY = date(2026, 4, 1), date(2026, 4, 14)
DAYS = [FIRST + timedelta(days=number) for number in range(5)]
PRECISIONS = (Precision.DAY, Precision.MONTH, Precision.YEAR)


def dated(name, day, precision=Precision.DAY):
    return {f"{name}_on": day, f"{name}_precision": precision if day else Precision.UNKNOWN}


# Of each kind of event: its model, and its fields by a day that may be unknown, a number and how precise the day is.
def _change(day, number, precision):
    status = RecommendationStatus.values[number % 6]
    return {"to_status": status, "reason": "So it is", "evidence": "A paper", **dated("changed", day, precision)}


def _update(day, number, precision):
    return {"position": number + 1, "text": "News", "status": "in-progress", **dated("reported", day, precision)}


def _decision(day, number, precision):
    meeting = Meeting.objects.first() or factories.MeetingFactory()
    choice = MonitoringChoice.values[number % 2]
    return {"choice": choice, "meeting": meeting, "decided_on": day or FIRST, "reason": "So it is"}


def _review(day, number, precision):
    return {"reviewed_on": day or FIRST, "achieved": "A", "cost": "B", "next_steps": "C", "outcome": "continue"}


def _response(day, number, precision):
    decided = {"responder": Responder.values[number % 2], "decision": ResponseDecision.values[number % 3]}
    return {**decided, "reason": "So it is", **dated("responded", day, precision)}


KINDS = (
    (StatusChange, _change, "changed"),
    (ProgressUpdate, _update, "reported"),
    (MonitoringDecision, _decision, "decided"),
    (Review, _review, "reviewed"),
    (Response, _response, "responded"),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "correct", "remove", "add in bulk", "move in bulk", "remove in bulk")),
        st.sampled_from(KINDS),
        st.integers(min_value=0, max_value=1),
        st.none() | st.sampled_from(DAYS),
        st.sampled_from(PRECISIONS),
    ),
    max_size=10,
)


class TestStates(TestCase):
    @given(STEPS)
    @settings(max_examples=40)
    def test_after_any_acts_the_state_on_any_day_is_what_the_events_say(self, steps):
        partnership = factories.PartnershipFactory()
        group = factories.TopicGroupFactory(body__partnership=partnership, received_on=None)
        asked = [factories.RecommendationFactory(topic_group=group, number=number) for number in (1, 2)]
        for number, (verb, (model, fields, name), which, day, precision) in enumerate(steps):
            rows = model.objects.filter(recommendation=asked[which])
            latest = rows.order_by("pk").last()
            values = fields(day, number, precision)
            when = {key: value for key, value in values.items() if key.startswith(f"{name}_")}
            match verb:
                case "add":
                    model.objects.create(recommendation=asked[which], **values)
                case "add in bulk":
                    bulk_create([model(recommendation=asked[which], **values)])
                case "correct" if latest:
                    for key, value in values.items():
                        setattr(latest, key, value)
                    latest.save()
                case "remove" if latest:
                    latest.delete()
                case "move in bulk":
                    rows.update(**when)
                case "remove in bulk":
                    rows.filter(pk=latest and latest.pk).delete()
        assert wrong_states() == []
        for on in (FIRST - timedelta(days=1), *DAYS[1:4], date(2027, 1, 1)):
            assert read_on(on) == read_from_events(on)


def test_events_that_a_state_is_read_from_keep_it_however_they_are_written():
    models = [related(relation).model for relation in STATE_EVENTS]
    assert models == [StatusChange, ProgressUpdate, MonitoringDecision, Review, Response]
    assert all(isinstance(model._default_manager.all(), StateEventQuerySet) for model in models)


def test_bulk_update_with_its_history_keeps_the_state(ask):
    update = factories.ProgressUpdateFactory(recommendation=ask(1), reported_on=FIRST)
    update.reported_on = DAY
    bulk_update([update], ["reported_on"])
    assert RecommendationState.objects.get().reported_on == DAY


def test_state_is_kept_of_the_newest_of_each_kind_and_from_the_last_day_on(ask):
    one = ask(1)
    for number, (model, fields, _) in enumerate(KINDS):
        for day in (DAYS[number], FIRST - timedelta(days=number + 1)):
            model.objects.create(recommendation=one, **fields(day, number + (day < FIRST), Precision.DAY))
    state = RecommendationState.objects.get()
    assert (state.known_from, state.status, state.changed_on) == (DAYS[4], "not-started", FIRST)
    assert (state.reported_on, state.reported_precision, state.has_progress) == (DAYS[1], "day", True)
    assert (state.monitoring, state.decided_on, state.reviewed_on) == ("stop", DAYS[2], DAYS[3])
    assert state.response == "rejected"


def test_what_has_happened_since_the_day_is_not_read_of_it(ask):
    one = ask(1)
    factories.ProgressUpdateFactory(recommendation=one, reported_on=FIRST)
    factories.ProgressUpdateFactory(recommendation=one, reported_on=DAY)
    factories.StatusChangeFactory(recommendation=one, changed_on=DAY)
    assert [row["latest_reported_on"] for on in (FIRST, DAY) for row in read_on(on)] == [FIRST, DAY]
    assert [row["status_on_day"] for on in (FIRST, DAY) for row in read_on(on)] == ["not-started", "in-progress"]


def test_what_is_kept_is_read_and_not_the_events(ask):
    for number in range(3):
        factories.ProgressUpdateFactory(recommendation=ask(number))
    rows = Recommendation.objects.as_at(date(2026, 12, 1)).prefetch_related(None).with_latest_precision(on=DAY)
    RecommendationState.objects.update(reported_on=date(2026, 2, 2))
    assert {one.latest_reported_on for one in rows} == {date(2026, 2, 2)}
    check_states(Recommendation.objects.values_list("pk", flat=True))


def test_event_asks_as_often_with_many_before_it(ask):
    one, asked = ask(1), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            factories.ProgressUpdateFactory(recommendation=one)
        asked.append(len([query for query in captured if re.search("state|FOR NO KEY", query["sql"])]))
        factories.ProgressUpdateFactory.create_batch(20, recommendation=one)
    assert asked[0] == asked[1]


def test_fault_is_mended_and_told(ask, caplog, capsys):
    update = factories.ProgressUpdateFactory(recommendation=ask(1), reported_on=FIRST)
    ask(2)
    RecommendationState.objects.update(reported_on=DAY)
    call_command("check_states")
    told = f"2 recommendations compared, 1 mended.\nMENDED recommendation {update.recommendation_id}\n"
    assert capsys.readouterr().out == told
    words = f"The state kept of recommendation {update.recommendation_id} was not what its events say; it is now"
    assert [record.getMessage() for record in caplog.records] == [words]
    assert RecommendationState.objects.get(pk=update.recommendation_id).reported_on == FIRST
    # Nothing had been kept of the other one, which is no fault.
    assert RecommendationState.objects.count() == 2
    call_command("check_states")
    assert capsys.readouterr().out == "2 recommendations compared, 0 mended.\n"


def test_chore_looks_at_each_once_a_day(ask, caplog):
    factories.ProgressUpdateFactory(recommendation=ask(1), reported_on=FIRST)
    RecommendationState.objects.update(reported_on=DAY)
    midnight = datetime(2026, 4, 14, tzinfo=UTC)
    assert sum(check_states_of_the_minute(at=midnight + timedelta(minutes=minute)) for minute in range(1440)) == 1
    assert wrong_states() == []
    assert not ChoreFailure.objects.exists()


def test_recommendation_that_nothing_hangs_on_goes_with_its_state(ask):
    one = ask(1)
    update = factories.ProgressUpdateFactory(recommendation=one)
    update.delete()
    assert RecommendationState.objects.get().has_progress is False
    one.delete()
    assert not RecommendationState.objects.exists()
