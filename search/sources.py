"""What is put into the index, and when: each thing is read anew whenever it, or what it consists of, is saved.

The entry is written in the transaction of the thing itself. Writes that send no signal (``QuerySet.update``) change
nothing that is searched; ``manage.py rebuild_search`` reads everything anew all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from actions.models import Action, ActionUpdate
from agendas.choices import DocumentKind
from agendas.models import AgendaItem, Document
from boards.models import (
    Body,
    BodyName,
    Organisation,
    OrganisationName,
    Partnership,
    Person,
    Priority,
    Strategy,
)
from core.addresses import address
from core.choices import Precision
from core.richtext import to_text
from core.rules.text import shortened
from meetings.models import Meeting
from performance.models import Achievement, Measure
from progress.models import ProgressUpdate
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup
from search.choices import Audience, EntryKind
from search.models import SearchEntry, SearchWord
from search.rules import Term, indexed, wrong_letters
from summaries.models import Decision, MeetingSummary, SummaryVersion


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
    """The latest version, once there is one: what was discussed."""
    version = summary.versions.order_by("-number").first()
    meeting = summary.meeting
    if version is None or summary.published_at is None:
        return
    if text := to_text(version.key_issues):
        yield _of_meeting(EntryKind.SUMMARY, summary.pk, meeting, title=meeting.title, text=text)


def of_decision(decision: Decision) -> Iterator[Found]:
    """By its words, its meeting and whose meeting that was; not once a correction took it out."""
    meeting = decision.meeting
    if decision.withdrawn_at is not None:
        return
    whole = decision.text if decision.says_more else ""
    yield _of_meeting(
        EntryKind.DECISION,
        decision.pk,
        meeting,
        title=decision.headline,
        text="\n".join(filter(None, (whole, meeting.title, str(meeting.body or "")))),
        path=decision.get_absolute_url(),
    )


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


def of_meeting(meeting: Meeting) -> Iterator[Found]:
    """By its title and where it is."""
    yield _of_meeting(EntryKind.MEETING, meeting.pk, meeting, title=meeting.title, text=meeting.venue)


def of_body(body: Body) -> Iterator[Found]:
    """By every name that it ever had, and by what it is for."""
    return _named(EntryKind.BODY, body, text=(*_names(body), body.short_name, body.purpose))


def of_organisation(organisation: Organisation) -> Iterator[Found]:
    return _named(EntryKind.ORGANISATION, organisation, text=_names(organisation))


def of_person(person: Person) -> Iterator[Found]:
    """Their page is the office's, who may read a name that is kept from the public."""
    yield Found(
        kind=EntryKind.PERSON,
        about=person.pk,
        partnership=person.partnership,
        path=person.get_absolute_url(),
        title=person.full_name,
        text="",
        audience=Audience.OFFICERS,
    )


def of_strategy(strategy: Strategy) -> Iterator[Found]:
    return _named(EntryKind.STRATEGY, strategy, text=tuple(strategy.priorities.values_list("name", flat=True)))


def of_measure(measure: Measure) -> Iterator[Found]:
    return _named(EntryKind.MEASURE, measure, text=(measure.theme, measure.unit))


def of_topic_group(group: TopicGroup) -> Iterator[Found]:
    """What a group at work studies is public; of its report nothing is read here."""
    yield Found(
        kind=EntryKind.TOPIC_GROUP,
        about=group.pk,
        partnership=group.partnership,
        path=group.get_absolute_url(),
        title=group.title,
        text=str(group.body),
    )


def of_achievement(achievement: Achievement) -> Iterator[Found]:
    yield Found(
        kind=EntryKind.ACHIEVEMENT,
        about=achievement.pk,
        partnership=achievement.partnership,
        path=achievement.get_absolute_url(),
        title=achievement.title,
        text="\n".join(
            filter(None, (achievement.headline, achievement.story, achievement.figures, achievement.partners))
        ),
        happened_on=achievement.happened_on,
        happened_precision=achievement.happened_precision,
        audience=Audience.PUBLIC if achievement.is_public else Audience.OFFICERS,
    )


def _names(record: Body | Organisation) -> tuple[str, ...]:
    """Those that it no longer has; its title is the one that it has."""
    return tuple(name for name in record.names.values_list("name", flat=True) if name != record.name)


def _named(kind: EntryKind, record: Any, *, text: tuple[str, ...]) -> Iterator[Found]:
    """Of the register: no day is its own."""
    yield Found(
        kind=kind,
        about=record.pk,
        partnership=record.partnership,
        path=record.get_absolute_url(),
        title=str(record),
        text="\n".join(filter(None, text)),
    )


# What each kind of thing becomes, and the kinds of entry that it may have.
READ: dict[type[models.Model], tuple[Any, tuple[EntryKind, ...]]] = {
    MeetingSummary: (of_summary, (EntryKind.SUMMARY,)),
    Decision: (of_decision, (EntryKind.DECISION,)),
    Action: (of_action, (EntryKind.ACTION,)),
    AgendaItem: (of_agenda_item, (EntryKind.AGENDA_ITEM,)),
    Document: (of_document, (EntryKind.DOCUMENT,)),
    Recommendation: (of_recommendation, (EntryKind.RECOMMENDATION,)),
    Meeting: (of_meeting, (EntryKind.MEETING,)),
    Body: (of_body, (EntryKind.BODY,)),
    Organisation: (of_organisation, (EntryKind.ORGANISATION,)),
    Person: (of_person, (EntryKind.PERSON,)),
    Strategy: (of_strategy, (EntryKind.STRATEGY,)),
    Measure: (of_measure, (EntryKind.MEASURE,)),
    Achievement: (of_achievement, (EntryKind.ACHIEVEMENT,)),
    TopicGroup: (of_topic_group, (EntryKind.TOPIC_GROUP,)),
}
# An ellipsis, where it is cut, fits into the column as well.
LONGEST_TITLE = 299
# What is longer is no word that somebody types.
LONGEST_WORD_KEPT = 30


@transaction.atomic(savepoint=False)
def index(thing: models.Model, *, is_new: bool = False) -> None:
    """Write the entries of one thing as it is now; those that it no longer has are taken out. A new one has none."""
    read, kinds = READ[type(thing)]
    before = SearchEntry.objects.none() if is_new else SearchEntry.objects.filter(kind__in=kinds, about=thing.pk)
    known = {entry.kind: entry for entry in before}
    for found in read(thing):
        fields = _fields(found)
        entry = known.pop(found.kind, None) or SearchEntry(kind=found.kind, about=found.about)
        if entry.pk and all(getattr(entry, name) == value for name, value in fields.items()):
            continue
        was_called = entry.title_words
        for name, value in fields.items():
            setattr(entry, name, value)
        entry.save()
        _keep_words(entry)
        forget_words(set(was_called.split()) - set(entry.title_words.split()))
    _take_out(known.values())


def _take_out(entries: Iterable[SearchEntry]) -> None:
    entries = list(entries)
    if entries:
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        forget_words({word for entry in entries for word in entry.title_words.split()})


def forget_words(words: Iterable[str]) -> None:
    """Those of names that nothing has any more, so that nobody's name stays behind."""
    gone = [word for word in words if not SearchEntry.objects.matching([Term((word,))]).exists()]
    if gone:
        SearchWord.objects.filter(word__in=gone).delete()


def rebuild_words() -> None:
    """Keep the words of the entries that there are, and no others: for where many were removed at once."""
    SearchWord.objects.all().delete()
    for entry in SearchEntry.objects.iterator(chunk_size=500):
        _keep_words(entry)


def _keep_words(entry: SearchEntry) -> None:
    words = {*entry.title_words.split(), *entry.words.split()}
    kept = [word for word in words if wrong_letters(word) and word.isalpha() and len(word) <= LONGEST_WORD_KEPT]
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, length=len(word)) for word in sorted(kept)], ignore_conflicts=True
    )


def _fields(found: Found) -> dict[str, Any]:
    return {
        "partnership_id": found.partnership.pk,
        "meeting": found.meeting.pk if found.meeting else None,
        "path": found.path,
        "title": shortened(found.title, LONGEST_TITLE),
        "text": found.text,
        "title_words": indexed(found.title),
        "words": indexed(found.text),
        "happened_on": found.happened_on,
        "happened_precision": found.happened_precision,
        "audience": found.audience,
    }


def rebuild() -> int:
    """Read everything anew, and return how many entries there are."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    for model in READ:
        for thing in model._default_manager.order_by("pk").iterator(chunk_size=500):
            index(thing)
    return SearchEntry.objects.count()


def _on_saved(instance: Any, created: bool = False, **_: Any) -> None:
    if any(hasattr(value, "resolve_expression") for value in vars(instance).values()):
        instance = type(instance)._base_manager.get(pk=instance.pk)  # only the database knows what it holds
    if created and type(instance) in READ:
        index(instance, is_new=True)  # nothing is a part of it yet, or shows it
        return
    whole = WHOLE.get(type(instance))
    for thing in whole(instance) if whole else (instance,):
        index(thing)


def _on_deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    _, kinds = READ[sender]
    _take_out(SearchEntry.objects.filter(kind__in=kinds, about=instance.pk))


def _of_changed_meeting(meeting: Meeting) -> list[models.Model]:
    """What shows the meeting's day or title, or comes out with its agenda; most meetings have none of it yet."""
    # What is written many at once sends no signal: the usual items of an agenda come in when it comes out.
    if meeting.agenda_published_at is None and not _has_parts_found(meeting):
        return [meeting]
    summaries = MeetingSummary.objects.filter(meeting=meeting)
    shown = [*summaries, *meeting.decisions.all(), *meeting.actions.all()]
    return [meeting, *shown, *meeting.agenda_items.all(), *meeting.documents.all()]


def _has_parts_found(meeting: Meeting) -> bool:
    return SearchEntry.objects.filter(meeting=meeting.pk).exclude(kind=EntryKind.MEETING).exists()


# The things that are found, of which what was saved is a part or which show something of it.
WHOLE: dict[type[models.Model], Callable[[Any], Iterable[models.Model]]] = {
    SummaryVersion: lambda version: [version.summary],
    ActionUpdate: lambda update: [update.action],
    ProgressUpdate: lambda update: [update.recommendation],
    BodyName: lambda name: [name.body],
    OrganisationName: lambda name: [name.organisation],
    Priority: lambda priority: [priority.strategy],
    # An action is found by its owner, as the public may read the name.
    Person: lambda person: [person, *person.actions_owned.all()],
    Body: lambda body: [body, *TopicGroup.objects.filter(body=body)],
    # Its report comes out, or is received on another day.
    TopicGroup: lambda group: [group, *group.recommendations.all()],
    # Whoever may read an item may find its papers, and nobody else.
    AgendaItem: lambda item: [item, *item.documents.all()],
    Meeting: _of_changed_meeting,
}


def listen() -> None:
    for model in {*WHOLE, *READ}:
        post_save.connect(_on_saved, sender=model, dispatch_uid=f"search.saved.{model._meta.label}")
    for part in WHOLE.keys() - READ.keys():
        post_delete.connect(_on_saved, sender=part, dispatch_uid=f"search.part_deleted.{part._meta.label}")
    for model in READ:
        post_delete.connect(_on_deleted, sender=model, dispatch_uid=f"search.deleted.{model._meta.label}")
