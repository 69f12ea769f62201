"""The reviews after twelve months: what is due, what was found, and what comes of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from boards.views.as_at import AsAtMixin
from boards.views.base import signed_in
from core import clock
from core.acts import lock
from core.rules.dates import ReviewState
from monitoring.forms import ReviewForm
from monitoring.models import Review
from monitoring.services.reviews import record_review
from recommendations.choices import NO_DATE
from recommendations.models import Recommendation
from recommendations.services.ppb_meetings import held_ppb_meetings
from recommendations.views.about import RecommendationAct, RecommendationPages

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


class ReviewRecord(RecommendationAct):
    template_name = "monitoring/review_form.html"
    form_class = ReviewForm
    heading = "Record the review"
    submit_text = "Record this review"

    def get_initial(self) -> dict[str, Any]:
        return {"reviewed_on": clock.today(), **super().get_initial()}

    def get_form_kwargs(self) -> dict[str, Any]:
        held = held_ppb_meetings(self.partnership, on=clock.today())
        review = Review(recommendation=self.object)
        return super().get_form_kwargs() | {"instance": review, "reader": self.request.user, "held": held}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button for one more row shows the page again, with what was typed."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_record()
        given = self.get_form_kwargs()
        given["initial"] = request.POST.dict() | {"rows": ReviewForm(**given).row_count + 1}
        del given["data"], given["files"]
        return self.render_to_response(self.get_context_data(form=ReviewForm(**given)))

    def perform(self, form: ReviewForm) -> str:
        review = record_review(
            review=form.instance,
            needs_follow_up=form.cleaned_data["needs_follow_up"],
            follow_ons=form.follow_ons,
            by=signed_in(self.request),
            at=clock.now(),
        )
        led_to = review.follow_ons.values_list("recommendation__number", flat=True)
        new = f" It led to recommendation {' and '.join(map(str, led_to))}." if led_to else ""
        return f"The review of recommendation {self.object.number} is recorded.{new}"


class ReviewPages(RecommendationPages):
    permission, namespace = "progress.add_progress", "monitoring"
    acts: ClassVar[Any] = {"review_record": ReviewRecord}
    routes: ClassVar[dict[str, str]] = {"review_record": "reviews/record"}

    def lock_scope(self, view: Any) -> None:
        """The report first: the review may add recommendations to it."""
        lock(view.get_object().topic_group)
