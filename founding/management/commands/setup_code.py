"""manage.py setup_code: a code by which somebody sets up a partnership in the browser."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from boards.models import Partnership
from core import clock
from core.rules.dates import format_date, format_time
from core.rules.working_days import LONDON
from founding.services import CODE_HOLDS, make_code


class Command(BaseCommand):
    help = "Prints a code that sets up one partnership in the browser; codes printed before no longer work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing if there is a partnership already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Partnership.objects.exists():
            return
        now = clock.now()
        code = make_code(at=now)
        until = (now + CODE_HOLDS).astimezone(LONDON)
        self.stdout.write(f"Set up your partnership at {settings.BASE_URL}{reverse('founding:start')}")
        self.stdout.write(f"Set-up code: {code}")
        self.stdout.write(f"It works once, until {format_time(until)} on {format_date(until.date())}.")
