"""To whom the summaries of a body go, and calendars that somebody reads in a program of their own."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from boards.models import Body, Partnership, Person
from meetings.choices import ListedKind


class DistributionLine(models.Model):
    """One line of the list of those who get a body's summaries. A body without any line sends to all PPBs.

    Who a line stands for is worked out on the day of sending: it names a role, not the people who hold it.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="distribution_lines")
    kind = models.CharField(max_length=6, choices=ListedKind.choices)
    of_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(name="meetings_line_words", condition=Q(kind__in=ListedKind.values)),
            models.CheckConstraint(
                name="meetings_line_is_whole",
                condition=Q(kind=ListedKind.PPBS, of_body=None, person=None)
                | Q(kind=ListedKind.BODY, of_body__isnull=False, person=None)
                | Q(kind=ListedKind.PERSON, of_body=None, person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("body",), condition=Q(kind=ListedKind.PPBS), name="meetings_line_ppbs_once"
            ),
            models.UniqueConstraint(fields=("body", "of_body"), name="meetings_line_body_once"),
            models.UniqueConstraint(fields=("body", "person"), name="meetings_line_person_once"),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.person or self.of_body or self.get_kind_display()}"


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
