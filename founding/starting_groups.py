"""What each kind of partnership starts with: words for kinds of boards, and groups to change or remove; no facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boards.starting_kinds import GENERAL, TASK_AND_FINISH, StartingKind, board, group, scrutiny, starting_kinds, topic
from founding.choices import PartnershipKind

BOARD, GROUP, DELIVERY, SCRUTINY = "board", "group", "delivery", "scrutiny"


@dataclass(frozen=True)
class StartingGroup:
    """A board or group without dates, members or reporting lines. ``kind`` is the code of its kind."""

    name: str
    kind: str


@dataclass(frozen=True)
class Start:
    kinds: tuple[StartingKind, ...]
    groups: tuple[StartingGroup, ...]


STARTS: Mapping[PartnershipKind, Start] = {
    PartnershipKind.STRATEGIC: Start(
        starting_kinds(
            board=board("Partnership Board", "Partnership Boards"),
            group=group("Thematic group", "Thematic groups"),
            scrutiny=scrutiny("Overview and Scrutiny Committee", "Overview and Scrutiny Committees"),
            topic=TASK_AND_FINISH,
        ),
        (
            StartingGroup("Partnership Board", BOARD),
            StartingGroup("Children and Young People Group", GROUP),
            StartingGroup("Community Safety Group", GROUP),
            StartingGroup("Economy and Skills Group", GROUP),
            StartingGroup("Environment Group", GROUP),
            StartingGroup("Health and Wellbeing Group", GROUP),
            StartingGroup("Overview and Scrutiny Committee", SCRUTINY),
        ),
    ),
    PartnershipKind.HEALTH: Start(
        starting_kinds(
            board=board("Health and Wellbeing Board", "Health and Wellbeing Boards"),
            group=group("Subgroup", "Subgroups"),
            scrutiny=scrutiny("Health Scrutiny Committee", "Health Scrutiny Committees"),
            topic=TASK_AND_FINISH,
        ),
        (
            StartingGroup("Health and Wellbeing Board", BOARD),
            StartingGroup("Children’s Health Group", GROUP),
            StartingGroup("Mental Health Group", GROUP),
            StartingGroup("Needs Assessment Group", DELIVERY),
            StartingGroup("Health Scrutiny Committee", SCRUTINY),
        ),
    ),
    PartnershipKind.SAFETY: Start(
        starting_kinds(
            board=board("Partnership Board", "Partnership Boards"),
            group=group("Priority group", "Priority groups"),
            scrutiny=scrutiny("Crime and Disorder Scrutiny Committee", "Crime and Disorder Scrutiny Committees"),
            topic=TASK_AND_FINISH,
        ),
        (
            StartingGroup("Community Safety Partnership Board", BOARD),
            StartingGroup("Domestic Abuse Group", GROUP),
            StartingGroup("Reducing Reoffending Group", GROUP),
            StartingGroup("Serious Violence Group", GROUP),
            StartingGroup("Tasking Group", DELIVERY),
            StartingGroup("Crime and Disorder Scrutiny Committee", SCRUTINY),
        ),
    ),
    PartnershipKind.PLANNING: Start(
        starting_kinds(
            board=board("Community Planning Board", "Community Planning Boards"),
            group=group("Thematic group", "Thematic groups"),
            scrutiny=scrutiny("Scrutiny Committee", "Scrutiny Committees"),
            topic=topic("Scrutiny review group", "Scrutiny review groups"),
        ),
        (
            StartingGroup("Community Planning Board", BOARD),
            StartingGroup("Community Engagement Group", GROUP),
            StartingGroup("Locality Planning Group", GROUP),
            StartingGroup("Outcomes Improvement Group", DELIVERY),
            StartingGroup("Scrutiny Committee", SCRUTINY),
        ),
    ),
    PartnershipKind.SERVICES: Start(
        starting_kinds(
            board=board("Public Services Board", "Public Services Boards"),
            group=group("Subgroup", "Subgroups"),
            scrutiny=scrutiny("Public Services Scrutiny Committee", "Public Services Scrutiny Committees"),
            topic=TASK_AND_FINISH,
        ),
        (
            StartingGroup("Public Services Board", BOARD),
            StartingGroup("Well-being Assessment Group", GROUP),
            StartingGroup("Well-being Plan Delivery Group", DELIVERY),
            StartingGroup("Public Services Scrutiny Committee", SCRUTINY),
        ),
    ),
    PartnershipKind.EMPTY: Start(GENERAL, ()),
}
