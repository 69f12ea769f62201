"""A meeting, who meets jointly, when it was moved, and calendars that somebody reads in a program of their own."""

from __future__ import annotations

import secrets
import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from boards.models import Body, Partnership
from core.addresses import address
from core.choices import Precision
from core.models import Governed, User, precision_pair
from core.rules.dates import format_days, format_hours, format_weekdays
from meetings.choices import MEETING_TONES, MeetingKind, MeetingStatus

OFF = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
# What is only proposed has not been decided: it owes nothing and counts nowhere.
NOT_TAKING_PLACE = (*OFF, MeetingStatus.PROPOSED)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """That a meeting is planned, held or cancelled is public."""
        return self.filter(partnership__is_listed=True)

    def of_body(self, body: Body) -> Self:
        """Its own meetings, and those that it holds jointly with another."""
        return self.filter(Q(body=body) | Q(pk__in=body.joint_meetings.order_by().values("meeting")))

    def of_bodies(self, bodies: models.QuerySet[Any, Any] | list[int]) -> Self:
        """As ``of_body``, for all of them; ``bodies`` are their primary keys."""
        joint = JointBody.objects.filter(body__in=bodies).order_by()
        return self.filter(Q(body__in=bodies) | Q(pk__in=joint.values("meeting")))

    def newest_first(self) -> Self:
        return self.order_by(F("held_on").desc(nulls_last=True), "-pk")

    def next_first(self, *, on: date) -> Self:
        """Those from the day on, the next one first, then those before it, the newest first."""
        is_past = Case(When(held_on__gte=on, then=Value(0)), default=Value(1))
        ahead = Case(When(held_on__gte=on, then=F("held_on")), output_field=models.DateField())
        return self.order_by(is_past, ahead, F("held_on").desc(nulls_last=True), "-pk")

    def for_list(self) -> Self:
        """With as much of each meeting, its body and its summary as a row shows."""
        return self.select_related("body", "summary").only(
            "partnership",
            "title",
            "status",
            "held_on",
            "held_precision",
            "ends_on",
            "starts_at",
            "ends_at",
            "venue",
            "agenda_published_at",
            "summary_due_on",
            "body__name",
            "summary__meeting",
            "summary__published_at",
        )

    def upcoming(self, *, on: date) -> Self:
        """Planned meetings from the day on, the next one first."""
        return self.filter(status=MeetingStatus.PLANNED, held_on__gte=on).order_by("held_on", "starts_at", "pk")

    def of_summary_clock(self, *, on: date) -> Self:
        """Held by the day, with a summary owed, whatever has become of it; the oldest deadline first (T-3)."""
        owed = self.filter(summary_due_on__isnull=False, held_precision=Precision.DAY)
        held = owed.filter(Q(ends_on=None, held_on__lte=on) | Q(ends_on__lte=on))
        return held.taking_place().order_by("summary_due_on", "pk")

    def owing_summary(self, *, on: date) -> Self:
        """Held by the day, with a summary owed and none published; the oldest deadline first."""
        return self.of_summary_clock(on=on).filter(Q(summary=None) | Q(summary__published_at=None))

    def taking_place(self) -> Self:
        """Decided, and not off: a date that is only proposed is no meeting yet (R-4)."""
        return self.exclude(status__in=NOT_TAKING_PLACE)

    def off(self) -> Self:
        """Cancelled, or postponed to a day that is not known: nothing is owed for it."""
        return self.filter(status__in=OFF)


class Meeting(Governed):
    """A meeting of a body, or an event of the partnership that no single body held.

    ``held_on`` is its (first) day whether it is planned or past; ``summary_due_on`` is written by the services when
    the day or the bank holidays change, so that lists can filter on it, and is empty where no summary is owed.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    code = models.SlugField("code in imports", max_length=60, blank=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=MeetingKind.choices, default=MeetingKind.MEETING)
    status = models.CharField(max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED)
    status_as_printed = models.CharField(max_length=100, blank=True)
    status_reason = models.CharField("reason for a change", max_length=300, blank=True)
    held_on = models.DateField("date", null=True, blank=True)
    held_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    ends_on = models.DateField("last day, if more than one", null=True, blank=True)
    starts_at = models.TimeField("start", null=True, blank=True)
    ends_at = models.TimeField("end", null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    theme = models.CharField(max_length=200, blank=True)
    summary_due_on = models.DateField(null=True, blank=True, editable=False)
    agenda_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    uid = models.UUIDField("name in calendars", unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField("changes that calendars must hear of", default=0, editable=False)
    changed_at = models.DateTimeField("last such change", default=timezone.now, editable=False)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = (F("held_on").desc(nulls_last=True), "-pk")
        indexes = (
            models.Index(F("held_on").desc(), F("id").desc(), name="meetings_newest"),
            models.Index("body", F("held_on").desc(), F("id").desc(), name="meetings_newest_of_body"),
            models.Index("partnership", F("held_on").desc(), F("id").desc(), name="meetings_newest_of_p"),
            models.Index(
                fields=("partnership", "summary_due_on"),
                condition=Q(summary_due_on__isnull=False),
                name="meetings_summary_due",
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="meetings_meeting_precision", condition=precision_pair("held_on", "held_precision")
            ),
            models.CheckConstraint(
                name="meetings_meeting_days",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("held_on")),
                violation_error_message="The last day must be the same as or after the first day.",
            ),
            models.CheckConstraint(
                name="meetings_meeting_times",
                condition=Q(ends_at=None)
                | Q(starts_at=None)
                | Q(ends_at__gt=F("starts_at"))
                | Q(ends_on__isnull=False),
                violation_error_message="The end must be after the start.",
            ),
            models.CheckConstraint(
                name="meetings_meeting_words",
                condition=Q(
                    kind__in=MeetingKind.values, status__in=MeetingStatus.values, held_precision__in=Precision.values
                ),
            ),
            models.UniqueConstraint(
                fields=("partnership", "code"), condition=~Q(code=""), name="meetings_meeting_code"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:detail", self.partnership.slug, self.pk)

    @property
    def exact_day(self) -> date | None:
        """Its (first) day, if that is known to the day."""
        return self.held_on if self.held_precision == Precision.DAY else None

    @property
    def last_on(self) -> date | None:
        """The last of its days: day 0 of its summary's clock (T-3)."""
        return self.ends_on or self.held_on

    @property
    def when(self) -> str:
        """“16 November 2026”, “16 to 17 November 2026”, “March 2012”: as much as is known (T-4)."""
        return format_days(self.held_on, self.ends_on, self.held_precision)

    @property
    def when_in_week(self) -> str:
        """The same with the days of the week, and always with the year."""
        if self.held_on is None or self.held_precision != Precision.DAY:
            return self.when
        return f"{format_weekdays(self.held_on, self.ends_on)} {(self.ends_on or self.held_on).year}"

    @property
    def when_and_time(self) -> str:
        """“Monday 16 November 2026, 2:30pm to 4pm”: as much as is known."""
        return ", ".join(filter(None, (self.when_in_week, self.hours)))

    @property
    def hours(self) -> str:
        return format_hours(self.starts_at, self.ends_at)

    @property
    def tone(self) -> str:
        return MEETING_TONES[MeetingStatus(self.status)]

    @property
    def is_event(self) -> bool:
        """It has a programme, which is for everybody, where a meeting has an agenda."""
        return self.kind == MeetingKind.EVENT

    @property
    def agenda_word(self) -> str:
        return "programme" if self.is_event else "agenda"

    @property
    def may_have_summary(self) -> bool:
        """A body met on a day that is known: only such a meeting has a summary."""
        return self.body_id is not None and self.held_on is not None and self.held_precision == Precision.DAY

    @property
    def has_published_summary(self) -> bool:
        """One query, unless ``summary`` was fetched along."""
        summary = getattr(self, "summary", None)
        return summary is not None and summary.published_at is not None

    def is_ahead(self, *, on: date) -> bool:
        """Its day is to come: nobody waits for one whose day is not on record."""
        return self.held_on is not None and self.held_on > on and not self.has_published_summary

    @property
    def is_proposed(self) -> bool:
        """Its date is not decided, so that nothing is owed for it."""
        return self.status == MeetingStatus.PROPOSED

    @property
    def is_off(self) -> bool:
        """It does not take place on its day, so that nothing is owed for it."""
        return self.status in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)


class JointBody(Governed):
    """A body that meets jointly with the one whose meeting it is: the meeting is in the calendar of both."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="joint_bodies")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="joint_meetings")

    part_of, named_by = ("meeting",), "body"

    class Meta:
        ordering = ("body__sort_order", "body__name")
        verbose_name_plural = "joint bodies"
        constraints = (models.UniqueConstraint(fields=("meeting", "body"), name="meetings_joint_once"),)

    def __str__(self) -> str:
        return f"{self.body} at {self.meeting}"


class MeetingMove(models.Model):
    """A meeting was postponed: from one day to another, or to a day not yet known; why, and who said so."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves")
    from_on = models.DateField("day that it was planned for")
    to_on = models.DateField("new day", null=True, blank=True)
    reason = models.CharField(max_length=300)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-moved_at", "-pk")
        constraints = (models.CheckConstraint(name="meetings_move_has_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"{self.meeting}: from {self.from_on} to {self.to_on or 'a day to be set'}"


def new_feed_token() -> str:
    """Long enough that nobody guesses the address of somebody's calendar."""
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """The secret address at which somebody's calendar program reads their own meetings. Changing it ends the old."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="calendar_feeds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    token = models.CharField(max_length=40, unique=True, default=new_feed_token)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("partnership", "user"), name="meetings_feed_once"),)

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
