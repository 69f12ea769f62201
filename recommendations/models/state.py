"""The state of a recommendation kept beside it, so that a page of thousands need not read all that happened to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Q, Subquery
from django.db.models.signals import post_delete, post_save

from core.choices import Precision
from core.models import DatedEvent
from core.prepared import prepared
from core.querysets import EventQuerySet
from recommendations.choices import MonitoringChoice, RecommendationStatus, ResponseDecision
from recommendations.models.dated import all_recommendations, dated_state, newest_responses, related

E = TypeVar("E", bound=DatedEvent)

# What the state is read from; their managers are each a ``StateEventQuerySet``.
STATE_EVENTS = ("status_changes", "progress", "monitoring_decisions", "reviews", "responses")
# The day from which all that is known is known, and the one on which it has been for ever.
AT_LAST, ALWAYS = date.max, date.min
AT_A_TIME = 500


class RecommendationState(models.Model):
    """What the events of a recommendation say when all of them have happened: so from ``known_from`` on.

    Nothing here comes to be untrue as days pass: what depends on the day, such as how old the latest update is, is
    worked out from the dates. The rows are written by ``keep_states`` alone, whenever an event is; a recommendation
    without one is read from its events, as at any earlier day.
    """

    recommendation = models.OneToOneField(
        "recommendations.Recommendation", on_delete=models.CASCADE, primary_key=True, related_name="state"
    )
    known_from = models.DateField(default=ALWAYS)
    status = models.CharField(
        "status by the latest change", max_length=15, choices=RecommendationStatus.choices, blank=True
    )
    changed_on = models.DateField(null=True, blank=True)
    changed_precision = models.CharField(max_length=7, choices=Precision.choices, blank=True)
    monitoring = models.CharField(max_length=6, choices=MonitoringChoice.choices, blank=True)
    decided_on = models.DateField("monitoring decided on", null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    has_progress = models.BooleanField(default=False)
    reported_on = models.DateField("latest update on", null=True, blank=True)
    reported_precision = models.CharField(max_length=7, choices=Precision.choices, blank=True)
    response = models.CharField(max_length=8, choices=ResponseDecision.choices, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="recommendations_state_words",
                condition=Q(
                    status__in=("", *RecommendationStatus.values),
                    changed_precision__in=("", *Precision.values),
                    monitoring__in=("", *MonitoringChoice.values),
                    reported_precision__in=("", *Precision.values),
                    response__in=("", *ResponseDecision.values),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"State of recommendation {self.pk}"

    @property
    def kept(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in STATE_FIELDS)


STATE_FIELDS = tuple(field.name for field in RecommendationState._meta.concrete_fields if not field.primary_key)
# Those that are read from the events by ``dated_state``.
DATED_FIELDS = tuple(name for name in STATE_FIELDS if name != "known_from")


class StateEventQuerySet(EventQuerySet[E]):
    """Events that the state of a recommendation is read from: what is written in bulk keeps it, too."""

    def update(self, **values: Any) -> int:
        keys = set(self.order_by().values_list("recommendation", flat=True))
        changed = super().update(**values)
        keep_states(keys)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]  # as Django's own, which templates must not call

    def bulk_create(self, objs: Iterable[E], *args: Any, **kwargs: Any) -> list[E]:
        made = super().bulk_create(objs, *args, **kwargs)
        keep_states(event.recommendation_id for event in made)  # type: ignore[attr-defined]  # every one has it
        return made


def keep_on_each_event() -> None:
    """From now on, every save and removal of an event keeps the state of its recommendation."""
    for relation in STATE_EVENTS:
        for signal in (post_save, post_delete):
            signal.connect(_keep, sender=related(relation).model, dispatch_uid=f"recommendations.state.{relation}")


def _keep(instance: Any, **_: Any) -> None:
    keep_states([instance.recommendation_id])


def keep_states(recommendations: Iterable[int]) -> None:
    """Read the state of each anew from its events, and keep it: three queries for up to so many ``AT_A_TIME``.

    The recommendations are locked first: of two events that are written at a time, the later one knows of the other.
    """
    keys = sorted(set(recommendations))
    for start in range(0, len(keys), AT_A_TIME):
        with transaction.atomic(savepoint=False):
            save_states(read_states(lock_recommendations(keys[start : start + AT_A_TIME])))


def lock_recommendations(keys: Sequence[int]) -> tuple[int, ...]:
    """Until the transaction ends; returns those that are still there."""
    locked = all_recommendations().select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return tuple(locked.values_list("pk", flat=True))


def save_states(states: list[RecommendationState]) -> None:
    if states:
        RecommendationState.objects.bulk_create(
            states, update_conflicts=True, unique_fields=["recommendation"], update_fields=STATE_FIELDS
        )


def read_states(recommendations: tuple[int, ...]) -> list[RecommendationState]:
    """What is to be kept of each, unsaved; one query."""
    if not recommendations:
        return []
    rows = _events_of(recommendations[0]) if len(recommendations) == 1 else _events_of_several(recommendations)
    return [_state(*row) for row in rows]


def _state(recommendation: int, answered_on: date | None, *values: Any) -> RecommendationState:
    state = RecommendationState(recommendation_id=recommendation, **dict(zip(DATED_FIELDS, values, strict=True)))
    days = (answered_on, state.changed_on, state.decided_on, state.reviewed_on, state.reported_on)
    state.known_from = max((day for day in days if day), default=ALWAYS)
    return state


def _events_of_several(recommendations: tuple[int, ...]) -> Any:
    answered_on = Subquery(newest_responses(AT_LAST).values("responded_on")[:1])
    known = {f"known_{name}": expression for name, expression in dated_state(AT_LAST).items()}
    found = all_recommendations().filter(pk__in=recommendations).annotate(answered_on=answered_on, **known)
    return found.order_by("pk").values_list("pk", "answered_on", *(f"known_{name}" for name in DATED_FIELDS))


@prepared("recommendation")
def _events_of(recommendation: int) -> Any:
    return _events_of_several((recommendation,))
