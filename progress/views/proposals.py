"""Officers confirm or decline the statuses that members and owners propose, many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from boards.views.base import PartnershipMixin, signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.acts import Refused
from progress.forms.proposals import ConfirmForm, DeclineForm
from progress.models import StatusProposal, StatusProposalQuerySet
from progress.services.proposals import confirm_many, decline_proposal
from recommendations.services.ppb_meetings import held_ppb_meetings

# Where a refusal is about no field of the form, it is about the ticked ones.
PLACES = {"seen_status": "proposals", "proposal": "proposals", "evidence": "proposals", "reason": "proposals"}


class WaitingMixin(PartnershipMixin):
    permission = "progress.add_progress"

    def waiting(self) -> StatusProposalQuerySet:
        known = StatusProposal.objects.visible_to(self.request.user).waiting()
        mine = known.filter(recommendation__partnership=self.partnership)
        return mine.select_related("recommendation__topic_group", "owner", "told_by", "proposed_by")

    def get_success_url(self) -> str:
        return reverse("progress:proposals", args=[self.partnership.slug])


class ProposalList(WaitsForSignIn, WaitingMixin, FormView[ConfirmForm]):
    """All that wait, to be ticked and confirmed by the office or by a meeting."""

    template_name = "progress/proposals.html"
    form_class = ConfirmForm

    def get_form_kwargs(self) -> dict[str, Any]:
        held = held_ppb_meetings(self.partnership, on=clock.today())
        return super().get_form_kwargs() | {"waiting": list(self.waiting()), "held": held}

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        try:
            changes = confirm_many(
                seen=form.cleaned_data["proposals"],
                confirmed_on=form.cleaned_data["confirmed_on"],
                meeting=form.cleaned_data["meeting"],
                by=signed_in(self.request),
                at=clock.now(),
            )
        except Refused as refusal:
            place = PLACES.get(refusal.field, refusal.field)
            form.add_error(
                "meeting" if form.cleaned_data["meeting"] and place == "confirmed_on" else place, str(refusal)
            )
            return self.form_invalid(form)
        number = len(changes)
        messages.success(self.request, f"{number} status{'' if number == 1 else 'es'} confirmed.")
        return super().form_valid(form)


class ProposalDecline(WaitsForSignIn, WaitingMixin, FormView[DeclineForm]):
    template_name = "progress/proposal_decline.html"
    form_class = DeclineForm

    @cached_property
    def proposal(self) -> StatusProposal:
        known = StatusProposal.objects.visible_to(self.request.user)
        mine = known.filter(recommendation__partnership=self.partnership).select_related("recommendation", "owner")
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        try:
            decline_proposal(
                proposal=self.proposal, note=form.cleaned_data["note"], by=signed_in(self.request), at=clock.now()
            )
        except Refused as refusal:
            messages.error(self.request, f"{refusal}. Nothing was changed.")
        else:
            messages.success(
                self.request, "The proposal is declined. Members see your note on the recommendation’s page."
            )
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            proposal=self.proposal,
            heading="Decline a proposal",
            submit_text="Decline this proposal",
            back_url=self.get_success_url(),
            **kwargs,
        )
