"""Markdown that comes with the portal as HTML in its look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

CLASSES = {
    "h1": "govuk-heading-xl",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}


def _table_open(self: Any, tokens: Sequence[Token], place: int, options: Any, env: MutableMapping[str, Any]) -> str:
    """In a region named like its heading, in which a wide table scrolls on a phone."""
    label = escape(tokens[place].meta["heading"])
    region = f'<div class="app-table-wrap" tabindex="0" role="region" aria-label="{label}">'
    return f"{region}{self.renderToken(tokens, place, options, env)}"


def _table_close(self: Any, tokens: Sequence[Token], place: int, options: Any, env: MutableMapping[str, Any]) -> str:
    return f"{self.renderToken(tokens, place, options, env)}</div>\n"


# HTML in the text is shown and not obeyed.
READER = MarkdownIt("commonmark", {"html": False}).enable("table")
READER.add_render_rule("table_open", _table_open)
READER.add_render_rule("table_close", _table_close)


@dataclass(frozen=True)
class MarkdownPage:
    """``title`` is the text of the first heading, which ``html`` begins with."""

    title: str
    html: SafeString


def read_markdown(text: str, *, link: Callable[[str], str]) -> MarkdownPage:
    """Render it; ``link`` gives the address for what a link names, or nothing where its words are to stand alone."""
    tokens = READER.parse(text)
    title = next(after.content for before, after in _pairs(tokens) if before.tag == "h1")
    heading = title
    for token, after in _pairs(tokens):
        if token.type == "heading_open":
            heading = after.content
            token.attrSet("id", slugify(heading))
        token.meta["heading"] = heading
        if token.type == "th_open":
            token.attrSet("scope", "col")
        _look(token)
        if token.children:
            token.children = list(_linked(token.children, link))
    return MarkdownPage(title, mark_safe(READER.renderer.render(tokens, READER.options, {})))  # HTML is off


def _pairs(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    return zip(tokens, [*tokens[1:], tokens[-1]], strict=True)


def _look(token: Token) -> None:
    if token.nesting == 1 and token.tag in CLASSES:
        token.attrSet("class", CLASSES[token.tag])


def _linked(tokens: list[Token], link: Callable[[str], str]) -> Iterator[Token]:
    leads_somewhere = True
    for token in tokens:
        if token.type == "link_open":
            address = link(str(token.attrGet("href")))
            leads_somewhere = bool(address)
            token.attrSet("href", address)
            _look(token)
        if token.type not in ("link_open", "link_close") or leads_somewhere:
            yield token
