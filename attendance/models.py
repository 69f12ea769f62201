"""Which seats were filled at a meeting, and who was there without one."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from attendance.choices import AT_THE_TABLE, AttendanceState, Departure
from attendance.rules import LETTERS
from boards.models import Organisation, Seat
from core.models import Governed, User
from meetings.models import Meeting


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """It is part of published summaries, and public like them."""
        return self.filter(meeting__partnership__is_listed=True)

    def within(self, first_day: date, last_day: date) -> Self:
        """At meetings held from one day to another."""
        return self.filter(meeting__held_on__range=(first_day, last_day))

    def by_organisation(self, organisation: Organisation | None = None) -> Self:
        """Of seats that an organisation, or the one given, held on the day of the meeting.

        The holder is reached by ``seat__holdings__organisation``: it is the holding of that day.
        """
        # One call of filter: the conditions must be of one and the same holding.
        held_by = Q(seat__holdings__organisation__isnull=False)
        if organisation is not None:
            held_by = Q(seat__holdings__organisation=organisation)
        held_on = F("meeting__held_on")
        return self.filter(
            held_by,
            Q(seat__holdings__starts_on=None) | Q(seat__holdings__starts_on__lte=held_on),
            Q(seat__holdings__ends_on=None) | Q(seat__holdings__ends_on__gte=held_on),
        )


class Attendance(Governed):
    """Whether a seat was filled at a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=9, choices=AttendanceState.choices)
    deputy_name = models.CharField("who came as deputy", max_length=120, blank=True)
    departure = models.CharField("left before the end", max_length=8, choices=Departure.choices, blank=True)
    departed_at = models.ForeignKey(
        "agendas.AgendaItem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departures",
        verbose_name="item at which they left, or for which they withdrew",
    )

    part_of, named_by = ("meeting",), "seat"
    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ("seat__number",)
        verbose_name_plural = "attendance"
        constraints = (
            models.UniqueConstraint(fields=("meeting", "seat"), name="attendance_attendance_once"),
            models.CheckConstraint(name="attendance_attendance_words", condition=Q(state__in=AttendanceState.values)),
            models.CheckConstraint(
                name="attendance_attendance_deputy_named_only_for_deputy",
                condition=Q(state=AttendanceState.DEPUTY) | Q(deputy_name=""),
            ),
            models.CheckConstraint(
                name="attendance_attendance_only_who_came_leaves",
                condition=Q(departure="", departed_at=None) | Q(departure__in=Departure.values, state__in=AT_THE_TABLE),
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_state_display()}"

    @property
    def letter(self) -> str:
        return LETTERS[AttendanceState(self.state)]

    @property
    def words(self) -> str:
        """“Joined online”, “Deputy came: A Deputy; left early, at item 3”: the title of an item may be for members."""
        came = f"{self.get_state_display()}: {self.deputy_name}" if self.deputy_name else self.get_state_display()
        return self._with_departure(came[0].upper() + came[1:])

    @property
    def words_in_matrix(self) -> str:
        """“deputy came (A Deputy); left early, at item 3”."""
        deputy = f" ({self.deputy_name})" if self.deputy_name else ""
        return self._with_departure(f"{self.get_state_display()}{deputy}")

    def _with_departure(self, came: str) -> str:
        left = departure_in_words(self.departure, f"item {self.departed_at.position}" if self.departed_at else "")
        return f"{came}; {left}" if left else came


def departure_in_words(departure: str, item: str) -> str:
    """“left early, at item 3”, “withdrew for item 3, Warm homes (interest declared)”; empty for nothing."""
    if departure == Departure.INTEREST:
        return f"withdrew for {item} (interest declared)" if item else Departure.INTEREST.label
    return ", at ".join(filter(None, (Departure.EARLY.label, item))) if departure else ""


class Guest(Governed):
    """Somebody who was there without holding a seat, as the published summary names them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField("name or role", max_length=150)
    organisation_name = models.CharField("organisation", max_length=150, blank=True)

    part_of, named_by = ("meeting",), "name"

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation_name}" if self.organisation_name else self.name
