"""Papers and minutes: added, replaced by newer versions, withdrawn. Every version is kept."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile
from time import monotonic
from uuid import uuid4

from agendas.choices import DocumentKind
from agendas.models import Document, DocumentVersion
from core import audit, history
from core.acts import Refused, act
from core.chores import each
from core.models import User
from core.pdf_text import has_text
from core.rules.file_types import PDF
from core.uploads import CheckedFile
from meetings.models import Meeting

SEEKING_TEXT = "seek-text"
SEEKING_AT_MOST = 60  # seconds


@act("meeting")
def add_document(*, meeting: Meeting, document: Document, file: CheckedFile, by: User | None, at: datetime) -> Document:
    """Keep a new document of the meeting with its first version. Raises ``Refused`` for second minutes."""
    is_minutes = document.kind == DocumentKind.MINUTES
    if is_minutes and meeting.documents.current().filter(kind=DocumentKind.MINUTES).exists():
        raise Refused("The minutes are there already. Replace them by a newer version.")
    document.meeting = meeting
    document.save()
    _keep(document, 1, file, note="", by=by, at=at)
    audit.record("document.added", by=by, about=document, scope=meeting.partnership.slug, filename=file.filename)
    return document


@act("document")
def replace_document(
    *, document: Document, file: CheckedFile, note: str, seen: int, by: User, at: datetime
) -> DocumentVersion:
    """Add a version, which readers get from now on; ``seen`` is the newest that the officer knew.

    A file that is the newest version already changes nothing. Raises ``Refused``.
    """
    newest = document.versions.latest("number")
    if newest.sha256 == file.sha256:
        return newest
    if document.withdrawn_at is not None:
        raise Refused("It was withdrawn in the meantime, so there is nothing to replace.")
    if newest.number != seen:
        raise Refused(
            f"Somebody has put version {newest.number} in its place since you opened this page. Look at it, then "
            "choose your file again if it is still the newer one."
        )
    version = _keep(document, newest.number + 1, file, note=note, by=by, at=at)
    scope = document.meeting.partnership.slug
    audit.record("document.replaced", by=by, about=document, scope=scope, version=version.number, note=note)
    return version


@act("document")
def withdraw_document(*, document: Document, reason: str, by: User, at: datetime) -> Document:
    """Take a document from its readers; officers still see that it was there, and why it went."""
    if document.withdrawn_at is None:
        document.withdrawn_at = at
        history.explain(document, reason)
        document.save()
        scope = document.meeting.partnership.slug
        audit.record("document.withdrawn", by=by, about=document, scope=scope, reason=reason)
    return document


def _keep(
    document: Document, number: int, file: CheckedFile, *, note: str, by: User | None, at: datetime
) -> DocumentVersion:
    version = DocumentVersion(
        document=document,
        number=number,
        filename=file.filename,
        media_type=file.kind.media_type,
        size=file.size,
        sha256=file.sha256,
        pages=file.pages,
        has_text=file.has_text,
        text_sought_at=at,
        note=note,
        uploaded_by=by,
        uploaded_at=at,
    )
    version.file.save(f"{uuid4()}.{file.kind.extension}", file.file, save=False)
    try:
        version.save()
    except Exception:
        version.file.delete(save=False)
        raise
    return version


def seek_text(*, at: datetime) -> int:
    """Find out which PDFs that came before the portal asked for it hold no text (I-10); returns how many it read.

    Without any, it costs one query. What takes longer than a minute goes on at the chore's next turn.
    """
    until = monotonic() + SEEKING_AT_MOST
    unread = DocumentVersion.objects.filter(media_type=PDF.media_type, text_sought_at=None)
    found = unread.select_related("document__meeting__partnership").order_by("pk")

    def read(version: DocumentVersion) -> int:
        with version.file.open() as file:
            readable = has_text(file.read())
        DocumentVersion.objects.filter(pk=version.pk).update(has_text=readable, text_sought_at=at)
        return 1

    return each(
        SEEKING_TEXT,
        takewhile(lambda _: monotonic() < until, found),
        read,
        at=at,
        scope=lambda version: version.document.meeting.partnership.slug,
    )
