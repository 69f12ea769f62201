"""An agenda as one reader sees it: the same reading for the page, for the meeting's page and for the pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Max

from agendas.choices import DocumentKind, ItemKind
from agendas.models import AgendaItem, Document, DocumentVersion, ground_in_words
from boards.choices import Role
from boards.roles import has_role
from core.choices import ChangeKind
from core.models import Change
from core.panels import Panel
from core.rules.file_types import WORDS_OF
from meetings.models import Meeting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

    Reader = User | AnonymousUser

# What items of a kind list by themselves, of a meeting as at a day. An app above adds what it knows when the portal
# starts: matters arising are the actions of earlier meetings.
fillings: dict[str, Callable[[Meeting, date], Panel]] = {}


@dataclass(frozen=True)
class ShownPaper:
    """A document in the version that its readers get."""

    document: Document
    version: DocumentVersion
    is_members_only: bool

    @property
    def is_only_images(self) -> bool:
        """A scan: no screen reader reads it, and no search finds it."""
        return self.version.has_text is False

    @property
    def words(self) -> str:
        """“PDF, 12 pages, 1.2 MB”."""
        kind = WORDS_OF.get(self.version.media_type, "File")
        pages = self.version.pages
        counted = [] if pages is None else ["1 page" if pages == 1 else f"{pages:,} pages"]
        return ", ".join([kind, *counted, size_in_words(self.version.size)])


@dataclass(frozen=True)
class AgendaLine:
    item: AgendaItem
    papers: tuple[ShownPaper, ...]
    filling: Panel | None

    @property
    def is_key_issue(self) -> bool:
        return self.item.kind == ItemKind.KEY_ISSUE


@dataclass(frozen=True)
class Agenda:
    """``hidden`` counts the items that only members see, of which ``hidden_words`` give the grounds; ``changed_at`` is
    the last change after publication.
    """

    lines: tuple[AgendaLine, ...]
    other_papers: tuple[ShownPaper, ...]
    hidden: int
    changed_at: datetime | None
    hidden_words: tuple[str, ...] = ()

    @property
    def papers(self) -> list[ShownPaper]:
        """All of them, in the order of the agenda."""
        return [paper for line in self.lines for paper in line.papers] + list(self.other_papers)


def size_in_words(size: int) -> str:
    """“340 KB”, “1.2 MB”."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"


def agenda_for(meeting: Meeting, reader: Reader, *, on: date) -> Agenda:
    """What the reader may see of the agenda; at most seven queries, however long it is."""
    items = list(AgendaItem.objects.visible_to(reader).filter(meeting=meeting).select_related("body"))
    documents = Document.objects.visible_to(reader).filter(meeting=meeting).exclude(kind=DocumentKind.MINUTES).current()
    is_out = meeting.agenda_published_at is not None
    hidden = _hidden(meeting, items) if is_out else []
    return _made_of(
        items,
        newest_versions(documents.select_related("item")),
        fillings=_fillings_of(meeting, items, on=on),
        hidden=len(hidden),
        hidden_words=tuple(words for words in hidden if words),
        changed_at=_changed_at(meeting, reader) if is_out else None,
    )


def agenda_of_parts(
    meeting: Meeting, *, items: Sequence[int], versions: Sequence[int], hidden: int, on: date
) -> Agenda:
    """The agenda of just these items and versions of papers, by primary key: what a reader saw some time ago."""
    found = list(AgendaItem.objects.filter(meeting=meeting, pk__in=items).select_related("body"))
    papers = DocumentVersion.objects.filter(document__meeting=meeting, pk__in=versions)
    shown = [_shown(one.document, one) for one in papers.select_related("document__item").order_by("document")]
    return _made_of(found, shown, fillings=_fillings_of(meeting, found, on=on), hidden=hidden, changed_at=None)


def _made_of(
    items: Sequence[AgendaItem],
    papers: Iterable[ShownPaper],
    *,
    fillings: Mapping[str, Panel],
    hidden: int,
    changed_at: datetime | None,
    hidden_words: tuple[str, ...] = (),
) -> Agenda:
    by_item: dict[int | None, list[ShownPaper]] = defaultdict(list)
    for paper in papers:
        by_item[paper.document.item_id].append(paper)
    lines = tuple(AgendaLine(item, tuple(by_item[item.pk]), fillings.get(item.kind)) for item in items)
    return Agenda(
        lines=lines, other_papers=tuple(by_item[None]), hidden=hidden, changed_at=changed_at, hidden_words=hidden_words
    )


def _hidden(meeting: Meeting, shown: Sequence[AgendaItem]) -> list[str]:
    """Of each item that the reader does not see, why: “Item 3: Paragraph 3 of …”; empty without a ground."""
    others = meeting.agenda_items.exclude(pk__in=[item.pk for item in shown])
    grounds = others.values_list("position", "ground", "ground_words").order_by("position")
    known = [(position, ground_in_words(ground, own)) for position, ground, own in grounds]
    return [f"Item {position}: {words}" if words else "" for position, words in known]


def _fillings_of(meeting: Meeting, items: Sequence[AgendaItem], *, on: date) -> dict[str, Panel]:
    wanted = {item.kind for item in items} & fillings.keys()
    return {kind: fillings[kind](meeting, on) for kind in wanted}


def newest_versions(documents: Iterable[Document]) -> list[ShownPaper]:
    """The documents with the version that readers get; two queries. Fetch ``item`` with them."""
    found = list(documents)
    versions = DocumentVersion.objects.filter(document__in=found).order_by("number")
    newest = {version.document_id: version for version in versions}
    return [_shown(one, newest[one.pk]) for one in found]


def _shown(document: Document, version: DocumentVersion) -> ShownPaper:
    return ShownPaper(document, version, document.is_for_members)


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
