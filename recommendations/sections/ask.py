"""What members asked, and what the office answered."""

from boards.panels import Panel
from recommendations.forms.progress import CommentForm
from recommendations.models import RecommendationComment
from recommendations.sections.reading import Reading


def section(reading: Reading) -> Panel:
    comments = RecommendationComment.objects.visible_to(reading.reader).filter(recommendation=reading.recommendation)
    reader, partnership = reading.reader, reading.partnership
    return Panel(
        "recommendations/sections/ask.html",
        {
            "comments": comments.select_related("made_by", "answered_by"),
            "comment_form": CommentForm() if reader.has_perm("recommendations.comment", partnership) else None,
            "may_answer": reader.has_perm("recommendations.answer_comment", partnership),
        },
    )
