"""The panels of a recommendation’s page, of meetings and of what delivers it; the places for apps above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, QuerySet
from django.db.models.functions import Coalesce
from django.utils.text import Truncator

from actions.models import Action
from actions.panels import ON_ACTION
from actions.picks import ACTION_PICKS
from boards.models import Partnership, Strategy
from boards.panels import (
    ON_STRATEGY,
    ON_TODAY,
    SHOWN_HERE_ALONE,
    Task,
    TaskGroup,
    ago,
    first_waiting,
    group_panel,
    is_old,
    task_panel,
)
from boards.prepared import prepared
from core.addresses import address
from core.models import FormToken
from core.panels import Panel, PanelRequest, Place
from core.rules.dates import format_date
from core.rules.text import numbers_after
from recommendations.choices import UpdateAge
from recommendations.delivery import delivered_panel, read_delivery
from recommendations.forms.comments import CommentForm
from recommendations.models import Recommendation, RecommendationComment, Wording
from recommendations.picking import ACTION_PICKER
from recommendations.rules import silence_since
from recommendations.services.responses import ReportDue, answers_known, clock_of, clock_of_one, responses_due
from recommendations.word_changes import Piece, is_changed, word_changes
from scrutiny.models import TopicGroup
from scrutiny.panels import ON_TOPIC_GROUP

if TYPE_CHECKING:
    from boards.panels import Reader

LIST = "recommendations:list"
WORDS_OF_COMMENT = 90

Reading = PanelRequest[Recommendation]  # read by ``as_at(on)``

# The page of a recommendation, which reads from top to bottom like a story.
STORY: Place[Recommendation] = Place()
# Its facts beside the story: where it stands, its owners, when it is reviewed and discussed.
SIDE: Place[Recommendation] = Place()
# The buttons at its head.
PAGE_ACTIONS: Place[Recommendation] = Place()
# What a reader may do from each row of the list: of its partnership.
ROW_ACTIONS: Place[Partnership] = Place()
# The page on which officers link what delivers a recommendation.
ON_DELIVERY: Place[Recommendation] = Place()

ACTION_PICKS.picker = ACTION_PICKER


@STORY.add(order=10)
def asked_panel(reading: Reading) -> Panel:
    """What was asked, in which source, and what is known beside the wording."""
    recommendation = reading.record
    return Panel(
        "recommendations/panels/asked.html",
        {
            "paragraphs": list(recommendation.paragraphs.order_by("position")),
            "values": list(recommendation.values_served.all()),
            "may_edit": reading.may("scrutiny.manage_scrutiny"),
        },
    )


Part = tuple[str, tuple[Piece, ...]]


@dataclass(frozen=True)
class WordingShown:
    """One wording, with what its paper changed in the one before; ``parts`` are those that changed."""

    wording: Wording
    parts: Sequence[Part]


@STORY.add(order=90)
def wording_panel(reading: Reading) -> Panel | None:
    """Nothing as long as there is one wording only."""
    wordings = reading.record.wordings_on_day
    if len(wordings) < 2:
        return None
    before: list[Wording | None] = [None, *wordings[:-1]]
    shown = [
        WordingShown(one, _changes(earlier, one) if earlier else ())
        for earlier, one in zip(before, wordings, strict=True)
    ]
    return Panel("recommendations/panels/wording.html", {"wordings": shown})


def _changes(before: Wording, after: Wording) -> list[Part]:
    compared = (
        ("What is asked", word_changes(before.title, after.title)),
        ("Explanation", word_changes(before.explanation, after.explanation)),
        ("What those who answer for it are asked to do", word_changes(before.task, after.task)),
    )
    return [(name, pieces) for name, pieces in compared if is_changed(pieces)]


@STORY.add(order=30)
def responses_panel(reading: Reading) -> Panel | None:
    """Nothing for the public before there is an answer, or a day by which one is due."""
    answers = answers_known(reading.record, on=reading.on)
    clock = clock_of_one(reading.record, on=reading.on)
    may_record = reading.may("scrutiny.manage_scrutiny")
    if not answers and clock.due_on is None and not may_record:
        return None
    return Panel(
        "recommendations/panels/responses.html", {"answers": answers, "clock": clock, "may_record": may_record}
    )


@SIDE.add(order=20)
def owners_panel(reading: Reading) -> Panel:
    """Who answers for it."""
    return Panel("recommendations/panels/owners.html", {"may_edit": reading.may("scrutiny.manage_scrutiny")})


@STORY.add(order=50)
def delivery_panel(reading: Reading) -> Panel | None:
    """Nothing for the public where nothing is linked."""
    linked = read_delivery(reading.record)
    may_edit = reading.may("scrutiny.manage_scrutiny")
    if not linked.actions and not linked.priorities and not may_edit:
        return None
    return Panel("recommendations/panels/delivery.html", {"linked": linked, "may_edit": may_edit})


@STORY.add(order=110)
def ask_panel(reading: Reading) -> Panel:
    """What members asked, and what the office answered."""
    comments = RecommendationComment.objects.visible_to(reading.reader).filter(recommendation=reading.record)
    reader, partnership = reading.reader, reading.partnership
    return Panel(
        "recommendations/panels/ask.html",
        {
            "comments": comments.select_related("made_by", "answered_by"),
            "form_token": FormToken.new(),
            "comment_form": CommentForm() if reader.has_perm("recommendations.comment", partnership) else None,
            "may_answer": reader.has_perm("recommendations.answer_comment", partnership),
        },
    )


@ON_ACTION.add(order=10)
def delivered_by_action_panel(asked: PanelRequest[Action]) -> Panel | None:
    """Which recommendations the action delivers, as far as the reader may see them; officers may pick others."""
    action, may_edit = asked.record, asked.may("scrutiny.manage_scrutiny")
    known = Recommendation.objects.visible_to(asked.reader).filter(delivering_actions__action=action)
    found = known.as_at(asked.on).by_number()
    delivered = delivered_panel(found, "Recommendations that this action delivers", asked.on)
    if not may_edit:
        return delivered
    suggestions = []
    if numbers_after("recommendation", action.what):
        picked = ACTION_PICKER.picked(action)
        named = ACTION_PICKER.suggest(action.what, ACTION_PICKER.choices(action.meeting, on=asked.on))
        suggestions = [pick for pick in named if pick.pk not in picked]
    context = {"delivered": delivered, "action": action, "suggestions": suggestions, "partnership": asked.partnership}
    return Panel("recommendations/panels/of_action.html", context)


@ON_STRATEGY.add(order=10)
def served_by_strategy_panel(asked: PanelRequest[Strategy]) -> Panel | None:
    """Which recommendations serve the strategy's priorities."""
    known = Recommendation.objects.visible_to(asked.reader).filter(served_priorities__priority__strategy=asked.record)
    return delivered_panel(
        known.as_at(asked.on).by_number().distinct(), "Recommendations that serve this strategy", asked.on
    )


@ON_TOPIC_GROUP.add(order=10)
def recommended_panel(asked: PanelRequest[TopicGroup]) -> Panel:
    """What the topic group recommended, where each stands, and by when the executive must answer."""
    known = Recommendation.objects.visible_to(asked.reader).filter(topic_group=asked.record)
    return Panel(
        "recommendations/panels/of_topic_group.html",
        {
            "recommendations": known.as_at(asked.on).with_response(on=asked.on).by_number(),
            "clock": clock_of(asked.record, on=asked.on),
            "may_manage": asked.may("scrutiny.manage_scrutiny"),
        },
    )


# Today


def comments_waiting(partnership: int, reader: Reader, _on: date) -> QuerySet[Any, Any]:
    comments = RecommendationComment.objects.visible_to(reader).unanswered()
    return comments.filter(recommendation__partnership=partnership)


@prepared("partnership")
def _first_comments(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    rows = comments_waiting(partnership, reader, on).select_related("made_by", "recommendation")
    of_recommendation = ("recommendation__number", "recommendation__title")
    rows = rows.only("text", "made_by__name", "made_by__email", *of_recommendation)
    return first_waiting(rows, "made_at", on=on, is_moment=True, at_most=SHOWN_HERE_ALONE)


@ON_TODAY.add(order=65, page=LIST, rows=comments_waiting)
def recommendation_comments(asked: PanelRequest[Partnership]) -> Panel | None:
    """Comments on recommendations that nobody has replied to."""
    slug = asked.record.slug

    def task(comment: Any) -> Task:
        name = f"recommendation {comment.recommendation.number}, {comment.recommendation.title}"
        return Task(
            f"{comment.made_by} on {name}",
            f"{address('recommendations:detail', slug, comment.recommendation_id)}#ask",
            "Reply",
            address("recommendations:comment_answer", slug, comment.pk),
            when=ago(comment.waits_since, on=asked.on),
            note=f"“{Truncator(comment.text).chars(WORDS_OF_COMMENT)}”",
            about=f"to {comment.made_by} on {name}",
        )

    rows = _first_comments(asked.record.pk, asked.reader, asked.on)
    heading = "Comments on recommendations"
    return task_panel("recommendation-comments", heading, rows, task, page=LIST)


@ON_TODAY.add(order=105)
def executive_responses(asked: PanelRequest[Partnership]) -> Panel | None:
    """Reports that the executive has to respond to, the most pressing first; only while its clock is on."""
    slug = asked.record.slug

    def task(due: ReportDue) -> Task:
        waiting = f"{due.waiting} recommendation{'' if due.waiting == 1 else 's'} without a response"
        last_day = f", last day {format_date(due.clock.due_on)}" if due.clock.due_on else ""
        url = address("recommendations:report_responses", slug, due.topic_group.pk)
        return Task(
            due.topic_group.title,
            url,
            "Record response",
            url,
            when=due.clock.label[:1].upper() + due.clock.label[1:],
            tone=due.clock.tone,
            note=waiting + last_day,
            about=f"to {due.topic_group.title}",
        )

    found = responses_due(asked.record, asked.on)
    old = [due for due in found if is_old(due.clock.due_on, on=asked.on)]
    recent = tuple(task(due) for due in found if due not in old)
    group = TaskGroup("responses", "Executive responses", recent, len(recent), tuple(map(task, old)), len(old))
    return group_panel(group)


@prepared("partnership")
def _silent(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    """RU-2: open ones without an update in six months, the longest first."""
    known = Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on)
    silent = known.updated(UpdateAge.STALE, on=on).with_title(on=on).with_latest_precision(on=on)
    since = Coalesce("latest_reported_on", "made_on", "topic_group__received_on", output_field=DateField())
    return first_waiting(silent.select_related(None).prefetch_related(None).only("number"), since, on=on)


@ON_TODAY.add(order=130)
def recommendations_without_update(asked: PanelRequest[Partnership]) -> Panel | None:
    slug = asked.record.slug

    def task(one: Any) -> Task:
        silence = silence_since(
            one.latest_reported_on, one.latest_precision, has_progress=one.has_progress, on=asked.on
        )
        return Task(
            f"{one.number}. {one.title_on_day}",
            address("recommendations:detail", slug, one.pk),
            "Add update",
            address("progress:progress_add", slug, one.pk),
            when=f"Last update {silence.words}" if one.has_progress else "No updates yet",
            about=f"to recommendation {one.number}",
        )

    rows = _silent(asked.record.pk, asked.reader, asked.on)
    url = f"{address(LIST, slug)}?heard={UpdateAge.STALE.value}"
    heading = "No update in 6 months"
    return task_panel("no-update", heading, rows, task, url=url, page=LIST)
