"""Rich text: what the editor, Word and a plain text box send becomes a small, safe and tidy HTML.

Kept are paragraphs, two levels of heading, lists, quotations, tables, bold, italics and links. Text that was deleted in
a tracked document, pictures and comments are left out, and said to be. Clean text stays as it is: cleaning twice is
cleaning once. Reading is in ``core.pasted_html``, writing in ``core.text_blocks``.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from csp.decorators import csp_update
from django import forms

from core.pasted_elements import LINK_SCHEMES
from core.pasted_html import Reading, read_html
from core.rules.text import clean_text
from core.text_blocks import BREAK, Block, Format, ListMark, Paragraph, Run, as_html, as_text
from core.word_lists import mark_in, with_lists

# The style sheet that django-prose-editor 0.28.0 writes into the page; a test compares it with the installed version.
EDITOR_STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
# Decorates the views that show the editor, and only those.
editor_csp = csp_update({"style-src": [EDITOR_STYLE_HASH]})


def editor_media(form: forms.BaseForm, request: Any) -> Any:
    """The form's scripts and style sheets, with the nonce by which the content security policy lets them in."""
    media: Any = form.media  # django-js-asset gives it ``with_nonce``, django-csp the request its nonce
    return media.with_nonce(request.csp_nonce)


SPANS = {"colspan", "rowspan"}
# Attributes of what may be written. ``core.text_blocks`` writes nothing else; this is looked at once more at the end.
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ("p", "h3", "h4", "ul", "li", "blockquote", "strong", "em", "br")},
    **{tag: set() for tag in ("table", "thead", "tbody", "tr")},
    "a": {"href"},
    "ol": {"start", "type"},
    "th": {"scope"} | SPANS,
    "td": SPANS,
}
MARKUP = re.compile(r"<[a-zA-Z/!]")
# Stands, with a number, for a text that is put aside; a character that no text of ours has.
ASIDE = "\ue000"
PUT_ASIDE = re.compile(rf"{ASIDE}(\d+){ASIDE}")
LONG_TEXT = re.compile(r"(?<=>)[^<>]{500,}(?=<)")
TYPED_BULLET = re.compile(r"[-*–·•]\s+")
# How each kind that is left out is named, one and several.
LEFT_OUT = {
    "deleted": ("1 passage of deleted text", "{} passages of deleted text"),
    "pictures": ("1 picture", "{} pictures"),
    "comments": ("1 comment", "{} comments"),
    "hidden": ("1 passage of hidden text", "{} passages of hidden text"),
    "formulas": ("1 formula", "{} formulas"),
    "embedded": ("1 embedded object", "{} embedded objects"),
    "addresses": ("1 link that does not lead to a website", "{} links that do not lead to a website"),
    "tables": ("the borders of 1 table inside another", "the borders of {} tables inside another"),
    "formatting": ("all formatting, which is nested too deeply", "all formatting, which is nested too deeply"),
}


@dataclass(frozen=True)
class CleanText:
    """Clean HTML, and how many things of each kind (``LEFT_OUT``) it is without."""

    html: str
    left_out: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """“We left out 2 passages of deleted text and 1 picture.”; empty where nothing was left out."""
        return left_out_sentence(self.left_out)


def left_out_sentence(left_out: Mapping[str, int]) -> str:
    parts = [
        one if left_out[kind] == 1 else several.format(left_out[kind])
        for kind, (one, several) in LEFT_OUT.items()
        if left_out.get(kind)
    ]
    if not parts:
        return ""
    *first, last = parts
    return f"We left out {', '.join(first)} and {last}." if first else f"We left out {last}."


def clean(raw: str) -> CleanText:
    """Safe HTML from whatever was typed or pasted, in time that grows with its length."""
    reading = _read(raw)
    return CleanText(_looked_at_again(as_html(reading.blocks)), dict(reading.left_out))


def _looked_at_again(html: str) -> str:
    """What ``as_html`` wrote, as nh3 lets it pass: it looks at the tags, and long texts are kept out of its way.

    For each “&” and “·” it looks through all the rest of a text, so that a long one would take its length squared.
    A text that holds neither “<” nor “>” can bring no tag back with it.
    """
    kept: list[str] = []

    def put_aside(text: re.Match[str]) -> str:
        kept.append(text[0])
        return f"{ASIDE}{len(kept) - 1}{ASIDE}"

    cleaned: str = nh3.clean(
        html if ASIDE in html else LONG_TEXT.sub(put_aside, html),
        tags=set(ALLOWED),
        attributes=ALLOWED,
        url_schemes=set(LINK_SCHEMES),
        link_rel="noopener noreferrer",
        generic_attribute_prefixes=set(),
    )
    return PUT_ASIDE.sub(lambda place: kept[int(place[1])], cleaned) if kept else cleaned


def clean_html(raw: str) -> str:
    return clean(raw).html


def to_text(html: str) -> str:
    """Rich text as plain text, with the addresses of its links."""
    return as_text(_read(html).blocks)


def to_blocks(html: str) -> list[Block]:
    """Rich text as its paragraphs, headings, lists, quotations and tables."""
    return _read(html).blocks


def _read(raw: str) -> Reading:
    return read_html(raw) if MARKUP.search(raw) else Reading(_plain(clean_text(raw)), Counter())


def _plain(text: str) -> list[Block]:
    """Plain text: an empty line parts paragraphs, a dash or an asterisk makes a list item."""
    blocks: list[Block] = []
    lines: list[str] = []

    def finish() -> None:
        if lines:
            paragraph = Paragraph([Run(BREAK.join(lines), Format())])
            mark_in(paragraph, label="", lead=lines[0] + BREAK, hint=None, in_list=False)
            if paragraph.runs:
                blocks.append(paragraph)
            lines.clear()

    for line in text.split("\n"):
        line = line.strip()
        bullet = TYPED_BULLET.match(line)
        words = " ".join(line[bullet.end() :].split() if bullet else line.split())
        if bullet or not words:
            finish()
        if bullet and words:
            blocks.append(Paragraph([Run(words, Format())], mark=ListMark(1)))
        elif words:
            lines.append(words)
    finish()
    return with_lists(blocks)
