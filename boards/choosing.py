"""How bodies stand in a list to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django import forms
from django.db.models import QuerySet

from boards.models import Body
from core.choices import Precision
from core.fields import field_of
from core.rules.dates import ONE_DAY, format_date

ENDED = "Ended"

Choice = tuple[str, str]


# What kind of owner a name belongs to, where another kind has one of the same name.
A_BODY, AN_ORGANISATION, A_POST, A_PERSON = "board or group", "organisation", "post", "person"


def told_apart(kinds: Mapping[str, Sequence[Choice]]) -> list[Choice]:
    """The choices of several kinds as one list; of two with one name each says its kind: “Police (organisation)”."""
    names = Counter(name.casefold() for choices in kinds.values() for _, name in choices)
    return [
        (key, f"{name} ({kind})" if names[name.casefold()] > 1 else name)
        for kind, choices in kinds.items()
        for key, name in choices
    ]


def body_choices(bodies: Iterable[Body], *, on: date, key: str = "pk") -> list[Choice | tuple[str, list[Choice]]]:
    """Those that exist on the day, then the others under “Ended”, told apart by when they did.

    ``key`` names the attribute that the form sends.
    """
    known = list(bodies)
    standing = [(str(getattr(body, key)), body.name) for body in known if not has_ended(body, on=on)]
    ended = [
        (str(getattr(body, key)), f"{body.name} ({ended_words(body)})") for body in known if has_ended(body, on=on)
    ]
    return [*standing, (ENDED, ended)] if ended else list(standing)


def has_ended(body: Body, *, on: date) -> bool:
    return body.ends_on is not None and body.ends_on < on


def ended_words(body: Body) -> str:
    """“ended 15 December 2025”, “ended in November 2012”, “last recorded in 2005” (T-4, T-5)."""
    assert body.ends_on is not None  # of bodies that have ended
    if body.ends_precision == Precision.UNKNOWN:
        return f"last recorded in {body.ends_on.year}"
    if body.ends_precision == Precision.DAY:
        return f"ended {format_date(body.ends_on)}"
    return f"ended in {format_date(body.ends_on + ONE_DAY, body.ends_precision)}"


def offer_bodies(form: forms.Form, name: str, bodies: QuerySet[Body], *, on: date) -> None:
    """Let the form's field choose among the bodies, those that have ended last."""
    field = field_of(form, name, forms.ModelChoiceField)
    field.queryset = bodies
    first = [("", field.empty_label)] if field.empty_label is not None else []
    # The list that is shown; what may be sent is decided by the queryset.
    field.widget.choices = [*first, *body_choices(bodies, on=on, key=field.to_field_name or "pk")]
