"""Officers add recommendations to a report, describe them and reword them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView

from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.acts import Refused
from recommendations.forms.editing import ParticularsForm, RecommendationForm, RewordForm
from recommendations.models import Recommendation
from recommendations.services.editing import (
    OutdatedWording,
    add_recommendation,
    change_particulars,
    next_number,
    reword,
    wording_number,
)
from scrutiny.models import TopicGroup


class Saves(WaitsForSignIn, FormView[Any]):
    """A form that one service takes or refuses; a refusal stands beside its field, and what was typed stays."""

    permission = "scrutiny.manage_scrutiny"
    heading = submit_text = ""

    def save(self, form: Any) -> str:
        """Call the service; answers what to tell the officer."""
        raise NotImplementedError

    def seen_now(self) -> Any:
        """What the form carries from now on where somebody else was first: sending it again knows of them."""
        return ""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            messages.success(self.request, self.save(form))
        except Refused as refusal:
            return self.refused(form, refusal)
        return HttpResponseRedirect(self.get_success_url())

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        field = form.place_of_error(refusal.field) if hasattr(form, "place_of_error") else refusal.field
        form.add_error(None if field == "seen" else field, str(refusal))
        if field == "seen" or isinstance(refusal, OutdatedWording):
            form.data = form.data.copy()
            form.data["seen"] = self.seen_now()
        return self.form_invalid(form)

    def back_url(self) -> str:
        return self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"heading": self.heading, "submit_text": self.submit_text, "back_url": self.back_url()}
        return super().get_context_data(**(told | kwargs))


class EditsOne(Saves):
    """A form about one recommendation, which ends on its page."""

    template_name = "recommendations/edit_form.html"
    recommendation: Recommendation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Recommendation.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.recommendation = get_object_or_404(known.select_related("topic_group", "partnership"), pk=kwargs["pk"])

    def get_success_url(self) -> str:
        return self.recommendation.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(recommendation=self.recommendation, **kwargs)


class RecommendationAdd(Saves):
    """A recommendation of a topic group's report; ``?paragraph=`` says from which paragraph it is drawn."""

    template_name = "recommendations/add.html"
    form_class = RecommendationForm
    heading = "Add a recommendation"
    submit_text = "Add and say who answers for it"
    topic_group: TopicGroup
    added: Recommendation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = TopicGroup.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.topic_group = get_object_or_404(known, pk=kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"topic_group": self.topic_group}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("paragraph", "")
        drawn_from = self.topic_group.paragraphs.filter(is_heading=False, pk=asked) if asked.isdecimal() else ()
        told = {"number": next_number(self.topic_group), "paragraphs": ", ".join(one.number for one in drawn_from)}
        return told | super().get_initial()

    def save(self, form: RecommendationForm) -> str:
        self.added = add_recommendation(
            topic_group=self.topic_group,
            number=form.cleaned_data["number"],
            words=form.words,
            particulars=form.particulars,
            by=signed_in(self.request),
        )
        return f"Recommendation {self.added.number} is added. Now say who answers for it."

    def get_success_url(self) -> str:
        return reverse("recommendations:parties_edit", args=[self.partnership.slug, self.added.pk])

    def back_url(self) -> str:
        return self.topic_group.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.topic_group, **kwargs)


class RecommendationEdit(EditsOne):
    form_class = ParticularsForm
    heading = "Edit the details"
    submit_text = "Save the details"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"topic_group": self.recommendation.topic_group}

    def get_initial(self) -> dict[str, Any]:
        one = self.recommendation
        kept = {name: getattr(one, name) for name in ("priority", "target_on", "resources_needed", "note")}
        kept["paragraphs"] = ", ".join(one.paragraphs.values_list("number", flat=True))
        kept["values"] = list(one.values_served.values_list("value", flat=True))
        return kept | super().get_initial()

    def save(self, form: ParticularsForm) -> str:
        change_particulars(recommendation=self.recommendation, particulars=form.particulars, by=signed_in(self.request))
        return f"The details of recommendation {self.recommendation.number} are saved."


class RecommendationReword(EditsOne):
    template_name = "recommendations/reword.html"
    form_class = RewordForm
    heading = "Reword the recommendation"
    submit_text = "Save the new wording"

    def get_initial(self) -> dict[str, Any]:
        one = self.recommendation
        kept = {"title": one.title, "explanation": one.explanation, "task": one.task, "seen": self.seen_now()}
        return kept | super().get_initial()

    def seen_now(self) -> int:
        return wording_number(self.recommendation)

    def save(self, form: RewordForm) -> str:
        reword(
            recommendation=self.recommendation,
            new=form.rewording,
            seen=form.cleaned_data["seen"] or 0,
            by=signed_in(self.request),
            at=clock.now(),
        )
        return f"Recommendation {self.recommendation.number} is reworded. Its earlier wordings stay on its page."

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        if isinstance(refusal, OutdatedWording):
            self.extra_context = {"theirs": refusal.latest}
        return super().refused(form, refusal)
