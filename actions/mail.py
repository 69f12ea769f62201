"""What is written to those who pass actions on, and to those who carry them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import QuerySet

from actions.models import Action, ActionHandover, Sharing
from boards.models import Organisation, Person
from core.rules.working_days import london_day
from meetings.models import Meeting
from meetings.services.contacts import is_with, speaks_for
from outbox.asks import MailedLink
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message

# The kinds of these messages. That of a sharing is about the meeting, that of an action about the action.
SHARING, ACTION = "sharing", "action"
# To who had an action that has been passed to another owner; about the handover, without a link of its own.
ACTION_PASSED_ON = "action-passed-on"


@dataclass(frozen=True)
class SharingLink(MailedLink):
    """By it an organisation shares what a meeting agreed, and reports on its own actions."""

    meeting: Meeting
    organisation: Organisation
    person: Person
    purpose, page, lasts = SHARING, "actions:sharing_link", timedelta(days=60)

    @classmethod
    def known(cls, partnership: Any) -> tuple[QuerySet[Any], ...]:
        meetings = partnership.meetings.select_related("partnership", "body")
        return meetings, partnership.organisations.select_related("partnership"), partnership.people.all()

    def may_act(self, *, on: date) -> bool:
        return is_with(self.person, self.organisation, on=on)

    def subject_again(self, *, at: datetime) -> str:
        return new_link_subject(self.meeting)


@dataclass(frozen=True)
class ActionLink(MailedLink):
    """By it an owner whom no sharing reaches reports on the action."""

    action: Action
    person: Person
    purpose, page, lasts = ACTION, "actions:action_link", SharingLink.lasts

    @classmethod
    def known(cls, partnership: Any) -> tuple[QuerySet[Any], ...]:
        actions = partnership.actions.with_owner().select_related("partnership", "meeting__partnership")
        return actions, partnership.people.all()

    def may_act(self, *, on: date) -> bool:
        return speaks_for(self.person, self.action.owner, on=on)

    def subject_again(self, *, at: datetime) -> str:
        return owner_subject(self.action)


def sharing_subject(meeting: Meeting, number: int) -> str:
    """“Please share three actions: Board, 16 November 2026”."""
    return f"Please share {apnumber(number)} action{'' if number == 1 else 's'}: {_when(meeting)}"


def new_link_subject(meeting: Meeting) -> str:
    return f"Your new link: {_when(meeting)}"


def owner_subject(action: Action) -> str:
    return f"An action for you: {action.what}"


@kind(SHARING, "Actions to share")
def compose_sharing(message: Message, at: datetime) -> Letter:
    """Ask for what the organisation has still not shared, by a link of the reader's own."""
    meeting = Meeting.objects.select_related("partnership").get(pk=message.about)
    organisation = Organisation.objects.get(pk=message.extra["organisation"])
    if meeting.is_off:
        raise NotWanted(f"The meeting was {meeting.get_status_display()}.")
    link = SharingLink(meeting, organisation, message.person) if message.person else None
    if link is None or not link.may_act(on=london_day(at)):
        raise NotWanted(f"{message.name} has left {organisation} since.")
    waiting = Sharing.objects.waiting().filter(organisation=organisation, action__in=meeting.actions.open())
    actions = [one.action for one in waiting.select_related("action").order_by("action__number")]
    if "actions" in message.extra:
        actions = [action for action in actions if action.pk in message.extra["actions"]]
        if not actions:
            raise NotWanted(f"{organisation} has shared these actions, or they are no longer needed.")
    context = {
        "meeting": meeting,
        "organisation": organisation,
        "actions": [(action, action.owner_organisation_id == organisation.pk) for action in actions],
        "link": link.url,
        "ends_on": link.ends_on(at=at),
    }
    subject = sharing_subject(meeting, len(actions)) if actions else new_link_subject(meeting)
    return letter("actions/sharing", context, message, subject)


@kind(ACTION, "Action for its owner")
def compose_action(message: Message, at: datetime) -> Letter:
    """Tell an owner what is theirs, with a link by which they can say how far it is."""
    action = Action.objects.with_owner().select_related("partnership").get(pk=message.about)
    if not action.is_open:
        raise NotWanted(f"The action is {action.get_status_display()}.")
    link = ActionLink(action, message.person) if message.person else None
    if link is None or not link.may_act(on=london_day(at)):
        raise NotWanted(f"{message.name} does not answer for the action any more.")
    context = {
        "action": action,
        "meeting": action.meeting,
        "handover": _handover(message),
        "link": link.url,
        "ends_on": link.ends_on(at=at),
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
