"""The files to fill in: one for each kind, with its columns, and all of them with an explanation."""

from imports.catalogue import KINDS
from imports.packages import pack

BYTE_ORDER_MARK = "\ufeff"
README = "README.txt"
HOW_TO = """How to fill in these files

Fill in the files that you need and leave out the others. Columns marked * must be filled in.
An empty cell means that nobody knows. Save as CSV UTF-8 or as an Excel workbook (XLSX).

Codes (…_id) are yours to choose: letters, digits, hyphens and underscores. Other files refer to them.
Dates are 2012-03-01 or 1 March 2012; 01/03/2012 is 1 March 2012.
…_precision says how much of a date is known: day, month, year or none; "on record" means that the date is only
the first or last day for which there is a record. Without it, the day is known.
start_date is the first day on which a thing holds, end_date the last day, in every file. Where only the month or
year of an end is known, it is the month or year in which it ended.
Numbers have no separators between thousands: 1234.5. Times are 14:30.

"""


def template(file: str) -> bytes:
    """The header of a file."""
    return f"{BYTE_ORDER_MARK}{','.join(KINDS[file].columns.in_order)}\r\n".encode()


def all_templates() -> bytes:
    """A zip of them."""
    return pack({README: readme().encode(), **{file: template(file) for file in KINDS}})


def readme(before: str = "") -> str:
    """How the files are to be filled in, and what each of them has."""
    described = [
        f"{file}: one row for each {kind.of}\n  "
        + ", ".join(f"{name}*" if name in kind.columns.required else name for name in kind.columns.in_order)
        for file, kind in KINDS.items()
    ]
    return before + HOW_TO + "\n\n".join(described) + "\n"
