"""What the two PDF checkers and a reader of bookmarks say about a paper; for the tests of every paper."""

import tempfile
from pathlib import Path

import outloud
import pdfua
from outloud.findings import ERROR
from pypdf import PdfReader


def accessibility_errors(content: bytes) -> list[str]:
    """The errors that pdfua and outloud find; none in a paper that may be published."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "paper.pdf")
        path.write_bytes(content)
        by_pdfua = [finding for finding in pdfua.validate(str(path)).findings if finding.severity.name == "ERROR"]
        by_outloud = [finding for finding in outloud.check(str(path)).findings if finding.severity == ERROR]
    return [f"{finding.rule_id}: {finding.message}" for finding in by_pdfua] + [
        f"{finding.rule}: {finding.message}" for finding in by_outloud
    ]


def bookmarks(reader: PdfReader) -> list[str | list[str]]:
    """The titles of the outline, the second level as lists in it."""
    return [[item.title for item in group] if isinstance(group, list) else group.title for group in reader.outline]
