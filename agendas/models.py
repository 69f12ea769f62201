"""What a meeting is about: items, and the documents that belong to them or to the meeting."""

from __future__ import annotations

from hashlib import sha256
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agendas.choices import DocumentKind, Ground, ItemKind
from boards.choices import Role
from boards.models import Body
from boards.roles import partnerships_with_role
from core.models import Governed, User
from core.rules.dates import format_hours
from core.rules.file_types import WORDS_OF, size_in_words
from meetings.models import Meeting

STATUTORY = [ground.value for ground in Ground if ground != Ground.OWN]


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A published agenda is public save the items for members; one in preparation is for officers."""
        return self.filter(
            Q(meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))
            | Q(meeting__agenda_published_at__isnull=False)
            & (Q(is_members_only=False) | Q(meeting__partnership__in=partnerships_with_role(user, Role.MEMBER))),
            meeting__partnership__is_listed=True,
        )


class AgendaChangeQuerySet(models.QuerySet["AgendaChange"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Read with the published agenda; what concerns items for members only, then or now, is for members."""
        for_members = Q(is_members_only=True) | Q(item__is_members_only=True)
        return self.filter(
            ~for_members | Q(meeting__partnership__in=partnerships_with_role(user, Role.MEMBER)),
            meeting__agenda_published_at__isnull=False,
            meeting__partnership__is_listed=True,
        )


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Papers come out with the agenda, minutes when they are there; what is for members only is for members."""
        for_members = Q(is_members_only=True) | Q(item__is_members_only=True)
        is_out = Q(meeting__agenda_published_at__isnull=False) | Q(kind=DocumentKind.MINUTES)
        return self.filter(
            Q(meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))
            | is_out & (~for_members | Q(meeting__partnership__in=partnerships_with_role(user, Role.MEMBER))),
            meeting__partnership__is_listed=True,
        )

    def current(self) -> Self:
        """What has not been withdrawn."""
        return self.filter(withdrawn_at=None)


class AgendaItem(Governed):
    """One line of an agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=ItemKind.choices, default=ItemKind.ITEM)
    title = models.CharField(max_length=200)
    text = models.TextField("what it is about", max_length=4000, blank=True)
    lead = models.CharField("who leads it", max_length=150, blank=True)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name="whose news"
    )
    is_members_only = models.BooleanField("for members only", default=False)
    ground = models.CharField("why it is for members only", max_length=5, choices=Ground.choices, blank=True)
    ground_words = models.CharField("the same in own words", max_length=300, blank=True)
    starts_at = models.TimeField("start", null=True, blank=True)
    ends_at = models.TimeField("end", null=True, blank=True)
    paper = models.CharField("paper as printed", max_length=150, blank=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    part_of, named_by = ("meeting",), "title"
    # What an officer writes of it.
    TEXT_FIELDS = (
        *("kind", "title", "text", "lead", "body", "starts_at", "ends_at"),
        *("is_members_only", "ground", "ground_words"),
    )
    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "position")
        constraints = (
            models.CheckConstraint(name="agendas_agenda_words", condition=Q(kind__in=ItemKind.values)),
            models.UniqueConstraint(fields=("meeting", "position"), name="agendas_agenda_position"),
            models.CheckConstraint(
                name="agendas_agenda_times",
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="agendas_agenda_ground",
                condition=Q(ground="", ground_words="")
                | Q(is_members_only=True, ground=Ground.OWN) & ~Q(ground_words="")
                | Q(is_members_only=True, ground__in=STATUTORY, ground_words=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @property
    def hours(self) -> str:
        return format_hours(self.starts_at, self.ends_at)

    @property
    def digest(self) -> str:
        """Another one whenever what it says is another: a question about it carries it, to tell whether it is stale."""
        content = [str(self.serializable_value(name) or "") for name in self.TEXT_FIELDS]
        return sha256(repr(content).encode()).hexdigest()[:16]

    @property
    def ground_text(self) -> str:
        """“Paragraph 3 of Schedule 12A …”, or the own words; empty where none is given."""
        return ground_in_words(self.ground, self.ground_words)


def ground_in_words(ground: str, own_words: str) -> str:
    """Why an item is for members only, as everyone may read it."""
    if ground not in STATUTORY:
        return own_words
    paragraph, reason = Ground(ground).label.split(": ", 1)
    return f"{paragraph} of Schedule 12A to the Local Government Act 1972 ({reason})"


class AgendaChange(models.Model):
    """What was changed in the published agenda of a meeting that had been held: kept for its readers.

    ``what`` says it in words; it names nothing that readers of the item may not know.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_changes")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes")
    what = models.CharField(max_length=1200)
    reason = models.CharField(max_length=300)
    is_members_only = models.BooleanField("for members only", default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = AgendaChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (models.CheckConstraint(name="agendas_agendachange_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"{self.meeting}: {self.what}"


class Document(Governed):
    """A paper of an item, a briefing, or the formal minutes of a meeting. What is shown is its latest version.

    A document is withdrawn, not deleted; who can't read the item that it belongs to can't read it either.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField(max_length=8, choices=DocumentKind.choices, default=DocumentKind.PAPER)
    title = models.CharField(max_length=200)
    is_members_only = models.BooleanField("for members only", default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    part_of, named_by = ("meeting",), "title"
    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", F("item__position").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(name="agendas_document_words", condition=Q(kind__in=DocumentKind.values)),
            models.UniqueConstraint(
                fields=("meeting",),
                condition=Q(kind=DocumentKind.MINUTES, withdrawn_at=None),
                name="agendas_document_one_minutes",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_members(self) -> bool:
        """Whether it, or the item that it belongs to, is for members only."""
        return self.is_members_only or (self.item is not None and self.item.is_members_only)


class DocumentVersion(models.Model):
    """One uploaded file, under a name of ours; ``media_type`` was found in its content (I-5)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to="documents/%Y/%m/")
    filename = models.CharField("name shown to the reader", max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True, blank=True)
    has_text = models.BooleanField("has text, not only images", null=True, blank=True)
    text_sought_at = models.DateTimeField("when text was looked for", null=True, blank=True)
    note = models.CharField("what has changed", max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("document", "-number")
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="agendas_version_number"),)

    def __str__(self) -> str:
        return f"{self.document}, version {self.number}"

    @property
    def is_only_images(self) -> bool:
        """A scan: no screen reader reads it, and no search finds it."""
        return self.has_text is False

    @property
    def words(self) -> str:
        """“PDF, 12 pages, 1.2 MB”."""
        kind = WORDS_OF.get(self.media_type, "File")
        pages = [] if self.pages is None else ["1 page" if self.pages == 1 else f"{self.pages:,} pages"]
        return ", ".join([kind, *pages, size_in_words(self.size)])
