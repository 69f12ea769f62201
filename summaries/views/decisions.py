"""What was decided: the list of all decisions, the same as files, and each on its own page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from actions.models import Action
from boards.views.base import PartnershipMixin
from core import clock
from core.tables import ROWS_A_PAGE
from meetings.services.deadlines import bodies_of
from summaries.filters import DecisionFilter
from summaries.models import Decision
from summaries.sheets import DecisionSheet

GONE = 410


class FilteredDecisions(PartnershipMixin):
    """The decisions that the address asks for, the newest first."""

    def filtered(self) -> DecisionFilter:
        known = Decision.objects.visible_to(self.request.user).of(self.partnership)
        shown = known.newest_first().for_list().with_outcome()
        return DecisionFilter(self.request.GET, queryset=shown, partnership=self.partnership, today=clock.today())


class DecisionList(FilteredDecisions, TemplateView):
    """Each meeting with what it decided and what came of its actions."""

    template_name = "decisions/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.filtered()
        page = Paginator(found.qs, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        by_meeting = [(meeting, list(group)) for meeting, group in groupby(page, key=lambda one: one.meeting)]
        # Asked only where the filters leave none.
        is_empty = not page.paginator.count and not found.queryset.exists()
        return super().get_context_data(filter=found, page=page, meetings=by_meeting, is_empty=is_empty, **kwargs)


class DecisionDownload(FilteredDecisions):
    """The rows of the list as a file, with the filters of the page on which the reader asked for it."""

    ending = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = f"{self.partnership.slug}-decisions-{clock.today().isoformat()}.{self.ending}"
        return DecisionSheet.table(self.filtered().qs).download(name)


class DecisionShow(PartnershipMixin, TemplateView):
    """One decision; its address stays, and says so where a correction took the decision out of the summary."""

    template_name = "decisions/decision.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = Decision.objects.of(self.partnership).for_list().with_outcome()
        decision = get_object_or_404(known.select_related("version__paper"), pk=kwargs["pk"])
        shown = Decision.objects.visible_to(request.user).filter(meeting=decision.meeting_id)
        others = list(shown.newest_first().for_list())
        if decision not in others:
            return self.withdrawn(decision)
        actions = Action.objects.visible_to(request.user).filter(meeting=decision.meeting_id)
        today = clock.today()
        listed = actions.with_owner().with_latest_note().select_related("partnership").order_by("number")
        context = self.get_context_data(
            **kwargs,
            decision=decision,
            meeting=decision.meeting,
            bodies=bodies_of(decision.meeting),
            number=others.index(decision) + 1,
            others=[one for one in others if one != decision],
            actions=[(one, one.is_overdue(on=today)) for one in listed],
        )
        return self.render_to_response(context)

    def withdrawn(self, decision: Decision) -> HttpResponse:
        """Its words are in the version that stated them, and not on a page of today."""
        self.template_name = "decisions/withdrawn.html"
        context = self.get_context_data(decision=decision, meeting=decision.meeting)
        return self.render_to_response(context, status=GONE)
