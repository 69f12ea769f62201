"""What became of Halton's recommendations after the last fact: the PPB reviewed them in 2014, and closed some."""

from datetime import date, time
from typing import Any

from example.content import reviews
from example.cycle import Cycle
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import schedule_meeting
from monitoring.models import Review
from monitoring.services.decisions import stop_monitoring
from monitoring.services.reviews import record_review
from progress.models import ProgressUpdate, StatusChange
from progress.services.status import change_status
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation

FACTS_ENTERED = date(2013, 12, 31)
NOON, EVENING, AFTER_THE_MEETING = time(12), time(18, 30), time(21)
VENUE = "Civic Suite, Town Hall"


def add_reviews(cycle: Cycle) -> None:
    _date_the_facts_back(cycle)
    told = reviews()
    meetings = {table["held_on"]: _hold(cycle, table) for table in told["meetings"]}
    for table in told["recommendations"]:
        recommendation = cycle.partnership.recommendations.get(number=table["number"])
        _review(cycle, recommendation, table, meetings[min(meetings)])
        if "implemented" in table:
            _implement(cycle, recommendation, table["implemented"], meetings)
        if "closed" in table:
            _close(cycle, recommendation, table["closed"], meetings)


def _date_the_facts_back(cycle: Cycle) -> None:
    """Let the facts have been entered when they end: “changed since your last visit” is then what came later."""
    entered = {"recorded_at": cycle.days.moment(FACTS_ENTERED, NOON)}
    of_the_partnership = {"recommendation__partnership": cycle.partnership}
    ProgressUpdate.objects.filter(**of_the_partnership).update(**entered)
    StatusChange.objects.filter(**of_the_partnership).update(**entered)


def _hold(cycle: Cycle, table: dict[str, Any]) -> Meeting:
    meeting = Meeting(
        partnership=cycle.partnership,
        body=cycle.partnership.bodies.scrutinising().get(),
        title=table["title"],
        held_on=table["held_on"],
        starts_at=EVENING,
        venue=VENUE,
        status=MeetingStatus.HELD,
    )
    at = cycle.days.moment(table["held_on"], AFTER_THE_MEETING)
    return schedule_meeting(meeting=meeting, by=cycle.officer, at=at)


def _review(cycle: Cycle, recommendation: Recommendation, table: dict[str, Any], meeting: Meeting) -> None:
    assert meeting.held_on is not None
    record_review(
        review=Review(
            recommendation=recommendation,
            reviewed_on=meeting.held_on,
            achieved=table["achieved"],
            cost=table["cost"],
            next_steps=table["next_steps"],
            outcome=table["outcome"],
            meeting=meeting,
        ),
        by=cycle.officer,
        at=cycle.days.moment(meeting.held_on, AFTER_THE_MEETING),
    )


def _implement(
    cycle: Cycle, recommendation: Recommendation, table: dict[str, Any], meetings: dict[date, Meeting]
) -> None:
    change_status(
        recommendation=recommendation,
        to_status=RecommendationStatus.IMPLEMENTED,
        reason=table["reason"],
        evidence=table["evidence"],
        changed_on=table["on"],
        meeting=meetings[table["on"]],
        by=cycle.officer,
        at=cycle.days.moment(table["on"], AFTER_THE_MEETING),
    )


def _close(cycle: Cycle, recommendation: Recommendation, table: dict[str, Any], meetings: dict[date, Meeting]) -> None:
    stop_monitoring(
        recommendations=[recommendation],
        meeting=meetings[table["on"]],
        reason=table["reason"],
        by=cycle.officer,
        at=cycle.days.moment(table["on"], AFTER_THE_MEETING),
    )
