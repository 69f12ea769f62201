"""Officers record what the executive and the partnership answer."""

from __future__ import annotations

from typing import Any, ClassVar

from boards.models import Partnership
from boards.views.base import signed_in
from core import clock
from core.records import RecordAct
from core.rules.dates import format_date
from recommendations.choices import Responder
from recommendations.forms.responses import ReportResponsesForm, ResponseForm
from recommendations.models import Recommendation, Response
from recommendations.services.responses import clock_of, record_responses
from recommendations.views.about import RecommendationAct, RecommendationPages
from scrutiny.views.topic_groups import TopicGroupPages


class RecordsResponses(RecordAct):
    """What both pages share: the form knows the partnership's meetings, and one service takes all responses."""

    partnership: Partnership

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnership": self.partnership, "today": clock.today()}

    def get_initial(self) -> dict[str, Any]:
        return {"responder": Responder.EXECUTIVE, "responded_on": format_date(clock.today())} | super().get_initial()

    def record(self, responses: list[Response]) -> None:
        record_responses(responses=responses, by=signed_in(self.request), at=clock.now())


class ResponseAdd(RecordsResponses, RecommendationAct):
    template_name = "records/form.html"
    form_class = ResponseForm
    heading = "Record a response"
    submit_text = "Record the response"

    def perform(self, form: ResponseForm) -> str:
        self.record([form.response(self.object)])
        return f"The response to recommendation {self.object.number} is recorded."


class ResponsePages(RecommendationPages):
    permission, namespace = "scrutiny.manage_scrutiny", "recommendations"
    acts: ClassVar[Any] = {"response_add": ResponseAdd}
    routes: ClassVar[dict[str, str]] = {"response_add": "responses/add"}


class ReportResponses(RecordsResponses):
    """A row for each recommendation: executives answer reports, not rows."""

    template_name = "recommendations/report_responses.html"
    form_class = ReportResponsesForm
    heading = "Record the responses to this report"
    submit_text = "Record these responses"

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = Recommendation.objects.visible_to(self.request.user).filter(topic_group=self.object)
        today = clock.today()
        known = list(asked.with_kept(on=today).with_response(on=today).order_by("number"))
        return super().get_form_kwargs() | {"recommendations": known}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(response_clock=clock_of(self.object, on=clock.today()), **kwargs)

    def perform(self, form: ReportResponsesForm) -> str:
        responses = form.responses
        self.record(responses)
        return f"{len(responses)} response{'' if len(responses) == 1 else 's'} recorded. Earlier ones stay readable."


class ReportPages(TopicGroupPages):
    namespace = "recommendations"
    actions = ()  # type: ignore[assignment]  # the pages of a topic group are scrutiny’s
    acts: ClassVar[Any] = {"report_responses": ReportResponses}

    def route(self, action: str) -> str:
        return "topic-groups/<int:pk>/responses/"

    def name_of(self, action: str) -> str:
        return action

    def lock_scope(self, view: Any) -> None:
        """Only the group and its recommendations are locked."""
