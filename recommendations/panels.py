"""The panels of a recommendation’s page, of meetings and of what delivers it; the places for apps above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.models import Action
from actions.panels import ON_ACTION
from actions.picks import ACTION_PICKS
from boards.models import Partnership, Strategy
from boards.panels import ON_STRATEGY
from core.models import FormToken
from core.panels import Panel, PanelRequest, Place
from core.rules.text import numbers_after
from recommendations.delivery import delivered_panel, read_delivery
from recommendations.forms.comments import CommentForm
from recommendations.models import Recommendation, RecommendationComment, Wording
from recommendations.picking import ACTION_PICKER
from recommendations.services.responses import answers_known, clock_of, clock_of_one
from recommendations.word_changes import Piece, is_changed, word_changes
from scrutiny.models import TopicGroup
from scrutiny.panels import ON_TOPIC_GROUP

Reading = PanelRequest[Recommendation]  # read by ``as_at(on)``

# The page of a recommendation, which reads from top to bottom like a story.
STORY: Place[Recommendation] = Place()
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


@STORY.add(order=20)
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


@STORY.add(order=40)
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
