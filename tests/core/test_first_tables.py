"""New tables are made in one step, and taken away in one."""

import pytest
from django.db import connection, models
from django.db.migrations import AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from core.first_tables import CreateTables, together


def table(name, points_at):
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("other", models.ForeignKey(f"core.{points_at}", models.CASCADE, null=True)),
    ]
    return CreateModel(name, fields)


def operations():
    return [
        table("Hen", points_at="Egg"),
        AddIndex("Hen", models.Index(fields=["other"], name="hen_other")),
        table("Egg", points_at="Hen"),
    ]


def test_tables_are_made_before_what_is_done_to_them():
    first, second = together(operations())
    assert isinstance(first, CreateTables)
    assert (first.describe(), [one.name for one in first.tables]) == ("Create 2 tables", ["Hen", "Egg"])
    assert isinstance(second, AddIndex)


@pytest.mark.django_db(transaction=True)
def test_tables_may_point_at_each_other():
    step, _ = together(operations())
    before, after = ProjectState(), ProjectState()
    assert list(before.apps.get_models()) == []
    step.state_forwards("core", after)
    made = {"core_hen", "core_egg"}
    with connection.schema_editor() as editor:
        step.database_forwards("core", editor, before, after)
    assert made <= set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        relations = connection.introspection.get_relations(cursor, "core_hen")
    assert relations["other_id"][:2] == ("id", "core_egg")
    with connection.schema_editor() as editor:
        step.database_backwards("core", editor, after, before)
    assert not made & set(connection.introspection.table_names())


def test_what_was_built_of_a_state_is_built_anew():
    state = ProjectState()
    assert list(state.apps.get_models()) == []
    CreateTables([table("Hen", points_at="Egg"), table("Egg", points_at="Hen")]).state_forwards("core", state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Hen", "Egg"}
