"""What has been changed in a record, by whom, and from what to what."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from boards.trail import trail_of
from boards.views.base import PartnershipMixin, signed_in
from core.audit_words import act_in_words
from core.models import Governed
from desk.history import KINDS, Kind, entries_of, entries_of_act, read_entries


class RecordHistory(PartnershipMixin, TemplateView):
    permission = "boards.work_at_desk"
    template_name = "desk/history.html"
    kind: Kind
    record: Governed

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS:
            raise Http404
        self.kind = KINDS[kwargs["kind"]]
        self.record = get_object_or_404(self._known(), **self._sought(kwargs["key"]))

    def _known(self) -> QuerySet[Any]:
        manager: Any = self.kind.model._default_manager
        known: QuerySet[Any] = manager.visible_to(self.request.user)
        return known.filter(**{self.kind.within: self.partnership.pk})

    def _sought(self, key: str) -> dict[str, str]:
        field = self.kind.lookup or self.kind.key
        if field == "pk" and not key.isdecimal():
            raise Http404
        return {field: key} if field else {}

    def _page_url(self) -> str:
        if self.kind.lookup:
            return str(self.record.get_absolute_url())  # type: ignore[attr-defined]  # it has a page of its own
        place = {"partnership": self.partnership.slug}
        return reverse(self.kind.page, kwargs=place | self._sought(self.kwargs["key"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = entries_of(self.record).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            record=self.record if self.kind.key else "Partnership details",
            record_url=self._page_url(),
            page=page,
            entries=read_entries(self.record, page.object_list),
            **kwargs,
        )


class ActChanges(PartnershipMixin, TemplateView):
    """What one act of the audit trail changed, in all records of the partnership."""

    permission = "boards.manage_partnership"
    template_name = "desk/act.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = trail_of(self.partnership, reader=signed_in(self.request)).select_related("made_by")
        event = get_object_or_404(trail, pk=kwargs["pk"])
        page = entries_of_act(event, self.partnership).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            event=event, words=act_in_words(event), page=page, entries=read_entries(None, page.object_list), **kwargs
        )
