"""A paper that is made in the background: its row is the truth about how far it has come."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class RenderedFile(models.Model):
    """One paper to be made. A worker that finds it finished does nothing."""

    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        WORKING = "working", "being made"
        DONE = "done", "ready"
        FAILED = "failed", "could not be made"

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(max_length=40)
    scope = models.SlugField("partnership's address", max_length=40)
    about = models.JSONField("what the paper is of", default=dict)
    is_public = models.BooleanField("may be read by everyone", default=False)
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField("per cent done", default=0)
    step = models.CharField("what is being done", max_length=120, blank=True)
    error = models.TextField(blank=True)
    file = models.FileField(upload_to="papers/%Y/%m/", blank=True)
    filename = models.CharField("name shown to the reader", max_length=120)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="core_render_progress", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="core_render_words", condition=Q(state__in=("queued", "working", "done", "failed"))
            ),
            models.CheckConstraint(name="core_render_done_has_file", condition=~Q(state="done") | ~Q(file="")),
        )

    def __str__(self) -> str:
        return f"{self.filename} ({self.get_state_display()})"

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
