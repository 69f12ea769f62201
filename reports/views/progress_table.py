"""The member's list of recommendations as a paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core import clock
from recommendations.filters import SORTS, RecommendationFilter
from recommendations.services.visits import last_visit_ended
from reports.choices import PaperKind
from reports.printing import progress_table
from reports.views.papers import AsksForPaper, day_asked_for

MANY_ROWS = 500


class RecommendationsPaper(AsksForPaper):
    """Asks for the paper of the rows that the list shows, with its filters, its order and its day."""

    kind = PaperKind.PROGRESS_TABLE

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        on = day_asked_for(request)
        listed = RecommendationFilter(
            request.POST,
            partnership=self.partnership,
            reader=request.user,
            on=on,
            now=clock.now(),
            since=last_visit_ended(user=request.user, partnership=self.partnership),
        )
        # Drawing pages takes a second for every 20 rows or so: what is cut is said on the paper.
        pks = list(listed.rows.values_list("pk", flat=True))
        rows, (_, hidden) = pks[:MANY_ROWS], listed.total()
        order, chosen = SORTS[listed.sort][0].lower(), chosen_in_words(listed)
        return self.ask(
            progress_table.about(self.partnership, on, rows, chosen, order=order, closed=hidden, listed=len(pks)),
            filename=f"recommendations-{on.isoformat()}",
            is_public=True,
            back=reverse("recommendations:list", args=[self.partnership.slug]),
        )


def chosen_in_words(listed: RecommendationFilter) -> str:
    """“Status: In progress. Who does it: PPB”: the filters in use, empty without any."""
    if not listed.form.is_valid():
        return ""
    words = []
    for name, value in listed.form.cleaned_data.items():
        if value:
            choices = dict(listed.form.fields[name].choices)
            words.append(f"{listed.form.fields[name].label}: {choices.get(value, value)}")
    return ". ".join(words)
