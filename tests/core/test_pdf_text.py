"""Whether a PDF has text is found out at a bounded cost (I-10)."""

import pytest

from core import pdf_text
from core.pdf_text import has_text
from tests.core import files


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (files.pdf_with_text(), True),
        (files.pdf_with_text("7"), True),
        (files.pdf_with_text(" . "), False),
        (files.pdf(3), False),
        (b"no PDF at all", None),
        (b"", None),
    ],
    ids=["words", "a digit", "dots", "images", "no PDF", "nothing"],
)
def test_has_text_tells_words_from_images(content, answer):
    assert has_text(content) is answer


def test_has_text_gives_up_on_what_would_take_long(monkeypatch):
    monkeypatch.setattr(pdf_text, "SECONDS_AT_MOST", 1)
    assert has_text(files.pdf_with_text(content=b"0 0 m 1 1 l S\n" * 3_000_000)) is None
