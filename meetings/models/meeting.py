"""A meeting, who meets jointly, when it was moved, and which seats were there."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from boards.models import Body, Partnership, Seat
from core.addresses import address
from core.choices import Precision
from core.models import precision_pair
from core.rules.dates import format_days, format_hours, format_weekdays
from meetings.choices import AT_THE_TABLE, MEETING_TONES, AttendanceState, Departure, MeetingKind, MeetingStatus
from meetings.querysets import AttendanceQuerySet, MeetingQuerySet


class Meeting(models.Model):
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

    history = HistoricalRecords()
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


class JointBody(models.Model):
    """A body that meets jointly with the one whose meeting it is: the meeting is in the calendar of both."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="joint_bodies")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="joint_meetings")

    history = HistoricalRecords()

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


class Attendance(models.Model):
    """Whether a seat was filled at a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=9, choices=AttendanceState.choices)
    deputy_name = models.CharField("who came as deputy", max_length=120, blank=True)
    departure = models.CharField("left before the end", max_length=8, choices=Departure.choices, blank=True)
    departed_at = models.ForeignKey(
        "meetings.AgendaItem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departures",
        verbose_name="item at which they left, or for which they withdrew",
    )

    history = HistoricalRecords()
    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ("seat__number",)
        verbose_name_plural = "attendance"
        constraints = (
            models.UniqueConstraint(fields=("meeting", "seat"), name="meetings_attendance_once"),
            models.CheckConstraint(name="meetings_attendance_words", condition=Q(state__in=AttendanceState.values)),
            models.CheckConstraint(
                name="meetings_attendance_deputy_named_only_for_deputy",
                condition=Q(state=AttendanceState.DEPUTY) | Q(deputy_name=""),
            ),
            models.CheckConstraint(
                name="meetings_attendance_only_who_came_leaves",
                condition=Q(departure="", departed_at=None) | Q(departure__in=Departure.values, state__in=AT_THE_TABLE),
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_state_display()}"

    @property
    def words(self) -> str:
        """“Joined online”, “Deputy came: A Deputy; left early, at item 3”: the title of an item may be for members."""
        came = f"{self.get_state_display()}: {self.deputy_name}" if self.deputy_name else self.get_state_display()
        left = departure_in_words(self.departure, f"item {self.departed_at.position}" if self.departed_at else "")
        return "; ".join(filter(None, (came[0].upper() + came[1:], left)))


def departure_in_words(departure: str, item: str) -> str:
    """“left early, at item 3”, “withdrew for item 3, Warm homes (interest declared)”; empty for nothing."""
    if departure == Departure.INTEREST:
        return f"withdrew for {item} (interest declared)" if item else Departure.INTEREST.label
    return ", at ".join(filter(None, (Departure.EARLY.label, item))) if departure else ""


class Guest(models.Model):
    """Somebody who was there without holding a seat, as the published summary names them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField("name or role", max_length=150)
    organisation_name = models.CharField("organisation", max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation_name}" if self.organisation_name else self.name
