"""From the bytes of a CSV file to rows of clean text, or to reasons why not (I-2)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.rules.text import clean_text, restore_cell

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
LONGEST_CELL = 10_000
SAMPLE_LENGTH = 60
SEPARATORS = ",;\t"
# As a spreadsheet counts: the header is row 1.
HEADER_ROW = 1


@dataclass(eq=False)
class Refusal(Exception):
    """Why something was not taken, and where it stands."""

    file: str
    reason: str
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        if self.value:
            shown = self.value if len(self.value) <= SAMPLE_LENGTH else f"{self.value[:SAMPLE_LENGTH]}…"
            place.append(f"“{shown}”")
        return f"{', '.join(place)}: {self.reason}"


class Depends(Refusal):
    """Refused only because another row was, which has its own refusal."""


@dataclass(frozen=True)
class Columns:
    """The columns that a file must have, and those that it may have."""

    required: frozenset[str]
    optional: frozenset[str]
    in_order: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Columns":
        """From names with spaces between; ``!`` marks those that must be there."""
        names = text.split()
        required = frozenset(name.removesuffix("!") for name in names if name.endswith("!"))
        in_order = tuple(name.removesuffix("!") for name in names)
        return cls(required, frozenset(in_order) - required, in_order)


@dataclass
class FileTable:
    """The rows of one file, as text, with what had to be refused on the way.

    ``encoding`` names how the text was read where that is not UTF-8, and ``sample`` shows words that tell whether
    it was read rightly. ``is_cut`` says that it has more rows than are read.
    """

    file: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    encoding: str = ""
    sample: str = ""
    is_cut: bool = False
    headings: list[str] = field(default_factory=list)


def parse_sheet(file: str, content: bytes, columns: Columns, *, other_encodings: bool = False) -> FileTable:
    """The rows in the bytes of a file; ``other_encodings`` takes text that is not UTF-8, too."""
    sheet = FileTable(file)
    try:
        if len(content) > MOST_BYTES:
            raise Refusal(file, f"the file is larger than {MOST_BYTES // 1_000_000} MB: split it")
        fill_sheet(sheet, _records(file, _decoded(sheet, content, other_encodings=other_encodings)), columns)
    except Refusal as refusal:
        sheet.refusals.append(refusal)
    return sheet


def fill_sheet(sheet: FileTable, records: Iterator[tuple[int, list[str]]], columns: Columns) -> None:
    """Numbered records, the header first, become rows of clean text. Raises ``Refusal`` for what is wrong at all."""
    _, header = next(records, (HEADER_ROW, []))
    names = sheet.headings = _checked_header(sheet.file, header, columns)
    for number, cells in records:
        if len(sheet.rows) + len(sheet.refusals) == MOST_ROWS:
            sheet.is_cut = True
            raise Refusal(sheet.file, f"the file has more than {MOST_ROWS} rows: split it", row=number)
        if refusal := _refused_cells(sheet.file, number, cells, names):
            sheet.refusals.append(refusal)
        else:
            sheet.rows.append((number, dict(zip(names, map(_clean_cell, cells), strict=True))))


def _decoded(sheet: FileTable, content: bytes, *, other_encodings: bool) -> str:
    file = sheet.file
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Refusal(file, "the file is empty")
    text, name = _decoded_as(content)
    if text is None:
        row, column = _place(_before_undecodable(content))
        raise Refusal(file, "the text can't be read: save the file as CSV UTF-8", row, column)
    if "\0" in text:
        row, column = _place(text[: text.index("\0")])
        raise Refusal(file, "the file holds a NUL character, so it is not text: save it as CSV UTF-8", row, column)
    if name != "UTF-8":
        sheet.encoding, sheet.sample = name, _telling_sample(text)
    if sheet.encoding and not other_encodings:
        raise Refusal(
            file,
            f"the file is not UTF-8. It can be read as {name}: if that looks right, "
            "run the import again with --other-encodings, or save the file as CSV UTF-8",
            value=sheet.sample,
        )
    return text


def _decoded_as(content: bytes) -> tuple[str | None, str]:
    marked_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    tried = [("UTF-16", "utf-16")] if marked_utf16 else [("UTF-8", "utf-8-sig"), ("Windows-1252", "cp1252")]
    for name, codec in tried:
        try:
            return content.decode(codec), name
        except UnicodeDecodeError:
            continue
    return None, ""


def _before_undecodable(content: bytes) -> str:
    """The text before the first byte that no encoding knows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    try:
        content.decode("cp1252")
    except UnicodeDecodeError as error:
        return content[: error.start].decode("cp1252")
    return ""


def _place(before: str) -> tuple[int, str]:
    """The row and the column in which a text breaks off."""
    try:
        rows = list(csv.reader(io.StringIO(before, newline=""), delimiter=_separator(before))) or [[]]
    except csv.Error:
        return before.count("\n") + 1, ""
    if before.endswith(("\n", "\r")):
        rows.append([""])
    place = max(len(rows[-1]) - 1, 0)
    is_named = len(rows) > 1 and place < len(rows[0])
    return len(rows), _clean_cell(rows[0][place]) if is_named else ""


def _telling_sample(text: str) -> str:
    """The words around the first character that differs between encodings."""
    at = next((place for place, character in enumerate(text) if not character.isascii()), 0)
    return " ".join(text[max(0, at - SAMPLE_LENGTH // 2) : at + SAMPLE_LENGTH // 2].split())


def _separator(text: str) -> str:
    """I-9: whichever of them stands most often between the names of the columns; a comma where none does."""
    header = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=header.count)


def _records(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered records; blank ones are left out but counted."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = HEADER_ROW - 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refusal(file, f"quotation marks or line ends are broken here ({error})", row=number) from None
        if any(cell.strip() for cell in cells):
            yield number, cells


def _checked_header(file: str, header: list[str], columns: Columns) -> list[str]:
    names = [_clean_cell(cell).casefold() for cell in header]
    for name in names:
        if not name:
            raise Refusal(file, "a column has no name", row=HEADER_ROW)
        if names.count(name) > 1:
            raise Refusal(file, "the column is there twice", row=HEADER_ROW, column=name)
        if name not in columns.required | columns.optional:
            known = ", ".join(sorted(columns.required | columns.optional))
            reason = f"the column is not known: rename or remove it. Known are {known}"
            raise Refusal(file, reason, row=HEADER_ROW, column=name)
    if missing := sorted(columns.required - set(names)):
        raise Refusal(file, "the column is missing", row=HEADER_ROW, column=missing[0])
    return names


def _refused_cells(file: str, number: int, cells: list[str], names: list[str]) -> Refusal | None:
    if len(cells) != len(names):
        return Refusal(file, f"the row has {len(cells)} cells, the header has {len(names)}", row=number)
    for name, cell in zip(names, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            return Refusal(file, f"the text is longer than {LONGEST_CELL} characters", number, name, cell)
    return None


def _clean_cell(cell: str) -> str:
    return restore_cell(clean_text(cell)).strip()
