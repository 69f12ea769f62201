"""What the two PDF checkers say about a paper, its bookmarks and its tags; for the tests of every paper."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def tagged(reader: PdfReader, kind: str) -> list[Any]:
    """The elements of that kind in the tags of a paper, ``/TH`` say, in the order of reading."""
    return [element for element in elements_in(reader.trailer["/Root"]["/StructTreeRoot"]) if element["/S"] == kind]


def elements_in(element: Any) -> Iterator[Any]:
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from elements_in(child)
