"""What is written to those who pass actions on, and to those who carry them out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.humanize.templatetags.humanize import apnumber

from actions.models import Action, ActionHandover, Cascade
from boards.models import Organisation
from core.links import signed_url
from core.rules.working_days import london_day
from meetings.models import Meeting
from meetings.services.contacts import is_with, speaks_for
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message

# The kinds of these messages, and the purposes that their links are signed for. A cascade's message is about the
# meeting and its link names meeting, organisation and person; an action's is about the action and names the person.
CASCADE, ACTION = "cascade", "action"
# To who had an action that has been passed to another owner; about the handover, without a link of its own.
ACTION_PASSED_ON = "action-passed-on"
LINK_LASTS = timedelta(days=60)


def cascade_subject(meeting: Meeting, number: int) -> str:
    """“Three key actions: Board, 16 November 2026. Please pass them on”."""
    what = f"{apnumber(number)} key action{'' if number == 1 else 's'}".capitalize()
    return f"{what}: {_when(meeting)}. Please pass {'it' if number == 1 else 'them'} on"


def new_link_subject(meeting: Meeting) -> str:
    return f"Your new link: {_when(meeting)}"


def owner_subject(action: Action) -> str:
    return f"An action for you: {action.what}"


@kind(CASCADE, "Actions to pass on")
def compose_cascade(message: Message, at: datetime) -> Letter:
    """Ask for what the organisation has still not passed on, by a link of the reader's own."""
    meeting = Meeting.objects.select_related("partnership").get(pk=message.about)
    organisation = Organisation.objects.get(pk=message.extra["organisation"])
    if meeting.is_off:
        raise NotWanted(f"The meeting was {meeting.get_status_display()}.")
    if message.person is None or not is_with(message.person, organisation, on=london_day(at)):
        raise NotWanted(f"{message.name} has left {organisation} since.")
    waiting = Cascade.objects.waiting().filter(organisation=organisation, action__in=meeting.actions.open())
    actions = [one.action for one in waiting.select_related("action").order_by("action__number")]
    if "actions" in message.extra:
        actions = [action for action in actions if action.pk in message.extra["actions"]]
        if not actions:
            raise NotWanted(f"{organisation} has passed these actions on, or they are no longer needed.")
    parts = (meeting.pk, organisation.pk, message.person.pk)
    context = {
        "meeting": meeting,
        "organisation": organisation,
        "actions": [(action, action.owner_organisation_id == organisation.pk) for action in actions],
        "link": signed_url("actions:cascade_link", meeting.partnership.slug, CASCADE, *parts),
        "ends_on": london_day(at + LINK_LASTS),
    }
    subject = cascade_subject(meeting, len(actions)) if actions else new_link_subject(meeting)
    return letter("actions/cascade", context, message, subject)


@kind(ACTION, "Action for its owner")
def compose_action(message: Message, at: datetime) -> Letter:
    """Tell an owner what is theirs, with a link by which they can say how far it is."""
    action = Action.objects.with_owner().select_related("partnership").get(pk=message.about)
    if not action.is_open:
        raise NotWanted(f"The action is {action.get_status_display()}.")
    if message.person is None or not speaks_for(message.person, action.owner, on=london_day(at)):
        raise NotWanted(f"{message.name} does not answer for the action any more.")
    slug, parts = action.partnership.slug, (action.pk, message.person.pk)
    context = {
        "action": action,
        "meeting": action.meeting,
        "handover": _handover(message),
        "link": signed_url("actions:action_link", slug, ACTION, *parts),
        "ends_on": london_day(at + LINK_LASTS),
    }
    return letter("actions/action", context, message, owner_subject(action))


def _handover(message: Message) -> ActionHandover | None:
    """Where the action was passed on to its owner: from whom, and why."""
    pk = message.extra.get("handover")
    return ActionHandover.objects.with_owners().filter(action=message.about, pk=pk).first() if pk else None


@kind(ACTION_PASSED_ON, "Action passed to another owner")
def compose_passed_on(message: Message, at: datetime) -> Letter:
    """Tell who had an action that it is another's now."""
    found = ActionHandover.objects.with_owners().select_related("action__partnership", "action__meeting")
    handover = found.get(pk=message.about)
    action = handover.action
    if action.owner == handover.from_owner:
        raise NotWanted(f"The action is with {action.owner} again.")
    if message.person is None or not speaks_for(message.person, handover.from_owner, on=london_day(at)):
        raise NotWanted(f"{message.name} does not answer for {handover.from_owner} any more.")
    context = {"action": action, "handover": handover, "meeting": action.meeting}
    return letter("actions/action_passed_on", context, message, passed_on_subject(handover))


def passed_on_subject(handover: ActionHandover) -> str:
    return f"No longer your action: {handover.action.what}"


def _when(meeting: Meeting) -> str:
    return f"{meeting.title}, {meeting.when}"
