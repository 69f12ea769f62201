"""A list of actions that was downloaded comes back: what of it changes status, day or note (I-1, I-2).

A file can't add or reword actions: what was agreed is changed by correcting the summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from actions.choices import ActionStatus
from actions.models import Action
from actions.services.changes import MOST_CHANGES, ActionChange, notes_of, standings
from core.rules.date_input import parse_typed_date
from core.rules.dates import DateRefused, check_sensible_date, format_date
from core.rules.text import clean_text, compare_key
from core.sheets.reading import Columns, Refusal, Refused, Sheet, parse_sheet

COLUMNS = Columns.parse("id! number body meeting what owner due status note")
MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
LONGEST_NOTE = 4_000
STATUSES = {compare_key(word): status.value for status in ActionStatus for word in (status.value, status.label)}
NOT_CHANGED_BY_A_FILE = "a file changes the due day, the status and the note only. To change this, correct the summary"


@dataclass(frozen=True)
class KnownAction:
    """An action as the portal has it, for the rows of a file to be compared with."""

    pk: int
    standing: str
    number: int
    body: str
    held_on: date | None
    meeting: str
    what: str
    owner: str
    due_on: date | None
    status: str
    notes: frozenset[str]


@dataclass
class ImportPreview:
    """What a file would do. ``encoding`` is given where the text was not UTF-8, with words to look at."""

    changes: list[tuple[ActionChange, KnownAction]] = field(default_factory=list)
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    encoding: str = ""
    sample: str = ""


def preview_file(file: str, content: bytes, *, actions: Iterable[Action], today: date) -> ImportPreview:
    """Compare a file with the actions that it may change; nothing is written."""
    sheet = parse_sheet(file, content, COLUMNS, other_encodings=True)
    return preview_sheet(sheet, known_actions(actions), today=today)


def known_actions(actions: Iterable[Action]) -> dict[int, KnownAction]:
    """The actions with what was reported on them, in two queries beside their own."""
    listed = list(actions)
    standing, notes = standings(listed), notes_of(one.pk for one in listed)
    return {one.pk: _known(one, standing[one.pk], notes.get(one.pk, set())) for one in listed}


def preview_sheet(sheet: Sheet, known: Mapping[int, KnownAction], *, today: date) -> ImportPreview:
    """What the rows of a file would change, and which of them are refused."""
    preview = ImportPreview(refusals=[*sheet.refusals], encoding=sheet.encoding, sample=sheet.sample)
    if len(sheet.rows) > MOST_ROWS:
        preview.refusals.append(Refusal(sheet.file, f"the file has more than {MOST_ROWS:,} rows: split it"))
        return preview
    seen: set[int] = set()
    for number, cells in sheet.rows:
        try:
            change, action = FileRow(sheet.file, number, cells).read(known, today=today)
            if action.pk in seen:
                raise Refused(Refusal(sheet.file, "the action is there twice", number, "id", cells["id"]))
        except Refused as refused:
            preview.refusals.append(refused.refusal)
            continue
        seen.add(action.pk)
        if change is None:
            preview.unchanged += 1
        else:
            preview.changes.append((change, action))
    if len(preview.changes) > MOST_CHANGES:
        reason = f"the file changes {len(preview.changes):,} actions, and {MOST_CHANGES} at once is the most: split it"
        preview.refusals.append(Refusal(sheet.file, reason))
    return preview


@dataclass(frozen=True)
class FileRow:
    """One row of the file, and what its cells say."""

    file: str
    number: int
    cells: Mapping[str, str]

    def read(self, known: Mapping[int, KnownAction], *, today: date) -> tuple[ActionChange | None, KnownAction]:
        """The change that the row asks for, None where there is none. Raises ``Refused``."""
        word = self.cells["id"]
        action = known.get(int(word)) if word.isascii() and word.isdigit() and len(word) < 19 else None
        if action is None:
            self._refuse("id", "the partnership has no action with this id")
        self._check_same(action)
        status, due_on, note = self._status(), self._due_on(action, today=today), self._note()
        change = ActionChange(
            action=action.pk,
            standing=action.standing,
            status=status if status != action.status else "",
            due_on=due_on if due_on != action.due_on else None,
            note=note if note not in action.notes else "",
        )
        is_change = change.status or change.due_on or change.note
        return (change if is_change else None), action

    def _check_same(self, action: KnownAction) -> None:
        """A row that was moved against its id shows by its other cells."""
        expected = {
            "number": str(action.number),
            "body": action.body,
            "what": action.what,
            "owner": action.owner,
        }
        for column, words in expected.items():
            given = self.cells.get(column, "")
            if given and compare_key(given) != compare_key(words):
                self._refuse(column, f"the portal has “{words}” here, and {NOT_CHANGED_BY_A_FILE}")
        meeting = self.cells.get("meeting", "")
        if meeting and not self._is_day(meeting, action):
            self._refuse("meeting", f"the portal has “{action.meeting}” here, and {NOT_CHANGED_BY_A_FILE}")

    def _is_day(self, words: str, action: KnownAction) -> bool:
        try:
            return parse_typed_date(words) == action.held_on
        except DateRefused:
            return compare_key(words) == compare_key(action.meeting)

    def _status(self) -> str:
        word = self.cells.get("status", "")
        status = STATUSES.get(compare_key(word), "") if word else ""
        if word and not status:
            known = ", ".join(status.label for status in ActionStatus)
            self._refuse("status", f"the word is not known. Known are {known}")
        return status

    def _due_on(self, action: KnownAction, *, today: date) -> date | None:
        words = self.cells.get("due", "")
        if not words:
            return None
        try:
            due_on = check_sensible_date(parse_typed_date(words), today=today)
        except DateRefused as error:
            self._refuse("due", str(error))
        if due_on != action.due_on and action.held_on and due_on < action.held_on:
            self._refuse("due", f"{format_date(due_on)} is before the meeting, {format_date(action.held_on)}")
        return due_on

    def _note(self) -> str:
        note = self.cells.get("note", "")
        if len(note) > LONGEST_NOTE:
            self._refuse("note", f"the text is longer than {LONGEST_NOTE:,} characters")
        return note

    def _refuse(self, column: str, reason: str) -> NoReturn:
        raise Refused(Refusal(self.file, reason, self.number, column, self.cells.get(column, "")))


def _known(action: Action, standing: str, notes: Iterable[str]) -> KnownAction:
    meeting = action.meeting
    return KnownAction(
        pk=action.pk,
        standing=standing,
        number=action.number,
        body=action.body.name,
        held_on=meeting.held_on,
        meeting=meeting.when,
        what=action.what,
        owner=action.owner.name,
        due_on=action.due_on,
        status=action.status,
        notes=frozenset(clean_text(note).strip() for note in notes) | {""},
    )
