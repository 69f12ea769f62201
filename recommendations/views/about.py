"""Pages on which something is done to one recommendation, each of which ends on its page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from boards.models import Partnership
from boards.records import RecordPages
from core.records import RecordAct
from recommendations.models import Recommendation


class RecommendationAct(RecordAct):
    """A form that does something to a recommendation; its service is an act, which writes down what was done."""

    template_name = "recommendations/form.html"
    partnership: Partnership
    anchor = ""

    def get_success_url(self) -> str:
        """To the part of the recommendation's page that ``anchor`` names."""
        return f"{super().get_success_url()}{self.anchor and '#'}{self.anchor}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"Recommendation {self.object.number}: {self.object.title}"
        return super().get_context_data(**({"caption": caption} | kwargs))


class RecommendationPages(RecordPages):
    """``acts`` are forms about one recommendation; ``routes`` says what stands in the address of each, after that of
    the recommendation.
    """

    model = Recommendation
    actions: ClassVar[tuple[str, ...]] = ()
    path = url_name = "recommendations"
    routes: ClassVar[dict[str, str]] = {}

    def route(self, action: str) -> str:
        return f"recommendations/<int:pk>/{self.routes.get(action, action)}/"

    def name_of(self, action: str) -> str:
        return action

    def lock_scope(self, view: Any) -> None:
        """Only the recommendation is locked: those who answer by their links wait for no other."""

    def get_queryset(self, view: Any) -> QuerySet[Recommendation]:
        return super().get_queryset(view).select_related("topic_group", "partnership")

    def get_success_url(self, view: Any) -> str:
        return str(view.object.get_absolute_url())
