"""Whether the portal can do its work now, at the command line; the same as ``/readyz``."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core import clock
from desk.readiness import read_readiness


class Command(BaseCommand):
    help = (
        "Say which version this is, and whether the portal is ready: a line for each thing that it needs. "
        "Ends with code 1 where it is not."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Version {settings.VERSION}")
        findings = read_readiness(at=clock.now())
        for one in findings:
            self.stdout.write(f"{'ok' if one.is_good else 'FAULT'}: {one.words}")
        if not all(one.is_good for one in findings):
            sys.exit(1)
