"""What is kept of people in agendas and papers."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from agendas.models import AgendaChange, AgendaItem, Document, DocumentVersion
from boards.models import Appointment
from core.addresses import address
from core.personal import Subject, declare, files

declare(AgendaItem, copied=("lead",), written=("title", "text", "ground_words", "paper", "source", "note"))
declare(AgendaChange, copied=("what",), written=("reason",))
declare(Document, written=("title",))
declare(
    DocumentVersion,
    written=("filename", "note"),
    nothing={"a file's name or content: files are listed, not read": ("file", "media_type", "sha256")},
)


def files_of(subject: Subject) -> Iterator[tuple[str, str]]:
    """Papers and minutes of meetings that were held while the person sat there."""
    held_on = OuterRef("meeting__held_on")
    terms = Appointment.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=held_on),
        Q(ends_on=None) | Q(ends_on__gte=held_on),
        person=subject.person,
    )
    body = OuterRef("meeting__body")
    sat = Exists(terms.filter(body=body)) | Exists(terms.filter(seat__body=body))
    known = Document.objects.current().filter(sat, meeting__partnership=subject.partnership)
    for one in known.select_related("meeting__partnership").order_by(F("meeting__held_on").desc(), "pk"):
        meeting = one.meeting
        url = address("agendas:document_file", meeting.partnership.slug, meeting.pk, one.pk)
        yield f"{one}, {meeting}", url


files.append(files_of)
