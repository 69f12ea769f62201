"""What runs on both databases is chosen by what a test says, so that none is left out by being forgotten."""

import pytest

from tests.databases import ALWAYS, NEVER, QUERYSETS, can_differ, queryset_methods
from tests.quality.tree import APPS, ROOT


@pytest.mark.parametrize(
    "line",
    [
        "with pytest.raises(IntegrityError):",
        "names = {one.name for one in Meeting._meta.constraints}",
        "@pytest.mark.django_db(transaction=True)",
        "with transaction.atomic():",
        "with connection.cursor() as cursor:",
        "for row in Meeting.objects.raw(statement):",
        "plan = newest.explain()",
        "executor.migrate([('boards', '0001_first_tables')])",
        "page = client.get(f'{url}?sort=-held_on')",
        "page = client.get(url, {'search': 'école'})",
        "Body.objects.filter(name__icontains='É')",
        "Body.objects.current(on=TODAY)",
        "assert group.recommendations.as_at(on=TODAY).count() == 3",
        "Meeting.objects.open(on=TODAY)",
    ],
)
def test_module_runs_on_both_databases_if_it_says(line, tmp_path):
    module = tmp_path / "test_something.py"
    module.write_text(f"def test_something():\n    {line}\n", encoding="utf-8")
    assert can_differ(module)


def test_module_of_plain_rules_runs_on_one_database(tmp_path):
    module = tmp_path / "test_rules.py"
    module.write_text("def test_three():\n    assert path.open().read(three(3)) == sorted([3])\n", encoding="utf-8")
    assert not can_differ(module)


def test_odd_values_and_the_search_run_on_both_databases():
    assert [folder.name for folder in sorted(ALWAYS) if list(folder.glob("test_*.py"))] == ["hostile", "search"]


def test_tables_of_access_and_acts_and_the_example_run_on_one_database():
    assert [folder.name for folder in sorted(NEVER) if list(folder.glob("test_*.py"))] == [
        "access",
        "acts",
        "example",
        "quality",
    ]
    assert [module.name for folder in NEVER for module in folder.glob("test_*.py") if can_differ(module)] == []


def test_querysets_of_every_app_that_has_some_are_known():
    modules = [module for pattern in QUERYSETS for module in ROOT.glob(pattern) if "QuerySet[" in module.read_text()]
    assert len({module.relative_to(ROOT).parts[0] for module in modules} & set(APPS)) > 10
    assert {"as_at", "current", "matching", "overdue", "visible_to"} <= queryset_methods()


def test_journeys_in_a_browser_are_where_they_are_looked_for():
    """script/test reads two folders for them, and not all of the tests."""
    marked = {path.parent.name for path in (ROOT / "tests").rglob("test_*.py") if "mark.browser" in path.read_text()}
    assert marked - {"quality"} == {"browser", "core"}
