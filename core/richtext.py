"""Rich text: what the editor, Word and a plain text box send becomes a small, safe and tidy HTML.

Kept are paragraphs, two levels of heading, lists, quotations, bold, italics and links. A table's cells become
paragraphs. Clean text stays as it is: cleaning twice is cleaning once.
"""

import re
from collections import Counter
from html import escape, unescape
from html.parser import HTMLParser

import nh3
from csp.decorators import csp_update

from core.rules.text import clean_text

# The style sheet that django-prose-editor 0.28.0 writes into the page; a test compares it with the installed version.
EDITOR_STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
# Decorates the views that show the editor, and only those.
editor_csp = csp_update({"style-src": [EDITOR_STYLE_HASH]})

BLOCKS = frozenset({"p", "h3", "h4", "ul", "ol", "li", "blockquote"})
INLINE = frozenset({"strong", "em", "a", "br"})
# Known on the way in, and renamed or dissolved before the second pass.
RENAMED = {
    **dict.fromkeys(("h1", "h2"), "h3"),
    **dict.fromkeys(("h5", "h6"), "h4"),
    **dict.fromkeys(("div", "td", "th", "caption", "dt", "dd", "pre"), "p"),
    "b": "strong",
    "i": "em",
}
DISSOLVED = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
WITHOUT_CONTENT = {"script", "style", "title", "xml", "template", "svg", "math"}
LINK_SCHEMES = {"http", "https", "mailto"}
LONGEST_WAY = 5
# Word and browsers stay below 30. Each further level costs more than the one before: thousands would take minutes.
DEEPEST = 100
NEVER_DEEPER = frozenset({"p", "li", "br", "hr", "img", "td", "th", "tr", "col", "dt", "dd", "input", "meta", "link"})
ANY_TAG = re.compile(r"<(/?)([a-zA-Z][^\s<>/]*)[^<>]*>")

MARKUP = re.compile(r"<[a-zA-Z/!]")
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
# Google Docs wraps all it copies in a bold that is not bold.
NOT_BOLD = re.compile(r"<b\b[^>]*docs-internal-guid[^>]*>", re.IGNORECASE)
SPACE = r"(?:\s|&nbsp;)"
EMPTY = re.compile(rf"<(p|h3|h4|ul|ol|li|blockquote|strong|em|a)(?: [^>]*)?>(?:{SPACE}|<br>)*</\1>")
LINKLESS = re.compile(r"<a(?: rel=\"[^\"]*\")?>(.*?)</a>", re.DOTALL)
PARAGRAPH = re.compile(r'<p(?P<listed> class="list")?>(?P<body>.*?)</p>', re.DOTALL)
BULLET = r"[·•▪●◦‣\uf0b7\uf0a7]"
# A bullet of Word's is one by itself; a letter o, a dash or a number only where Word's wide gap follows it.
MARKER = re.compile(
    rf"^{SPACE}*(?:(?:{BULLET}){SPACE}+|(?:[o§–-]|(?P<number>\d{{1,3}})[.)])(?:\t|{SPACE}{{2,}}){SPACE}*)"
)
LISTED_MARKER = re.compile(rf"^{SPACE}*(?:{BULLET}|[o§–-](?={SPACE})|(?P<number>\d{{1,3}})[.)]){SPACE}*")
TYPED_BULLET = re.compile(r"^\s*(?:[-*–]|[·•])\s+")


def clean_html(raw: str) -> str:
    """Safe HTML from whatever was typed or pasted; plain text becomes paragraphs, Word's bullets become lists."""
    text = clean_text(raw)
    if _is_too_deep(text):
        text = unescape(ANY_TAG.sub(" ", text))
    html = text if MARKUP.search(text) else _marked_up(text)
    # One turn can bring out what the next one tidies, for example a paragraph in a paragraph.
    for _ in range(LONGEST_WAY):
        before, html = html, _cleaned_once(html)
        if html == before:
            break
    return html


def _is_too_deep(html: str) -> bool:
    """Whether elements stand in one another as nobody writes them."""
    is_open: Counter[str] = Counter()
    depth = 0
    for tag in ANY_TAG.finditer(html):
        name = tag[2].lower()
        if name in NEVER_DEEPER:
            continue
        if not tag[1]:
            is_open[name] += 1
            depth += 1
        elif is_open[name]:
            is_open[name] -= 1
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


def _cleaned_once(html: str) -> str:
    html = nh3.clean(
        NOT_BOLD.sub("", html),
        tags={*BLOCKS, *INLINE, *RENAMED, *DISSOLVED},
        clean_content_tags=WITHOUT_CONTENT,
        attributes={"a": {"href"}, "p": {"class"}, "ol": {"start"}},
        attribute_filter=_kept_attribute,
        url_schemes=LINK_SCHEMES,
        link_rel="noopener noreferrer",
        generic_attribute_prefixes=set(),
    )
    html = TAG.sub(_renamed, clean_text(html))
    html = LINKLESS.sub(r"\1", html)
    while html != (fuller := EMPTY.sub("", html)):
        html = fuller
    html = _with_lists(_with_paragraphs(html))
    return nh3.clean(
        html,
        tags={*BLOCKS, *INLINE},
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=LINK_SCHEMES,
        link_rel="noopener noreferrer",
    )


def _kept_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return "list" if value == "list" or value.startswith("MsoListParagraph") else None
    if name == "start":
        return value if re.fullmatch(r"[1-9]\d{0,2}", value, re.ASCII) else None
    # A relative address would lead nowhere from a mail or from paper.
    return value if value.partition(":")[0].strip().lower() in LINK_SCHEMES else None


def _renamed(tag: re.Match[str]) -> str:
    slash, name, attributes = tag.groups()
    if name in DISSOLVED:
        return ""
    return f"<{slash}{RENAMED[name]}>" if name in RENAMED else f"<{slash}{name}{attributes}>"


def _marked_up(text: str) -> str:
    """Plain text: an empty line parts paragraphs, a dash or an asterisk makes a list item."""
    lines = []
    for line in text.split("\n"):
        bullet = TYPED_BULLET.match(line)
        content = escape(line[bullet.end() :] if bullet else line, quote=False)
        lines.append(f'\n\n<p class="list">· {content}</p>\n\n' if bullet else content)
    return "\n\n".join(
        f"<p>{block.strip().replace(chr(10), '<br>')}</p>" if not block.startswith("<p") else block
        for block in re.split(r"\n[^\S\n]*\n\s*", "\n".join(lines).strip())
    )


class _Outline(HTMLParser):
    """Parts clean HTML into its outermost blocks, and puts text that stands between them into paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.depth = 0
        self.done: list[str] = []
        self.loose: list[str] = []

    def flush(self) -> None:
        text = "".join(self.loose)
        self.loose = []
        self.done += [f"<p>{part.strip()}</p>" for part in re.split(r"\n\s*\n|(?:<br>\s*){2,}", text) if part.strip()]

    def add(self, text: str) -> None:
        (self.done if self.depth else self.loose).append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            if not self.depth:
                self.flush()
            self.depth += 1
        self.add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.add(f"</{tag}>")
        if tag in BLOCKS:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.add(data)

    def handle_entityref(self, name: str) -> None:
        self.add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.add(f"&#{name};")


def _with_paragraphs(html: str) -> str:
    outline = _Outline()
    outline.feed(html)
    outline.close()
    outline.flush()
    return "".join(outline.done)


def _with_lists(html: str) -> str:
    """Neighbouring paragraphs that begin with Word's bullets or numbers become one list."""
    written: list[str] = []
    open_list = ""
    end = 0
    for paragraph in PARAGRAPH.finditer(html):
        gap = html[end : paragraph.start()]
        body = paragraph["body"]
        marker = (LISTED_MARKER if paragraph["listed"] else MARKER).match(body)
        kind = "" if marker is None else "ol" if marker["number"] else "ul"
        if open_list and (gap.strip() or kind != open_list):
            written.append(f"</{open_list}>")
            open_list = ""
        written.append(gap)
        if marker is None:
            written.append(f"<p>{body}</p>")
        else:
            if not open_list:
                start = f' start="{int(marker["number"])}"' if kind == "ol" and int(marker["number"]) > 1 else ""
                written.append(f"<{kind}{start}>")
                open_list = kind
            written.append(f"<li>{body[marker.end() :]}</li>")
        end = paragraph.end()
    if open_list:
        written.append(f"</{open_list}>")
    return "".join([*written, html[end:]])


class _PlainText(HTMLParser):
    """Writes clean HTML as text for a mail: an empty line between blocks, marks before list items."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.lists: list[int | None] = []
        self.href = ""
        self.link_starts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"ul", "ol"}:
            self.lists.append(int(given.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self.blocks.append(self._item_mark())
        elif tag == "br":
            self.blocks[-1] += "\n"
        elif tag == "a":
            self.href, self.link_starts = given.get("href") or "", len(self.blocks[-1])
        elif tag in BLOCKS and not self._at_item_start():
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.pop()
        elif tag == "a" and self.href and self.href != self.blocks[-1][self.link_starts :]:
            self.blocks[-1] += f" ({self.href.removeprefix('mailto:')})"
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        at_line_start = not self.blocks[-1] or self.blocks[-1].endswith("\n")
        self.blocks[-1] += text.lstrip() if at_line_start else text

    def _item_mark(self) -> str:
        number = self.lists[-1] if self.lists else None
        indent = "  " * (len(self.lists) - 1)
        if number is None:
            return f"{indent}- "
        self.lists[-1] = number + 1
        return f"{indent}{number}. "

    def _at_item_start(self) -> bool:
        return re.fullmatch(r"\s*(?:-|\d+\.) ", self.blocks[-1]) is not None


def to_text(html: str) -> str:
    """Clean HTML as plain text, with the addresses of its links."""
    parser = _PlainText()
    parser.feed(html)
    parser.close()
    blocks = [block.rstrip() for block in parser.blocks if block.strip()]
    text = ""
    for before, block in zip(["", *blocks], blocks, strict=False):
        items = all(re.match(r"\s*(?:-|\d+\.) ", part) for part in (before, block))
        text += ("\n" if items else "\n\n") + block if text else block
    return text
