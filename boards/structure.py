"""The bodies of a partnership as they stood on a day: pages, papers and downloads read it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from boards.models import BodyChange
from boards.rules import Branch, RecordedDay, Span, nearest_days, reporting_tree
from core.choices import Precision
from core.rules.dates import ended_label, format_date

if TYPE_CHECKING:
    from boards.models import Body, BodyKind, Partnership
    from core.models import DatedModel


@dataclass(frozen=True)
class Group:
    """Bodies of kinds that stand under one heading. ``key`` is the code of the first of the kinds."""

    key: str
    title: str
    kinds: tuple[BodyKind, ...]

    @property
    def is_board(self) -> bool:
        return any(kind.is_board for kind in self.kinds)

    @property
    def is_strategic(self) -> bool:
        """Whether they stand below the top board and owe summaries."""
        return any(kind.owes_summary and not kind.is_board for kind in self.kinds)

    @property
    def is_core(self) -> bool:
        """Whether the records are expected to speak of them on every day."""
        return self.is_board or self.is_strategic

    @property
    def is_part(self) -> bool:
        """Whether they are part of the partnership."""
        return any(kind.is_part for kind in self.kinds)

    def includes(self, body: Body) -> bool:
        return any(kind.pk == body.kind_id for kind in self.kinds)


def groups_of(partnership: Partnership) -> tuple[Group, ...]:
    """The headings under which its bodies are listed, in their order; one query."""
    kinds: dict[str, list[BodyKind]] = {}
    for kind in partnership.kinds:
        kinds.setdefault(kind.shown_heading, []).append(kind)
    return tuple(Group(found[0].code, title, tuple(found)) for title, found in kinds.items())


@dataclass(frozen=True)
class ShownBody:
    """A body as it was on the day."""

    body: Body
    name: str
    period: str
    reports_to: tuple[ShownLine, ...]
    took_over_from: tuple[Body, ...]

    @property
    def since(self) -> str:
        """“2001”; of one that has ended, when that was, too; nothing where no start date is known and it goes on."""
        body = self.body
        if body.ends_on:
            return str(capfirst(self.period))
        is_known = body.starts_on is not None and body.starts_precision != Precision.UNKNOWN
        return format_date(body.starts_on, body.starts_precision) if is_known else ""


@dataclass(frozen=True)
class ShownLine:
    """Whom a body reports to, under the name of the day."""

    code: str
    name: str
    theme: str = ""


@dataclass(frozen=True)
class ShownGroup:
    """A group with its bodies, or with the nearest days on which there are any."""

    group: Group
    bodies: tuple[ShownBody, ...]
    nearest: tuple[RecordedDay, ...]


@dataclass(frozen=True)
class ShownBranch:
    """A body in the picture; what is below it, grouped as on the page."""

    shown: ShownBody
    below: tuple[ShownLimb, ...]


@dataclass(frozen=True)
class ShownLimb:
    title: str
    branches: tuple[ShownBranch, ...]


@dataclass(frozen=True)
class Structure:
    """All bodies on a day. ``gaps`` are core groups of which the records say nothing that day."""

    on: date
    groups: tuple[ShownGroup, ...]
    proposed: tuple[ShownBody, ...]
    picture: tuple[ShownBranch, ...]

    @property
    def gaps(self) -> tuple[ShownGroup, ...]:
        return tuple(one for one in self.groups if one.group.is_core and not one.bodies and one.nearest)

    @property
    def nearest(self) -> tuple[RecordedDay, ...]:
        """The nearest days of all the gaps, each day once."""
        days = {one.day: one for gap in self.gaps for one in gap.nearest}
        return tuple(days[day] for day in sorted(days))

    @property
    def board(self) -> Body | None:
        """The partnership's top board."""
        return next((one.bodies[0].body for one in self.groups if one.group.is_board and one.bodies), None)

    def bodies(self, key: str) -> tuple[ShownBody, ...]:
        """The decided bodies of a group."""
        return next(one.bodies for one in self.groups if one.group.key == key)


def structure_of(partnership: Partnership, *, on: date) -> Structure:
    """The structure on a day, in six queries however many bodies there are."""
    bodies = list(partnership.bodies.current(on=on).with_structure(on=on).with_predecessors())
    shown = {body.pk: show_body(body, on=on) for body in bodies}
    decided = [body for body in bodies if not body.is_proposed]
    spans = _spans_by_kind(partnership)
    known = groups_of(partnership)
    groups = tuple(
        ShownGroup(
            group,
            of_group := tuple(shown[body.pk] for body in decided if group.includes(body)),
            () if of_group else nearest_days((one for kind in group.kinds for one in spans.get(kind.pk, ())), on=on),
        )
        for group in known
    )
    return Structure(
        on=on,
        groups=groups,
        proposed=tuple(shown[body.pk] for body in bodies if body.is_proposed),
        picture=tuple(_picture(decided, shown, known)),
    )


def show_body(body: Body, *, on: date) -> ShownBody:
    """A body of ``with_structure(on=on).with_predecessors()`` as it was on the day."""
    lines = [ShownLine(line.reports_to.code, line.reports_to.name_on(on)) for line in body.lines_on_day]
    return ShownBody(
        body=body,
        name=body.name_on(on),
        period=body.period,
        reports_to=tuple(lines),
        took_over_from=tuple(change.body for change in body.changes_into.all()),
    )


def existence_in_words(record: DatedModel) -> str:
    """“Since 2001”; “In existence by 2012, start date not known”; “Until 31 December 2011, start date not known”."""
    parts = []
    start, end = record.starts_on, record.ends_on
    if start and record.starts_precision != Precision.UNKNOWN:
        parts.append(f"since {format_date(start, record.starts_precision)}")
    elif start and not end:
        parts.append(f"in existence by {start.year}")
    if end and record.ends_precision == Precision.UNKNOWN:
        parts.append(f"last recorded in {end.year}")
    elif ended := ended_label(end, record.ends_precision):
        parts.append(ended)
    if not start or record.starts_precision == Precision.UNKNOWN:
        parts.append("start date not known")
    return str(capfirst(", ".join(parts)))


def changes_since(partnership: Partnership, *, on: date | None) -> list[BodyChange]:
    """What became of bodies after the day, or all that is on record; one query."""
    changes = BodyChange.objects.filter(body__partnership=partnership).select_related("body", "successor")
    return list(changes if on is None else changes.filter(happened_on__gt=on))


def _spans_by_kind(partnership: Partnership) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = {}
    decided = partnership.bodies.filter(is_proposed=False)
    for kind, start, known, end, end_known in decided.values_list(
        "kind", "starts_on", "starts_precision", "ends_on", "ends_precision"
    ):
        spans.setdefault(kind, []).append(Span(start, known, end, end_known))
    return spans


def _picture(bodies: Iterable[Body], shown: dict[int, ShownBody], groups: tuple[Group, ...]) -> Iterator[ShownBranch]:
    """Trees of reporting lines; a body that reports to nobody and has nobody below is left to the tables."""
    parents = {body.pk: tuple(line.reports_to_id for line in body.lines_on_day) for body in bodies}
    for branch in reporting_tree(parents):
        is_board = any(group.is_board and group.includes(shown[branch.key].body) for group in groups)
        if branch.below or is_board:
            yield _branch(branch, shown, groups)


def _branch(branch: Branch, shown: dict[int, ShownBody], groups: tuple[Group, ...]) -> ShownBranch:
    limbs = []
    for group in groups:
        below = tuple(_branch(one, shown, groups) for one in branch.below if group.includes(shown[one.key].body))
        if below:
            limbs.append(ShownLimb(group.title, below))
    return ShownBranch(shown[branch.key], tuple(limbs))
