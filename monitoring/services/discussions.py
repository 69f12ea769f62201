"""“Discussed at” fills itself: what published agendas and summaries say of recommendations (DI-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from actions.models import Action
from agendas.models import AgendaItem
from core.richtext import to_text
from meetings.models import Meeting
from meetings.services.deadlines import bodies_of
from monitoring.choices import DiscussedIn
from monitoring.models import Discussion, RecommendationItem
from monitoring.rules import LONGEST_WORDS_SHOWN, Mentionable, mentions
from recommendations.models import DeliveringAction, Recommendation
from scrutiny.models import TopicGroup
from summaries.models import SummaryVersion


@dataclass(frozen=True)
class Found:
    """A recommendation in an agenda or a summary; ``item`` is where on the agenda."""

    recommendation: int
    found_in: DiscussedIn
    words: str
    item: AgendaItem | None = None

    @property
    def place(self) -> tuple[int, str]:
        return self.recommendation, self.found_in


@transaction.atomic
def note_discussions(*, meeting: Meeting, at: datetime) -> int:
    """Write down which recommendations the meeting's published agenda and summary are about; returns how many.

    What was noted before and is not so any more goes: an agenda taken back, an item removed, a summary corrected.
    """
    locked = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    wanted: dict[tuple[int, str], Found] = {}
    for found in (*_on_the_agenda(locked), *_in_the_summary(locked)):
        wanted.setdefault(found.place, found)
    known = {(one.recommendation_id, one.found_in): one for one in locked.discussions.all()}
    Discussion.objects.filter(pk__in=[one.pk for place, one in known.items() if place not in wanted]).delete()
    for place, found in wanted.items():
        _keep(known.get(place), found, meeting=locked, at=at)
    return len(wanted)


def _keep(known: Discussion | None, found: Found, *, meeting: Meeting, at: datetime) -> None:
    if known is None:
        Discussion.objects.create(
            recommendation_id=found.recommendation,
            meeting=meeting,
            found_in=found.found_in,
            item=found.item,
            words=found.words,
            recorded_at=at,
        )
    elif (known.words, known.item) != (found.words, found.item):
        known.words, known.item = found.words, found.item
        known.save(update_fields=["words", "item"])


def _on_the_agenda(meeting: Meeting) -> Iterator[Found]:
    """Items that are linked to a recommendation, or mention one; what is public goes before what is for members."""
    if meeting.agenda_published_at is None:
        return
    known, meant = _mentionable(meeting)
    items = sorted(meeting.agenda_items.all(), key=lambda item: (item.is_members_only, item.position))
    links = RecommendationItem.objects.filter(item__meeting=meeting, recommendation__topic_group__is_draft=False)
    linked = {(one.item_id, one.recommendation_id) for one in links}
    for item in items:
        for of_item, recommendation in sorted(linked):
            if of_item == item.pk:
                yield Found(recommendation, DiscussedIn.AGENDA, item.title[:LONGEST_WORDS_SHOWN], item)
        for recommendation, words in mentions(f"{item.title}\n{item.text}", known, meant=meant).items():
            yield Found(recommendation, DiscussedIn.AGENDA, words, item)


def _in_the_summary(meeting: Meeting) -> Iterator[Found]:
    """Key issues, decisions and actions of the latest version, and the agreed actions that deliver one."""
    version = SummaryVersion.objects.filter(summary__meeting=meeting).order_by("-number").first()
    if version is None:
        return
    known, meant = _mentionable(meeting)
    actions = "\n".join(action.what for action in version.actions_agreed)
    text = "\n".join([to_text(version.key_issues), to_text(version.decisions), actions])
    for recommendation, words in mentions(text, known, meant=meant).items():
        yield Found(recommendation, DiscussedIn.SUMMARY, words)
    delivering = DeliveringAction.objects.filter(
        action__meeting=meeting, recommendation__topic_group__is_draft=False
    ).select_related("action")
    for one in delivering:
        yield Found(one.recommendation_id, DiscussedIn.SUMMARY, _action_words(one.action))


def _action_words(action: Action) -> str:
    return f"Action {action.number}: {action.what}"[:LONGEST_WORDS_SHOWN]


def _mentionable(meeting: Meeting) -> tuple[list[Mentionable], set[int]]:
    """The recommendations of public reports that were there by the day, and the reports that a number may mean."""
    on = meeting.held_on or date.max
    groups = TopicGroup.objects.filter(
        Q(received_on=None) | Q(received_on__lte=on), partnership=meeting.partnership_id, is_draft=False
    )
    rows = Recommendation.objects.filter(Q(made_on=None) | Q(made_on__lte=on), topic_group__in=groups)
    known = [
        Mentionable(one.pk, one.number, one.title, one.topic_group_id, one.topic_group.title)
        for one in rows.select_related("topic_group").order_by("topic_group", "number")
    ]
    bodies = {body.pk for body in bodies_of(meeting)}
    reports = {one.report for one in known}
    theirs = {
        group.pk
        for group in groups
        if group.pk in reports and (group.commissioned_by_id in bodies or group.body_id in bodies)
    }
    return known, theirs or reports


def meetings_to_note(*, partnership: str = "", since: date | None = None) -> Iterator[Meeting]:
    """Meetings with anything published, to note what was published before; ``since`` is their first day."""
    published = Q(agenda_published_at__isnull=False) | Q(summary__published_at__isnull=False)
    meetings = Meeting.objects.filter(published | Q(discussions__isnull=False)).distinct()
    if partnership:
        meetings = meetings.filter(partnership__slug=partnership)
    if since:
        meetings = meetings.filter(held_on__gte=since)
    return meetings.order_by("pk").iterator()
