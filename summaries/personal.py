"""What is kept of people in summaries."""

from core.personal import declare
from summaries.models import Decision, DraftCopy, MeetingSummary, SummaryComment, SummaryVersion

declare(MeetingSummary, copied=("draft",), nothing={"a random number": ("saved_from",)})
declare(DraftCopy, copied=("draft",))
declare(
    SummaryVersion,
    copied=("attendance", "not_sent_to", "from_last_time", "actions", "form_data", "others_present"),
    written=("note", "key_issues", "decisions"),
)
# Drawn from the summary in force: corrected with it.
declare(Decision, written=("html", "text"))
declare(SummaryComment, written=("text", "answer"))
