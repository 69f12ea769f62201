"""A summary that was written in Word comes in as it reads, within bounds."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from core.richtext import clean
from core.rules.file_types import FileRefused
from core.word_files import DAMAGED, TOO_LONG, read_docx
from tests.core import files
from tests.core.test_richtext import DOCUMENTS

BOARD = Path(__file__).parent / "pasted" / "libreoffice.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body, *, numbering="", **more):
    """The LibreOffice document with another body, and with other numberings."""
    out = io.BytesIO()
    with zipfile.ZipFile(BOARD) as board, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in board.namelist():
            content = board.read(name)
            if name == "word/document.xml":
                content = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
            elif name == "word/numbering.xml":
                content = f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'.encode()
            made.writestr(name, more.get(name, content))
    return out


def paragraph(words, *, level=None, number="1", run=""):
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if level is not None else ""
    return f"<w:p><w:pPr>{numbered}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def numbering(*levels, overrides=""):
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (start, kind, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="7">{written}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
    )


def test_word_file_reads_as_its_text_does_when_it_is_pasted():
    with BOARD.open("rb") as file:
        word = read_docx(file)
    read = clean(word.html)
    assert read.html == DOCUMENTS["libreoffice.html"][0]
    # Two tracked deletions, which mammoth leaves out; the line struck through and the picture are left out afterwards.
    assert (word.left_out, read.left_out) == ({"deleted": 2}, {"deleted": 1, "pictures": 1})


@pytest.mark.parametrize(
    ("levels", "paragraphs", "html"),
    [
        (
            [(3, "decimal", "%1."), (1, "decimal", "%1.%2")],
            [0, 1, 1],
            '<ol start="3"><li>a</li></ol><p>3.1 b</p><p>3.2 c</p>',
        ),
        (
            [(1, "lowerRoman", "%1)"), (1, "bullet", "o")],
            [0, 1, 0],
            '<ol type="i"><li>a<ul><li>b</li></ul></li><li>c</li></ol>',
        ),
        ([(27, "upperLetter", "%1")], [0], "<p>AA a</p>"),
        ([(1, "none", "")], [0], "<p>a</p>"),
    ],
)
def test_bullets_and_numbers_are_those_of_the_document(levels, paragraphs, html):
    body = "".join(paragraph(words, level=level) for words, level in zip("abc", paragraphs, strict=False))
    assert clean(read_docx(docx(body, numbering=numbering(*levels))).html).html == html


def test_numbering_that_starts_again_does_so():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = paragraph("a", level=0) + paragraph("b", level=0) + paragraph("c", level=0, number="2")
    given = numbering((1, "decimal", "%1."), overrides=again)
    read = clean(read_docx(docx(body, numbering=given)).html)
    assert read.html == "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>"


def test_hidden_text_stays_hidden_and_is_counted():
    word = read_docx(docx(paragraph("a") + paragraph("secret", run="<w:vanish/>")))
    assert (word.html, word.left_out) == ("<p>a</p>", {"hidden": 1})


def test_file_that_would_unpack_too_large_is_refused_at_once():
    bomb = docx("", **{"word/styles.xml": b"<a>" + b" " * 300_000_000 + b"</a>"})
    started = time.process_time()
    with pytest.raises(FileRefused, match=TOO_LONG):
        read_docx(bomb)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "content",
    [
        docx("<w:p>").getvalue(),
        docx("<w:tbl><w:tr>" * 200 + "</w:tr></w:tbl>" * 200).getvalue(),
        files.archive({"word/document.xml": "<a/>"}),
        files.archive({"other.xml": "<a/>"}),
        BOARD.read_bytes()[:2000],
        b"",
        files.archive(
            {
                "word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><w:document xmlns:w="'
                + W
                + '"><w:p>&x;</w:p></w:document>'
            }
        ),
    ],
)
def test_damaged_file_is_refused_with_a_sentence(content):
    with pytest.raises(FileRefused) as refused:
        read_docx(io.BytesIO(content))
    assert str(refused.value) == DAMAGED
