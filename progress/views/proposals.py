"""Officers confirm or decline the statuses that members and owners propose, many at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from boards.views.acts import ActFormView, ActMixin
from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.acts import Refused
from core.rules.text import counted
from progress.forms.proposals import ConfirmForm, DeclineForm
from progress.models import StatusProposal, StatusProposalQuerySet
from progress.services.proposals import confirm_many, decline_proposal
from recommendations.services.ppb_meetings import held_ppb_meetings

# Where a refusal is about no field of the form, it is about the ticked ones.
PLACES = {"seen_status": "proposals", "proposal": "proposals", "evidence": "proposals", "reason": "proposals"}


class WaitingMixin(ActMixin):
    permission = "progress.add_progress"

    def waiting(self) -> StatusProposalQuerySet:
        known = StatusProposal.objects.visible_to(self.request.user).waiting()
        mine = known.filter(recommendation__partnership=self.partnership)
        return mine.select_related("recommendation__topic_group", "owner", "told_by", "proposed_by")

    def get_success_url(self) -> str:
        return reverse("progress:proposals", args=[self.partnership.slug])


class ProposalList(WaitsForSignIn, WaitingMixin, ActFormView[ConfirmForm]):
    """All that wait, to be ticked and confirmed by the office or by a meeting."""

    template_name = "progress/proposals.html"
    form_class = ConfirmForm

    def get_form_kwargs(self) -> dict[str, Any]:
        held = held_ppb_meetings(self.partnership, on=clock.today())
        return super().get_form_kwargs() | {"waiting": list(self.waiting()), "held": held}

    def perform(self, form: ConfirmForm) -> str:
        given = form.cleaned_data
        changes = confirm_many(
            seen=given["proposals"],
            confirmed_on=given["confirmed_on"],
            meeting=given["meeting"],
            by=signed_in(self.request),
            at=clock.now(),
        )
        return f"{counted(len(changes), 'status', 'statuses')} confirmed."

    def show_refusal(self, form: ConfirmForm, refusal: Refused) -> HttpResponse:
        place = PLACES.get(refusal.field, refusal.field)
        is_of_meeting = form.cleaned_data["meeting"] and place == "confirmed_on"
        return super().show_refusal(form, Refused(str(refusal), field="meeting" if is_of_meeting else place))


class ProposalDecline(WaitsForSignIn, WaitingMixin, ActFormView[DeclineForm]):
    template_name = "progress/proposal_decline.html"
    form_class = DeclineForm

    @cached_property
    def proposal(self) -> StatusProposal:
        known = StatusProposal.objects.visible_to(self.request.user)
        mine = known.filter(recommendation__partnership=self.partnership).select_related("recommendation", "owner")
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def perform(self, form: DeclineForm) -> str:
        decline_proposal(proposal=self.proposal, **form.cleaned_data, by=signed_in(self.request), at=clock.now())
        return "The proposal is declined. Members see your note on the recommendation’s page."

    def show_refusal(self, form: DeclineForm, refusal: Refused) -> HttpResponse:
        return self.lead_back(Refused(f"{refusal}. Nothing was changed"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            proposal=self.proposal,
            heading="Decline a proposal",
            submit_text="Decline this proposal",
            back_url=self.get_success_url(),
            **kwargs,
        )
