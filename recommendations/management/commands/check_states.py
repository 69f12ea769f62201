"""Compare the state kept of every recommendation with its events, and mend what differs."""

from typing import Any

from django.core.management.base import BaseCommand

from recommendations.models import Recommendation
from recommendations.services.states import check_states


class Command(BaseCommand):
    help = "Compares the state kept of every recommendation with what its events say, and mends what differs."

    def handle(self, **options: Any) -> None:
        known = list(Recommendation.objects.order_by().values_list("pk", flat=True))
        wrong = check_states(known)
        self.stdout.write(f"{len(known)} recommendations compared, {len(wrong)} mended.")
        for key in wrong:
            self.stdout.write(f"MENDED recommendation {key}")
