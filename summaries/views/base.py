"""What the pages of a summary do first: find its meeting, and its form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from boards.models import Seat
from core import clock
from meetings.services.deadlines import bodies_of
from meetings.views.base import MeetingMixin
from summaries.forms.summary import SummaryForm
from summaries.models import MeetingSummary


class SummaryMixin(MeetingMixin):
    """A meeting of a body, on a day that is known: only such a meeting has a summary."""

    permission = "summaries.write_summary"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.meeting.may_have_summary:
            raise Http404

    def seats(self) -> list[Seat]:
        """The seats, on the day of the meeting, of each body that met, with who held them then; the host's first."""
        on = self.meeting.held_on
        assert on is not None
        bodies = [body.pk for body in bodies_of(self.meeting)]
        known = Seat.objects.filter(body__in=bodies).current(on=on).with_holders(on=on).select_related("body", "sector")
        return sorted(known, key=lambda seat: bodies.index(seat.body_id))

    def summary_form(self, summary: MeetingSummary, draft: dict[str, str], *, check: bool) -> SummaryForm:
        """The form as it was typed; with ``check`` it is judged as well."""
        return SummaryForm(
            draft,
            meeting=self.meeting,
            seats=self.seats(),
            is_correction=summary.published_at is not None,
            check=check,
            on=clock.today(),
        )
