"""Officers write down what has been done, and change statuses; members propose them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.text import capfirst

from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from core.rules.text import clean_text
from progress.forms.proposals import ProposalForm
from progress.forms.status import StatusForm
from progress.forms.updates import ProgressForm
from progress.services.proposals import owner_of, propose_status
from progress.services.status import change_status, lock_successions
from progress.services.updates import add_progress
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation
from recommendations.services.naming import called
from recommendations.services.ppb_meetings import held_ppb_meetings
from recommendations.views.about import RecommendationAct, RecommendationPages


class StatusAct(RecommendationAct):
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"recommendation": self.object}


class ProgressAdd(StatusAct):
    form_class = ProgressForm
    heading = "Add progress"
    submit_text = "Add this progress"

    def get_initial(self) -> dict[str, Any]:
        """Who is asked and told the office is given by the address: ``?owner=``."""
        asked = self.object.owners.filter(code=clean_text(self.request.GET.get("owner", ""))).first()
        reporter = {"reported_by": asked.name} if asked else {}
        return {"reported_on": clock.today(), **reporter, **super().get_initial()}

    def perform(self, form: ProgressForm) -> str:
        by, at = signed_in(self.request), clock.now()
        try:
            add_progress(recommendation=self.object, **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            fields = {"changed_on": "reported_on", "to_status": "overall_status"}
            raise Refused(str(refusal), field=fields.get(refusal.field, refusal.field)) from refusal
        new = form.cleaned_data["overall_status"]
        status = f" Its status is now “{RecommendationStatus(new).label}”." if new else ""
        return f"Progress added to recommendation {self.object.number}.{status}"


class StatusChangeAdd(StatusAct):
    form_class = StatusForm
    heading = submit_text = "Change the status"

    def get_initial(self) -> dict[str, Any]:
        return {"changed_on": clock.today(), **super().get_initial()}

    def get_form_kwargs(self) -> dict[str, Any]:
        known = Recommendation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        held = held_ppb_meetings(self.partnership, on=clock.today())
        return super().get_form_kwargs() | {"others": known, "held": held}

    def perform(self, form: StatusForm) -> str:
        by, at = signed_in(self.request), clock.now()
        change = change_status(recommendation=self.object, **form.cleaned_data, by=by, at=at)
        successor = change.superseded_by
        instead = f" {capfirst(called(successor))} takes its place." if successor else ""
        status = change.get_to_status_display()
        return f"The status of recommendation {self.object.number} is now “{status}”.{instead}"


class StatusPropose(StatusAct):
    form_class = ProposalForm
    heading = "Propose a status"
    submit_text = "Propose this status"

    def perform(self, form: ProposalForm) -> str:
        by, at = signed_in(self.request), clock.now()
        owner = owner_of(self.object, by, at=at)
        proposal = propose_status(recommendation=self.object, **form.cleaned_data, owner=owner, by=by, at=at)
        status = proposal.get_to_status_display()
        return f"“{status}” is proposed. It becomes the status once the office confirms it."


class ProgressPages(RecommendationPages):
    permission, namespace = "progress.add_progress", "progress"
    acts: ClassVar[Any] = {"progress_add": ProgressAdd}
    routes: ClassVar[dict[str, str]] = {"progress_add": "progress/add"}


class StatusPages(RecommendationPages):
    permission, namespace = "progress.add_progress", "progress"
    acts: ClassVar[Any] = {"status_change": StatusChangeAdd}
    routes: ClassVar[dict[str, str]] = {"status_change": "status/change"}

    def lock_scope(self, view: Any) -> None:
        """Before the recommendation, as the service does: two that supersede each other would wait for each other."""
        lock_successions(view.partnership)


class ProposePages(RecommendationPages):
    permission, namespace = "recommendations.comment", "progress"
    acts: ClassVar[Any] = {"status_propose": StatusPropose}
    routes: ClassVar[dict[str, str]] = {"status_propose": "status/propose"}
