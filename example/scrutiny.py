"""Made-up progress and comments on Halton's recommendations, and what the PPB member has seen of them."""

from datetime import time

from example.content import CommentText, scrutiny
from example.cycle import Cycle
from progress.services.updates import add_progress
from recommendations.models import Recommendation
from recommendations.services.comments import add_comment, answer_comment
from recommendations.services.visits import note_visit

READER = "ppb.member@example.org"
# In weeks from the day of loading: the PPB member looked, then the last progress came.
LAST_LOOKED = -3
MORNING = time(11, 5)


def add_scrutiny(cycle: Cycle) -> None:
    told = scrutiny()
    for table in told["progress"]:
        day = cycle.days.near(table["weeks"])
        add_progress(
            recommendation=_recommendation(cycle, table["recommendation"]),
            text=table["text"],
            status=table["status"],
            reported_on=day,
            reported_by=table["reported_by"],
            by=cycle.officer,
            at=cycle.days.moment(day, MORNING),
        )
    for table in told["comments"]:
        _comment(cycle, CommentText(**table))
    looked_at = cycle.days.moment(cycle.days.near(LAST_LOOKED), MORNING)
    note_visit(user=cycle.users[READER], partnership=cycle.partnership, at=looked_at)


def _recommendation(cycle: Cycle, number: int) -> Recommendation:
    return cycle.partnership.recommendations.get(number=number)


def _comment(cycle: Cycle, text: CommentText) -> None:
    comment = add_comment(
        recommendation=_recommendation(cycle, text.recommendation),
        text=text.text,
        by=cycle.users[text.by],
        at=cycle.days.moment(cycle.days.near(text.weeks), MORNING),
    )
    if text.answer:
        answered_at = cycle.days.moment(cycle.days.near(text.answered_weeks), MORNING)
        answer_comment(comment=comment, answer=text.answer, by=cycle.officer, at=answered_at)
