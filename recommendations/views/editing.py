"""Officers add recommendations to a report, describe them and reword them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from boards.records import RecordPages
from boards.views.base import signed_in
from core import clock
from recommendations.forms.editing import DetailsForm, RecommendationForm, RewordForm
from recommendations.models import Recommendation, Wording
from recommendations.services.editing import add_recommendation, next_number, reword
from recommendations.views.about import RecommendationAct, RecommendationPages
from scrutiny.views.topic_groups import group_pages

MANAGE = "scrutiny.manage_scrutiny"


class AddPages(RecordPages):
    """A recommendation of a topic group's report; ``?paragraph=`` says from which paragraph it is drawn."""

    model, form_class, permission, namespace = Recommendation, RecommendationForm, MANAGE, "recommendations"
    parent, parent_field, path = group_pages, "topic_group", "recommendations"
    actions = ("add",)
    noun = "recommendation"
    submit_texts: ClassVar[dict[str, str]] = {"add": "Add and say who answers for it"}
    templates: ClassVar[dict[str, str]] = {"add": "recommendations/add.html"}
    audited_by_services = ("add",)

    def name_of(self, action: str) -> str:
        return action

    def new(self, view: Any) -> Recommendation:
        return Recommendation(topic_group=view.parent, partnership=view.partnership)

    def get_initial(self, view: Any) -> dict[str, Any]:
        asked = view.request.GET.get("paragraph", "")
        drawn_from = view.parent.paragraphs.filter(is_heading=False, pk=asked) if asked.isdecimal() else ()
        return {"number": next_number(view.parent), "paragraphs": ", ".join(one.number for one in drawn_from)}

    def store(self, form: Any) -> Recommendation:
        return add_recommendation(recommendation=form.instance, by=form.reader, **form.sources)

    def get_message(self, action: str, record: Recommendation) -> str:
        return f"Recommendation {record.number} is added. Now say who answers for it."

    def get_success_url(self, view: Any) -> str:
        added = getattr(view, "object", None)
        if added is None or added.pk is None:
            return str(view.parent.get_absolute_url())
        return reverse("recommendations:owners_edit", args=[view.partnership.slug, added.pk])


class DetailsPages(RecommendationPages):
    form_class, permission, namespace = DetailsForm, MANAGE, "recommendations"
    actions = ("edit",)
    headings: ClassVar[dict[str, str]] = {"edit": "Edit the details"}
    submit_texts: ClassVar[dict[str, str]] = {"edit": "Save the details"}

    def get_message(self, action: str, record: Recommendation) -> str:
        return f"The details of recommendation {record.number} are saved."


class Reword(RecommendationAct):
    template_name = "recommendations/reword.html"
    form_class = RewordForm
    heading = "Reword the recommendation"
    submit_text = "Save the new wording"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("title", "explanation", "task")} | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        wording = Wording(recommendation=self.object)
        return super().get_form_kwargs() | {"instance": wording, "reader": self.request.user}

    def perform(self, form: RewordForm) -> str:
        reword(wording=form.instance, by=signed_in(self.request), at=clock.now())
        return f"Recommendation {self.object.number} is reworded. Its earlier wordings stay on its page."


class RewordPages(RecommendationPages):
    permission, namespace = MANAGE, "recommendations"
    acts: ClassVar[Any] = {"reword": Reword}
