"""Files that people choose: bounded while they come in, judged by their content, kept under a name of ours (I-5)."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from core.pdf_text import has_text
from core.rules.file_types import LOCKED, PDF, FileRefused, FileType, file_type
from core.rules.text import one_line

NAME_AT_MOST = 120
PAGES_AT_MOST = 2_000

logger = logging.getLogger(__name__)


class OversizedFile(UploadedFile[Any]):
    """Stands for a file of which nothing was kept; ``size`` says how large it was."""


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes to the disk, never to memory, and only so much: the rest of a file that is too large is passed over.

    So the form that it came with is read to its end, and can be shown again with what was typed and the reason.
    """

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_MAX_BYTES:
            if not self.file.closed:
                self.file.close()  # which removes it
            return None
        return super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if file_size <= settings.UPLOAD_MAX_BYTES:
            return super().file_complete(file_size)
        return OversizedFile(BytesIO(), self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        if not self.file.closed:
            super().upload_interrupted()


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept. ``filename`` is for the reader, with the ending that its content calls for.

    ``has_text`` is None for what is no PDF, and where it could not be found out in time.
    """

    file: UploadedFile[Any]
    kind: FileType
    filename: str
    size: int
    sha256: str
    pages: int | None
    has_text: bool | None = None


def check_upload(upload: UploadedFile[Any]) -> CheckedFile:
    """What the file is, after its size has been looked at and before anything is kept. Raises ``FileRefused``."""
    size = check_size(upload)
    content = cast("Any", upload.file)
    kind = file_type(content)
    pages = _pages_of(content) if kind is PDF else None
    content.seek(0)
    readable = has_text(content.read()) if kind is PDF else None
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    content.seek(0)
    return CheckedFile(
        file=upload,
        kind=kind,
        filename=readers_filename(upload.name or "", kind),
        size=size,
        sha256=digest,
        pages=pages,
        has_text=readable,
    )


def check_size(upload: UploadedFile[Any]) -> int:
    """How many bytes it has. Raises ``FileRefused`` where they are too many."""
    size = upload.size or 0
    if isinstance(upload, OversizedFile) or size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // 1_000_000
        raise FileRefused(f"is {-(-size // 1_000_000)} MB. It must be {limit} MB or smaller")
    return size


def readers_filename(name: str, kind: FileType) -> str:
    """The name without folders, control characters and overrides, of bounded length, with the type's own ending."""
    stem = one_line(name.replace("\\", "/").rsplit("/", 1)[-1])
    known = stem.rpartition(".")
    stem = (known[0] if known[0] and len(known[2]) <= 5 else stem).strip(". ") or "document"
    return f"{stem[: NAME_AT_MOST - len(kind.extension) - 1].rstrip('. ')}.{kind.extension}"


def _pages_of(content: Any) -> int:
    """How many pages the PDF has. One that can't be opened here could not be put into a pack either."""
    content.seek(0)
    try:
        reader = PdfReader(content)
        if reader.is_encrypted:
            raise FileRefused(LOCKED)
        pages = len(reader.pages)
    except FileRefused:
        raise
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError):
        # pypdf meets a damaged file with whatever it stumbles over.
        logger.info("A PDF was refused as damaged", exc_info=True)
        raise FileRefused("is damaged: the PDF can’t be opened. Save it again, then choose it again") from None
    if not 1 <= pages <= PAGES_AT_MOST:
        raise FileRefused(f"has {pages:,} pages. It must have between 1 and {PAGES_AT_MOST:,}")
    return pages
