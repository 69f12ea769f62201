"""What an admin uploads: CSV files, workbooks or a zip of them, judged by its content before anything is kept (I-5)."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.rules.file_types import EXCEL, ZIP_FAULTS, FileRefused, file_type
from core.rules.text import one_line
from core.uploads import OversizedFile
from imports.catalogue import COLUMNS, NOT_READ_YET

MEMBERS_AT_MOST = 100
UNPACKED_AT_MOST = 20_000_000
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
# What browsers and computers add to a name when a file is saved a second time: “bodies (1).csv”.
SAVED_AGAIN = re.compile(r"(?:\(\d+\)|copy)$")
# Comes with a download of ours, or with a computer's own archives, and holds no rows.
NO_ROWS = ("readme.txt", "readme.md", ".ds_store", "thumbs.db", "desktop.ini")
ENCRYPTED = 0x1


class PackageRefused(Exception):
    """Why an upload is not taken, in a sentence."""


@dataclass
class Package:
    """The files of an import by their own names, and the names of those that are none."""

    files: dict[str, bytes] = field(default_factory=dict)
    left_aside: list[str] = field(default_factory=list)

    def add(self, name: str, content: bytes) -> None:
        if content.startswith((ZIP, EMPTY_ZIP)) and not is_workbook(content):
            raise PackageRefused(f"“{name}” is a zip inside a zip. Unpack it first")
        known = known_name(name)
        if known is None:
            self.left_aside.append(name)
        elif any(PurePosixPath(known).stem == PurePosixPath(taken).stem for taken in self.files):
            raise PackageRefused(f"“{name}” is there twice. Choose one of the two")
        else:
            self.files[known] = content


def gather(uploads: Iterable[UploadedFile[Any]]) -> Package:
    """The files of an upload. Raises ``PackageRefused``."""
    package = Package()
    for upload in uploads:
        name = readable(upload.name or "file")
        if isinstance(upload, OversizedFile):
            limit = settings.UPLOAD_MAX_BYTES // 1_000_000
            raise PackageRefused(f"“{name}” is too large. A zip or file may have at most {limit} MB")
        content = upload.read()
        if content.startswith((ZIP, EMPTY_ZIP)) and not is_workbook(content):
            _unpack(name, content, package)
        else:
            package.add(name, content)
    if not package.files:
        names = ", ".join(f"“{name}”" for name in package.left_aside[:5])
        raise PackageRefused(
            f"{names or 'The zip'} holds no file of an import. "
            "Rename it, for example to bodies.csv: the templates show the names"
        )
    if sum(map(len, package.files.values())) > UNPACKED_AT_MOST:
        raise PackageRefused(
            f"The files together are larger than {UNPACKED_AT_MOST // 1_000_000} MB. Import some first"
        )
    return package


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, the same bytes whenever the files are the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return out.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """What ``pack`` was given."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def known_name(name: str) -> str | None:
    """“bodies.csv” for “Bodies (1).CSV”; None for what is no file of an import."""
    path = PurePosixPath(name.casefold())
    stem = SAVED_AGAIN.sub("", path.stem).rstrip(" _-")
    is_known = f"{stem}.csv" in COLUMNS or f"{stem}.csv" in NOT_READ_YET
    return f"{stem}{path.suffix}" if is_known and path.suffix in (".csv", ".xlsx") else None


def is_workbook(content: bytes) -> bool:
    try:
        return file_type(io.BytesIO(content)) is EXCEL
    except FileRefused:
        # A workbook with macros, or one that is damaged: reading it says so.
        return b"xl/workbook" in content


def readable(name: str) -> str:
    """A name without folders, for a sentence."""
    return one_line(name.replace("\\", "/").rsplit("/", 1)[-1])[:80]


def _unpack(name: str, content: bytes, package: Package) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(name, entries)
            for entry in entries:
                own_name = readable(entry.filename)
                if own_name.casefold() not in NO_ROWS and not entry.filename.startswith("__MACOSX/"):
                    package.add(own_name, archive.read(entry))
    except ZIP_FAULTS as error:
        raise PackageRefused(f"The zip “{name}” is damaged. Make it again, then choose it again") from error


def _check_entries(name: str, entries: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked."""
    if len(entries) > MEMBERS_AT_MOST:
        raise PackageRefused(f"The zip “{name}” has {len(entries):,} files. It may have at most {MEMBERS_AT_MOST}")
    if sum(entry.file_size for entry in entries) > UNPACKED_AT_MOST:
        limit = UNPACKED_AT_MOST // 1_000_000
        raise PackageRefused(f"The zip “{name}” would be larger than {limit} MB unpacked. Split it")
    for entry in entries:
        shown = readable(entry.filename)
        path = entry.filename.replace("\\", "/")
        if entry.flag_bits & ENCRYPTED:
            raise PackageRefused(f"“{shown}” in the zip “{name}” is protected by a password. Make the zip without one")
        if path.startswith("/") or ".." in path.split("/") or ":" in path:
            raise PackageRefused(f"“{shown}” in the zip “{name}” leads out of it. Make the zip again from the files")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise PackageRefused(f"“{shown}” in the zip “{name}” is a link to another file. Put the file itself there")
