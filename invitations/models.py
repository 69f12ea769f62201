"""Who is asked to come, what they answered, and to whom the news and summaries of a body go."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from agendas.models import AgendaItem
from boards.choices import Role
from boards.models import Body, Organisation, Person
from boards.roles import partnerships_with_role
from core import history
from core.models import Governed, User
from invitations.choices import INVITATION_TONES, InvitationState, ListedKind
from invitations.rules import may_still_answer
from meetings.choices import MeetingStatus
from meetings.models import Meeting


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Who was asked and what they need is for the partnership's officers."""
        return self.filter(meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))

    def standing(self) -> Self:
        """What has not been withdrawn."""
        return self.exclude(state=InvitationState.WITHDRAWN)

    def in_calendars(self) -> Self:
        """Those whose meeting stands in the calendar of whoever is invited: accepted, or not answered yet."""
        return self.filter(state__in=(InvitationState.ASKED, InvitationState.ACCEPTED))

    def counts(self) -> dict[str, int]:
        """How many stand, come, send somebody else, can't come, and have not answered; one query."""
        instead = ~Q(comes_instead="")
        found: dict[str, int] = self.standing().aggregate(
            all=Count("pk"),
            coming=Count("pk", filter=Q(state=InvitationState.ACCEPTED)),
            instead=Count("pk", filter=Q(state=InvitationState.DECLINED) & instead),
            declined=Count("pk", filter=Q(state=InvitationState.DECLINED) & ~instead),
            unable=Count("pk", filter=Q(state=InvitationState.DECLINED)),
            asked=Count("pk", filter=Q(state=InvitationState.ASKED)),
            came=Count("pk", filter=Q(came=True)),
        )
        return found

    def coming(self) -> Self:
        """Those who come, or who send somebody else."""
        return self.standing().filter(Q(state=InvitationState.ACCEPTED) | ~Q(comes_instead=""))

    def unanswered_ahead(self, *, on: date) -> Self:
        """Not answered, to a meeting that is planned for the day or later."""
        return self.filter(state=InvitationState.ASKED, meeting__status=MeetingStatus.PLANNED, meeting__held_on__gte=on)

    def follow_up_open(self) -> Self:
        """Something follows and is not done; what is due first on top."""
        waiting = self.standing().exclude(follow_up="").filter(followed_up_on=None)
        return waiting.order_by(F("follow_up_due_on").asc(nulls_last=True), "pk")

    def follow_up_due(self, *, on: date) -> Self:
        return self.follow_up_open().filter(follow_up_due_on__lte=on)


class Invitation(Governed):
    """Somebody is asked to a meeting or an event, for all of it or for one item; they answer by a signed link."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    name = models.CharField("name or role", max_length=150)
    email = models.EmailField("email address", blank=True)
    message = models.TextField("what is asked of them", max_length=2000, blank=True)
    state = models.CharField(max_length=9, choices=InvitationState.choices, default=InvitationState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.TextField("what they answered", max_length=2000, blank=True)
    comes_instead = models.CharField("who comes in their place", max_length=150, blank=True)
    needs = models.CharField("what they need, for example step-free access", max_length=500, blank=True)
    came = models.BooleanField("came", null=True, blank=True)
    follow_up = models.TextField("follow-up", max_length=2000, blank=True)
    follow_up_due_on = models.DateField("by when", null=True, blank=True)
    followed_up_on = models.DateField("done on", null=True, blank=True)

    # Why somebody is offered in a list of people to be invited; not stored.
    reason: str = ""

    part_of, named_by = ("meeting",), "name"
    kept_out_of_history = frozenset({"email"})
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(name="invitations_invitation_words", condition=Q(state__in=InvitationState.values)),
            models.UniqueConstraint(
                fields=("meeting", "email"),
                condition=Q(item=None) & ~Q(email="") & ~Q(state=InvitationState.WITHDRAWN),
                name="invitations_invitation_once",
            ),
            models.UniqueConstraint(
                fields=("item", "email"),
                condition=~Q(email="") & ~Q(state=InvitationState.WITHDRAWN),
                name="invitations_invitation_to_item_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"

    @property
    def key(self) -> tuple[int | None, str]:
        """By what two invitations to the same person, for the same, are told to be the same."""
        return self.item_id, self.email.casefold() or self.name.casefold()

    def why_closed(self, *, at: datetime) -> str:
        """Why no answer can be given any more, in a sentence; empty while one can (IN-2)."""
        meeting = self.meeting
        if self.state == InvitationState.WITHDRAWN:
            return "The partnership office has withdrawn this invitation."
        if meeting.status == MeetingStatus.CANCELLED:
            return "This meeting is cancelled."
        if meeting.status == MeetingStatus.POSTPONED:
            return "This meeting is postponed. You will be asked again once there is a new date."
        if meeting.status == MeetingStatus.HELD or not may_still_answer(meeting.exact_day, meeting.starts_at, at=at):
            return "The meeting has begun or is over, so the answer can’t be changed any more."
        return ""

    @property
    def tone(self) -> str:
        return INVITATION_TONES[InvitationState(self.state)]

    @property
    def tag(self) -> str:
        """The state in words, where somebody else comes as well."""
        return "somebody else comes" if self.comes_instead else self.get_state_display()

    def answers(self) -> list[Invitation]:
        """What was answered over time, the newest first: the invitation as it stood, each change of the answer once."""
        found: list[Invitation] = []
        for _, stood in history.versions(self):
            if stood.answered_at and (not found or found[-1].answered_at != stood.answered_at):
                found.append(stood)
        return found[::-1]


class DistributionLine(Governed):
    """One line of the list of those who get a body's summaries. A body without any line sends to all PPBs.

    Who a line stands for is worked out on the day of sending: it names a role, not the people who hold it.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="distribution_lines")
    kind = models.CharField(max_length=6, choices=ListedKind.choices)
    of_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    part_of, named_by = ("body",), "kind"

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(name="invitations_line_words", condition=Q(kind__in=ListedKind.values)),
            models.CheckConstraint(
                name="invitations_line_is_whole",
                condition=Q(kind=ListedKind.PPBS, of_body=None, person=None)
                | Q(kind=ListedKind.BODY, of_body__isnull=False, person=None)
                | Q(kind=ListedKind.PERSON, of_body=None, person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("body",), condition=Q(kind=ListedKind.PPBS), name="invitations_line_ppbs_once"
            ),
            models.UniqueConstraint(fields=("body", "of_body"), name="invitations_line_body_once"),
            models.UniqueConstraint(fields=("body", "person"), name="invitations_line_person_once"),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.words}"

    @property
    def words(self) -> str:
        """“Everybody appointed to the Safer SSP, or to one of its seats”."""
        if self.of_body:
            return f"Everybody appointed to {self.of_body}, or to one of its seats"
        return self.person.name if self.person else ListedKind.PPBS.label
