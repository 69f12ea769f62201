"""kinds.csv: the kinds of boards and groups, with the partnership's words for them and what each does."""

from boards.models import BodyKind
from boards.models.kind import DOES
from boards.starting_kinds import GENERAL, add_kinds
from core.rules.text import compare_key
from imports.columns import Flag, Text, Whole
from imports.record_files import RecordFile
from imports.run import ImportRun

KINDS = RecordFile(
    "kinds.csv",
    "kind of board or group",
    (
        Text("kind_id", "code", needed=True),
        *(Text("name", needed=True), Text("plural", needed=True)),
        *(Text("abbreviation"), Text("heading"), Text("also_called")),
        Whole("sort_order", otherwise=100),
        *(Flag(name) for name in DOES),
    ),
    lambda partnership: partnership.body_kinds.all(),
    model=BodyKind,
    match=("code",),
    in_order=True,
)
SEPARATOR = ";"


def import_kinds(run: ImportRun) -> None:
    """Write the kinds; a partnership that has none, of which no file says them either, starts with the general ones."""
    KINDS.import_rows(run)
    known = list(run.partnership.body_kinds.all())
    if not known and KINDS.file not in run.tables:
        known = add_kinds(run.partnership, GENERAL)
    for kind in reversed(known):
        for word in (*kind.also_called.split(SEPARATOR), kind.abbreviation, kind.code, kind.name):
            if word.strip():
                run.kinds[compare_key(word)] = kind
