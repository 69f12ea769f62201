"""Files as people choose them, good and bad, made in memory."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

from core.sheets import Table

OPENXML = "application/vnd.openxmlformats-officedocument"
OFFICE_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}


def pdf(pages=1, *, password="", title="", width=595, height=842, rotated=0):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=width, height=height).rotate(rotated)
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(parts, *, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def office(extension="docx", **more):
    main, kind = OFFICE_PARTS[extension]
    types = f'<Types><Override PartName="/{main}" ContentType="{OPENXML}.{kind}.main+xml"/></Types>'
    return archive({"[Content_Types].xml": types, main: "<document/>"} | more)


def with_macros():
    types = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    return archive({"[Content_Types].xml": types, "word/document.xml": "<document/>", "word/vbaProject.bin": "x"})


def open_document(kind="text", **more):
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<office/>"} | more)


def ole(*names):
    """The beginning and the directory of an OLE file with such parts."""
    entries = b""
    for name in names:
        words = name.encode("utf-16-le") + b"\0\0"
        entries += words.ljust(64, b"\0") + struct.pack("<H", len(words)) + bytes(62)
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries).ljust(2048, b"\0")


def csv_text(headings, rows):
    return "".join(Table(headings, rows).csv())


def xlsx_bytes(headings, rows, *, title="Sheet1"):
    return Table(headings, rows, title).xlsx()


def upload(content, name="paper.pdf", content_type="application/octet-stream"):
    return SimpleUploadedFile(name, content, content_type=content_type)


def pdf_with_text(words="Warm homes", content=b""):
    """One page of text in a font that every reader has; ``content`` is drawn before it."""
    drawn = content + f"BT /F1 24 Tf 100 700 Td ({words}) Tj ET".encode()
    packed = zlib.compress(drawn)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F1 4 0 R>>>>>>endobj\n"
        b"4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"5 0 obj<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n"
        b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%%%EOF\n" % (len(packed), packed)
    )


def picture_bytes(kind="PNG", size=(60, 40), mode="RGB", colour=(29, 91, 110), **saved):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **saved)
    return out.getvalue()


def picture(name="picture.png", **drawn):
    return upload(picture_bytes(**drawn), name)
