"""The actions of earlier meetings that a summary can speak of, and what its publication does to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from actions.choices import ActionStatus
from actions.models import Action
from actions.services.actions import update_action
from actions.services.matters import matters_arising
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting
from summaries.choices import EarlierChoice
from summaries.models import SummaryRevision
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


def record_earlier(meeting: Meeting, content: SummaryContent, *, by: User, at: datetime) -> None:
    """Put what was said on the actions, as at the meeting's day.

    A correction applies only what it says anew: what stands as it was published has happened already.
    """
    before = _said_before(meeting)
    pks = {answer.action.pk for answer in content.earlier} | before.keys()
    actions = Action.objects.filter(partnership=meeting.partnership).select_for_update().in_bulk(sorted(pks))
    for answer in content.earlier:
        said = before.pop(answer.action.pk, None)
        if said != answer.as_said():
            action = actions[answer.action.pk]
            _apply(action, answer, _status_after(action, answer, said), meeting, by=by, at=at)
    for pk, said in before.items():
        if said["choice"] in CLOSING:
            _reopen(actions[pk], content.note, meeting, by=by, at=at)


def earlier_as_published(answer: EarlierAnswer) -> dict[str, object]:
    return {
        "action": answer.action.pk,
        "what": answer.action.what,
        "owner": str(answer.action.owner),
        "words": answer.words,
        "text": answer.text,
    }


def _said_before(meeting: Meeting) -> dict[int, dict[str, str]]:
    """Action's primary key to what the latest published revision says of it."""
    latest = SummaryRevision.objects.filter(summary__meeting=meeting).order_by("-number").first()
    said: dict[int, dict[str, str]] = {}
    for name, typed in (latest.form_data if latest else {}).items():
        if match := NAMED.fullmatch(name):
            said.setdefault(int(match[1]), {})[match[2]] = typed
    return said


def _status_after(action: Action, answer: EarlierAnswer, said: dict[str, str] | None) -> str:
    """A note leaves the status alone; save where the first version of the summary closed the action by mistake."""
    if answer.choice in CLOSING:
        return CLOSING[answer.choice]
    is_to_go_on = answer.choice == EarlierChoice.CARRIED or (said is not None and said["choice"] in CLOSING)
    return ActionStatus.IN_PROGRESS if is_to_go_on and not action.is_open else action.status


def _apply(action: Action, answer: EarlierAnswer, status: str, meeting: Meeting, *, by: User, at: datetime) -> None:
    assert meeting.held_on is not None
    update_action(
        action=action,
        status=status,
        text=answer.text or f"Carried to {format_date(answer.due_on)}",
        reported_on=meeting.held_on,
        by=by,
        at=at,
        new_due_on=answer.due_on,
        noted_at=meeting,
    )


def _reopen(action: Action, note: str, meeting: Meeting, *, by: User, at: datetime) -> None:
    """The correction says no more that it is closed."""
    assert meeting.held_on is not None
    update_action(
        action=action,
        status=ActionStatus.IN_PROGRESS,
        text=f"Open again: the summary was corrected. {note}",
        reported_on=meeting.held_on,
        by=by,
        at=at,
        noted_at=meeting,
    )
