"""Text as it is kept and compared (I-3, I-4)."""

import re
import unicodedata

# Embeddings, overrides and isolates reorder what surrounds them; the two plain marks that Arabic and Hebrew need stay.
DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
KEPT_CONTROLS = frozenset("\n\t")
FORMULA = re.compile(r"'*[=+\-@\t\r]")
QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")


def clean_text(text: str) -> str:
    """I-4: the text without control characters and direction overrides; line ends become ``\\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in text if _is_kept(character))


def _is_kept(character: str) -> bool:
    if character in KEPT_CONTROLS:
        return True
    if character in DIRECTION_CONTROLS or ord(character) & 0xFFFE == 0xFFFE:  # the latter are never characters
        return False
    return unicodedata.category(character) not in {"Cc", "Cs"}


def one_line(text: str) -> str:
    """I-4: clean text on one line, its spaces single."""
    return " ".join(clean_text(text).split())


def compare_key(name: str) -> str:
    """I-4: two names are the same if their keys are: NFKC, case folded, spaces collapsed."""
    folded = unicodedata.normalize("NFKC", clean_text(name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def neutralise_cell(text: str) -> str:
    """I-3: text that a spreadsheet would take for a formula gets an apostrophe in front.

    One more is set before apostrophes that are already there, so that ``restore_cell`` can tell them apart.
    """
    return f"'{text}" if FORMULA.match(text) else text


def restore_cell(text: str) -> str:
    """I-3: what ``neutralise_cell`` was given."""
    return text[1:] if QUOTED_FORMULA.match(text) else text
