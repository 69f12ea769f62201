"""Papers of which a pack takes the pages, and nothing that would run."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf import Paper
from reports.printing.binding import Part, bind, pages_of
from tests.core import files

SCRIPT = b"<</S/JavaScript/JS(app.alert)>>"
LINK = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]%s>>"


def written(*objects):
    """A PDF of these objects, by number from 1, the first of them its catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n" % (size, listed, size)
    return out + table + b"startxref\n%d\n%%%%EOF\n" % len(out)


def one_page(note=b"<<>>", *, page=b"/Annots[4 0 R]"):
    return written(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction %s>>" % SCRIPT,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]%s>>" % page,
        note,
        SCRIPT,
    )


def bound(paper):
    pages = pages_of(paper)
    assert pages is not None
    return bind(Paper(content=files.pdf(), pages=1), [Part("Paper", paper, pages, 0)])


@pytest.mark.parametrize(
    "paper",
    [
        one_page(LINK % b"/A 5 0 R"),
        one_page(LINK % b"/A<</S/URI/URI(https://example.org)/Next 5 0 R>>"),
        one_page(LINK % b"/A<</S/GoTo/D[3 0 R/Fit]/Next[5 0 R]>>"),
        one_page(b"<</Type/Annot/Subtype/Widget/FT/Btn/T(x)/Rect[0 0 9 9]/A 5 0 R/AA<</E 5 0 R>>>>"),
        one_page(b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</F(x.exe)/EF<</F 5 0 R>>>>>>"),
        one_page(page=b"/AA<</O 5 0 R>>"),
    ],
)
def test_nothing_that_runs_gets_into_a_pack(paper):
    assert b"JavaScript" in paper
    assert b"JavaScript" not in bound(paper).content


def test_link_stays_in_a_pack():
    content = bound(one_page(LINK % b"/A<</S/URI/URI(https://example.org)>>")).content
    [note] = PdfReader(BytesIO(content)).pages[1]["/Annots"]
    assert note.get_object()["/A"]["/URI"] == "https://example.org"


@pytest.mark.parametrize(
    "paper",
    [
        one_page(LINK % b"/A(no action)"),
        one_page(LINK % b"/A 99 0 R"),
        one_page(b"(no note)"),
        one_page(page=b"/Annots 4 0 R"),
        one_page(page=b"/Annots null"),
        one_page(page=b"/Rotate 37"),
        one_page(page=b"/Contents 4 0 R"),
    ],
)
def test_paper_that_is_odd_keeps_no_pack_from_being_made(paper):
    assert bound(paper).pages == 2


def test_paper_whose_pages_have_no_edge_is_not_bound():
    assert pages_of(one_page(page=b"/CropBox[(a) 0 0]")) is None
