"""Progress is told by the link in a mail, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from boards.models import Person
from boards.views.by_link import GONE, REFUSED, ByLinkMixin
from core import clock
from core.links import LinkExpired
from meetings.models import Meeting
from progress.forms.requests import AnswerForm
from progress.mail import LINK_LASTS, PROGRESS_REQUEST
from progress.services.party_contacts import answers_for
from progress.services.request_answers import AnswerRefused, answer_by_link
from progress.services.request_link_reading import LinkReading, read_link
from progress.services.requests import renew_request_link
from recommendations.models import ResponsibleParty

NOTHING_SAID = "Say how far at least one of them is: nothing has been typed yet"


class RequestByLink(ByLinkMixin, TemplateView):
    purpose = PROGRESS_REQUEST
    lasts = LINK_LASTS
    template_name = "progress/link.html"
    meeting: Meeting
    party: ResponsibleParty
    person: Person

    def find(self, *parts: int) -> None:
        """Raises ``LinkExpired`` once the meeting's day is over."""
        self.look_up(*parts)
        if self.is_over:
            raise LinkExpired(parts)

    def look_up(self, *parts: int) -> None:
        meeting, party, person = parts
        self.meeting = get_object_or_404(self.partnership.meetings.select_related("partnership", "body"), pk=meeting)
        parties = self.partnership.responsible_parties.select_related("body", "organisation")
        self.party = get_object_or_404(parties, pk=party)
        self.person = get_object_or_404(self.partnership.people.all(), pk=person)

    @property
    def is_over(self) -> bool:
        held_on = self.meeting.held_on
        return held_on is not None and not self.meeting.is_off and held_on < clock.today()

    def may_act(self) -> bool:
        return answers_for(self.person, self.party, on=clock.today())

    def refused(self) -> HttpResponse | None:
        return None if self.may_act() else self.say("actions/link_refused.html", REFUSED)

    def expired(self, parts: tuple[int, ...]) -> HttpResponse | None:
        # Nothing of what the link was for is shown: whoever holds an old mail can only have a new one sent.
        self.look_up(*parts)
        again = "" if self.is_over else self.url("_again")
        return self.say("progress/link_expired.html", GONE, again_url=again)

    def url(self, step: str = "") -> str:
        return reverse(f"progress:request_link{step}", args=[self.partnership.slug, self.kwargs["token"]])

    def read(self) -> LinkReading:
        return read_link(meeting=self.meeting, party=self.party, on=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading = kwargs.pop("reading", None) or self.read()
        forms = kwargs.pop("forms", None) or [AnswerForm(recommendation=one) for one in reading.waiting]
        return super().get_context_data(
            meeting=self.meeting,
            party=self.party,
            person=self.person,
            reading=reading,
            forms=forms,
            problems=any(form.errors for form in forms),
            said=self.request.GET.get("said", "") if self.request.method == "GET" else "",
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
                self._record([form for form in filled if not reading.was_said(form.recommendation, form.text_said)])
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
        answer_by_link(answers=answers, party=self.party, person=self.person, at=clock.now())

    def back(self, outcome: str) -> HttpResponse:
        """The page again, by an address that does nothing when it is loaded once more."""
        return HttpResponseRedirect(f"{self.url()}?said={outcome}")


class RequestLinkAgain(RequestByLink):
    """Mails a new link in place of one that has expired, and says the same whether it did or not."""

    http_method_names = ["post"]
    is_expired = False

    def expired(self, parts: tuple[int, ...]) -> None:
        self.is_expired = True
        self.look_up(*parts)

    def may_act(self) -> bool:
        return True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_expired and not self.is_over:
            renew_request_link(meeting=self.meeting, party=self.party, person=self.person, at=clock.now())
        return self.say("actions/link_sent_again.html", 200)
