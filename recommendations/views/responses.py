"""Officers record what the executive and the partnership answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from boards.views.base import signed_in
from core import clock
from core.rules.dates import format_date
from recommendations.choices import Responder
from recommendations.forms.responses import ReportResponsesForm, ResponseForm
from recommendations.models import Recommendation
from recommendations.services.responses import clock_of, record_responses
from recommendations.views.editing import EditsOne, Saves
from scrutiny.models import TopicGroup


class RecordsAnswers(Saves):
    """What both pages share: the form knows the partnership's meetings, and one service takes all answers."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnership": self.partnership, "today": clock.today()}

    def get_initial(self) -> dict[str, Any]:
        return {"responder": Responder.EXECUTIVE, "responded_on": format_date(clock.today())} | super().get_initial()

    def record(self, form: ResponseForm | ReportResponsesForm) -> int:
        made = record_responses(
            answers=form.answers,
            **form.by_whom(),
            on=clock.today(),
            by=signed_in(self.request),
            at=clock.now(),
        )
        return len(made)


class ResponseAdd(RecordsAnswers, EditsOne):
    form_class = ResponseForm
    heading = "Record a response"
    submit_text = "Record the response"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"recommendation": self.recommendation}

    def save(self, form: ResponseForm) -> str:
        self.record(form)
        return f"The response to recommendation {self.recommendation.number} is recorded."


class ReportResponses(RecordsAnswers):
    """A row for each recommendation: executives answer reports, not rows."""

    template_name = "recommendations/report_responses.html"
    form_class = ReportResponsesForm
    heading = "Record the responses to this report"
    submit_text = "Record these responses"
    topic_group: TopicGroup

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = TopicGroup.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.topic_group = get_object_or_404(known.select_related("partnership"), pk=kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = Recommendation.objects.visible_to(self.request.user).filter(topic_group=self.topic_group)
        return super().get_form_kwargs() | {
            "recommendations": list(asked.with_response(on=clock.today()).order_by("number"))
        }

    def save(self, form: ReportResponsesForm) -> str:
        number = self.record(form)
        return f"{number} response{'' if number == 1 else 's'} recorded. Earlier ones stay readable."

    def get_success_url(self) -> str:
        return self.topic_group.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            group=self.topic_group, response_clock=clock_of(self.topic_group, on=clock.today()), **kwargs
        )
