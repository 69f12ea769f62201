"""The member's list of recommendations as a paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.base import View

from boards.views.base import PartnershipMixin
from core import clock
from core.models import User
from core.papers import TooManyWaiting, ask_for_paper
from recommendations.filters import SORTS, RecommendationFilter
from recommendations.services.visits import last_visit_ended
from reports.choices import PaperKind
from reports.printing import progress_table
from reports.views.papers import BUSY, day_asked_for, follow

MANY_ROWS = 500


class RecommendationsPaper(PartnershipMixin, View):
    """Asks for the paper of the rows that the list shows, with its filters, its order and its day."""

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
        try:
            paper = ask_for_paper(
                kind=PaperKind.PROGRESS_TABLE,
                scope=self.partnership.slug,
                about=progress_table.about(
                    self.partnership,
                    on,
                    rows,
                    chosen_in_words(listed),
                    order=SORTS[listed.sort][0].lower(),
                    closed=hidden,
                    listed=len(pks),
                ),
                filename=f"{self.partnership.slug}-recommendations-{on.isoformat()}.pdf",
                is_public=True,
                by=request.user if isinstance(request.user, User) else None,
                at=clock.now(),
            )
        except TooManyWaiting:
            messages.error(request, BUSY)
            return redirect("recommendations:list", self.partnership.slug)
        return follow(paper)


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
