"""Files as people choose them, good and bad, made in memory."""

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

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


def upload(content, name="paper.pdf", content_type="application/octet-stream"):
    return SimpleUploadedFile(name, content, content_type=content_type)
