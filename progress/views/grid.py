"""Officers write down progress on many recommendations at once, in a grid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.utils.functional import cached_property

from boards.views.acts import ActFormView
from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.signed_plans import Moved
from progress.filters import OpenFilter
from progress.forms.grid import GridForm
from progress.services.many_updates import MOST_UPDATES, add_many, latest_of
from recommendations.models import Recommendation

ROWS_A_PAGE = 25
SEEN = "seen-"


class ProgressGrid(WaitsForSignIn, ActFormView[GridForm]):
    permission = "progress.add_progress"
    template_name = "progress/grid.html"
    form_class = GridForm

    @cached_property
    def filter(self) -> OpenFilter:
        return OpenFilter(self.request.GET, partnership=self.partnership, reader=self.request.user, on=clock.today())

    @cached_property
    def page(self) -> Page[Recommendation]:
        return Paginator(self.filter.rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today(), **super().get_initial()}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        # The rows that were typed into, whatever has become of them and whichever page is shown.
        typed = kwargs["data"] if self.request.method == "POST" else kwargs["initial"]
        rows = list(self._typed(typed) or ([] if self.request.method == "POST" else self.page))
        return {**kwargs, "recommendations": rows, "latest": latest_of(one.pk for one in rows)}

    def _typed(self, names: Iterable[str]) -> list[Recommendation]:
        pks = [name.removeprefix(SEEN) for name in names if name.startswith(SEEN)]
        known = [int(pk) for pk in pks if pk.isdecimal() and len(pk) < 19][:MOST_UPDATES]
        if not known:
            return []
        visible = Recommendation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return list(visible.filter(pk__in=known).as_at(clock.today()).by_number())

    def form_valid(self, form: GridForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Moved as moved:
            # Between this form's reading and its writing: the next reading shows what it was.
            for one in form.recommendations:
                if one.pk in moved.keys:
                    form.flag_moved(one)
            return self.form_invalid(form)

    def perform(self, form: GridForm) -> str:
        by, at = signed_in(self.request), clock.now()
        return progress_added(add_many(partnership=self.partnership, updates=form.updates(), by=by, at=at))

    def get_success_url(self) -> str:
        return self.request.get_full_path()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, page=self.page, **kwargs)


def progress_added(number: int) -> str:
    """As a message."""
    return f"Progress on {'one recommendation' if number == 1 else f'{number} recommendations'} is written down."
