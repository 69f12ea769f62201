"""Bodies: one model with a kind; name and reporting lines are dated facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q

from boards.choices import ChangeKind, QuorumShare
from boards.models.kind import BodyKind
from boards.models.partnership import Partnership
from core.addresses import address
from core.choices import Precision
from core.models import DatedModel, Governed, SoleFact, precision_pair
from core.querysets import DatedQuerySet

if TYPE_CHECKING:
    from core.models import User


class BodyQuerySet(DatedQuerySet["Body"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Structure is public, present and past."""
        return self.filter(partnership__is_listed=True)

    def boards(self) -> Self:
        """The partnership's top board: the decided body of the kind that is it."""
        return self.filter(kind__is_board=True, is_proposed=False)

    def scrutinising(self) -> Self:
        return self.filter(kind__scrutinises=True)

    def strategic(self) -> Self:
        """Below the top board, those of a kind whose meetings owe a summary, as Halton's SSPs do."""
        return self.filter(kind__owes_summary=True, kind__is_board=False)

    def with_structure(self, *, on: date) -> Self:
        """Names and reporting lines as at the day, in three further queries however many bodies there are."""
        lines = ReportingLine.objects.current(on=on)
        on_day: Any = Prefetch(
            "reporting_lines",
            queryset=lines.select_related("reports_to").prefetch_related("reports_to__names"),
            to_attr="lines_on_day",
        )
        return self.prefetch_related("names", on_day)

    def with_predecessors(self) -> Self:
        """The changes that led to each body, with the bodies that they replaced, in one further query."""
        changes = BodyChange.objects.select_related("body")
        return self.prefetch_related(Prefetch("changes_into", queryset=changes))


class BodyChangeQuerySet(models.QuerySet["BodyChange"]):
    def of_body(self, body: Body) -> Self:
        """What the body became, and what became the body; the earliest first."""
        return self.filter(Q(body=body) | Q(successor=body)).select_related("body", "successor")


class BodyNameQuerySet(DatedQuerySet["BodyName"]):
    pass


class ReportingLineQuerySet(DatedQuerySet["ReportingLine"]):
    pass


class Body(DatedModel, Governed):
    """A board or group; what it is and does follows from its ``kind``.

    ``name`` and ``short_name`` repeat the latest ``BodyName``, so that a list needs no join; as at a past date the
    name comes from ``names``.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="bodies")
    code = models.SlugField("address", max_length=60)
    kind = models.ForeignKey(BodyKind, on_delete=models.PROTECT, related_name="bodies")
    kind_as_printed = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=100, blank=True)
    purpose = models.TextField(max_length=1000, blank=True)
    contact_email = models.EmailField(blank=True)
    website = models.URLField(max_length=200, blank=True)
    structure_set = models.CharField("set that it belongs to", max_length=60, blank=True)
    is_proposed = models.BooleanField("proposed, not decided", default=False)
    is_shadow = models.BooleanField("shadow, not yet statutory", default=False)
    end_reason = models.CharField(max_length=100, blank=True)
    also_reports_to = models.CharField(max_length=150, blank=True)
    meetings_per_cycle = models.PositiveSmallIntegerField("meets this many times", null=True, blank=True)
    cycle_years = models.PositiveSmallIntegerField("in this many years", default=1)
    usual_start = models.TimeField("usual start", null=True, blank=True)
    usual_venue = models.CharField("usual venue", max_length=200, blank=True)
    owes_summary = models.BooleanField("owes a summary within five working days", null=True, blank=True)
    quorum = models.PositiveSmallIntegerField("seats that make a quorum", null=True, blank=True)
    quorum_share = models.CharField(
        "quorum as a part of the seats", max_length=3, choices=QuorumShare.choices, blank=True
    )
    deputies_count = models.BooleanField("deputies count towards the quorum", default=True)
    online_counts = models.BooleanField("members who joined online count towards the quorum", default=True)
    sort_order = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    # Set by ``with_structure``.
    lines_on_day: list[ReportingLine]

    objects = BodyQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = ("sort_order", "name")
        verbose_name_plural = "bodies"
        indexes = (models.Index(fields=("partnership", "kind"), name="boards_body_kind"),)
        constraints = (
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=("partnership", "code"), name="boards_body_code"),
            models.CheckConstraint(name="boards_body_cycle", condition=Q(cycle_years__gte=1)),
            models.CheckConstraint(
                name="boards_body_one_quorum_rule",
                condition=Q(quorum=None) | Q(quorum_share=""),
                violation_error_message="Give the quorum as a number or as a part of the seats, not both.",
            ),
            models.CheckConstraint(
                name="boards_body_quorum_words", condition=Q(quorum_share__in=["", *QuorumShare.values])
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("boards:body", self.partnership.slug, self.code)

    @property
    def is_owing_summaries(self) -> bool:
        """Whether its meetings owe a summary to those who scrutinise: as its kind's do, where nothing is said of it."""
        return self.kind.owes_summary if self.owes_summary is None else self.owes_summary

    def name_on(self, on: date) -> str:
        """The name that the body bore on the day; prefetch ``names`` when there are many."""
        known = (one for one in self.names.all() if one.holds_on(on))
        return next((one.name for one in known), self.name)

    def show_latest_name(self) -> None:
        """Repeat in ``name`` and ``short_name`` what the latest of ``names`` says."""
        if latest := self.names.first():
            self.name, self.short_name = latest.name, latest.short_name
            self.save(update_fields=["name", "short_name"])


class BodyName(SoleFact, Governed):
    """What a body was called, from one day to another."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)

    sole_by = ("body",)
    clash_message = "The body has another name on some of these days."

    part_of, named_by = ("body",), "name"
    objects = BodyNameQuerySet.as_manager()

    class Meta(SoleFact.Meta):
        ordering = (F("starts_on").desc(nulls_last=True), "-pk")
        constraints = (
            *SoleFact.Meta.constraints,
            models.UniqueConstraint(fields=("body",), condition=Q(ends_on=None), name="boards_bodyname_one_current"),
            models.UniqueConstraint(fields=("body", "starts_on"), name="boards_bodyname_start_once"),
        )

    def __str__(self) -> str:
        return self.name


class ReportingLine(DatedModel, Governed):
    """A body reports to another, which may be one of several."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="reporting_lines")
    reports_to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="lines_from_below")
    source = models.CharField(max_length=200, blank=True)

    part_of, named_by = ("body",), "reports_to"
    objects = ReportingLineQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        constraints = (
            *DatedModel.Meta.constraints,
            models.CheckConstraint(name="boards_line_not_to_itself", condition=~Q(body=F("reports_to"))),
            models.UniqueConstraint(
                fields=("body", "reports_to"), condition=Q(ends_on=None), name="boards_line_one_current"
            ),
            models.UniqueConstraint(fields=("body", "reports_to", "starts_on"), name="boards_line_start_once"),
        )

    def __str__(self) -> str:
        return f"{self.body} reports to {self.reports_to}"

    def clean(self) -> None:
        """Refuse a loop on any day that the line holds (I-6)."""
        seen: set[int] = set()
        above = {self.reports_to_id}
        while above:
            if self.body_id in above:
                raise ValidationError({"reports_to": "This would make a loop: the other body reports to this one."})
            seen |= above
            lines = ReportingLine.objects.filter(body__in=above).overlapping(self.starts_on, self.ends_on)
            above = set(lines.exclude(pk=self.pk).values_list("reports_to", flat=True)) - seen


class BodyChange(Governed):
    """A body started, ended, was replaced, merged, renamed or became statutory."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_into")
    happened_on = models.DateField(null=True, blank=True)
    happened_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    reason = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)

    part_of, named_by = ("body",), "kind"
    objects = BodyChangeQuerySet.as_manager()

    class Meta:
        ordering = ("happened_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="boards_change_precision", condition=precision_pair("happened_on", "happened_precision")
            ),
            models.CheckConstraint(
                name="boards_change_words",
                condition=Q(kind__in=ChangeKind.values, happened_precision__in=Precision.values),
            ),
            models.CheckConstraint(name="boards_change_not_into_itself", condition=~Q(body=F("successor"))),
            models.CheckConstraint(
                name="boards_change_successor",
                condition=~Q(kind__in=(ChangeKind.REPLACED, ChangeKind.MERGED)) | Q(successor__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.body} {self.get_kind_display()} {self.successor or ''}".strip()
