"""Where the portal keeps what identifies a person: their name, email address and telephone number.

Each app declares its models in its ``personal`` module, which is imported when the portal starts. The export of what is
kept about somebody and its erasure read the same declarations; ``tests/quality/test_personal.py`` asks for each field
that can hold a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.html import escape

Model = type[models.Model]

ADDRESS_ERASED = "(erased)"
# What is cut off in the middle of a name still tells who it was, from so many letters on.
TELLING = 5
EXCERPT = 80


@dataclass(frozen=True)
class Subject:
    """Whose data it is. ``names`` and ``addresses`` (email and telephone) are what to look for, ``stands_in`` is put in
    place of a name. A name that is among the ``shared`` does not say by itself who is meant: it is looked for only in
    rows that are about the person.
    """

    partnership: Any
    person: Any
    user: Any = None
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    stands_in: str = ""
    shared: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return self.names + self.addresses

    @cached_property
    def in_own_rows(self) -> Replacing:
        return Replacing(self.names, self.addresses, self.stands_in)

    @cached_property
    def in_other_rows(self) -> Replacing:
        own = [name for name in self.names if name not in self.shared]
        return Replacing(own, self.addresses, self.stands_in)


@dataclass(frozen=True)
class Kept:
    """What a model's fields hold of people.

    ``copied``: a name or an address that was put there for itself; it is erased. ``written``: people's own words, which
    may name somebody; they are listed, to be corrected by hand. ``nothing``: no person, by field with the reason.
    ``theirs`` returns the condition for the rows that are about the person; what the fields ``known_by`` hold there is
    how they are known. Where such rows ``go``, they are deleted.
    """

    model: Model
    copied: tuple[str, ...]
    written: tuple[str, ...]
    nothing: Mapping[str, str]
    theirs: Callable[[Subject], Q] | None
    known_by: tuple[str, ...]
    go: bool

    def own_rows(self, subject: Subject) -> models.QuerySet[Any]:
        rows = self.model._base_manager.order_by("pk")
        return rows.filter(self.theirs(subject)) if self.theirs else rows.none()


declared: dict[Model, Kept] = {}
# What else of an app may name the person, and is not read: words and address of each file.
files: list[Callable[[Subject], Iterable[tuple[str, str]]]] = []


def declare(
    model: Model,
    *,
    copied: Iterable[str] = (),
    written: Iterable[str] = (),
    nothing: Mapping[str, Iterable[str]] | None = None,
    theirs: Callable[[Subject], Q] | None = None,
    known_by: Iterable[str] = (),
    go: bool = False,
) -> None:
    """Say what the model's fields hold; ``nothing`` gives the fields for each reason."""
    reasons = {name: reason for reason, names in (nothing or {}).items() for name in names}
    declared[model] = Kept(model, tuple(copied), tuple(written), reasons, theirs, tuple(known_by), go)


def can_hold_text(field: models.Field[Any, Any]) -> bool:
    """Whether somebody's name could stand in the field: it is a text, and not one of a few words."""
    texts = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    return isinstance(field, texts) and not field.choices


# What stands where


class Replacing:
    """Puts other words in place of names and addresses, wherever they stand by themselves in a value."""

    def __init__(self, names: Iterable[str], addresses: Iterable[str], stands_in: str) -> None:
        self.names, self.stands_in = tuple(filter(None, names)), stands_in
        self.words = {one.casefold(): stands_in for one in self.names}
        self.words |= {one.casefold(): ADDRESS_ERASED for one in addresses if one}
        in_html = {escape(word).casefold(): escape(by) for word, by in self.words.items()}
        in_links = {quote(word).casefold(): quote(by) for word, by in self.words.items()}
        self.words = in_links | in_html | self.words
        longest_first = sorted(self.words, key=len, reverse=True)
        # Neither within a word, nor as a part of a longer address or a double name.
        pattern = f"(?<![\\w@])(?<!\\w[.+-])(?:{'|'.join(map(re.escape, longest_first))})(?![\\w@]|[.-]\\w)"
        self.pattern = re.compile(pattern, re.IGNORECASE) if self.words else None

    def __call__(self, value: Any, *, longest: int | None = None) -> Any:
        """The value without them: a text, or lists and dictionaries of texts. ``longest``: where it was cut off."""
        if isinstance(value, str):
            return self._text(value, longest)
        if isinstance(value, list):
            return [self(one) for one in value]
        if isinstance(value, dict):
            return {self(key): self(one) for key, one in value.items()}
        return value

    def _text(self, value: str, longest: int | None) -> str:
        if self.pattern is None:
            return value
        found = self.pattern.sub(lambda match: self.words.get(match.group().casefold(), self.stands_in), value)
        if longest is not None and len(value) >= longest:
            found = self._without_cut_off(found)
        return found[:longest]

    def _without_cut_off(self, value: str) -> str:
        for name in self.names:
            for length in range(len(name) - 1, TELLING - 1, -1):
                if value.casefold().endswith(name[:length].casefold()):
                    return value[:-length].rstrip()
        return value

    def condition(self, fields: Iterable[models.Field[Any, Any]]) -> Q:
        """The database's condition that one may stand in one of the fields; those of JSON are annotated as text."""
        found = Q(pk=None)
        for field in fields:
            is_json = isinstance(field, models.JSONField)
            lookup = f"{_as_text(field)}__icontains"
            for word in self.words:
                found |= Q(**{lookup: word})
                if is_json and (escaped := json.dumps(word)[1:-1]) != word:
                    found |= Q(**{lookup: escaped})
        return found


def _as_text(field: models.Field[Any, Any]) -> str:
    return f"{field.name}_as_text" if isinstance(field, models.JSONField) else field.name


@dataclass(frozen=True)
class Place:
    """A row in whose ``fields`` somebody is named, with what these hold."""

    kept: Kept
    pk: Any
    fields: dict[str, Any]
    replacing: Replacing

    @property
    def record(self) -> models.Model:
        return self.kept.model._base_manager.get(pk=self.pk)

    def replaced(self) -> dict[str, Any]:
        return {name: self._new(name, value) for name, value in self.fields.items()}

    def _new(self, name: str, value: Any) -> Any:
        field = self.kept.model._meta.get_field(name)
        if isinstance(field, models.EmailField):
            return "" if field.blank else f"erased-{self.pk}@erased.invalid"
        return self.replacing(value, longest=getattr(field, "max_length", None))


def copies(subject: Subject) -> Iterator[Place]:
    """Every row in which the portal has a copy of a name or an address."""
    for kept in declared.values():
        yield from places(kept, kept.copied, subject)


def texts(subject: Subject) -> Iterator[Place]:
    """Every row in whose text, written by people, the person is named."""
    for kept in declared.values():
        yield from places(kept, kept.written, subject)


def places(kept: Kept, names: Iterable[str], subject: Subject) -> Iterator[Place]:
    """The rows of one model in which the fields hold something of the person."""
    fields: list[Any] = [kept.model._meta.get_field(name) for name in names]
    if not fields:
        return
    own = set(kept.own_rows(subject).values_list("pk", flat=True))
    rows = kept.model._base_manager.order_by("pk").annotate(
        **{_as_text(field): Cast(field.name, models.TextField()) for field in fields if _as_text(field) != field.name}
    )
    in_place = within(kept.model, subject.partnership)
    for condition, replacing, is_own in (
        (kept.theirs(subject) if kept.theirs else None, subject.in_own_rows, True),
        (in_place, subject.in_other_rows, False),
    ):
        if condition is None or not replacing.words:
            continue
        holding = rows.filter(condition).filter(replacing.condition(fields))
        for row in holding.values("pk", *(field.name for field in fields)):
            if not is_own and row["pk"] in own:
                continue
            held = {
                field.name: row[field.name]
                for field in fields
                if row[field.name] != replacing(row[field.name], longest=getattr(field, "max_length", None))
            }
            if held:
                yield Place(kept, row["pk"], held, replacing)


def page_of(record: models.Model | None) -> tuple[str, str]:
    """What the record, or what it is part of, is called, and the address of its page; empty where it has none."""
    if record is None:
        return "", ""
    if hasattr(record, "get_absolute_url"):
        return str(record), str(record.get_absolute_url())
    fields = [field for field in record._meta.concrete_fields if field.is_relation and not field.null]
    for name in (*getattr(record, "part_of", ()), *(field.name for field in fields)):
        _, url = found = page_of(getattr(record, name))
        if url:
            return found
    return "", ""


def excerpt(value: Any, replacing: Replacing) -> str:
    """The words around the first place where the person is named."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    found = replacing.pattern.search(text) if replacing.pattern else None
    if found is None:
        return text[: 2 * EXCERPT]
    return text[max(0, found.start() - EXCERPT) : found.end() + EXCERPT]


# Which partnership a row belongs to


def within(model: Model, partnership: Any) -> Q | None:
    """The condition for the partnership's rows; None where the rows belong to none."""
    names = {field.name: field for field in model._meta.concrete_fields}
    if model is type(partnership):
        return Q(pk=partnership.pk)
    if "scope" in names:
        return Q(scope=partnership.slug)
    found = Q()
    for path in _paths(model):
        found |= Q(**{path: partnership.pk})
    return found or None


@cache
def _paths(model: Model) -> tuple[str, ...]:
    """Lookups that lead to the partnership: its own, else by what it is part of, else by what it must have."""
    fields: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    if "partnership" in fields:
        return ("partnership",)
    part_of = getattr(model, "part_of", ())
    above = part_of or [name for name, field in fields.items() if field.is_relation and not field.null]
    return tuple(f"{name}__{path}" for name in above for path in _paths(fields[name].related_model))
