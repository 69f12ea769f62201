"""Papers: an HTML template becomes a tagged PDF (PDF/UA-1) with title, language, bookmarks and header scopes.

Nothing is fetched but the portal's own static files; a picture is part of the page. The same page and fonts give the
same bytes.
"""

import gc
import logging
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from core.colours import shades_of

PRINT_SHEET = "css/print.css"
DEFAULT_ACCENT = "#1d5b6e"
SYSTEM_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# A page's style sheet does not reach into its drawings.
SVG_IN_OUR_FONT = '<svg font-family="Atkinson Hyperlegible Next, DejaVu Sans, sans-serif" '
# What ``Pictured.picture_in_page`` writes.
PICTURE_IN_PAGE = re.compile(r"data:(image/(?:png|jpeg));base64,")
PRINT_FLAG = 4  # bit 3 of an annotation's flags


class PdfUnavailable(RuntimeError):
    """This machine lacks what PDFs are made with; the text says what to install."""


@dataclass(frozen=True)
class Paper:
    """A finished PDF and the number of its pages."""

    content: bytes
    pages: int


def paper_from_html(html: str, *, accent: str = DEFAULT_ACCENT) -> Paper:
    """A whole HTML page, from a template that extends ``pdf/base.html``, as a PDF.

    Its title, language and author become the document's properties; ``accent`` is the partnership's colour, ``#`` and
    six digits. Raises ``PdfUnavailable``, and ``ValueError`` for an accent that is no colour.
    """
    weasyprint = _weasyprint()
    fetcher = static_files_only()
    accent_sheet = weasyprint.CSS(string=accent_rule(accent), url_fetcher=fetcher)
    sheet_path = _static_path(PRINT_SHEET)
    sheets = [_print_sheet(sheet_path, sheet_path.stat().st_mtime_ns), accent_sheet]
    page = weasyprint.HTML(
        string=html.replace("<svg ", SVG_IN_OUR_FONT), base_url=f"{settings.BASE_URL}/", url_fetcher=fetcher
    )
    with _garbage_collector_off():
        # With the hints, a list begins and counts on paper as it does on the page: from 4, or a, b, c.
        document = page.render(
            stylesheets=sheets, presentational_hints=True, font_config=_fonts(), pdf_variant="pdf/ua-1"
        )
        content = document.write_pdf(finisher=_finish, pdf_variant="pdf/ua-1")
    return Paper(content=content, pages=len(document.pages))


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    # It tells of every page that it lays out.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(
            f"PDFs can’t be made here until these Debian packages are installed: {SYSTEM_PACKAGES}. "
            f"Run “apt-get install {SYSTEM_PACKAGES}” and start the portal again."
        ) from error
    return weasyprint


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The portal's typeface, read once: a process draws many papers."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=1)
def _print_sheet(path: Path, _changed_at: int) -> Any:
    """The parsed sheet; parsed again only when the file has changed."""
    return _weasyprint().CSS(
        string=path.read_text(),
        base_url=f"{_static_base()}{PRINT_SHEET}",
        url_fetcher=static_files_only(),
        font_config=_fonts(),
    )


def accent_rule(accent: str) -> str:
    """The colours of a partnership as the print sheet names them."""
    shades = shades_of(accent)
    return f":root{{--accent:{shades.accent};--on-accent:{shades.on_accent};--ink:{shades.ink};--tint:{shades.tint}}}"


def _static_base() -> str:
    return f"{settings.BASE_URL}{settings.STATIC_URL}"


def _static_path(name: str) -> Path:
    found = finders.find(name) or (staticfiles_storage.exists(name) and staticfiles_storage.path(name))
    if not found:
        raise ValueError(f"{name} is not one of the portal's static files.")
    return Path(found)


@lru_cache(maxsize=1)
def static_files_only() -> Any:
    """Fetches the portal's static files from the disk and pictures that the page holds, and refuses every other
    address, ``file:`` included.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if picture := PICTURE_IN_PAGE.match(url):
                content = b64decode(url[picture.end() :], validate=True)
                return URLFetcherResponse(url, body=content, headers={"Content-Type": picture[1]})
            if not url.startswith(_static_base()):
                raise ValueError(f"{url} is not one of the portal's static files.")
            name = url.removeprefix(_static_base()).partition("?")[0]
            path = _static_path(name)
            kind = guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": kind})

    return StaticFilesOnly()


@contextmanager
def _garbage_collector_off() -> Iterator[None]:
    """Layout makes many objects that live until the end: looking through them again and again costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _finish(_document: Any, pdf: Any) -> None:
    """Complete the tags: where a header cell points, that a picture without words is decoration, that links print."""
    for element in pdf.objects:
        if not isinstance(element, dict):
            continue
        kind = element.get("S")
        if element.get("Subtype") == "/Link":
            element["F"] = PRINT_FLAG
        elif kind == "/TH":
            element["A"]["Scope"] = "/Column" if _is_in_head(element, pdf) else "/Row"
        elif kind == "/Figure" and "Alt" not in element:
            element["S"] = "/NonStruct"
            element.pop("A", None)


def _is_in_head(cell: dict[str, Any], pdf: Any) -> bool:
    row = _parent(cell, pdf)
    return bool(_parent(row, pdf).get("S") == "/THead")


def _parent(element: dict[str, Any], pdf: Any) -> dict[str, Any]:
    number = re.match(rb"\d+", element["P"])
    assert number is not None
    parent: dict[str, Any] = pdf.objects[int(number[0])]
    return parent
