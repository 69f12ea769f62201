"""The short summary that reaches PPB members within five working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from attendance.choices import AttendanceState
from boards.choices import Role
from boards.models import Body, Partnership
from boards.roles import partnerships_with_role
from core.addresses import address
from core.models import CommentModel, Governed, RenderedFile, User
from core.querysets import number_of
from core.rules.text import shortened
from meetings.models import Meeting
from summaries.rules import outcome_words

# How many characters of a decision stand in a heading or a row.
HEADLINE = 240


class SummaryQuerySet(models.QuerySet["MeetingSummary"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published summaries are public; drafts are for the partnership's officers."""
        return self.filter(
            Q(published_at__isnull=False) | Q(meeting__partnership__in=partnerships_with_role(user, Role.OFFICER)),
            meeting__partnership__is_listed=True,
        )

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class DraftCopyQuerySet(models.QuerySet["DraftCopy"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Like the draft itself, for the partnership's officers."""
        return self.filter(summary__meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))


class SummaryVersionQuerySet(models.QuerySet["SummaryVersion"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Whatever was published stays readable."""
        return self.filter(summary__meeting__partnership__is_listed=True)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public with the summary that it stands in; one that a correction took out is not shown any more."""
        return self.filter(withdrawn_at=None, meeting__partnership__is_listed=True)

    def of(self, whole: Partnership | Body) -> Self:
        """Of the partnership, or of a board or group: made alone, or jointly with another."""
        if isinstance(whole, Partnership):
            return self.filter(meeting__partnership=whole)
        joint = whole.joint_meetings.order_by().values("meeting")
        return self.filter(Q(meeting__body=whole) | Q(meeting__in=joint))

    def newest_first(self) -> Self:
        """Those of the latest meeting on top, each meeting's in the order of its summary."""
        return self.order_by(F("meeting__held_on").desc(nulls_last=True), "-meeting", "position", "pk")

    def for_list(self) -> Self:
        """With as much of each, and of its meeting, as a row shows."""
        return self.select_related("meeting__partnership", "meeting__body")

    def with_outcome(self) -> Self:
        """With what came of the actions that the meeting agreed: how many there are, are done, and are open."""
        actions = Action.objects.filter(meeting=OuterRef("meeting"))
        return self.annotate(
            actions_agreed=number_of(actions),
            actions_done=number_of(actions.filter(status=ActionStatus.DONE)),
            actions_open=number_of(actions.open()),
        )

    def latest_of(self, whole: Partnership | Body) -> Self:
        """What was decided last, for a page that shows the first few: ``latest_of(body)[:3]``."""
        return self.of(whole).newest_first().for_list()


class SummaryCommentQuerySet(models.QuerySet["SummaryComment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Comments are read by the partnership's members and officers."""
        return self.filter(summary__meeting__partnership__in=partnerships_with_role(user, Role.MEMBER))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class MeetingSummary(models.Model):
    """The summary of one meeting: a draft that only officers see, and what has been published from it.

    ``draft`` holds the form as it was last typed (field name to value), complete or not, so that nothing typed is
    lost; it becomes attendance, actions and a version only when it is published, and is empty from then on until
    somebody corrects the summary. ``draft_version`` counts the saves: a save that started from an older version is
    refused, unless ``saved_from``, the open page that made the last save, is the same: it never had the answer.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="summary")
    draft = models.JSONField(default=dict, blank=True)
    draft_version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_from = models.CharField("open page that saved it", max_length=36, blank=True)
    published_at = models.DateTimeField("first published", null=True, blank=True)

    # A draft is not governed, but what is published of it is.
    part_of = ("meeting",)
    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "meeting summaries"

    def __str__(self) -> str:
        return f"Summary: {self.meeting}"

    @property
    def latest(self) -> SummaryVersion | None:
        """What was published last."""
        return self.versions.order_by("-number").first() if self.pk else None

    @property
    def working_draft(self) -> dict[str, str]:
        """The draft, or, where a published summary is to be corrected, what was published last."""
        is_correction = not self.draft and self.published_at is not None
        latest = self.latest if is_correction else None
        return dict(latest.form_data if latest else self.draft)

    def replace_draft(self, draft: dict[str, str], *, by: User, at: datetime, page: str = "") -> None:
        """Save another draft as the next version, with ``published_at``."""
        self.draft, self.draft_version = draft, self.draft_version + 1
        self.saved_by, self.saved_at, self.saved_from = by, at, page
        self.save(update_fields=["draft", "draft_version", "saved_by", "saved_at", "saved_from", "published_at"])


class DraftCopy(models.Model):
    """What somebody typed while another saved first, or what a copy replaced: kept beside the draft, never lost."""

    summary = models.ForeignKey(MeetingSummary, on_delete=models.PROTECT, related_name="copies")
    draft = models.JSONField(default=dict)
    kept_at = models.DateTimeField(default=timezone.now)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DraftCopyQuerySet.as_manager()

    class Meta:
        ordering = ("-kept_at", "-pk")
        verbose_name_plural = "draft copies"

    def __str__(self) -> str:
        return f"Copy of {self.summary}, kept by {self.kept_by}"


@dataclass(frozen=True)
class AgreedAction:
    """An action as the published summary states it; what has become of it since is in ``Action``."""

    number: int
    what: str
    owner: str
    due_on: date | None


@dataclass(frozen=True)
class NotedBefore:
    """What a published summary says of an action of an earlier meeting."""

    action: int
    what: str
    owner: str
    words: str
    text: str


@dataclass(frozen=True)
class SeatMarked:
    """A seat's attendance as the published summary states it; ``body`` is named only where several met jointly.

    ``left`` says in words that somebody left early or withdrew.
    """

    number: int
    label: str
    holder: str
    state: str
    deputy: str
    body: str = ""
    left: str = ""

    @property
    def words(self) -> str:
        return AttendanceState(self.state).label

    @property
    def name(self) -> str:
        """Whose seat it was, in full, on page and paper; the seat as it is printed where nobody is known to hold it."""
        return self.holder or self.label

    @property
    def remark(self) -> str:
        """Who came as deputy, and that somebody left before the end."""
        return "; ".join(filter(None, (self.deputy, self.left)))


def _by_state(marked: list[SeatMarked]) -> list[tuple[str, list[SeatMarked]]]:
    groups = [(state.label, [seat for seat in marked if seat.state == state]) for state in AttendanceState]
    return [(label, seats) for label, seats in groups if seats]


class SummaryVersion(Governed):
    """A published summary, frozen. A correction is a further version with a note; this one stays readable.

    ``attendance`` is a list of ``{"number", "label", "holder", "state", "deputy"}``; ``actions`` is a list of
    ``{"number", "what", "owner", "due_on"}``, the day in ISO form or None: both as at the moment of publication.
    ``from_last_time`` is a list of ``{"action", "what", "owner", "words", "text"}``: what was said of the actions of
    earlier meetings, ``action`` being a primary key. A seat has a ``"body"`` as well where several bodies met jointly,
    and says in ``"left"`` that somebody left early or withdrew.
    ``not_sent_to`` is a list of ``{"name", "reason"}``: recipients left out by the officer, or without an address.
    """

    summary = models.ForeignKey(MeetingSummary, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    note = models.CharField("what was corrected", max_length=300, blank=True)
    key_issues = models.TextField()
    decisions = models.TextField(blank=True)
    others_present = models.TextField(max_length=2000, blank=True)
    attendance = models.JSONField(default=list)
    actions = models.JSONField(default=list)
    from_last_time = models.JSONField("actions of earlier meetings", default=list, blank=True)
    not_sent_to = models.JSONField(default=list, blank=True)
    form_data = models.JSONField(default=dict)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(
        RenderedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="summary_version"
    )

    part_of, named_by = ("summary",), "number"
    objects = SummaryVersionQuerySet.as_manager()

    class Meta:
        ordering = ("summary", "-number")
        constraints = (
            models.UniqueConstraint(fields=("summary", "number"), name="summaries_version_number"),
            models.CheckConstraint(name="summaries_version_correction_has_note", condition=Q(number=1) | ~Q(note="")),
            models.CheckConstraint(name="summaries_version_from_one", condition=Q(number__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.summary}, version {self.number}"

    def get_absolute_url(self) -> str:
        meeting = self.summary.meeting
        return reverse("summaries:version", args=[meeting.partnership.slug, meeting.pk, self.number])

    @property
    def pdf_filename(self) -> str:
        """“halton-board-2026-11-16-summary.pdf”: what the attached or downloaded paper is called."""
        meeting = self.summary.meeting
        body = meeting.body.code if meeting.body else "meeting"
        corrected = "" if self.number == 1 else f"-{self.number}"
        return f"{meeting.partnership.slug}-{body}-{meeting.held_on}-summary{corrected}.pdf"

    @property
    def actions_agreed(self) -> list[AgreedAction]:
        return [
            AgreedAction(
                number=action["number"],
                what=action["what"],
                owner=action["owner"],
                due_on=date.fromisoformat(action["due_on"]) if action["due_on"] else None,
            )
            for action in self.actions
        ]

    @property
    def noted_before(self) -> list[NotedBefore]:
        return [NotedBefore(**one) for one in self.from_last_time]

    @property
    def attendance_by_body(self) -> list[tuple[str, list[tuple[str, list[SeatMarked]]]]]:
        """“present”, “deputy came”, “apologies”, “absent” with the seats of each; those without any are left out.

        Once for each body that met jointly; in one group without a name for a body that met alone.
        """
        marked = self.seats_marked
        bodies = dict.fromkeys(seat.body for seat in marked)
        return [(body, _by_state([seat for seat in marked if seat.body == body])) for body in bodies]

    @property
    def seats_marked(self) -> list[SeatMarked]:
        return [SeatMarked(**seat) for seat in self.attendance]


class Decision(models.Model):
    """One decision of a meeting, with an address of its own: drawn from the summary in force, never typed here.

    ``summaries.services.decisions`` writes it whenever a version is published. ``version`` is the last one that states
    it; ``withdrawn_at`` says since when the summary does not any more. ``html`` is clean, and begins with the heading
    or the words before the list that it stands below; ``text`` is the same as plain text.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(SummaryVersion, on_delete=models.PROTECT, related_name="decisions_stated")
    position = models.PositiveSmallIntegerField("place in the summary")
    html = models.TextField()
    text = models.TextField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    # Of the meeting's actions, after ``with_outcome``.
    actions_agreed: int
    actions_done: int
    actions_open: int

    class Meta:
        ordering = ("meeting", "position", "pk")
        constraints = (models.CheckConstraint(name="summaries_decision_has_text", condition=~Q(text="")),)

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return address("summaries:decision", self.meeting.partnership.slug, self.pk)

    @property
    def headline(self) -> str:
        """As much of it as a heading or a row takes, on one line."""
        return shortened(self.text, HEADLINE)

    @property
    def outcome(self) -> str:
        """“3 actions: 1 done, 2 open”; empty where the meeting agreed none. After ``with_outcome``."""
        return outcome_words(agreed=self.actions_agreed, done=self.actions_done, still_open=self.actions_open)

    @property
    def says_more(self) -> bool:
        """Whether the text has anything that the headline has not: further words, a line of its own, a link."""
        return self.headline != self.text or "<a " in self.html


class SummaryComment(CommentModel, Governed):
    """What a member says about a published summary."""

    summary = models.ForeignKey(MeetingSummary, on_delete=models.PROTECT, related_name="comments")

    part_of, named_by = ("summary",), "text"
    objects = SummaryCommentQuerySet.as_manager()

    class Meta(CommentModel.Meta):
        ordering = (F("made_at").asc(), "pk")

    def __str__(self) -> str:
        return f"Comment by {self.made_by} on {self.summary}"
