"""What goes out as files comes in again as the same records, and goes out again as the same bytes (I-8)."""

from __future__ import annotations

from imports.exporting import export_files
from tests.halton import add_halton
from tests.imports.round_trip import described, read_again


def test_halton_goes_out_and_comes_in_again(db, tmp_path):
    first, before = export_files(add_halton()), described()
    partnership = read_again(first, tmp_path / "halton")
    after = described()
    for name, records in before.items():
        assert after[name] == records
    assert export_files(partnership) == first
