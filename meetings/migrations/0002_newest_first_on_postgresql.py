"""PostgreSQL sorts empty dates first when it goes backwards, so its indexes must say that they come last.

SQLite sorts them last by itself, and refuses the words in an index.
"""

from typing import Any

from django.db import migrations

INDEXES = {
    "meetings_newest_dated": "held_on DESC NULLS LAST, id DESC",
    "meetings_newest_dated_body": "body_id, held_on DESC NULLS LAST, id DESC",
    "meetings_newest_dated_p": "partnership_id, held_on DESC NULLS LAST, id DESC",
}


def make(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name, columns in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON meetings_meeting ({columns})")


def drop(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_first_tables")]

    operations = [migrations.RunPython(make, drop)]
