"""What the background worker does by the clock, and what it could not do."""

from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from core.models import Chore, ChoreFailure


class Command(BaseCommand):
    help = "Show when each chore of the background worker last ended, and what failed and is tried again."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--retry", action="store_true", help="try what failed again at once")

    def handle(self, *args: Any, **options: Any) -> None:
        unsettled = ChoreFailure.objects.unsettled()
        if options["retry"]:
            count = unsettled.update(retry_at=clock.now())
            self.stdout.write(f"{count} failures will be tried again within a minute.")
        for chore in Chore.objects.all():
            self.stdout.write(f"{chore.name}: last ended {chore.finished_at or 'never'}")
        for failure in unsettled:
            self.stdout.write(
                f"FAILED {failure.chore} {failure.scope} {failure.about_label or 'the whole chore'}: {failure.error} "
                f"({failure.times} times since {failure.failed_at}, next at {failure.retry_at})"
            )
        if not unsettled:
            self.stdout.write("Nothing has failed.")
