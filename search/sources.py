"""What is put into the index, and when: each thing is read anew whenever it, or what it consists of, is saved.

The entry is written in the transaction of the thing itself. Writes that send no signal (``QuerySet.update``) change
nothing that is searched; ``manage.py rebuild_search`` reads everything anew all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from actions.models import Action, ActionUpdate
from agendas.choices import DocumentKind
from agendas.models import AgendaItem, Document
from boards.models import Partnership
from core.addresses import address
from core.choices import Precision
from core.richtext import to_text
from meetings.models import Meeting
from progress.models import ProgressUpdate
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup
from search.choices import Audience, EntryKind
from search.models import SearchEntry
from search.rules import indexed
from summaries.models import MeetingSummary, SummaryRevision


@dataclass(frozen=True)
class Found:
    """One thing as it is to be found."""

    kind: EntryKind
    about: int
    partnership: Partnership
    path: str
    title: str
    text: str
    happened_on: date | None = None
    happened_precision: str = Precision.DAY
    meeting: Meeting | None = None
    audience: Audience = Audience.PUBLIC


def of_summary(summary: MeetingSummary) -> Iterator[Found]:
    """The latest revision, once there is one: what was discussed, and what was decided."""
    revision = summary.revisions.order_by("-number").first()
    meeting = summary.meeting
    if revision is None or summary.published_at is None:
        return
    for kind, html in ((EntryKind.SUMMARY, revision.key_issues), (EntryKind.DECISION, revision.decisions)):
        if text := to_text(html):
            yield _of_meeting(kind, summary.pk, meeting, title=meeting.title, text=text)


def of_action(action: Action) -> Iterator[Found]:
    updates = action.updates.values_list("text", flat=True)
    yield _of_meeting(
        EntryKind.ACTION,
        action.pk,
        action.meeting,
        title=action.what,
        text="\n".join((str(action.owner), *updates)),
        path=action.get_absolute_url(),
    )


def of_agenda_item(item: AgendaItem) -> Iterator[Found]:
    is_out = item.meeting.agenda_published_at is not None
    for_members = Audience.MEMBERS if item.is_members_only else Audience.PUBLIC
    yield _of_meeting(
        EntryKind.AGENDA_ITEM,
        item.pk,
        item.meeting,
        title=item.title,
        text="\n".join(filter(None, (item.text, item.lead))),
        audience=for_members if is_out else Audience.OFFICERS,
    )


def of_document(document: Document) -> Iterator[Found]:
    meeting = document.meeting
    if document.withdrawn_at is not None:
        return
    is_out = meeting.agenda_published_at is not None or document.kind == DocumentKind.MINUTES
    audience = Audience.MEMBERS if document.is_for_members else Audience.PUBLIC
    yield _of_meeting(
        EntryKind.DOCUMENT,
        document.pk,
        meeting,
        title=document.title,
        text=meeting.title,
        audience=audience if is_out else Audience.OFFICERS,
    )


def of_recommendation(recommendation: Recommendation) -> Iterator[Found]:
    progress = recommendation.progress.values_list("text", flat=True)
    yield Found(
        kind=EntryKind.RECOMMENDATION,
        about=recommendation.pk,
        partnership=recommendation.partnership,
        path=address("recommendations:detail", recommendation.partnership.slug, recommendation.pk),
        title=recommendation.title,
        text="\n".join(filter(None, (recommendation.explanation, recommendation.task, *progress))),
        happened_on=recommendation.topic_group.received_on,
        happened_precision=recommendation.topic_group.received_precision,
        audience=Audience.SCRUTINY if recommendation.topic_group.is_draft else Audience.PUBLIC,
    )


def _of_meeting(
    kind: EntryKind,
    about: int,
    meeting: Meeting,
    *,
    title: str,
    text: str,
    path: str = "",
    audience: Audience = Audience.PUBLIC,
) -> Found:
    return Found(
        kind=kind,
        about=about,
        partnership=meeting.partnership,
        path=path or meeting.get_absolute_url(),
        title=title,
        text=text,
        happened_on=meeting.held_on,
        happened_precision=meeting.held_precision,
        meeting=meeting,
        audience=audience,
    )


# What each kind of thing becomes, and the kinds of entry that it may have.
READ: dict[type[models.Model], tuple[Any, tuple[EntryKind, ...]]] = {
    MeetingSummary: (of_summary, (EntryKind.SUMMARY, EntryKind.DECISION)),
    Action: (of_action, (EntryKind.ACTION,)),
    AgendaItem: (of_agenda_item, (EntryKind.AGENDA_ITEM,)),
    Document: (of_document, (EntryKind.DOCUMENT,)),
    Recommendation: (of_recommendation, (EntryKind.RECOMMENDATION,)),
}


@transaction.atomic
def index(thing: models.Model) -> None:
    """Write the entries of one thing as it is now; those that it no longer has are taken out."""
    read, kinds = READ[type(thing)]
    found = {one.kind: one for one in read(thing)}
    SearchEntry.objects.filter(kind__in=set(kinds) - set(found), about=thing.pk).delete()
    for one in found.values():
        SearchEntry.objects.update_or_create(kind=one.kind, about=one.about, defaults=_fields(one))


def _fields(found: Found) -> dict[str, Any]:
    return {
        "partnership": found.partnership,
        "meeting": found.meeting.pk if found.meeting else None,
        "path": found.path,
        "title": found.title[:300],
        "text": found.text,
        "words": indexed(found.title, found.text),
        "happened_on": found.happened_on,
        "happened_precision": found.happened_precision,
        "audience": found.audience,
    }


def rebuild() -> int:
    """Read everything anew, and answer how many entries there are."""
    SearchEntry.objects.all().delete()
    for model in READ:
        for thing in model._default_manager.order_by("pk").iterator(chunk_size=500):
            index(thing)
    return SearchEntry.objects.count()


def _on_saved(instance: Any, **_: Any) -> None:
    for thing in _whole(instance):
        index(thing)


def _on_deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    _, kinds = READ[sender]
    SearchEntry.objects.filter(kind__in=kinds, about=instance.pk).delete()


def _whole(saved: Any) -> Iterable[models.Model]:
    """The things that are found, of which what was saved is a part."""
    if isinstance(saved, SummaryRevision):
        return [saved.summary]
    if isinstance(saved, ActionUpdate):
        return [saved.action]
    if isinstance(saved, ProgressUpdate):
        return [saved.recommendation]
    if isinstance(saved, TopicGroup):
        # Its report comes out, or is received on another day.
        return saved.recommendations.all()
    if isinstance(saved, Meeting):
        return _of_changed_meeting(saved)
    if isinstance(saved, AgendaItem):
        # Whoever may read an item may find its papers, and nobody else.
        return [saved, *saved.documents.all()]
    return [saved]


def _of_changed_meeting(meeting: Meeting) -> list[models.Model]:
    """What shows the meeting's day or title, or comes out with its agenda; most meetings have none of it yet."""
    # What is written many at once sends no signal: the usual items of an agenda come in when it comes out.
    if meeting.agenda_published_at is None and not SearchEntry.objects.filter(meeting=meeting.pk).exists():
        return []
    summaries = MeetingSummary.objects.filter(meeting=meeting)
    return [*summaries, *meeting.actions.all(), *meeting.agenda_items.all(), *meeting.documents.all()]


def listen() -> None:
    parts: tuple[type[models.Model], ...] = (SummaryRevision, ActionUpdate, ProgressUpdate, Meeting, TopicGroup)
    for part in (*parts, *READ):
        post_save.connect(_on_saved, sender=part, dispatch_uid=f"search.saved.{part._meta.label}")
    for model in READ:
        post_delete.connect(_on_deleted, sender=model, dispatch_uid=f"search.deleted.{model._meta.label}")
