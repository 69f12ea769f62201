"""Papers and minutes: added, replaced by newer versions, withdrawn. Every version is kept."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile
from time import monotonic
from uuid import uuid4

from django.db import transaction

from agendas.choices import DocumentKind
from agendas.models import AgendaItem, Document, DocumentVersion
from core import audit, history
from core.acts import Refused
from core.chores import each
from core.models import User
from core.pdf_text import has_text
from core.rules.file_types import PDF
from core.uploads import CheckedFile
from meetings.models import Meeting

SEEKING_TEXT = "seek-text"
SEEKING_AT_MOST = 60  # seconds


@transaction.atomic
def add_document(
    *,
    meeting: Meeting,
    item: AgendaItem | None,
    kind: str,
    title: str,
    is_members_only: bool,
    file: CheckedFile,
    by: User | None,
    at: datetime,
) -> Document:
    """Keep a new document with its first version; the same one sent twice is answered as it is.

    Raises ``Refused`` for second minutes.
    """
    # Whoever adds a document waits here: two at once would both find no minutes yet.
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    known = locked.documents.current().filter(kind=kind)
    if same := known.filter(item=item, title=title, versions__sha256=file.sha256).first():
        return same
    if kind == DocumentKind.MINUTES and known.exists():
        raise Refused("The minutes are there already. Replace them by a newer version.")
    document = Document.objects.create(
        meeting=locked, item=item, kind=kind, title=title, is_members_only=is_members_only
    )
    _keep(document, 1, file, note="", by=by, at=at)
    audit.record("document.added", by=by, about=document, scope=locked.partnership.slug, filename=file.filename)
    return document


@transaction.atomic
def replace_document(
    *, document: Document, file: CheckedFile, note: str, seen: int, by: User, at: datetime
) -> DocumentVersion:
    """Add a version, which readers get from now on; ``seen`` is the newest that the officer knew.

    A file that is the newest version already changes nothing. Raises ``Refused``.
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    newest = locked.versions.latest("number")
    if newest.sha256 == file.sha256:
        return newest
    if locked.withdrawn_at is not None:
        raise Refused("It was withdrawn in the meantime, so there is nothing to replace.")
    if newest.number != seen:
        raise Refused(
            f"Somebody has put version {newest.number} in its place since you opened this page. Look at it, then "
            "choose your file again if it is still the newer one."
        )
    version = _keep(locked, newest.number + 1, file, note=note, by=by, at=at)
    audit.record(
        "document.replaced",
        by=by,
        about=locked,
        scope=locked.meeting.partnership.slug,
        version=version.number,
        note=note,
    )
    return version


@transaction.atomic
def change_document(
    *, document: Document, title: str, item: AgendaItem | None, is_members_only: bool, by: User
) -> Document:
    """Change what a document is called, where it belongs and who may read it."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if (locked.title, locked.item, locked.is_members_only) == (title, item, is_members_only):
        return locked
    locked.title, locked.item, locked.is_members_only = title, item, is_members_only
    locked.save()
    audit.record("document.changed", by=by, about=locked, scope=locked.meeting.partnership.slug)
    return locked


@transaction.atomic
def withdraw_document(*, document: Document, reason: str, by: User, at: datetime) -> Document:
    """Take a document from its readers; officers still see that it was there, and why it went."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at
        history.explain(locked, reason)
        locked.save()
        audit.record("document.withdrawn", by=by, about=locked, scope=locked.meeting.partnership.slug, reason=reason)
    return locked


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
    """Find out which PDFs that came before the portal asked for it hold no text (I-10); answers how many it looked at.

    Without any, it costs one query. What takes longer than a minute goes on at the chore's next turn.
    """
    until = monotonic() + SEEKING_AT_MOST
    unread = DocumentVersion.objects.filter(media_type=PDF.media_type, text_sought_at=None)
    found = unread.select_related("document__meeting__partnership").order_by("pk")
    return each(
        SEEKING_TEXT,
        takewhile(lambda _: monotonic() < until, found),
        lambda version: _look_for_text(version, at=at),
        at=at,
        scope=lambda version: version.document.meeting.partnership.slug,
    )


def _look_for_text(version: DocumentVersion, *, at: datetime) -> int:
    with version.file.open() as file:
        readable = has_text(file.read())
    DocumentVersion.objects.filter(pk=version.pk).update(has_text=readable, text_sought_at=at)
    return 1
