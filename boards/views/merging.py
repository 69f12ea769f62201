"""Two records that are one are merged, after a look at what moves; the address of the one that goes leads on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404, redirect

from boards.forms.merging import MergeForm
from boards.models import FormerRecord
from boards.services.merging import merge
from boards.views.base import PartnershipMixin, signed_in
from core.records import RecordAct


class RecordMerge(RecordAct):
    heading = "Merge with another"
    submit_text = "Merge the two"
    template_name = "boards/merge.html"
    form_class = MergeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kept": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return found if found["form"].moves else found | {"submit_text": "Show what moves"}

    def form_invalid(self, form: MergeForm) -> HttpResponse:
        """To be shown what moves, as the first press asks, is no error."""
        if form.moves and not self.request.POST.get("shown"):
            form.errors.clear()
        return super().form_invalid(form)

    def perform(self, form: MergeForm) -> str:
        other, words = form.cleaned_data["other"], str(form.cleaned_data["other"])
        merge(partnership=self.object.partnership, kept=self.object, gone=other, by=signed_in(self.request))
        return f"{words} and {self.object} are one now."


def lead_on(view: PartnershipMixin, *, of: str, key: str) -> HttpResponseRedirectBase:
    """To the page of the record into which that one was merged; ``of`` is what they are. Raises 404 for any other."""
    known = FormerRecord.objects.visible_to(view.request.user).filter(partnership=view.partnership)
    former = get_object_or_404(known.exclude(**{of: None}).select_related(f"{of}__partnership"), key=key)
    return redirect(getattr(former, of), permanent=True)
