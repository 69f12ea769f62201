"""An agenda as one reader sees it: the same reading for the page, for the meeting's page and for the pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet

from agendas.choices import DocumentKind, ItemKind
from agendas.models import AgendaItem, Document, DocumentVersion, ground_in_words
from boards.choices import Role
from boards.roles import has_role
from core.choices import ChangeKind
from core.models import Change
from core.panels import Panel
from meetings.models import Meeting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

    Reader = User | AnonymousUser

# What items of a kind list by themselves, of a meeting as at a day. An app above adds what it knows when the portal
# starts: matters arising are the actions of earlier meetings.
fillings: dict[str, Callable[[Meeting, date], Panel]] = {}


@dataclass(frozen=True)
class AgendaLine:
    item: AgendaItem
    papers: tuple[DocumentVersion, ...]
    filling: Panel | None

    @property
    def is_key_issue(self) -> bool:
        return self.item.kind == ItemKind.KEY_ISSUE


@dataclass(frozen=True)
class Agenda:
    """Each paper is the version that its readers get. ``hidden`` counts the items that only members see, of which
    ``hidden_words`` give the grounds; ``changed_at`` is the last change after publication.
    """

    lines: tuple[AgendaLine, ...]
    other_papers: tuple[DocumentVersion, ...]
    hidden: int = 0
    hidden_words: tuple[str, ...] = ()
    changed_at: datetime | None = None

    @property
    def papers(self) -> list[DocumentVersion]:
        """All of them, in the order of the agenda."""
        return [paper for line in self.lines for paper in line.papers] + list(self.other_papers)


def agenda_for(meeting: Meeting, reader: Reader, *, on: date) -> Agenda:
    """What the reader may see of the agenda; at most seven queries, however long it is."""
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting)
    documents = Document.objects.visible_to(reader).filter(meeting=meeting).exclude(kind=DocumentKind.MINUTES).current()
    agenda = _agenda(meeting, items, newest_versions(documents.select_related("item")), on=on)
    if meeting.agenda_published_at is None:
        return agenda
    others = meeting.agenda_items.exclude(pk__in=[line.item.pk for line in agenda.lines]).order_by("position")
    hidden = list(others.values_list("position", "ground", "ground_words"))
    named = [(position, ground_in_words(ground, own_words)) for position, ground, own_words in hidden]
    return replace(
        agenda,
        hidden=len(hidden),
        hidden_words=tuple(f"Item {position}: {words}" for position, words in named if words),
        changed_at=_changed_at(meeting, reader),
    )


def agenda_of_parts(
    meeting: Meeting, *, items: Iterable[int], versions: Iterable[int], hidden: int, on: date
) -> Agenda:
    """The agenda of just these items and versions of papers, by primary key: what a reader saw some time ago."""
    found = AgendaItem.objects.filter(meeting=meeting, pk__in=items)
    papers = DocumentVersion.objects.filter(document__meeting=meeting, pk__in=versions)
    papers = papers.select_related("document__item").order_by("document")
    return replace(_agenda(meeting, found, papers, on=on), hidden=hidden)


def _agenda(meeting: Meeting, items: QuerySet[AgendaItem], papers: Iterable[DocumentVersion], *, on: date) -> Agenda:
    """Each paper below its item, and what items of a kind list by themselves."""
    shown = list(items.select_related("body"))
    filled = {kind: fillings[kind](meeting, on) for kind in {item.kind for item in shown} & fillings.keys()}
    by_item: dict[int | None, list[DocumentVersion]] = defaultdict(list)
    for paper in papers:
        by_item[paper.document.item_id].append(paper)
    lines = tuple(AgendaLine(item, tuple(by_item[item.pk]), filled.get(item.kind)) for item in shown)
    return Agenda(lines, tuple(by_item[None]))


def newest_versions(documents: Iterable[Document]) -> list[DocumentVersion]:
    """The version of each document that readers get; two queries. Fetch ``item`` with them."""
    found = list(documents)
    newest = {one.document_id: one for one in DocumentVersion.objects.filter(document__in=found).order_by("number")}
    for document in found:
        newest[document.pk].document = document
    return [newest[document.pk] for document in found]


def _changed_at(meeting: Meeting, reader: Reader) -> datetime | None:
    """When somebody last changed a published item; what an import or the example wrote was no change."""
    changes = Change.objects.of(AgendaItem).of_parts(meeting).filter(made_at__gt=meeting.agenda_published_at)
    if has_role(reader, meeting.partnership, Role.MEMBER):
        last: datetime | None = changes.filter(made_by__isnull=False).aggregate(last=Max("made_at"))["last"]
        return last
    is_hidden: dict[int, bool | None] = {}
    for change in changes.exclude(made_by=None, kind=ChangeKind.ADDED):
        # Back from how the items are now: what was for members only at the time is not told of to others.
        is_hidden = is_hidden or dict(meeting.agenda_items.values_list("pk", "is_members_only"))
        now = is_hidden.get(change.record_pk)
        before, after = change.fields.get("is_members_only", (now, now))
        if change.made_by_id and not (before if after is None else after):
            return change.made_at
        is_hidden[change.record_pk] = before
    return None
