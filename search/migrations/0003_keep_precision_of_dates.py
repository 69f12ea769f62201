"""How much is known of the day of what is found (T-4): “September 2012” is not its first day."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

# SQLite copies the table of entries for a new column, and a copied table has lost its triggers (see 0002).
TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON search_searchentry BEGIN "
    "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER IF NOT EXISTS search_entry_gone AFTER DELETE ON search_searchentry BEGIN "
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE OF words ON search_searchentry BEGIN "
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
)


def restore_triggers(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for statement in TRIGGERS:
            schema_editor.execute(statement)


def read_precisions(apps: Any, _schema_editor: Any) -> None:
    entries = apps.get_model("search", "SearchEntry").objects
    meetings = apps.get_model("meetings", "Meeting").objects.filter(pk=OuterRef("meeting"))
    recommendations = apps.get_model("recommendations", "Recommendation").objects.filter(pk=OuterRef("about"))
    for rows, precision in (
        (entries.exclude(meeting=None), meetings.values("held_precision")),
        (entries.filter(kind="recommendation"), recommendations.values("topic_group__received_precision")),
    ):
        rows.update(happened_precision=Coalesce(Subquery(precision), Value("day")))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_words_of_each_database"),
        ("meetings", "0001_first_tables"),
        ("recommendations", "0001_first_tables"),
    ]

    operations = [
        # Going back, this comes last: the table is copied then, too.
        migrations.RunPython(migrations.RunPython.noop, restore_triggers),
        migrations.AddField(
            model_name="searchentry",
            name="happened_precision",
            field=models.CharField(
                choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "not known")],
                default="day",
                max_length=7,
            ),
        ),
        migrations.RemoveConstraint(model_name="searchentry", name="search_entry_words"),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience__in", ["public", "members", "scrutiny", "officers"]),
                    ("happened_precision__in", ["day", "month", "year", "unknown"]),
                    (
                        "kind__in",
                        ["summary", "decision", "action", "agenda-item", "document", "recommendation"],
                    ),
                ),
                name="search_entry_words",
            ),
        ),
        migrations.RunPython(restore_triggers, migrations.RunPython.noop),
        migrations.RunPython(read_precisions, migrations.RunPython.noop),
    ]
