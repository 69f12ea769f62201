"""Members ask for follow-up; the office, or the PPB's chair, puts it on the next PPB's agenda or declines it (FU-1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.text import Truncator

from agendas.models import AgendaItem
from agendas.services.agenda import add_item, change_item, check_may_take_back, remove_item, why_not_removable
from core import audit
from core.acts import Refused, act, lock
from core.models import User
from core.rules.working_days import london_day
from meetings.models import Meeting
from monitoring.mail import tell_asker_of, tell_deciders_of
from monitoring.models import FollowUp, RecommendationItem
from recommendations.models import Recommendation
from recommendations.services.ppb_meetings import ComingPpbs

LONGEST_TITLE, LONGEST_TEXT = 200, 4000
TAKEN_BACK = "Taken back by whoever asked"


@act("recommendation")
def ask_follow_up(*, recommendation: Recommendation, text: str, by: User, at: datetime) -> FollowUp:
    """Ask the office to put it on the agenda of a PPB; those who decide are told.

    Raises ``Refused`` as long as the report is in preparation: an agenda is public.
    """
    if recommendation.topic_group.is_draft:
        scrutiny = recommendation.partnership.words.scrutiny.short
        raise Refused(f"The report is in preparation. You can ask for follow-up once the {scrutiny} has it.")
    follow_up = FollowUp.objects.create(recommendation=recommendation, text=text, asked_by=by, asked_at=at)
    scope = recommendation.partnership.slug
    audit.record("recommendation.follow_up_asked", by=by, about=recommendation, scope=scope)
    tell_deciders_of(follow_up, at=at)
    return follow_up


@act()
def put_on_agenda(*, follow_up: FollowUp, wording: str, seen_meeting: int, by: User, at: datetime) -> FollowUp:
    """Put a request on the agenda of the next meeting, in the words given: the one way in which it gets there.

    ``seen_meeting`` is the primary key of the meeting that the page named. Raises ``Refused``.
    """
    locked = _lock(follow_up)
    recommendation = locked.recommendation
    if locked.settled_at is not None:
        done = "taken back" if locked.is_taken_back else "settled"
        raise Refused(f"The request has been {done} in the meantime.")
    if locked.item is not None and not locked.item.meeting.is_off:
        raise Refused(f"The request is on the agenda of {_named(locked.item.meeting)} already.")
    if recommendation.topic_group.is_draft:
        raise Refused("The report is in preparation, and an agenda is public.")
    meeting = ComingPpbs(recommendation.partnership, at=at).next_for(recommendation, after=locked.meeting)
    if meeting is None:
        raise Refused("No meeting of the board is planned. Add the meeting, then put the request on its agenda.")
    if meeting.pk != seen_meeting:
        raise Refused(f"The next meeting is now {_named(meeting)}. Check it, then press again.")
    if locked.item is not None:
        _release(locked, by=by)
    locked.wording, locked.placed_at, locked.placed_by = wording, at, by
    locked.item, locked.meeting = _place(locked, meeting, by=by), meeting
    locked.save(update_fields=["wording", "placed_at", "placed_by", "item", "meeting"])
    details = {"meeting": str(meeting), "held_on": str(meeting.held_on)}
    scope = recommendation.partnership.slug
    audit.record("recommendation.follow_up_placed", by=by, about=recommendation, scope=scope, **details)
    tell_asker_of(locked, at=at)
    return locked


def _place(follow_up: FollowUp, meeting: Meeting, *, by: User) -> AgendaItem:
    """An item of its own, or a line more in the item that follows the recommendation up already."""
    recommendation = follow_up.recommendation
    item = _item_of(recommendation, meeting)
    if item is None:
        item = AgendaItem(title=title_of(recommendation), text=follow_up.words)
        item = add_item(meeting=meeting, item=item, by=by)
        RecommendationItem.objects.get_or_create(recommendation=recommendation, item=item)
    else:
        asked = _asked_for(item)
        _write(item, before=asked, after=[*asked, follow_up], by=by)
    return item


def _release(follow_up: FollowUp, *, by: User) -> None:
    """Its meeting does not take place: an agenda that nobody has read keeps no line that would come twice."""
    item = follow_up.item
    assert item is not None  # asked by the caller
    follow_up.item = follow_up.meeting = None
    follow_up.save(update_fields=["item", "meeting"])
    if item.meeting.agenda_published_at is None:
        _take_off(item, follow_up, by=by)


@act()
def take_back_follow_up(*, follow_up: FollowUp, by: User, at: datetime) -> FollowUp:
    """Whoever asked does not want it any more. Raises ``Refused`` once it is on an agenda."""
    locked = _lock(follow_up)
    if refusal := why_not_taken_back(locked, by=by):
        raise Refused(refusal)
    return _settle(locked, reason=TAKEN_BACK, verb="recommendation.follow_up_taken_back", by=by, at=at)


def why_not_taken_back(follow_up: FollowUp, *, by: User) -> str:
    """Why the person can't take it back, to them; empty where they can."""
    if follow_up.asked_by_id != by.pk:
        return "Only the member who asked for a follow-up can take it back."
    if follow_up.settled_at is not None:
        return "The follow-up has been settled already."
    if not follow_up.is_requested:
        return "It is on an agenda, so you cannot take it back. Tell the partnership office, or say so at the meeting."
    return ""


@act()
def settle_follow_up(*, follow_up: FollowUp, reason: str, by: User, at: datetime) -> FollowUp:
    """The office says why no meeting needs to look at it. Raises ``Refused``."""
    locked = _lock(follow_up)
    if locked.settled_at is not None:
        raise Refused(f"The follow-up has been settled already: {locked.settled_reason}")
    if locked.item is not None and _has_come(locked.item.meeting, at=at):
        raise Refused("The meeting with this follow-up on its agenda has been, so it stays on record.")
    settled = _settle(locked, reason=reason, verb="recommendation.follow_up_settled", by=by, at=at)
    tell_asker_of(settled, at=at)
    return settled


def _settle(follow_up: FollowUp, *, reason: str, verb: str, by: User, at: datetime) -> FollowUp:
    item = follow_up.item
    follow_up.item = None
    follow_up.settled_at, follow_up.settled_by, follow_up.settled_reason = at, by, reason
    follow_up.save(update_fields=["item", "settled_at", "settled_by", "settled_reason"])
    if item is not None:
        _take_off(item, follow_up, by=by)
    recommendation = follow_up.recommendation
    audit.record(verb, by=by, about=recommendation, scope=recommendation.partnership.slug, reason=reason)
    return follow_up


def _take_off(item: AgendaItem, follow_up: FollowUp, *, by: User) -> None:
    """Take the text off the item; the item too if nobody else asks and nothing hangs on it."""
    others = [one for one in _asked_for(item) if one.pk != follow_up.pk]
    if others or why_not_removable(item):
        before = sorted([*others, follow_up], key=lambda one: (one.asked_at, one.pk))
        _write(item, before=before, after=others, by=by)
    else:
        remove_item(item=item, by=by)


def _asked_for(item: AgendaItem) -> list[FollowUp]:
    return list(item.follow_ups.filter(settled_at=None).order_by("asked_at", "pk"))


def _write(item: AgendaItem, *, before: Sequence[FollowUp], after: Sequence[FollowUp], by: User) -> None:
    """List the texts in the item; of one that an officer has edited only what is new is added, and nothing taken."""
    item, wanted = lock(item), _listed(after)
    if item.text != _listed(before):
        wanted = _listed(after[len(before) :])
        wanted = item.text if wanted in item.text else f"{item.text}\n\n{wanted}"
    item.text = Truncator(wanted).chars(LONGEST_TEXT)
    change_item(item=item, by=by)


def _listed(asked: Iterable[FollowUp]) -> str:
    """Each text once, whoever asks it."""
    return "\n\n".join(dict.fromkeys(one.words for one in asked))


def _item_of(recommendation: Recommendation, meeting: Meeting) -> AgendaItem | None:
    """The item that follows this recommendation up, if the agenda has one: several requests join it."""
    items = meeting.agenda_items.filter(recommendation_links__recommendation=recommendation)
    return items.filter(title=title_of(recommendation)).first()


def title_of(recommendation: Recommendation) -> str:
    title = f"Follow-up of recommendation {recommendation.number}: {recommendation.title}"
    return Truncator(title).chars(LONGEST_TITLE)


def _named(meeting: Meeting) -> str:
    return f"{meeting.title}, {meeting.when}"


def _has_come(meeting: Meeting, *, at: datetime) -> bool:
    try:
        check_may_take_back(meeting, on=london_day(at))
    except Refused:
        return True
    return False


def _lock(follow_up: FollowUp) -> FollowUp:
    """The recommendation first, so that two requests at once make one item."""
    recommendation = lock(follow_up.recommendation)
    locked = lock(follow_up)
    locked.recommendation = recommendation
    return locked
