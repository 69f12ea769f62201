"""Tables that are not this version's are told by what differs, and nothing is migrated upon them."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.schema import WrongTables, faults_of_tables

pytestmark = pytest.mark.django_db


def faults_after(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return list(faults_of_tables())


def not_those(differences):
    return [
        "The tables are not those that the recorded migrations make: they were made before version 1.0, or changed by "
        f"hand ({differences}). See “Upgrade” in docs/operations.md."
    ]


def test_tables_of_this_version_are_without_fault():
    assert faults_after() == []


@pytest.mark.parametrize(
    ("statements", "differences"),
    [
        (["ALTER TABLE outbox_message DROP COLUMN last_error"], "outbox_message has no column last_error"),
        (
            ["ALTER TABLE boards_sector RENAME COLUMN source TO origin"],
            "boards_sector has no column source, boards_sector has a column origin",
        ),
        (
            [
                "ALTER TABLE boards_sector DROP COLUMN source",
                "ALTER TABLE boards_sector ADD COLUMN source varchar(20) DEFAULT '' NOT NULL",
            ],
            "boards_sector.source is character varying(20) not null, not character varying(200) not null",
        ),
        (["DROP INDEX boards_bodyname_one_current"], "boards_bodyname has no constraint boards_bodyname_one_current"),
        (["DROP TABLE core_chore"], "there is no table core_chore"),
    ],
)
def test_what_differs_is_told_and_no_migration_is_run(statements, differences):
    assert faults_after(*statements) == not_those(differences)
    with pytest.raises(WrongTables) as refused:
        call_command("migrate", verbosity=0)
    assert [str(refused.value)] == not_those(differences)


def test_column_of_the_databases_own_is_no_fault():
    assert faults_after("ALTER TABLE boards_sector ADD COLUMN extra integer") == []


def test_at_most_five_differences_are_named():
    [words] = faults_after(
        *(f"ALTER TABLE boards_sector RENAME COLUMN {name} TO {name}_of_old" for name in ("code", "name", "sort_order"))
    )
    assert words.count("boards_sector has") == 5
    assert "and 1 more" in words


def test_no_migration_is_run_upon_tables_of_a_newer_version():
    MigrationRecorder(connection).record_applied("core", "9999_of_tomorrow")
    newer = ["The tables are of a newer version, which has core.9999_of_tomorrow. Install that version."]
    assert faults_after("DROP TABLE core_chore") == newer
    with pytest.raises(WrongTables, match=r"core\.9999_of_tomorrow"):
        call_command("migrate", verbosity=0)


def test_table_that_no_migration_makes_is_asked_for():
    assert faults_after("DROP TABLE cache_entries") == [
        "The table cache_entries is missing. Run “manage.py createcachetable”."
    ]
