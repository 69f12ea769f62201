"""What a pack consists of: the agenda as its reader saw it, and its papers with their pages in the pack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from agendas.models import DocumentVersion
from agendas.services.reading import Agenda, AgendaLine
from core.addresses import address
from core.rules.file_types import PDF
from meetings.models import Meeting
from reports.printing.binding import Part, pages_of

PACK_BYTES_AT_MOST = 150_000_000
PACK_PAGES_AT_MOST = 2_000


@dataclass(frozen=True)
class PackPaper:
    """``first_page`` counts from the first of the papers; one that is not bound says in ``why_not`` why."""

    version: DocumentVersion
    address: str
    part: Part | None
    first_page: int = 0
    why_not: str = ""


@dataclass(frozen=True)
class PackLine:
    line: AgendaLine
    papers: tuple[PackPaper, ...]


@dataclass(frozen=True)
class Pack:
    meeting: Meeting
    agenda: Agenda
    lines: tuple[PackLine, ...]
    other_papers: tuple[PackPaper, ...]

    @property
    def papers(self) -> list[PackPaper]:
        return [paper for line in self.lines for paper in line.papers] + list(self.other_papers)

    @property
    def parts(self) -> list[Part]:
        return [paper.part for paper in self.papers if paper.part is not None]

    @property
    def pages_of_papers(self) -> int:
        return sum(part.pages for part in self.parts)


def assemble_pack(meeting: Meeting, agenda: Agenda) -> Pack:
    """Open each paper once, in the order of the agenda."""
    return _pack(meeting, agenda, _Bench(meeting).take)


def pack_as_listed(meeting: Meeting, agenda: Agenda) -> Pack:
    """The pack with no paper opened: enough to tell whether it would say the same as another."""
    return _pack(meeting, agenda, lambda version, _under: PackPaper(version, _address(meeting, version), None))


def _pack(meeting: Meeting, agenda: Agenda, take: Callable[[DocumentVersion, int], PackPaper]) -> Pack:
    lines = tuple(
        PackLine(line, tuple(take(version, place) for version in line.papers))
        for place, line in enumerate(agenda.lines)
    )
    return Pack(meeting, agenda, lines, tuple(take(version, len(lines)) for version in agenda.other_papers))


def _address(meeting: Meeting, version: DocumentVersion) -> str:
    names = (meeting.partnership.slug, meeting.pk, version.document.pk)
    return f"{settings.BASE_URL}{address('agendas:document_file', *names)}"


class _Bench:
    """Takes one paper after the other, and counts."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.pages = 0
        self.size = 0

    def take(self, version: DocumentVersion, under: int) -> PackPaper:
        found = _address(self.meeting, version)
        if version.media_type != PDF.media_type:
            return PackPaper(version, found, None, why_not="Only PDFs can be bound into the pack")
        part = _part(version, under)
        if part is None:
            return PackPaper(version, found, None, why_not="The file could not be opened")
        if self.pages + part.pages > PACK_PAGES_AT_MOST or self.size + len(part.content) > PACK_BYTES_AT_MOST:
            return PackPaper(version, found, None, why_not="The pack would be too large with it")
        first_page = self.pages + 1
        self.pages += part.pages
        self.size += len(part.content)
        return PackPaper(version, found, part, first_page=first_page)


def _part(version: DocumentVersion, under: int) -> Part | None:
    try:
        with version.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    pages = pages_of(content)
    return Part(version.document.title, content, pages, under) if pages else None
