"""The kinds of boards and groups that a new partnership starts with, in words that most places know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from boards.models import BodyKind, Partnership
from core.history import bulk_create


@dataclass(frozen=True)
class StartingKind:
    """``does`` names the fields of ``BodyKind`` that are true of it."""

    code: str
    name: str
    plural: str
    does: tuple[str, ...] = ()
    abbreviation: str = ""
    heading: str = ""
    also_called: str = ""


def starting_kinds(
    *, board: StartingKind, group: StartingKind, scrutiny: StartingKind, topic: StartingKind
) -> tuple[StartingKind, ...]:
    """A place's own words for the four, among the kinds that most places have."""
    return (
        board,
        group,
        StartingKind("delivery", "Delivery group", "Delivery groups", also_called="delivery partnership"),
        StartingKind(
            "working-group",
            "Working group",
            "Working groups",
            ("ends_with_task",),
            also_called="task group; officer group; panel",
        ),
        StartingKind("forum", "Forum", "Forums", ("is_forum",)),
        StartingKind("event", "Network event", "Network events", ("is_event",)),
        scrutiny,
        topic,
        StartingKind("statutory", "Statutory board", "Statutory boards", ("is_outside",)),
        StartingKind("outside", "Outside body", "Outside bodies", ("is_outside",), also_called="external body; other"),
    )


def board(name: str, plural: str) -> StartingKind:
    return StartingKind("board", name, plural, ("is_board", "owes_summary"))


def group(name: str, plural: str) -> StartingKind:
    return StartingKind("group", name, plural, also_called="group; thematic group")


def scrutiny(name: str, plural: str) -> StartingKind:
    return StartingKind("scrutiny", name, plural, ("scrutinises",), heading="Scrutiny", also_called="scrutiny board")


def topic(name: str, plural: str) -> StartingKind:
    return StartingKind(
        "topic-group", name, plural, ("is_topic_group", "ends_with_task"), heading="Scrutiny", also_called="topic group"
    )


TASK_AND_FINISH = topic("Task and Finish Group", "Task and Finish Groups")
GENERAL = starting_kinds(
    board=board("Board", "Boards"),
    group=group("Group", "Groups"),
    scrutiny=scrutiny("Overview and Scrutiny Committee", "Overview and Scrutiny Committees"),
    topic=TASK_AND_FINISH,
)


def add_kinds(partnership: Partnership, kinds: Iterable[StartingKind]) -> list[BodyKind]:
    """Add the kinds to a partnership that has none, in their order."""
    return bulk_create(
        [
            BodyKind(
                partnership=partnership,
                code=one.code,
                name=one.name,
                plural=one.plural,
                abbreviation=one.abbreviation,
                heading=one.heading,
                also_called=one.also_called,
                sort_order=position,
                **dict.fromkeys(one.does, True),
            )
            for position, one in enumerate(kinds, start=1)
        ]
    )
