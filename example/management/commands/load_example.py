"""manage.py load_example: Halton's facts, and a made-up cycle that is due today."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boards.models import Partnership
from core import clock
from core.models import AuditEvent
from example.loader import ExampleRefused, load_example
from example.people import read_password, set_password, write_new_password


class Command(BaseCommand):
    help = "Loads the Halton example: the facts, and a made-up current cycle with demo people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if there is a partnership, or an example was removed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        was_removed = AuditEvent.objects.filter(verb="example.removed")
        if options["if_empty"] and (Partnership.objects.exists() or was_removed.exists()):
            return
        try:
            partnership = load_example(today=clock.today(), now=clock.now())
        except ExampleRefused as refused:
            raise CommandError(str(refused)) from refused
        set_password(read_password() or write_new_password())
        self.stdout.write(f"Loaded the example {partnership}, at /{partnership.slug}/, with a made-up current cycle.")
