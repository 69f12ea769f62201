"""Reads of meetings, summaries and actions; the day and the reader are arguments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from boards.choices import Role
from boards.roles import partnerships_with_role
from core.choices import Precision
from meetings.choices import OPEN_ACTIONS, DocumentKind, InvitationState, MeetingStatus

if TYPE_CHECKING:
    from boards.models import Body, Organisation
    from core.models import User
    from meetings.models import (
        Action,
        ActionHandover,
        AgendaChange,
        AgendaItem,
        Attendance,
        Cascade,
        Document,
        DraftCopy,
        Invitation,
        Meeting,
        MeetingSummary,
        SummaryComment,
        SummaryRevision,
    )

    Reader = User | AnonymousUser

OFF = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
# What is only proposed has not been decided: it owes nothing and counts nowhere.
NOT_TAKING_PLACE = (*OFF, MeetingStatus.PROPOSED)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Reader) -> Self:
        """That a meeting is planned, held or cancelled is public."""
        return self.filter(partnership__is_listed=True)

    def of_body(self, body: Body) -> Self:
        """Its own meetings, and those that it holds jointly with another."""
        return self.filter(Q(body=body) | Q(pk__in=body.joint_meetings.order_by().values("meeting")))

    def of_bodies(self, bodies: models.QuerySet[Any, Any]) -> Self:
        """As ``of_body``, for all of them; ``bodies`` is a query of their primary keys."""
        # Named, not imported: the models import this module.
        joint: Any = apps.get_model("meetings", "JointBody").objects.filter(body__in=bodies).order_by()
        return self.filter(Q(body__in=bodies) | Q(pk__in=joint.values("meeting")))

    def newest_first(self) -> Self:
        return self.order_by(F("held_on").desc(nulls_last=True), "-pk")

    def for_list(self) -> Self:
        """With as much of each meeting, its body and its summary as a row shows."""
        return self.select_related("body", "summary").only(
            "partnership",
            "title",
            "status",
            "held_on",
            "held_precision",
            "ends_on",
            "summary_due_on",
            "body__name",
            "summary__meeting",
            "summary__published_at",
        )

    def upcoming(self, *, on: date) -> Self:
        """Planned meetings from the day on, the next one first."""
        return self.filter(status=MeetingStatus.PLANNED, held_on__gte=on).order_by("held_on", "starts_at", "pk")

    def of_summary_clock(self, *, on: date) -> Self:
        """Held by the day, with a summary owed, whatever has become of it; the oldest deadline first (T-3)."""
        owed = self.filter(summary_due_on__isnull=False, held_precision=Precision.DAY)
        held = owed.filter(Q(ends_on=None, held_on__lte=on) | Q(ends_on__lte=on))
        return held.taking_place().order_by("summary_due_on", "pk")

    def owing_summary(self, *, on: date) -> Self:
        """Held by the day, with a summary owed and none published; the oldest deadline first."""
        return self.of_summary_clock(on=on).filter(Q(summary=None) | Q(summary__published_at=None))

    def taking_place(self) -> Self:
        """Decided, and not off: a date that is only proposed is no meeting yet (R-4)."""
        return self.exclude(status__in=NOT_TAKING_PLACE)

    def off(self) -> Self:
        """Cancelled, or postponed to a day that is not known: nothing is owed for it."""
        return self.filter(status__in=OFF)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: Reader) -> Self:
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


class SummaryQuerySet(models.QuerySet["MeetingSummary"]):
    def visible_to(self, user: Reader) -> Self:
        """Published summaries are public; drafts are for the partnership's officers."""
        return self.filter(
            Q(published_at__isnull=False) | Q(meeting__partnership__in=partnerships_with_role(user, Role.OFFICER)),
            meeting__partnership__is_listed=True,
        )

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class DraftCopyQuerySet(models.QuerySet["DraftCopy"]):
    def visible_to(self, user: Reader) -> Self:
        """Like the draft itself, for the partnership's officers."""
        return self.filter(summary__meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))


class SummaryRevisionQuerySet(models.QuerySet["SummaryRevision"]):
    def visible_to(self, user: Reader) -> Self:
        """Whatever was published stays readable."""
        return self.filter(summary__meeting__partnership__is_listed=True)


class SummaryCommentQuerySet(models.QuerySet["SummaryComment"]):
    def visible_to(self, user: Reader) -> Self:
        """Comments are read by the partnership's members and officers."""
        return self.filter(summary__meeting__partnership__in=partnerships_with_role(user, Role.MEMBER))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Reader) -> Self:
        """Actions exist only once their summary is published, and are public from then on."""
        return self.filter(partnership__is_listed=True)

    def open(self) -> Self:
        return self.filter(status__in=OPEN_ACTIONS)

    def overdue(self, *, on: date) -> Self:
        """Open, and due before the day."""
        return self.open().filter(due_on__lt=on)

    def open_from_before(self, meeting: Meeting, *, on: date) -> Self:
        """Matters arising: agreed at earlier meetings of the same bodies, and open as the meeting begins.

        As at the meeting's day, so that what it closes itself is still listed; as at ``on`` before it.
        """
        if meeting.held_on is None or on < meeting.held_on:
            return self.open().from_before(meeting, meeting.held_on or on)
        still_open = Q(status__in=OPEN_ACTIONS) | Q(closed_on__gte=meeting.held_on)
        return self.from_before(meeting, meeting.held_on).filter(still_open)

    def from_before(self, meeting: Meeting, day: date | None) -> Self:
        """Agreed before the day by any of the bodies that meet, by itself or jointly with another."""
        theirs = Q(body=meeting.body_id) | Q(body__in=meeting.joint_bodies.order_by().values("body"))
        joint_meetings = meeting.joint_bodies.model.objects.order_by().filter(theirs).values("meeting")
        return self.filter(theirs | Q(meeting__in=joint_meetings), meeting__held_on__lt=day)

    def of_body(self, body: Body) -> Self:
        """Agreed by it alone, or jointly with another."""
        return self.filter(Q(body=body) | Q(meeting__in=body.joint_meetings.order_by().values("meeting")))

    def with_owner(self) -> Self:
        return self.select_related("owner_organisation", "owner_body", "owner_person", "meeting", "body")

    def with_latest_note(self) -> Self:
        """``latest_note``: the words of the latest report; None where nobody has reported."""
        updates = apps.get_model("meetings", "ActionUpdate").objects.filter(action=OuterRef("pk"))
        return self.annotate(latest_note=Subquery(updates.values("text")[:1]))

    def for_list(self) -> Self:
        """With as much of each action, its owner and its meeting as a row shows; ``owner_name`` is to sort by."""
        owner_name = Coalesce("owner_organisation__name", "owner_body__name", "owner_person__name")
        return (
            self.with_owner()
            .annotate(owner_name=owner_name)
            .only(
                "partnership",
                "what",
                "due_on",
                "status",
                "owner_organisation__name",
                "owner_body__name",
                "owner_person__name",
                "body__name",
                "meeting__held_on",
                "meeting__held_precision",
                "meeting__ends_on",
            )
        )


class ActionHandoverQuerySet(models.QuerySet["ActionHandover"]):
    def visible_to(self, user: Reader) -> Self:
        """Who had an action before, and why it was passed on, is public, like the action."""
        return self.filter(action__partnership__is_listed=True)

    def with_owners(self) -> Self:
        before, after = ("from_organisation", "from_body", "from_person"), ("to_organisation", "to_body", "to_person")
        return self.select_related(*before, *after)


class CascadeQuerySet(models.QuerySet["Cascade"]):
    def visible_to(self, user: Reader) -> Self:
        """Which organisation has passed an action on is public, like the action."""
        return self.filter(action__partnership__is_listed=True)

    def waiting(self) -> Self:
        """Asked, and not said to be passed on."""
        return self.filter(passed_on_at=None)


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: Reader) -> Self:
        """A published agenda is public save the items for members; one in preparation is for officers."""
        return self.filter(
            Q(meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))
            | Q(meeting__agenda_published_at__isnull=False)
            & (Q(is_members_only=False) | Q(meeting__partnership__in=partnerships_with_role(user, Role.MEMBER))),
            meeting__partnership__is_listed=True,
        )


class AgendaChangeQuerySet(models.QuerySet["AgendaChange"]):
    def visible_to(self, user: Reader) -> Self:
        """Read with the published agenda; what concerns items for members only, then or now, is for members."""
        for_members = Q(is_members_only=True) | Q(item__is_members_only=True)
        return self.filter(
            ~for_members | Q(meeting__partnership__in=partnerships_with_role(user, Role.MEMBER)),
            meeting__agenda_published_at__isnull=False,
            meeting__partnership__is_listed=True,
        )


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Reader) -> Self:
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


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Reader) -> Self:
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
