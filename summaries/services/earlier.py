"""The actions of earlier meetings that a summary can speak of, and what its publication does to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from actions.choices import ActionStatus
from actions.models import Action
from actions.services.actions import update_action
from actions.services.matters import matters_arising
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting
from summaries.choices import EarlierChoice
from summaries.services.content import EARLIER_FIELDS, EarlierAnswer, SummaryContent

CLOSING = {EarlierChoice.DONE: ActionStatus.DONE, EarlierChoice.DROPPED: ActionStatus.DROPPED}
NAMED = re.compile(rf"earlier-(\d{{1,18}})-({'|'.join(EARLIER_FIELDS)})")


def earlier_actions(meeting: Meeting, draft: Mapping[str, str], *, on: date) -> list[Action]:
    """What earlier meetings left open, and whatever else the draft speaks of: nothing typed is lost when an action
    is closed meanwhile, and a correction starts from what was said.
    """
    arising = matters_arising(meeting, on=on)
    named = {int(match[1]) for name, typed in draft.items() if typed.strip() and (match := NAMED.fullmatch(name))}
    named -= {action.pk for action in arising}
    if not named:
        return arising
    known = Action.objects.filter(pk__in=named).from_before(meeting, meeting.held_on)
    return [*arising, *known.with_owner()]


def record_earlier(
    meeting: Meeting, content: SummaryContent, *, before: Mapping[str, str], by: User, at: datetime
) -> None:
    """Put what was said on the actions, as at the meeting's day.

    A correction applies only what it says anew: what stands in the form ``before`` has happened already. A note leaves
    the status alone, save where the first version of the summary closed the action by mistake; an action that a
    correction no longer closes is open again.
    """
    said_before: dict[int, dict[str, str]] = {}
    for name, typed in before.items():
        if match := NAMED.fullmatch(name):
            said_before.setdefault(int(match[1]), {})[match[2]] = typed
    pks = {answer.action.pk for answer in content.earlier} | said_before.keys()
    actions = Action.objects.filter(partnership=meeting.partnership).select_for_update(no_key=True).in_bulk(sorted(pks))
    reported: dict[str, Any] = {"reported_on": meeting.held_on, "by": by, "at": at, "noted_at": meeting}
    for answer in content.earlier:
        action, said = actions[answer.action.pk], said_before.pop(answer.action.pk, None)
        if said != answer.as_form():
            status = _status_after(action, answer, was_closing=bool(said and said["choice"] in CLOSING))
            text = answer.text or f"Carried to {format_date(answer.due_on)}"
            update_action(action=action, status=status, text=text, new_due_on=answer.due_on, **reported)
    for pk, said in said_before.items():
        if said["choice"] in CLOSING:
            text = f"Open again: the summary was corrected. {content.note}"
            update_action(action=actions[pk], status=ActionStatus.IN_PROGRESS, text=text, **reported)


def _status_after(action: Action, answer: EarlierAnswer, *, was_closing: bool) -> str:
    if answer.choice in CLOSING:
        return CLOSING[answer.choice]
    is_to_go_on = answer.choice == EarlierChoice.CARRIED or was_closing
    return ActionStatus.IN_PROGRESS if is_to_go_on and not action.is_open else action.status
