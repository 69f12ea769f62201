"""The groups that a partnership of each kind starts with: names to change or remove, and no facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boards.choices import BodyKind
from founding.choices import PartnershipKind


@dataclass(frozen=True)
class StartingGroup:
    """A board or group without dates, members or reporting lines."""

    name: str
    kind: BodyKind
    scrutinises: bool = False


def board(name: str) -> StartingGroup:
    return StartingGroup(name, BodyKind.BOARD)


def group(name: str) -> StartingGroup:
    return StartingGroup(name, BodyKind.THEMATIC_GROUP)


def delivery(name: str) -> StartingGroup:
    return StartingGroup(name, BodyKind.DELIVERY)


def scrutiny(name: str) -> StartingGroup:
    return StartingGroup(name, BodyKind.PPB, scrutinises=True)


STARTING_GROUPS: Mapping[PartnershipKind, tuple[StartingGroup, ...]] = {
    PartnershipKind.STRATEGIC: (
        board("Partnership Board"),
        group("Children and Young People Group"),
        group("Community Safety Group"),
        group("Economy and Skills Group"),
        group("Environment Group"),
        group("Health and Wellbeing Group"),
        scrutiny("Overview and Scrutiny Committee"),
    ),
    PartnershipKind.HEALTH: (
        board("Health and Wellbeing Board"),
        group("Children’s Health Group"),
        group("Mental Health Group"),
        delivery("Needs Assessment Group"),
        scrutiny("Health Scrutiny Committee"),
    ),
    PartnershipKind.SAFETY: (
        board("Community Safety Partnership Board"),
        group("Domestic Abuse Group"),
        group("Reducing Reoffending Group"),
        group("Serious Violence Group"),
        delivery("Tasking Group"),
        scrutiny("Crime and Disorder Scrutiny Committee"),
    ),
    PartnershipKind.PLANNING: (
        board("Community Planning Board"),
        group("Community Engagement Group"),
        group("Locality Planning Group"),
        delivery("Outcomes Improvement Group"),
        scrutiny("Scrutiny Committee"),
    ),
    PartnershipKind.SERVICES: (
        board("Public Services Board"),
        group("Well-being Assessment Group"),
        delivery("Well-being Plan Delivery Group"),
        scrutiny("Public Services Scrutiny Committee"),
    ),
    PartnershipKind.EMPTY: (),
}
