"""manage.py note_discussions: which recommendations the meetings on record discussed, from what they published."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from monitoring.services.discussions import meetings_to_note, note_discussions


class Command(BaseCommand):
    help = "Reads the published agendas and summaries again, and notes which recommendations each is about."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partnership", default="", help="only the partnership at this address")

    def handle(self, *args: Any, **options: Any) -> None:
        noted = [
            note_discussions(meeting=meeting, at=clock.now())
            for meeting in meetings_to_note(partnership=options["partnership"])
        ]
        self.stdout.write(f"Read {len(noted)} meetings: {sum(noted)} mentions of recommendations noted.")
