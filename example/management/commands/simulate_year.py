"""manage.py simulate_year: play a whole year of a made-up partnership, and hold its figures against a ledger."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test.utils import override_settings

from boards.models import Partnership
from core import clock
from core.rules.dates import DateRefused, FinancialYear, financial_year
from example.simulation.mail import server
from example.simulation.place import SLUG
from example.simulation.sums import sums_of
from example.simulation.year import SimulatedYear


class Command(BaseCommand):
    help = (
        "Plays a year of a Board and five SSPs with the portal's own services, prints every figure beside an "
        "independent count, and leaves the partnership to be looked at. No email leaves the machine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", default="", help="financial year, for example 2025-26; the last full one if none")
        parser.add_argument(
            "--into-new-partnership", action="store_true", help="although the database holds other partnerships"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Partnership.objects.filter(slug=SLUG).exists():
            raise CommandError(f"The partnership /{SLUG}/ is there already. Use a fresh database.")
        if Partnership.objects.exists() and not options["into_new_partnership"]:
            raise CommandError(
                "The database is not empty. Use a fresh one, or add --into-new-partnership: the simulated year then "
                f"stands beside the others, at /{SLUG}/."
            )
        try:
            year = FinancialYear.parse(options["year"]) if options["year"] else self.last_full_year()
        except DateRefused as refused:
            raise CommandError(f"{refused}.") from refused
        played = SimulatedYear(year, server)
        # In one transaction: a worker that runs meanwhile must not send in earnest what the year queues.
        with transaction.atomic(), override_settings(EMAIL_BACKEND="example.simulation.mail.QuietBackend"):
            played.play()
        self.report(played)

    def last_full_year(self) -> FinancialYear:
        return FinancialYear(financial_year(clock.today()).start - 1)

    def report(self, played: SimulatedYear) -> None:
        sums = sums_of(played)
        width = max(len(one.name) for one in sums)
        self.stdout.write(f"{'':{width}}  ledger  portal")
        for one in sums:
            differs = "" if one.agrees else "  differs"
            self.stdout.write(f"{one.name:{width}}  {one.ledger:6}  {one.portal:6}{differs}")
        wrong = sum(not one.agrees for one in sums)
        if wrong:
            raise CommandError(f"{wrong} of {len(sums)} figures differ.")
        self.stdout.write(f"All {len(sums)} figures of {played.year} agree. Look at them at /{SLUG}/.")
