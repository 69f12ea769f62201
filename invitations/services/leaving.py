"""What ends at meetings when somebody leaves: invitations, and lists that name them."""

from __future__ import annotations

from functools import partial

from django.db.models import Q

from boards.leaving import Ending, Endings, Leaver
from core.models import User
from core.rules.dates import format_date
from invitations.models import DistributionLine, Invitation
from invitations.services.distribution import remove_line
from invitations.services.invitations import withdraw_unsaid


def endings(leaver: Leaver) -> Endings:
    person, partnership, on = leaver.person, leaver.partnership, leaver.on
    theirs, choices = Q(pk=None), []
    if leaver.email:
        theirs |= Q(email__iexact=leaver.email)
    if person is not None:
        theirs |= Q(person=person)
        lines = DistributionLine.objects.filter(person=person, body__partnership=partnership).select_related("body")
        choices += [
            Ending(f"list-{one.pk}", f"Summaries of {one.body}: on the list by name", partial(_end_line, one))
            for one in lines
        ]
    ahead = Q(meeting__held_on=None) | Q(meeting__held_on__gte=on)
    invited = Invitation.objects.standing().filter(theirs, ahead, meeting__partnership=partnership)
    choices += [
        Ending(
            f"invitation-{one.pk}",
            f"Invitation to {one.meeting.title}, {format_date(one.meeting.held_on, one.meeting.held_precision)}",
            partial(_end_invitation, one),
        )
        for one in invited.select_related("meeting").order_by("meeting__held_on", "pk")
    ]
    return Endings(choices)


def _end_line(line: DistributionLine, by: User) -> None:
    remove_line(line=line, by=by)


def _end_invitation(invitation: Invitation, by: User) -> None:
    withdraw_unsaid(invitation=invitation, by=by)
