"""Whether a PDF has text: asked in a process of its own, so that a file can cost no more than a few seconds (I-10).

Run as a program it reads the PDF from its standard input and writes one word; it knows nothing of Django.
"""

from __future__ import annotations

import logging
import resource
import subprocess
import sys
from io import BytesIO

PAGES_AT_MOST = 20
SECONDS_AT_MOST = 5
MEMORY_AT_MOST = 1_000_000_000
TEXT, NO_TEXT = b"text", b"no text"

logger = logging.getLogger(__name__)


def has_text(content: bytes) -> bool | None:
    """Whether any of the first pages has a letter or a digit that a program can read; None where that can't be told.

    A scan without character recognition has none: no screen reader reads it, and no search finds it.
    """
    try:
        done = subprocess.run(  # noqa: S603  (this very file; what people sent is only read)
            [sys.executable, "-I", __file__],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS_AT_MOST,
            check=False,
            env={},
        )
    except (subprocess.TimeoutExpired, OSError):
        logger.info("Whether a PDF has text was not found out in time")
        return None
    return {TEXT: True, NO_TEXT: False}.get(done.stdout)


def main() -> None:
    from pypdf import PdfReader  # only here: the portal's own process does not extract text

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_AT_MOST, MEMORY_AT_MOST))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_AT_MOST, SECONDS_AT_MOST))
    pages = PdfReader(BytesIO(sys.stdin.buffer.read())).pages
    texts = (page.extract_text() for page in pages[:PAGES_AT_MOST])
    found = any(character.isalnum() for text in texts for character in text)
    sys.stdout.buffer.write(TEXT if found else NO_TEXT)


if __name__ == "__main__":
    main()
