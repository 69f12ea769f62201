"""The reviews after twelve months: what is due, what was found, and what comes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from boards.views.as_at import AsAtMixin
from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from core.rules.dates import ReviewState
from monitoring.choices import ReviewOutcome
from monitoring.forms import MOST_ROWS, ReviewForm
from monitoring.models import Review
from monitoring.services.reviews import record_review
from recommendations.choices import NO_DATE
from recommendations.models import Recommendation
from recommendations.services.ppb_meetings import held_ppb_meetings
from recommendations.views.about import AboutOne

ROWS_A_PAGE = 25
# By the word in the address: the state, and what its link says.
STATES = {
    "overdue": (ReviewState.OVERDUE.value, "Overdue"),
    "due-soon": (ReviewState.DUE_SOON.value, "Due within 30 days"),
    "not-due": (ReviewState.NOT_DUE.value, "Not due yet"),
    "done": (ReviewState.DONE.value, "Reviewed"),
    "no-date": (NO_DATE, "Date not known"),
}


class ReviewList(AsAtMixin, TemplateView):
    template_name = "monitoring/reviews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = Recommendation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        listed = known.as_at(self.on).of_review_list(on=self.on)
        counts = listed.review_counts()
        asked = self.request.GET.get("state", "")
        state = asked if asked in STATES else ""
        recorded = Prefetch("reviews", Review.objects.known_on(self.on).select_related("meeting"), "reviews_on_day")
        shown = listed.in_review_state(STATES[state][0]) if state else listed
        paginator = Paginator(shown.prefetch_related(recorded), ROWS_A_PAGE)
        # Counted already, so that the page and the links above it cannot disagree.
        paginator.count = counts[STATES[state][0]] if state else sum(counts.values())
        return super().get_context_data(
            page=paginator.get_page(self.request.GET.get("page")),
            total=sum(counts.values()),
            state=state,
            states=[
                {"key": key, "text": text, "count": counts[value], "current": key == state}
                for key, (value, text) in STATES.items()
            ],
            may_record=self.on == self.today and self.request.user.has_perm("progress.add_progress", self.partnership),
            **kwargs,
        )


class ReviewRecord(AboutOne):
    permission = "progress.add_progress"
    template_name = "monitoring/review_form.html"
    form_class = ReviewForm
    heading = "Record the review"
    submit_text = "Record this review"

    def get_initial(self) -> dict[str, Any]:
        return {"reviewed_on": clock.today(), **super().get_initial()}

    def get_form_kwargs(self) -> dict[str, Any]:
        held = held_ppb_meetings(self.partnership, on=clock.today())
        given = super().get_form_kwargs()
        sent = str((self.request.POST if self.request.method == "POST" else given["initial"]).get("rows", ""))
        rows = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 1
        return given | {"held": held, "rows": min(max(rows, 1), MOST_ROWS)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        given = self.get_form_kwargs()
        form = ReviewForm(initial=request.POST.dict(), held=given["held"], rows=min(given["rows"] + 1, MOST_ROWS))
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        try:
            review = record_review(
                recommendation=self.recommendation, content=form.content(), by=signed_in(self.request), at=clock.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        said = f"The review of recommendation {self.recommendation.number} is recorded."
        if review.outcome == ReviewOutcome.FOLLOWED:
            numbers = " and ".join(
                str(number) for number in review.follow_ons.values_list("recommendation__number", flat=True)
            )
            said += f" It led to recommendation {numbers}."
        messages.success(self.request, said)
        return super().form_valid(form)
