"""No text that somebody types or pastes can keep the portal busy: twice the text takes at most 2.5 times as long.

Every regular expression of the apps is found here by itself, so that a new one is held to it without being listed.
"""

import ast
import re
from datetime import date
from functools import partial
from importlib import import_module
from itertools import product

import pytest

from attendance.rules import guests_in
from boards.citation import cite
from core.richtext import clean, to_text
from core.rules.date_input import parse_typed_date
from core.rules.dates import parse_cadence
from core.rules.text import neutralise_cell, numbers_after, one_line, restore_cell
from recommendations.rules import look_alike
from recommendations.word_changes import word_changes
from scrutiny.rules import parse_paragraphs
from search.rules import indexed, snippet, terms_of
from summaries.services.decisions import decisions_in
from tests.quality.growth import GROWTH_AT_MOST, growth
from tests.quality.tree import app_modules, text

# Patterns that are put together when they are used, of names of ours.
PUT_TOGETHER = {
    ("summaries/services/drafts.py", "f'{ROWS}-\\\\d'"),
}
LOOKS = {"search", "sub", "split", "findall", "finditer"}
USES = {f"re.{name}" for name in (*LOOKS, "match", "fullmatch")}
# Repeated, then followed by something that does not fit: what an expression with two ways through stumbles over.
UNITS = [
    *(" ", "\t", "\n", "a", "A ", "1", "1.", "1, ", "1-", "1 to ", "'", '"', '"a', "(", "<", "<a ", ">", "&nbsp;"),
    *(
        "=",
        "-",
        ". ",
        "; ",
        "rec ",
        "recs 1, ",
        "s1",
        "s1.1-",
        "once ",
        "\ue0101",
        "· ",
        "a1 \n",
        "and ",
        "\u00a0",
        "_",
        "é",
    ),
]
ENDS = ["", "!"]


def used_in_place(name):
    """The pattern of each call of ``re`` in a module, as it stands there, and what is called."""
    for node in ast.walk(ast.parse(text(name))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in USES:
            yield node.args[0], ast.unparse(node.func).removeprefix("re.")


def patterns():
    """Every pattern of the apps by its place, and whether it is looked for in all of a text or at its beginning."""
    found = {}
    for name in app_modules():
        if "re.compile" in text(name):
            module = import_module(name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
            for key, pattern in vars(module).items():
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    found[f"{name}: {key}"] = pattern, is_looked_for(key)
        for pattern, use in used_in_place(name):
            if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
                found[f"{name}: {pattern.value}"] = re.compile(pattern.value), use in LOOKS
    return found


def is_looked_for(key):
    return any(f"{key}.{look}(" in text(name) for name in app_modules() for look in LOOKS)


def test_every_regular_expression_takes_time_that_grows_with_its_text():
    known = patterns()
    too_slow = {}
    for name, (pattern, looks) in known.items():
        for unit, end in product(UNITS, ENDS):
            factor = growth(partial(_tried, pattern, looks), partial(_repeated, unit, end))
            if factor > GROWTH_AT_MOST:
                too_slow[name, unit, end] = round(factor, 1)
    assert too_slow == {}
    assert len(known) > 40


def _repeated(unit, end, times):
    return unit * times + end


def _tried(pattern, looks, typed):
    pattern.match(typed)
    pattern.fullmatch(typed)
    if looks:
        pattern.sub("", typed)


def test_patterns_that_are_put_together_are_known():
    unknown = {
        (name, ast.unparse(pattern))
        for name in app_modules()
        for pattern, _ in used_in_place(name)
        if not (isinstance(pattern, ast.Constant) and isinstance(pattern.value, str | bytes))
    }
    assert unknown == PUT_TOGETHER


HTML_UNITS = [
    *("<b docs-internal-guid", "<em>", "<div>", "<p>", "<ul><li>", "<a href=x>", "</p>", "<div><b></i></b><b>", "<!--"),
    *("<table><tr><td>", "<table><tr><td>x", "<tr><td rowspan=20>x", "&nbsp;", "&amp", "<", "<p a=", '<p a="', "<li>x"),
    *("<![if !supportLists]>", "<span style='x'>a</span>", "<b>a </b><i>b</i>", "<b><div></b>", "<script>", "<svg>"),
    *("<select><option>", "<h1>", "<h2>x", "</div></b></a>", "<ul></ul>", "a<del>b </del>", "<del>x", "a<br>", "\n"),
    *("<p>x</p>\n \n", "<p style='mso-list:l0 level2 lfo1'>x</p>", "<p class=MsoListParagraph>1. x</p>", "<pre>\n"),
    *(
        "<span style='mso-list:Ignore'>x</span>",
        "<p style='a:b;c:d;e:f'>x",
        "&#8238;",
        "- x\n",
        "x",
        " ",
        "· ",
        "x <b> </b>",
    ),
    *("<ol><li>a</li></ol>", "<blockquote>x</blockquote>", "<span hidden>x</span>", "<img src=x>", "<sup>2</sup>"),
    *("<a href='http://e.org'>x</a> ", "<ul><ul><li>x", "<li><ul><li>x</ul>", "<caption>x", "<hr>"),
]
IN_A_TAG = ['<p style="{}">x</p>', '<p class="{}">x</p>', "<p {}>x</p>", '<a href="http://{}">x</a>', "<!--{}-->x"]
TAG_UNITS = [" a:b;", "a ", " a1=x", " ", "<", "-"]


def test_cleaning_takes_time_that_grows_with_the_text():
    nasty = {unit: ("{}", unit) for unit in HTML_UNITS} | {
        (tag, one): (tag, one) for tag in IN_A_TAG for one in TAG_UNITS
    }
    too_slow = {
        name: factor
        for name, (around, unit) in nasty.items()
        if (factor := growth(_cleaned_and_read, partial(_inside, around, unit))) > GROWTH_AT_MOST
    }
    assert too_slow == {}


def _inside(around, unit, times):
    """Some four characters for each time, so that long units do not make a longer test."""
    return around.replace("{}", unit * max(1, times * 4 // len(unit)))


def _cleaned_and_read(typed):
    return to_text(clean(typed).html)


WORK = {
    "cite": lambda typed: cite(typed, {"000": "Report"}),
    "typed date": lambda typed: _refused(parse_typed_date, typed),
    "cadence": lambda typed: _refused(parse_cadence, typed),
    "one line": one_line,
    "cells": lambda typed: restore_cell(neutralise_cell(typed)),
    "guests": guests_in,
    "numbers": partial(numbers_after, "rec"),
    "paragraphs": parse_paragraphs,
    "owners": lambda typed: look_alike(typed, ["Board"]),
    "wording": lambda typed: word_changes(typed, f"b{typed}"),
    "search": lambda typed: (indexed(typed), terms_of(typed)),
    "snippet": lambda typed: snippet(typed, terms_of("a rec")),
    "decisions": decisions_in,
}
TEXT_UNITS = ["a ", "\n", "1.1 a\nb\n", "rec. ", "rec 1 ", "recommendations 1, 2 and ", "000 s1.1; ", '"', "'", ", "]


def _refused(read, typed):
    try:
        return read(typed)
    except ValueError:
        return date.min


@pytest.mark.parametrize("name", WORK)
def test_reading_what_somebody_typed_takes_time_that_grows_with_it(name):
    too_slow = {
        unit: factor
        for unit in TEXT_UNITS
        if (factor := growth(WORK[name], partial(_repeated, unit, ""))) > GROWTH_AT_MOST
    }
    assert too_slow == {}
