"""manage.py qcluster: the background worker, once the tables are known to be those of this version."""

from typing import Any

from django_q.management.commands import qcluster

from core.schema import require_tables_of_this_version


class Command(qcluster.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        require_tables_of_this_version()
        super().handle(*args, **options)
