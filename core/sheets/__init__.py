"""Files of rows, CSV and XLSX: what goes out, and what comes back.

Columns are declared once::

    class MembershipSheet(Sheet[ShownSeat]):
        seat = Column[ShownSeat]("Seat", lambda one: one.seat.number)

    MembershipSheet.table(seats).download("halton-membership.csv")
"""

from core.sheets.columns import Column, Sheet
from core.sheets.writing import Cell, Row, Table

__all__ = ["Cell", "Column", "Row", "Sheet", "Table"]
