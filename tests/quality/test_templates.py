"""The content security policy allows no inline script or style, and a template trusts no text on its own word."""

import re

import pytest

from tests.quality.tree import app_modules, files, found, text

PAGES = files(ends=(".html", ".svg"), under="templates/")
LINE = 120
# Mail programs know no style sheets, and no policy of ours reaches them.
PAGES_UNDER_POLICY = [name for name in PAGES if not name.startswith("templates/email/")]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("the safe filter", r"\|\s*(safe|safeseq)\b"),
        ("unescaped blocks", r"{%\s*autoescape\s+off"),
        ("an inline script", r"<script\b(?![^>]*\bsrc=)"),
        ("an event attribute", r"<[^>]*\son[a-z]+\s*="),
        ("a javascript address", r"javascript:"),
        # It is the form's own, for all of its fields.
        ("autocomplete on a hidden field", r"""<input\b[^>]*type=["']hidden["'][^>]*\sautocomplete"""),
    ],
)
def test_template_has_none_of(what, pattern):
    assert found(pattern, PAGES, flags=re.IGNORECASE) == [], f"Templates must not use {what}"


@pytest.mark.parametrize(
    ("what", "pattern"),
    [("a style element", r"<style\b"), ("a style attribute", r"""<[^>]*\sstyle\s*=\s*["']""")],
)
def test_page_has_no_inline_style(what, pattern):
    assert found(pattern, PAGES_UNDER_POLICY, flags=re.IGNORECASE) == [], f"Pages must not use {what}"


# What people read says one word for one thing.
SETTLED_WORDS = [
    ("email", r"\be-mail"),
    ("email", r"(?<![\w./'\"_:-])mails?\b(?![\w./'\"_=:-]| server)"),
    ("email log", r"(?<![\w./'\"_:-])outbox\b(?![\w./'\"_=:-])"),
    ("owner", r"(?<![\w./'\"_:-])part(y|ies)\b(?![\w./'\"_=:-])"),
    ("share", r"\bpass(es|ed|ing)? (it |them |the actions )?on\b"),
    ("version", r"\b(revision|edition)s?\b"),
]


@pytest.mark.parametrize(("word", "pattern"), SETTLED_WORDS)
def test_settled_word_is_kept(word, pattern):
    pages = files(ends=(".html", ".txt"), under="templates/")
    assert found(pattern, pages, flags=re.IGNORECASE) == [], f"Say {word}"


def test_a_line_of_a_template_can_be_read():
    assert found(rf".{{{LINE + 1},}}", files(ends=(".html", ".svg", ".txt"), under="templates/")) == []


def test_markup_is_trusted_in_core_only():
    above_core = [name for name in app_modules() if not name.startswith("core/")]
    assert found(r"\bmark_safe\b|\bSafe(String|Text)\(", above_core) == []


def names_of_another_block(page):
    """Addresses named in one block of a template and used in another, where they are empty."""
    parts = re.split(r"{% block \w+ %}", page)[1:]
    blocks = [part.partition("{% endblock")[0] for part in parts]
    named = [set(re.findall(r"\bas (\w+_url)\b", block)) for block in blocks]
    used = [set(re.findall(r"{{ (\w+_url)\b", block)) for block in blocks]
    return {name for names in named for name in names for at, own in enumerate(named) if name in used[at] - own}


def test_address_is_named_in_the_block_that_uses_it():
    found_in = {name: names_of_another_block(text(name)) for name in PAGES}
    assert {name: names for name, names in found_in.items() if names} == {}
