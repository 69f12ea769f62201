"""What the browser saves."""

import io
import re

from playwright.sync_api import Locator, Page
from pypdf import PdfReader

from tests.browser.arrival import WORKER_SECONDS


def downloaded(page: Page, link: Locator) -> bytes:
    """What comes when the link is followed."""
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()


def made_paper(page: Page) -> bytes:
    """The paper that the page follows, once it is made: the link appears by itself."""
    ready = page.get_by_role("link", name=re.compile("^Download the paper")).or_(
        page.get_by_role("button", name=re.compile("^Download"))
    )
    ready.wait_for(timeout=1000 * WORKER_SECONDS)
    return downloaded(page, ready)


def text_of(paper: bytes) -> str:
    """All words of a PDF, with single spaces between them."""
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper)).pages).split())
