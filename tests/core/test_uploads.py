"""What a chosen file is, is decided by its content; how much of it comes in is bounded (I-5)."""

import io
import zipfile
from pathlib import Path

import pytest
from django.test import RequestFactory

from core.rules.file_types import FileRefused, file_type
from core.uploads import OversizedFile, check_upload, readers_filename
from tests.core import files

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (files.pdf(), "pdf"),
        (files.office("docx"), "docx"),
        (files.office("xlsx"), "xlsx"),
        (files.office("pptx"), "pptx"),
        (files.open_document("text"), "odt"),
        (files.open_document("spreadsheet"), "ods"),
        (files.open_document("presentation"), "odp"),
        (files.ole("Root Entry", "WordDocument"), "doc"),
        (files.ole("Root Entry", "Workbook"), "xls"),
        (files.ole("Root Entry", "PowerPoint Document"), "ppt"),
    ],
)
def test_file_type_is_what_the_content_shows(content, extension):
    assert file_type(io.BytesIO(content)).extension == extension


def overlapping():
    """Two entries that share their bytes, as a bomb that is small on the disk does."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "x" * 2000)
        made.writestr("word/document.xml", "y")
        made.filelist.extend([made.filelist[0]] * 3)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HTML, "is a web page inside"),
        (b"\xef\xbb\xbf\n " + HTML, "is a web page inside"),
        (b"plain words", "is not a PDF or an Office document inside"),
        (b"", "is not a PDF or an Office document inside"),
        (b"junk" + files.pdf(), "is not a PDF or an Office document inside"),
        (files.pdf()[:300], "is cut off"),
        (files.pdf() + files.archive({"a": "b"}), "is a PDF and a ZIP archive at once"),
        (files.with_macros(), "contains macros"),
        (files.office("docx", **{"word/vbaProject.bin": "x"}), "contains macros"),
        (files.open_document("text", **{"Basic/script-lc.xml": "x"}), "contains macros"),
        (files.open_document("text", **{"META-INF/manifest.xml": "<encryption-data/>"}), "is protected by a password"),
        (files.ole("Root Entry", "WordDocument", "Macros"), "contains macros"),
        (files.ole("Root Entry", "EncryptedPackage"), "is protected by a password"),
        (files.ole("Root Entry", "Contents"), "is not a Word, Excel or PowerPoint document"),
        (files.archive({"minutes.pdf": "x"}), "is an archive"),
        (files.archive({"mimetype": "application/epub+zip", "content.xml": "x"}), "is an archive"),
        (files.archive({"word/document.xml": "x", "[Content_Types].xml": "<Types/>"}), "is an archive"),
        (files.office("docx")[:-30], "is damaged"),
        (files.office("docx", bomb=bytes(301_000_000)), "would be far too large"),
        (files.archive({str(number): "" for number in range(5_001)}), "would be far too large"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 5_001, "would be far too large"),
        (overlapping(), "is damaged: its parts overlap"),
    ],
)
def test_file_that_is_no_document_is_refused_with_the_reason(content, words):
    with pytest.raises(FileRefused, match=f"^{words}"):
        file_type(io.BytesIO(content))


def test_upload_is_counted_hashed_and_named():
    checked = check_upload(files.upload(files.pdf(3), "Board paper.PDF"))
    assert (checked.kind.extension, checked.pages, checked.filename) == ("pdf", 3, "Board paper.pdf")
    assert (checked.size, len(checked.sha256)) == (len(files.pdf(3)), 64)


def test_upload_gets_the_ending_of_its_content():
    assert check_upload(files.upload(files.office("docx"), "minutes.pdf")).filename == "minutes.docx"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (files.pdf(password="secret"), "is protected by a password"),
        (b"%PDF-1.7\nnothing of the kind\n%%EOF", "is damaged"),
        (files.pdf().replace(b"/Pages", b"/Xages"), "is damaged|has 0 pages"),
    ],
)
def test_pdf_that_cannot_be_opened_is_refused(content, words):
    with pytest.raises(FileRefused, match=words):
        check_upload(files.upload(content))


def test_upload_of_60_megabytes_is_refused_by_its_size_alone():
    with pytest.raises(FileRefused, match=r"^is 61 MB. It must be 25 MB or smaller$"):
        check_upload(OversizedFile(io.BytesIO(), "paper.pdf", "application/pdf", 60_500_000))


def test_upload_that_is_too_large_is_not_kept_while_what_came_with_it_is(settings):
    settings.UPLOAD_MAX_BYTES = 100_000
    data = {"before": "Title", "file": files.upload(b"%PDF-" + bytes(300_000)), "after": "Note"}
    request = RequestFactory().post("/", data)
    assert (request.POST["before"], request.POST["after"]) == ("Title", "Note")
    file = request.FILES["file"]
    assert (type(file), file.size, file.read()) == (OversizedFile, 300_005, b"")


def test_upload_goes_to_the_disk():
    request = RequestFactory().post("/", {"file": files.upload(files.pdf())})
    assert Path(request.FILES["file"].temporary_file_path()).read_bytes() == files.pdf()
    request.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\officer\\paper.pdf", "paper.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a\x00b\nc.pdf", "ab c.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("Version 2.1 final draft", "Version 2.1 final draft.pdf"),
        ("Minutes.pages", "Minutes.pdf"),
        ("Minutes.signed", "Minutes.signed.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_name_for_readers_is_clean_short_and_ends_as_the_content_does(name, shown):
    assert readers_filename(name, file_type(io.BytesIO(files.pdf()))) == shown
