"""What the made-up cycle consists of, as its files under ``fixtures/halton/example`` tell it."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from django.conf import settings

FACTS = Path(settings.BASE_DIR) / "fixtures" / "halton"
MADE_UP = FACTS / "example"


@dataclass(frozen=True)
class DemoPerson:
    """A role that is played by nobody; ``role`` gives a sign-in, ``shown`` prints it, ``rhythm`` is how mail comes.

    Without ``since``, they came in May of last year.
    """

    name: str
    email: str
    role: str = ""
    shown: bool = False
    organisation: str = ""
    seat: int | None = None
    position: str = ""
    rhythm: str = ""
    since: date | None = None


@dataclass(frozen=True)
class UpdateText:
    weeks: float
    status: str
    text: str


@dataclass(frozen=True)
class ActionText:
    """``owner`` is “organisation:” or “body:” and its code; ``due`` counts weeks from the day of loading."""

    what: str
    owner: str
    due: float
    updates: list[UpdateText] = field(default_factory=list)


@dataclass(frozen=True)
class CommentText:
    """On a summary: ``days`` after its publication. On a recommendation: ``weeks`` from the day of loading."""

    by: str
    text: str
    days: int = 0
    weeks: float = 0
    recommendation: int = 0
    answer: str = ""
    answered_days: int = 0
    answered_weeks: float = 0


@dataclass(frozen=True)
class SharedText:
    """An organisation passed the actions with these numbers on, so many ``days`` after publication; the officer was
    told, unless it has somebody in its seat who said so by the link in the mail."""

    organisation: str
    actions: list[int]
    days: int
    note: str = ""


@dataclass(frozen=True)
class PaperText:
    """A file under ``papers``, for the item at that place of the agenda."""

    item: int
    title: str
    file: str


@dataclass(frozen=True)
class MovedText:
    """It was to be about so many ``weeks`` from the day of loading, and was postponed for a reason."""

    weeks: float
    reason: str


@dataclass(frozen=True)
class CorrectionText:
    """What the first version had wrong, and when it was put right."""

    published: int
    note: str
    wrong: str
    right: str


@dataclass(frozen=True)
class SummaryText:
    """``published`` is the working day after the meeting; a draft has none."""

    key_issues: str
    others_present: str
    decisions: str = ""
    published: int = 0
    apologies: list[int] = field(default_factory=list)
    absent: list[int] = field(default_factory=list)
    deputies: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    actions: list[ActionText] = field(default_factory=list)
    shared: list[SharedText] = field(default_factory=list)
    comments: list[CommentText] = field(default_factory=list)
    correction: CorrectionText | None = None


@dataclass(frozen=True)
class MeetingText:
    """Held about so many ``weeks`` from the day of loading, or when its summary is ``due_in`` so many working days."""

    body: str
    title: str
    starts_at: time
    ends_at: time
    venue: str
    weeks: float | None = None
    due_in: int = 0
    agenda: list[str] = field(default_factory=list)
    agenda_is_draft: bool = False
    papers: list[PaperText] = field(default_factory=list)
    moved: MovedText | None = None
    cancelled: str = ""
    summary: SummaryText | None = None
    draft: SummaryText | None = None


@dataclass(frozen=True)
class InvitationText:
    """``person`` is the address of somebody on record; else ``name``. ``item`` is a place in the programme."""

    person: str = ""
    name: str = ""
    email: str = ""
    organisation: str = ""
    item: int = 0
    message: str = ""
    answer: str = ""
    answered: float = -1
    comes_instead: str = ""
    needs: str = ""
    note: str = ""
    came: bool = False
    follow_up: str = ""
    follow_up_due: float = 0


@dataclass(frozen=True)
class GatheringText:
    """A meeting of several bodies, or with invited partners; without a body an event. ``programme`` is start, end,
    title and who leads it."""

    title: str
    weeks: float
    starts_at: time
    ends_at: time
    venue: str
    body: str = ""
    joint: list[str] = field(default_factory=list)
    theme: str = ""
    programme: list[list[str]] = field(default_factory=list)
    invitations: list[InvitationText] = field(default_factory=list)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((MADE_UP / f"{name}.toml").read_text(encoding="utf-8"))


def read_paper(name: str) -> bytes:
    return (MADE_UP / "papers" / name).read_bytes()


def demo_people() -> list[DemoPerson]:
    return [DemoPerson(**table) for table in _read("people")["people"]]


def meetings() -> list[MeetingText]:
    return [_meeting(table) for table in _read("meetings")["meetings"]]


def cadences() -> list[dict[str, Any]]:
    """How each body of the cycle meets."""
    meets: list[dict[str, Any]] = _read("cadence")["meets"]
    return meets


def gatherings() -> list[GatheringText]:
    """Meetings that reach beyond one group, with those invited."""
    return [_gathering(table) for table in _read("invitations")["meetings"]]


def reviews() -> dict[str, Any]:
    """The reviews of Halton's recommendations in 2014, and what two meetings decided on them."""
    return _read("reviews")


def scrutiny() -> dict[str, Any]:
    """Progress on recommendations and comments on them."""
    return _read("scrutiny")


def topics() -> dict[str, Any]:
    """The PPB's programme, its topic groups and what came of their reports."""
    return _read("topics")


def figures() -> dict[str, Any]:
    """Measures and achievements."""
    return _read("figures")


def report_sections() -> dict[str, str]:
    """The report's written sections, by key."""
    return {key.replace("_", "-"): text for key, text in _read("report").items()}


def _meeting(table: dict[str, Any]) -> MeetingText:
    summary = _summary(table.pop("summary")) if "summary" in table else None
    draft = _summary(table.pop("draft")) if "draft" in table else None
    papers = [PaperText(**paper) for paper in table.pop("papers", [])]
    moved = MovedText(**table.pop("moved")) if "moved" in table else None
    return MeetingText(**table, papers=papers, moved=moved, summary=summary, draft=draft)


def _gathering(table: dict[str, Any]) -> GatheringText:
    invitations = [InvitationText(**one) for one in table.pop("invitations", [])]
    return GatheringText(**table, invitations=invitations)


def _summary(table: dict[str, Any]) -> SummaryText:
    actions = [_action(action) for action in table.pop("actions", [])]
    comments = [CommentText(**comment) for comment in table.pop("comments", [])]
    shared = [SharedText(**one) for one in table.pop("shared", [])]
    correction = CorrectionText(**table.pop("correction")) if "correction" in table else None
    return SummaryText(**table, actions=actions, shared=shared, comments=comments, correction=correction)


def _action(table: dict[str, Any]) -> ActionText:
    updates = [UpdateText(**update) for update in table.pop("updates", [])]
    return ActionText(**table, updates=updates)
