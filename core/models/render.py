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
        CANCELLED = "cancelled", "cancelled"

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(max_length=40)
    scope = models.SlugField("partnership's address", max_length=40)
    about = models.JSONField("what the paper is of", default=dict)
    is_public = models.BooleanField("may be read by everyone", default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
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
    worker = models.CharField("process that makes it", max_length=120, blank=True)
    interruptions = models.PositiveSmallIntegerField("times that its making was interrupted", default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="core_render_progress", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="core_render_words", condition=Q(state__in=("queued", "working", "done", "failed", "cancelled"))
            ),
            models.CheckConstraint(name="core_render_done_has_file", condition=~Q(state="done") | ~Q(file="")),
        )

    def __str__(self) -> str:
        return f"{self.filename} ({self.get_state_display()})"

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    @property
    def is_lost(self) -> bool:
        """It was made, and its file is not on the disk any more."""
        return self.state == self.State.DONE and not self.file.storage.exists(self.file.name or "")

    @property
    def words(self) -> str:
        """How far it is, to whoever waits for it."""
        if self.interruptions and not self.is_finished:
            return f"Making the PDF was interrupted, so it began again. {self.step}"
        return self.error or self.step
