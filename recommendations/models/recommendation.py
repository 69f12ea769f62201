"""What scrutiny asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from boards.models import Partnership
from core.addresses import address
from core.choices import Precision
from core.models import Governed, precision_pair
from core.rules.dates import ReviewState, format_date
from core.rules.working_days import london_day
from recommendations.choices import (
    MonitoringChoice,
    RecommendationPriority,
    RecommendationStatus,
    ResponseDecision,
    ScrutinyValue,
)
from recommendations.models.owner import Owner, RecommendationOwner
from recommendations.models.reading import RecommendationQuerySet
from recommendations.rules import (
    REPORT_RECEIVED,
    ReviewNotice,
    Silence,
    closed_in_words,
    day_refusal,
    review_notice,
    silence_since,
)
from scrutiny.models import ReportParagraph, TopicGroup

if TYPE_CHECKING:
    from progress.models import ProgressUpdate, StatusChange
    from recommendations.models.events import Wording


class Recommendation(Governed):
    """One recommendation of a topic group. ``explanation`` has one point a line.

    ``status`` and its reason repeat the latest ``StatusChange``; title, explanation and task the latest ``Wording``.
    ``made_on`` is given for one that came after the report, such as one that a review led to. What pages and papers
    show is read as at a day, by ``RecommendationQuerySet.as_at``, which sets the attributes named first.
    """

    shown_on: date
    status_on_day: str
    review_state_on_day: str
    has_progress: bool
    latest_reported_on: date | None
    progress_on_day: list[ProgressUpdate]
    changes_on_day: list[StatusChange]
    # Without a default: a prefetch passes over what is there already.
    wordings_on_day: list[Wording]
    lines: list[RecommendationOwner]
    monitoring_on_day: str
    decided_on_day: date | None
    decided_by_on_day: str | None
    reviewed_on_day: date | None
    # Set by ``for_files``.
    report_title: str
    is_report_draft: bool
    # Set by ``with_response`` and ``with_since``, for files and roll-ups.
    response_on_day: str = ""
    status_since: date | None = None
    status_since_precision: str = ""
    # What has changed, in words: set by the list of a reader who has been there before.
    news: Sequence[str] = ()
    # The status that waits for confirmation, in words: set by the list of a reader who may know.
    proposed: str = ""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="recommendations")
    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("action", max_length=300)
    explanation = models.TextField(blank=True)
    task = models.CharField("what each owner is asked to do", max_length=300, blank=True)
    owners = models.ManyToManyField(Owner, through=RecommendationOwner, related_name="recommendations")
    status = models.CharField(
        max_length=15, choices=RecommendationStatus.choices, default=RecommendationStatus.NOT_STARTED
    )
    status_reason = models.TextField(blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    paragraphs = models.ManyToManyField(ReportParagraph, blank=True, related_name="recommendations")
    priority = models.CharField(max_length=6, choices=RecommendationPriority.choices, blank=True)
    target_on = models.DateField("to be done by", null=True, blank=True)
    resources_needed = models.TextField(max_length=1000, blank=True)
    made_on = models.DateField("made on, where later than the report", null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    review_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.UNKNOWN)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ("topic_group", "number")
        indexes = (models.Index(fields=("partnership", "status"), name="recommendations_status"),)
        constraints = (
            models.UniqueConstraint(fields=("topic_group", "number"), name="recommendations_number"),
            models.CheckConstraint(
                name="recommendations_words",
                condition=Q(status__in=RecommendationStatus.values, review_precision__in=Precision.values),
            ),
            models.CheckConstraint(
                name="recommendations_status_reason",
                condition=Q(status=RecommendationStatus.NOT_STARTED) | ~Q(status_reason=""),
            ),
            models.CheckConstraint(
                name="recommendations_superseded_by_another",
                condition=Q(superseded_by=None) | Q(status=RecommendationStatus.SUPERSEDED),
            ),
            models.CheckConstraint(
                name="recommendations_priority_words", condition=Q(priority__in=("", *RecommendationPriority.values))
            ),
            models.CheckConstraint(
                name="recommendations_review_precision", condition=precision_pair("review_due_on", "review_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return address("recommendations:detail", self.partnership.slug, self.pk)

    def clean(self) -> None:
        begins_on, precision = self.begins
        if self.target_on and begins_on and self.target_on < begins_on:
            received = f"The report was received {format_date(begins_on, precision)}"
            raise ValidationError({"target_on": f"{received}: it must be done on that day or later"})

    @property
    def begins(self) -> tuple[date | None, str]:
        """From when it can be carried out or answered; of “September 2012” the first day."""
        group = self.topic_group
        return (self.made_on, Precision.DAY) if self.made_on else (group.received_on, group.received_precision)

    def day_fault(self, day: date, *, noun: str, at: datetime) -> str:
        """Why nothing can have happened to it on the day, as far as today and its beginning say; else empty (R-7)."""
        begins_on, precision = self.begins
        began = "the recommendation, which was made" if self.made_on else REPORT_RECEIVED
        return day_refusal(day, noun=noun, today=london_day(at), begins_on=begins_on, precision=precision, began=began)

    def set_sources(self, *, values: Collection[str], paragraphs: Iterable[ReportParagraph]) -> None:
        """Which values of scrutiny it serves, and which paragraphs of its report it comes from."""
        self.paragraphs.set(paragraphs)
        for served in self.values_served.exclude(value__in=values):
            served.delete()
        known = set(self.values_served.values_list("value", flat=True))
        for value in ScrutinyValue.values:  # they are shown in the order in which they were written
            if value in values and value not in known:
                self.values_served.create(value=value)

    @property
    def wording_shown(self) -> Wording | None:
        """The wording of the day, after ``as_at``; None where the first one is kept on the recommendation alone."""
        known: list[Wording] = getattr(self, "wordings_on_day", [])
        return known[-1] if known else None

    @property
    def title_shown(self) -> str:
        """After ``as_at``."""
        return self.wording_shown.title if self.wording_shown else self.title

    @property
    def explanation_shown(self) -> str:
        """After ``as_at``."""
        return self.wording_shown.explanation if self.wording_shown else self.explanation

    @property
    def task_shown(self) -> str:
        """After ``as_at``."""
        return self.wording_shown.task if self.wording_shown else self.task

    @property
    def points(self) -> list[str]:
        """After ``as_at``: the explanation, point by point."""
        return self.explanation_shown.splitlines()

    @property
    def by_whom(self) -> list[str]:
        """The owners as they are printed, after ``as_at``."""
        return [line.printed_as for line in self.lines]

    @property
    def status_shown(self) -> RecommendationStatus:
        """After ``as_at``."""
        return RecommendationStatus(self.status_on_day)

    @property
    def reason_shown(self) -> str:
        """Why the status is what it is, after ``as_at``."""
        if self.changes_on_day:
            return self.changes_on_day[-1].reason
        return self.status_reason if self.status_on_day == self.status else ""

    @property
    def latest_progress(self) -> ProgressUpdate | None:
        """After ``as_at``."""
        return self.progress_on_day[-1] if self.progress_on_day else None

    @property
    def silence(self) -> Silence:
        """After ``as_at``."""
        latest = self.latest_progress
        return silence_since(
            latest.reported_on if latest else None,
            latest.reported_precision if latest else Precision.UNKNOWN,
            has_progress=latest is not None,
            on=self.shown_on,
        )

    @property
    def review(self) -> ReviewNotice | None:
        """After ``as_at``."""
        return review_notice(
            self.review_due_on, self.review_precision, on=self.shown_on, reviewed_on=self.reviewed_on_day
        )

    @property
    def is_closed(self) -> bool:
        """Whether a meeting has decided to stop monitoring it (R-4), after ``as_at``."""
        return self.monitoring_on_day == MonitoringChoice.STOP

    @property
    def closed_on(self) -> date | None:
        """The day on which a meeting decided to stop monitoring it (R-4), after ``as_at``."""
        return self.decided_on_day if self.is_closed else None

    @property
    def is_review_overdue(self) -> bool:
        """After ``as_at``; of one that is closed nobody waits for a review."""
        notice = self.review
        return notice is not None and notice.state is ReviewState.OVERDUE and not self.is_closed

    @property
    def response_shown(self) -> str:
        """The response that counts (RU-3), in words, after ``with_response``; empty without one."""
        return ResponseDecision(self.response_on_day).label if self.response_on_day else ""

    @property
    def closed_words(self) -> str:
        """“closed: monitoring stopped on 3 May 2026 by the Corporate PPB”, after ``as_at``; empty while monitored."""
        return closed_in_words(self.decided_on_day, self.decided_by_on_day or "") if self.is_closed else ""

    @property
    def lead(self) -> RecommendationOwner | None:
        """Who leads, after ``as_at``; None where nobody was named as the lead."""
        return next((line for line in self.lines if line.is_lead), None)

    @property
    def usual_reporter(self) -> str:
        """Who reports where nobody is named: the lead, or the only owner; after ``as_at``."""
        if self.lead:
            return self.lead.printed_as
        return self.lines[0].printed_as if len(self.lines) == 1 else ""

    @property
    def target_shown(self) -> str:
        return format_date(self.target_on) if self.target_on else ""


class RecommendationValue(Governed):
    """One of the values of scrutiny that a recommendation serves."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="values_served")
    value = models.CharField(max_length=16, choices=ScrutinyValue.choices)

    part_of, named_by = ("recommendation",), "value"

    class Meta:
        ordering = ("recommendation", "pk")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "value"), name="recommendations_value_once"),
            models.CheckConstraint(name="recommendations_value_words", condition=Q(value__in=ScrutinyValue.values)),
        )

    def __str__(self) -> str:
        return self.get_value_display()
