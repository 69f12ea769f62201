"""Progress is told by the link in a mail, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from boards.views.by_link import ByLinkMixin
from core import clock
from progress.forms.requests import AnswerForm
from progress.mail import RequestLink
from progress.services.request_answers import AnswerRefused, answer_by_link
from progress.services.request_link_reading import LinkReading, read_link

NOTHING_SAID = "Say how far at least one of them is: nothing has been typed yet"


class RequestByLink(ByLinkMixin, TemplateView):
    link_class = RequestLink
    expired_template = "progress/link_expired.html"
    template_name = "progress/link.html"
    link: RequestLink

    def read(self) -> LinkReading:
        return read_link(meeting=self.link.meeting, owner=self.link.owner, on=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading = kwargs.pop("reading", None) or self.read()
        forms = kwargs.pop("forms", None) or [AnswerForm(recommendation=one) for one in reading.waiting]
        return super().get_context_data(
            reading=reading,
            forms=forms,
            problems=any(form.errors for form in forms),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """All boxes of the page come together, so that sending one loses nothing of another."""
        reading = self.read()
        # What somebody else has answered or closed meanwhile is taken all the same: it was typed.
        forms = [AnswerForm(request.POST, recommendation=one) for one in reading.asked]
        filled = [form for form in forms if form.is_filled]
        # Not a generator, which would stop at the first box that is wrong.
        valid = [form.is_valid() for form in filled]
        if filled and all(valid):
            try:
                self._record([form for form in filled if not reading.was_reported(form.recommendation, form.sent_text)])
            except AnswerRefused as refusal:
                wrong = next(form for form in filled if form.recommendation.pk == refusal.recommendation)
                wrong.add_error(refusal.field, str(refusal))
            else:
                return self.back("recorded")
        waits = [form for form in forms if form.is_filled or form.recommendation in reading.waiting]
        shown = [form if form.is_filled else AnswerForm(recommendation=form.recommendation) for form in waits]
        problem = "" if filled else NOTHING_SAID
        return self.render_to_response(self.get_context_data(reading=reading, forms=shown, problem=problem))

    def _record(self, filled: list[AnswerForm]) -> None:
        answers = [form.answer for form in filled]
        answer_by_link(answers=answers, owner=self.link.owner, person=self.link.person, at=clock.now())
