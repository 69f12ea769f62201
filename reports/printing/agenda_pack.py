"""The agenda pack: the agenda on paper with its papers bound in after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from agendas.services.reading import Agenda, agenda_for, agenda_of_parts
from boards.choices import Role
from core.models import RenderedFile
from core.papers import PrintedPage
from core.pdf import Paper, paper_from_html
from meetings.models import Meeting
from reports.assembly.agenda import Pack, assemble_pack, pack_as_listed
from reports.printing.binding import bind
from reports.printing.ppb_insert import Insert, insert_for
from scrutiny.models import TopicGroup
from summaries.papers import facts

if TYPE_CHECKING:
    from core.models import User

    Reader = User | AnonymousUser

# The list of papers names pages, which may push a line to the next page, which moves the papers: then once more.
ROUNDS = 3


@dataclass(frozen=True)
class PackAsked:
    """What the pack of one reader depends on, and whether everybody would get the same."""

    about: dict[str, Any]
    is_public: bool


def pack_for(meeting: Meeting, reader: Reader, *, on: date) -> PackAsked:
    agenda = agenda_for(meeting, reader, on=on)
    insert = insert_for(meeting, on=on)
    listed = html(pack_as_listed(meeting, agenda), insert, agenda_pages=0)
    about = {
        "meeting": meeting.pk,
        "on": on.isoformat(),
        "hidden": agenda.hidden,
        "lowest_role": Role.MEMBER if meeting.agenda_published_at else Role.OFFICER,
        "fingerprint": sha256(listed.encode()).hexdigest(),
        "reports": insert.topic_groups if insert else [],
        **_parts(agenda),
    }
    public = agenda_for(meeting, AnonymousUser(), on=on)
    return PackAsked(about, is_public=_parts(agenda) == _parts(public))


def _parts(agenda: Agenda) -> dict[str, list[int]]:
    return {
        "items": [line.item.pk for line in agenda.lines],
        "versions": [paper.pk for paper in agenda.papers],
    }


def may_still_be_read(paper: RenderedFile, reader: Reader) -> bool:
    """Whether the reader sees everything in the pack on the agenda now: nothing withdrawn, replaced or closed."""
    meeting = Meeting.objects.select_related("partnership").filter(pk=paper.about["meeting"]).first()
    if meeting is None:
        return False
    now = _parts(agenda_for(meeting, reader, on=date.fromisoformat(paper.about["on"])))
    printed = set(paper.about.get("reports", ()))
    readable = TopicGroup.objects.with_readable_report(reader).filter(pk__in=printed).count() == len(printed)
    return readable and all(set(paper.about[name]) <= set(now[name]) for name in ("items", "versions"))


def page(paper: RenderedFile) -> PrintedPage:
    meeting = Meeting.objects.select_related("partnership", "body").get(pk=paper.about["meeting"])
    agenda = agenda_of_parts(
        meeting,
        items=paper.about["items"],
        versions=paper.about["versions"],
        hidden=paper.about["hidden"],
        on=date.fromisoformat(paper.about["on"]),
    )
    pack = assemble_pack(meeting, agenda)
    insert = insert_for(meeting, on=date.fromisoformat(paper.about["on"]))
    return PrintedPage(
        html=html(pack, insert, agenda_pages=1),
        accent=meeting.partnership.accent,
        complete=partial(_complete, pack, insert),
    )


def html(pack: Pack, insert: Insert | None, *, agenda_pages: int) -> str:
    """The agenda's own pages, with the progress on what the meeting's PPB commissioned; the papers begin after them."""
    meeting = pack.meeting
    title = f"{meeting.agenda_word.capitalize()}: {meeting.title}"
    context = {
        "language": "en-GB",
        "title": f"{title}, {meeting.when}",
        "author": meeting.partnership.name,
        "running_head": meeting.partnership.name,
        "running_foot": title,
        "example_note": meeting.partnership.example_note,
        "meeting": meeting,
        "facts": facts(meeting),
        "pack": pack,
        "insert": insert,
        "agenda_pages": agenda_pages,
        "total": agenda_pages + pack.pages_of_papers,
    }
    return render_to_string("pdf/reports/agenda.html", context)


def _complete(pack: Pack, insert: Insert | None, first: Paper) -> Paper:
    """Print the agenda again with the right page numbers, and bind the papers in."""
    made = first
    for _ in range(ROUNDS):
        pages = made.pages
        made = paper_from_html(html(pack, insert, agenda_pages=pages), accent=pack.meeting.partnership.accent)
        if made.pages == pages:
            break
    return bind(made, pack.parts)
