"""A date that is only proposed owes no summary, so it has no deadline."""

from typing import Any

from django.db import migrations


def clear(apps: Any, _schema_editor: Any) -> None:
    meetings = apps.get_model("meetings", "Meeting").objects
    meetings.filter(status="proposed", summary_due_on__isnull=False).update(summary_due_on=None)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_newest_first_on_postgresql")]

    operations = [migrations.RunPython(clear, migrations.RunPython.noop)]
