"""Which module may do what, beyond the direction of imports that import-linter checks."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import PurePath

import pytest

from tests.quality.tree import APPS, ROOT, app_modules, files, text

BELOW_VIEWS = {"services", "mail", "permissions", "models", "querysets", "rules", "choices"}
FORMS = {"forms", "tables", "filters", "exports"}
HTTP = ("django.http", "django.shortcuts", "django.urls", "requests", "urllib.request", "httpx")
FORBIDDEN_NAMES = {"utils", "helpers", "misc", "common", "manager", "handler", "data", "info", "process"}
LINES_AT_MOST = 400
TEMPLATE_LINES_AT_MOST = 200


def layer(name: str) -> str:
    """``meetings/services/summary.py`` and ``meetings/services.py`` are both of the layer ``services``."""
    return PurePath(name).parts[1].removesuffix(".py")


def modules_of(layers: set[str]) -> list[str]:
    return [name for name in app_modules() if layer(name) in layers]


def imported(name: str) -> set[str]:
    """Full names of all that a module imports: ``from core import clock`` gives core.clock."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text(name))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def calls(name: str) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(ast.parse(text(name))) if isinstance(node, ast.Call)}


def test_layers_below_views_know_no_http():
    # A model may name its own address (get_absolute_url), and a filter reads a query string.
    allowed = {"models": {"django.urls.reverse"}, "filters": {"django.http.QueryDict"}}
    offending = {
        name: sorted(http)
        for name in modules_of(BELOW_VIEWS | FORMS)
        if (http := {one for one in imported(name) if one.startswith(HTTP)} - allowed.get(layer(name), set()))
    }
    assert offending == {}


def test_layers_below_views_never_ask_what_day_it_is():
    clocks = {"timezone.now", "timezone.localdate", "timezone.localtime", "date.today", "datetime.now"}
    offending = {
        name: sorted(asked)
        for name in modules_of(BELOW_VIEWS)
        if (asked := {one for one in imported(name) if one.startswith("core.clock")} | (calls(name) & clocks))
    }
    assert offending == {}


@pytest.mark.parametrize("app", APPS)
def test_app_names_its_modules_after_what_they_hold(app):
    names = {PurePath(part).stem for name in files(ends=".py", under=f"{app}/") for part in PurePath(name).parts}
    assert names & FORBIDDEN_NAMES == set()


def test_contracts_on_imports_hold_for_every_app():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    between, *inside = [contract for contract in linter["contracts"] if contract["type"] == "layers"]
    stories = [name for layer in between["layers"] for name in layer.split(" | ")]
    assert sorted(linter["root_packages"]) == sorted([*APPS, "partnership"])
    assert sorted(stories) == sorted([*APPS, "partnership"])
    assert sorted(app for contract in inside for app in contract["containers"]) == sorted(APPS)
    assert all(contract["exhaustive"] for contract in inside)


def test_no_module_outgrows_its_reader():
    sources = [name for name in files(ends=(".py", ".js")) if "/migrations/" not in name]
    too_long = {name: lines for name in sources if (lines := text(name).count("\n")) > LINES_AT_MOST}
    assert too_long == {}


def test_no_template_outgrows_its_reader():
    templates = files(ends=(".html", ".txt"), under="templates/")
    too_long = {name: lines for name in templates if (lines := text(name).count("\n")) > TEMPLATE_LINES_AT_MOST}
    assert too_long == {}


def test_every_rule_in_the_code_stands_in_the_rules_document():
    rule = re.compile(r"\b(?:T|P|V|I|S|MS|R|AR)-[1-9]\d?\b")
    in_code = {found for name in app_modules() for found in rule.findall(text(name))}
    assert in_code - set(rule.findall(text("docs/rules.md"))) == set()


# What a row never exchanges for another: it may be fetched together with a lock.
NEVER_EXCHANGED = {"partnership", "topic_group", "meeting", "meeting__partnership", "owner", "person"}


def chained(call: ast.Call) -> Iterator[tuple[str, list[ast.expr]]]:
    """The calls of “Model.objects.a().b(c)”, from the last to the first."""
    node: ast.expr = call
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield node.func.attr, node.args
        node = node.func.value


def test_lock_fetches_nothing_beside_that_may_be_exchanged():
    """PostgreSQL reads the locked row anew when it has waited for it, and finds nothing where a join had led before."""
    wrong = []
    for name in files(ends=".py"):
        if name.startswith("tests/"):
            continue
        for node in ast.walk(ast.parse(text(name))):
            calls = dict(chained(node)) if isinstance(node, ast.Call) else {}
            if "select_for_update" not in calls:
                continue
            beside = {str(getattr(arg, "value", "")) for arg in calls.get("select_related", ())}
            if beside - NEVER_EXCHANGED or any(call.startswith("with_") for call in calls):
                wrong.append(f"{name}:{node.lineno}")
    assert wrong == []


def test_lock_lets_others_add_what_refers_to_the_row():
    """Two acts of which each waits for what the other has locked end in an error: most acts write an email or an entry
    of the partnership, whose row others hold.
    """
    wrong = [
        f"{name}:{node.lineno}"
        for name in app_modules()
        for node in ast.walk(ast.parse(text(name)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and "no_key" not in {keyword.arg for keyword in node.keywords}
    ]
    assert wrong == []
