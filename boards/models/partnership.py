"""A partnership and the calendar that its deadlines follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from boards.choices import Nation, Role
from boards.words import Words, words_of
from core.addresses import address
from core.models import DatedModel, Governed, Pictured
from core.prepared import prepared
from core.querysets import DatedQuerySet

if TYPE_CHECKING:
    from boards.models.kind import BodyKind
    from core.models import User


ACCENT_DEFAULT = "#1d5b6e"


class PartnershipQuerySet(DatedQuerySet["Partnership"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Every partnership's public pages are open to everyone; what is not listed has no pages."""
        return self.filter(is_listed=True)


class Partnership(DatedModel, Pictured):
    """A local partnership, at its own address ``/<slug>/``. Nothing of one shows in another.

    Its picture is its logo. ``welcome`` is what its office says to the public; ``purpose``, what its papers say.
    """

    slug = models.SlugField("address", max_length=40, unique=True)
    code = models.SlugField("code in imports", max_length=60, unique=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=30, blank=True)
    area = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    legal_status = models.CharField(max_length=100, blank=True)
    purpose = models.TextField(blank=True)
    welcome = models.TextField("welcome", max_length=600, blank=True)
    accountable_body = models.CharField(max_length=150, blank=True)
    chair_provided_by = models.CharField(max_length=150, blank=True)
    secretariat_provided_by = models.CharField(max_length=150, blank=True)
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    nation = models.CharField(max_length=20, choices=Nation.choices, default=Nation.ENGLAND_AND_WALES)
    accent = models.CharField(
        "accent colour",
        max_length=7,
        default=ACCENT_DEFAULT,
        validators=[RegexValidator(r"^#[0-9a-f]{6}\Z", "Enter a colour as # and six digits, for example #1d5b6e.")],
    )
    two_step_from = models.CharField(
        "lowest role that needs two-step sign-in", max_length=10, choices=Role.choices, blank=True
    )
    office_email = models.EmailField("partnership office's address", blank=True)
    office_phone = models.CharField("partnership office's telephone number", max_length=40, blank=True)
    office_address = models.CharField("partnership office's postal address", max_length=200, blank=True)
    shows_attendance_rates = models.BooleanField("attendance over the year is public", default=True)
    example_note = models.CharField("what is made up in an example", max_length=200, blank=True)
    is_listed = models.BooleanField("has pages of its own", default=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = ("name",)
        constraints = (
            *DatedModel.Meta.constraints,
            *Pictured.Meta.constraints,
            models.CheckConstraint(name="boards_partnership_words", condition=Q(nation__in=Nation.values)),
            models.CheckConstraint(
                name="boards_partnership_two_step", condition=Q(two_step_from__in=["", *Role.values])
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def partnership_id(self) -> int:
        """The partnership that the record is in, as all records answer it."""
        return self.pk

    def get_absolute_url(self) -> str:
        return address("office:home", self.slug)

    @property
    def picture_url(self) -> str:
        return address("boards:logo", self.slug, self.picture_name) if self.picture else ""

    @cached_property
    def kinds(self) -> list[BodyKind]:
        """What kinds of boards and groups it has, in their order."""
        known = list(_kinds_of(self.pk))
        for kind in known:
            kind.partnership = self
        return known

    @cached_property
    def words(self) -> Words:
        """What it calls its board, its scrutiny and its topic groups; one query with ``kinds``."""
        return words_of(self.kinds)

    @cached_property
    def source_titles(self) -> dict[str, str]:
        """Code to title of the documents that the partnership's facts are taken from."""
        return dict(self.source_documents.values_list("code", "title"))


@prepared("partnership")
def _kinds_of(partnership: int) -> models.QuerySet[BodyKind]:
    """On every page, which says what the place calls its boards."""
    kinds: models.QuerySet[BodyKind] = apps.get_model("boards", "BodyKind")._default_manager.all()
    return kinds.filter(partnership=partnership)


class SourceDocumentQuerySet(models.QuerySet["SourceDocument"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Records name their sources to everyone."""
        return self.filter(partnership__is_listed=True)


class SourceDocument(Governed):
    """A document that facts are taken from, by the code that ``source`` fields cite it with."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="source_documents")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=150)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = "source"
        constraints = (models.UniqueConstraint(fields=("partnership", "code"), name="boards_document_code"),)

    def __str__(self) -> str:
        return self.title


class BankHolidayAdded(models.Model):
    """A one-off bank holiday that an admin added before the bundled list knew it (T-2)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="added_holidays")
    day = models.DateField()
    name = models.CharField(max_length=100)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    # Set by ``add_holiday``: which deadlines it has moved, in words.
    consequences: list[str]

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(fields=("partnership", "day"), name="boards_holiday_once"),
            models.CheckConstraint(name="boards_holiday_named", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.day})"
