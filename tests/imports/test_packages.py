"""What an upload may be, and what it is refused for."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import RenderedFile
from imports import packages
from tests.imports.conftest import SMALL
from tests.imports.pages import zipped


def told(answer):
    """The problem that the page of the upload says."""
    return [str(error) for error in answer.context["form"].errors["upload"]]


def bomb(size):
    return zipped(**{"bodies.csv": b"a" * size})


def nested():
    return zipped(**{"bodies.csv": zipped(**SMALL).read()})


def encrypted():
    content = bytearray(zipped(**{"bodies.csv": "body_id,name\n"}).read())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.index(mark) + (6 if mark == b"PK\x03\x04" else 8)] |= 1
    return SimpleUploadedFile("files.zip", bytes(content))


@pytest.mark.parametrize(
    ("upload", "expected"),
    [
        (lambda: bomb(20_000_001), "The zip “files.zip” would be larger than 20 MB unpacked. Split it"),
        (
            lambda: zipped(**{f"{number}.csv": "x" for number in range(101)}),
            "The zip “files.zip” has 101 files. It may have at most 100",
        ),
        (
            lambda: zipped(**{"../../bodies.csv": "x"}),
            "“bodies.csv” in the zip “files.zip” leads out of it. Make the zip again from the files",
        ),
        (
            lambda: zipped(**{"/etc/bodies.csv": "x"}),
            "“bodies.csv” in the zip “files.zip” leads out of it. Make the zip again from the files",
        ),
        (
            lambda: zipped(**{"a\\..\\..\\bodies.csv": "x"}),
            "“bodies.csv” in the zip “files.zip” leads out of it. Make the zip again from the files",
        ),
        (nested, "“bodies.csv” is a zip inside a zip. Unpack it first"),
        (
            encrypted,
            "“bodies.csv” in the zip “files.zip” is protected by a password. Make the zip without one",
        ),
        (
            lambda: SimpleUploadedFile("files.zip", b"PK\x03\x04 and no more"),
            "The zip “files.zip” is damaged. Make it again, then choose it again",
        ),
        (
            lambda: zipped(**{"a/bodies.csv": "x", "b/bodies.csv": "x"}),
            "“bodies.csv” is there twice. Choose one of the two",
        ),
        (
            lambda: SimpleUploadedFile("minutes.pdf", b"%PDF-1.7"),
            "“minutes.pdf” holds no file of an import. Rename it, for example to bodies.csv: "
            "the templates show the names",
        ),
    ],
)
def test_package_is_refused_in_words(pages, upload, expected):
    assert told(pages.send(upload())) == [expected]
    assert not RenderedFile.objects.exists()


def test_upload_larger_than_the_limit_is_refused(pages, settings):
    settings.UPLOAD_MAX_BYTES = 10
    assert told(pages.choose(bodies="body_id,name,kind\n")) == [
        "“bodies.csv” is too large. A zip or file may have at most 0 MB"
    ]


def test_without_a_file_the_page_asks_for_one(pages):
    assert told(pages.send()) == ["Choose a zip, or CSV files or Excel workbooks"]


def test_what_a_computer_adds_to_a_zip_is_passed_over(pages):
    files = {"x/sectors.csv": "sector_id,name\nhealth,Health\n", "__MACOSX/x/._sectors.csv": "x", "x/.DS_Store": "x"}
    shown = pages.send(zipped(**files, **{"README.txt": "How to", "minutes.docx": "x"}))
    assert shown.context["report"].warnings == ["minutes.docx is not a file of an import: it was left aside."]


def test_all_templates_are_read_as_they_are(pages):
    answer = pages.client.get(pages.url("templates"))
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        names = archive.namelist()
        assert names[0] == "README.txt"
        assert "end_date the last day, in every file" in archive.read("README.txt").decode()
        files = {name: archive.read(name) for name in names}
    package = packages.gather([SimpleUploadedFile("templates.zip", packages.pack(files))])
    assert sorted(package.files) == sorted(set(names) - {"README.txt"})
    one = pages.client.get(pages.url("template", "sectors")).getvalue()
    assert one == files["sectors.csv"]
    assert pages.client.get(pages.url("template", "nothing")).status_code == 404
