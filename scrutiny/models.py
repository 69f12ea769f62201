"""From a PPB’s programme to the report of a topic group: topics, groups, what they hear, find and write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from agendas.models import Document
from boards.choices import Role
from boards.models import Body, Organisation, Partnership
from boards.roles import partnerships_with_role
from core.addresses import address
from core.choices import Precision
from core.models import Governed, precision_pair
from core.precise_dates import PreciseDateField
from core.rules.dates import FinancialYear, format_date
from invitations.models import Invitation
from meetings.models import Meeting
from scrutiny.choices import EvidenceKind, FindingKind, ReportStage, StageOutcome, TopicState
from scrutiny.wording import stage_names

if TYPE_CHECKING:
    from core.models import User

    Reader = User | AnonymousUser


def report_readable_by(user: Reader, path: str = "") -> Q:
    """A report is public once the PPB has it; in preparation it is for PPB members and the office.

    ``path`` leads to the topic group, such as ``"topic_group__"``.
    """
    in_preparation = Q(**{f"{path}is_draft": True})
    scrutinises = Q(**{f"{path}partnership__in": partnerships_with_role(user, Role.PPB_MEMBER)})
    return Q(**{f"{path}partnership__is_listed": True}) & (~in_preparation | scrutinises)


class ProgrammeTopicQuerySet(models.QuerySet["ProgrammeTopic"]):
    def visible_to(self, user: Reader) -> Self:
        """A PPB's programme is public."""
        return self.filter(partnership__is_listed=True)


class TopicGroupQuerySet(models.QuerySet["TopicGroup"]):
    def visible_to(self, user: Reader) -> Self:
        """That a topic group works on something is public from its first day; what it writes is not: see its parts."""
        return self.filter(partnership__is_listed=True)

    def with_readable_report(self, user: Reader) -> Self:
        """Those whose report the user may read."""
        return self.filter(report_readable_by(user))

    def for_list(self, user: Reader) -> Self:
        """With what a row shows of each, those at work first; ``recommended`` counts what the user may read."""
        readable = report_readable_by(user, "recommendations__topic_group__")
        counted = self.annotate(recommended=Count("recommendations", filter=readable, distinct=True))
        newest = F("received_on").desc(nulls_last=True)
        return counted.select_related("partnership", "commissioned_by").order_by("-is_draft", newest, "title", "pk")


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(report_readable_by(user, "topic_group__"))


class StagePassedQuerySet(models.QuerySet["StagePassed"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(report_readable_by(user, "topic_group__"))

    def in_order(self) -> Self:
        """As they were passed: SC-1 reads them so."""
        return self.order_by("pk")


class ReportParagraphQuerySet(models.QuerySet["ReportParagraph"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(report_readable_by(user, "topic_group__"))

    def unaccounted(self) -> Self:
        """SC-2: they recommend something that no recommendation carries, and nobody has said why not."""
        return self.filter(is_recommended=True, not_carried_reason="", recommendations=None)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Reader) -> Self:
        """Evidence is as public as the report; what is for members only is for members."""
        for_members = Q(is_members_only=False) | Q(
            topic_group__partnership__in=partnerships_with_role(user, Role.MEMBER)
        )
        return self.filter(report_readable_by(user, "topic_group__"), for_members)


class TopicGroup(Governed):
    """A topic group's study and the report that came of it; ``body`` is the group itself.

    Its members are the people appointed to the body, its meetings those of the body. As long as ``is_draft`` holds,
    the report and its recommendations are for the office and for PPB members only.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="topic_groups")
    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="topic_group")
    commissioned_by = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="appointed by",
        related_name="topic_groups_commissioned",
    )
    title = models.CharField("title of the study", max_length=200)
    is_draft = models.BooleanField("report in preparation", default=False)
    received_on = PreciseDateField(
        "report received on",
        null=True,
        blank=True,
        is_past=True,
        help_text="The day, or only the month or the year. Leave empty if nothing is known.",
    )
    received_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.UNKNOWN)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = TopicGroupQuerySet.as_manager()

    class Meta:
        ordering = ("-received_on", "title")
        constraints = (
            models.CheckConstraint(
                name="scrutiny_topic_precision", condition=precision_pair("received_on", "received_precision")
            ),
            models.CheckConstraint(name="scrutiny_topic_words", condition=Q(received_precision__in=Precision.values)),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("scrutiny:topic_group", self.partnership.slug, self.pk)

    @property
    def received(self) -> str:
        """As much of the date as is known (T-4)."""
        return format_date(self.received_on, self.received_precision)

    def next_position(self, kind: str) -> int:
        """Where the next finding of the kind stands."""
        return (self.findings.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0) + 1


class Finding(Governed):
    """A term of reference, conclusion, difficulty or other point of a topic group's report."""

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20, choices=FindingKind.choices)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    part_of, named_by = ("topic_group",), "text"
    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "position")
        constraints = (
            models.UniqueConstraint(fields=("topic_group", "kind", "position"), name="scrutiny_finding_once"),
            models.CheckConstraint(name="scrutiny_finding_words", condition=Q(kind__in=FindingKind.values)),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"


class Evidence(Governed):
    """What a topic group heard, read or saw: from whom, when, at which meeting, and what it says."""

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=8, choices=EvidenceKind.choices)
    given_by = models.CharField("from whom", max_length=150)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_given"
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_given"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_heard")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    given_on = PreciseDateField("date", null=True, blank=True, is_past=True)
    given_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    text = models.TextField("what it says", max_length=4000)
    is_members_only = models.BooleanField("for members only", default=False)
    source = models.CharField(max_length=200, blank=True)

    part_of, named_by = ("topic_group",), "given_by"
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("topic_group", "given_on", "pk")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                name="scrutiny_evidence_words",
                condition=Q(kind__in=EvidenceKind.values, given_precision__in=Precision.values),
            ),
            models.CheckConstraint(name="scrutiny_evidence_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="scrutiny_evidence_precision", condition=precision_pair("given_on", "given_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.given_by}"

    @property
    def when(self) -> str:
        """As much of the date as is known (T-4)."""
        return format_date(self.given_on, self.given_precision)


class ProgrammeTopic(Governed):
    """A topic of a PPB's programme. ``year`` is the one in which the programme's year begins: 2012 is 2012/13."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="programme_topics")
    ppb = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="programme_topics")
    year = models.PositiveSmallIntegerField("programme of", help_text="From 1 April to 31 March.")
    title = models.CharField("topic", max_length=200)
    reason = models.TextField("why it should be looked at", max_length=2000, blank=True)
    suggested_by = models.CharField(
        "who suggested it",
        max_length=150,
        blank=True,
        help_text="An office, a board or a group of residents, rather than a person’s name.",
    )
    state = models.CharField(max_length=12, choices=TopicState.choices, default=TopicState.PROPOSED)
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="decided at"
    )
    decision_reason = models.CharField(max_length=500, blank=True)
    topic_group = models.OneToOneField(
        TopicGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="topic"
    )

    objects = ProgrammeTopicQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "ppb__name", "title")
        constraints = (
            models.UniqueConstraint(fields=("ppb", "year", "title"), name="scrutiny_topic_once"),
            models.CheckConstraint(name="scrutiny_topic_states", condition=Q(state__in=TopicState.values)),
            models.CheckConstraint(
                name="scrutiny_topic_not_taken_up_has_reason",
                condition=~Q(state=TopicState.NOT_TAKEN_UP) | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="scrutiny_topic_under_way_has_group",
                condition=~Q(state__in=(TopicState.UNDER_WAY, TopicState.REPORTED)) | Q(topic_group__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def programme_year(self) -> FinancialYear:
        return FinancialYear(self.year)

    @property
    def has_begun(self) -> bool:
        """Whether its topic group is at work, or has reported."""
        return self.state in {TopicState.UNDER_WAY, TopicState.REPORTED}

    @property
    def tone(self) -> str:
        return TopicState(self.state).tone


class ReportParagraph(Governed):
    """A numbered paragraph, or a heading, of the report. ``number`` is as printed: “6.15”.

    What is *recommended* in it must be in the table of recommendations, or ``not_carried_reason`` says why it is not.
    """

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="paragraphs")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=12)
    is_heading = models.BooleanField("heading", default=False)
    text = models.TextField(max_length=8000)
    is_recommended = models.BooleanField("recommends something", default=False)
    not_carried_reason = models.CharField("why no table carries it", max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    part_of, named_by = ("topic_group",), "number"
    objects = ReportParagraphQuerySet.as_manager()

    class Meta:
        ordering = ("topic_group", "position")
        constraints = (
            models.UniqueConstraint(fields=("topic_group", "number"), name="scrutiny_paragraph_number"),
            models.UniqueConstraint(fields=("topic_group", "position"), name="scrutiny_paragraph_position"),
            models.CheckConstraint(name="scrutiny_paragraph_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="scrutiny_heading_recommends_nothing", condition=Q(is_heading=False) | Q(is_recommended=False)
            ),
            models.CheckConstraint(
                name="scrutiny_paragraph_reason_of_recommended",
                condition=Q(is_recommended=True) | Q(not_carried_reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"Paragraph {self.number}"

    @property
    def anchor(self) -> str:
        """Its place in the page of the report."""
        return f"paragraph-{self.number.replace('.', '-')}"


class StagePassed(Governed):
    """The report was at a stage: which meeting dealt with it, when, and with what outcome."""

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=11, choices=ReportStage.choices)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="report_stages")
    happened_on = models.DateField(null=True, blank=True)
    happened_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    outcome = models.CharField(max_length=19, choices=StageOutcome.choices)
    note = models.TextField("what was said", max_length=2000, blank=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    part_of, named_by = ("topic_group",), "stage"
    objects = StagePassedQuerySet.as_manager()

    class Meta:
        ordering = (F("happened_on").asc(nulls_first=True), "pk")
        verbose_name_plural = "stages passed"
        constraints = (
            models.CheckConstraint(
                name="scrutiny_stage_words",
                condition=Q(
                    stage__in=ReportStage.values,
                    outcome__in=StageOutcome.values,
                    happened_precision__in=Precision.values,
                ),
            ),
            models.CheckConstraint(
                name="scrutiny_stage_precision", condition=precision_pair("happened_on", "happened_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage_name}: {self.get_outcome_display()}"

    @property
    def stage_name(self) -> str:
        return stage_names(self.topic_group.partnership.words)[self.stage]

    @property
    def when(self) -> str:
        return format_date(self.happened_on, self.happened_precision)

    @property
    def tone(self) -> str:
        return StageOutcome(self.outcome).tone


class ScrutinySettings(Governed):
    """Set by admins. ``executive_clock`` runs the two months in which the council's executive must answer."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="scrutiny_settings")
    asks_for_progress = models.BooleanField("ask for progress before each PPB meeting", default=True)
    weeks_before = models.PositiveSmallIntegerField("weeks before the meeting", default=6)
    answer_weeks_before = models.PositiveSmallIntegerField("answers wanted, weeks before the meeting", default=2)
    # So that a minute's look at what is to be asked costs one query: each working day's morning is gone through once.
    asked_for_on = models.DateField("requests last gone through on", null=True, blank=True, editable=False)
    executive_clock = models.BooleanField("the executive must answer within two months", default=False)

    class Meta:
        verbose_name_plural = "scrutiny settings"
        constraints = (
            models.CheckConstraint(
                name="scrutiny_settings_weeks",
                condition=Q(weeks_before__range=(1, 26)) & Q(answer_weeks_before__lt=models.F("weeks_before")),
                violation_error_message="Answers must be wanted after the request goes out, and before the meeting.",
            ),
        )

    def __str__(self) -> str:
        return f"Scrutiny settings of {self.partnership}"
