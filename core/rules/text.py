"""Text as it is kept and compared (I-3, I-4)."""

import re
import unicodedata
from itertools import pairwise

# Embeddings, overrides and isolates reorder what surrounds them; the two plain marks that Arabic and Hebrew need stay.
DIRECTION_CONTROLS = "\u202a-\u202e\u2066-\u2069"
CONTROLS = "\0-\x08\x0b-\x1f\x7f-\x9f"  # but for tab and line end
HALVES_OF_PAIRS = "\ud800-\udfff"
NEVER_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
DROPPED = re.compile(f"[{DIRECTION_CONTROLS}{CONTROLS}{HALVES_OF_PAIRS}{NEVER_CHARACTERS}]")
LONGEST_NUMBER = 3
FORMULA = re.compile(r"'*[=+\-@\t\r]")
QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")


def clean_text(text: str) -> str:
    """I-4: the text without control characters and direction overrides; line ends become ``\\n``."""
    if text.isprintable():
        return text  # as nearly all cells of a file are: what is dropped is never printable
    return DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """I-4: clean text on one line, its spaces single."""
    return " ".join(clean_text(text).split())


def shortened(text: str, most: int) -> str:
    """The text on one line, of at most so many characters and an ellipsis; cut between words where it has any."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    end = line.rfind(" ", 0, most + 1)
    return f"{line[: end if end > 0 else most].rstrip(' ,;:–-')}…"


def counted(number: int, noun: str, plural: str = "") -> str:
    """“1 meeting”, “13 meetings”."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def compare_key(name: str) -> str:
    """I-4: two names are the same if their keys are: NFKC, case folded, spaces collapsed."""
    folded = unicodedata.normalize("NFKC", clean_text(name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def numbers_after(word: str, text: str) -> set[int]:
    """The numbers of at most three digits that follow the word: “recommendation 8”, “Recommendation 8.”"""
    pairs = pairwise(compare_key(text).split(" "))
    numbers = {after.rstrip("”\"'’)].,;:!?") for before, after in pairs if before.lstrip("“\"'‘([") == word}
    return {int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) <= LONGEST_NUMBER}


def neutralise_cell(text: str) -> str:
    """I-3: text that a spreadsheet would take for a formula gets an apostrophe in front.

    One more is set before apostrophes that are already there, so that ``restore_cell`` can tell them apart.
    """
    return f"'{text}" if FORMULA.match(text) else text


def restore_cell(text: str) -> str:
    """I-3: what ``neutralise_cell`` was given."""
    return text[1:] if QUOTED_FORMULA.match(text) else text
