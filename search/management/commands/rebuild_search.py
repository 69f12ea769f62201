"""Read everything that can be found anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.sources import rebuild


class Command(BaseCommand):
    help = "Reads everything that can be found by a word in it anew, for example after restoring a database."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} entries can be found.")
