"""How bodies and organisations stand in a list to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django import forms
from django.db.models import QuerySet

from boards.models import Body, Organisation
from core.choices import Precision
from core.fields import field_of
from core.rules.dates import ONE_DAY, format_date

ENDED = "Ended"

Choice = tuple[str, str]
Choices = list[Choice | tuple[str, list[Choice]]]


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


def ended_last(records: Iterable[Body | Organisation], *, on: date, key: str = "pk") -> Choices:
    """Those that exist on the day, then the others under “Ended”, told apart by when they did.

    ``key`` names the attribute that the form sends.
    """
    known = list(records)
    standing = [(str(getattr(one, key)), one.name) for one in known if not has_ended(one, on=on)]
    ended = [(str(getattr(one, key)), f"{one.name} ({ended_words(one)})") for one in known if has_ended(one, on=on)]
    return [*standing, (ENDED, ended)] if ended else list(standing)


def has_ended(record: Body | Organisation, *, on: date) -> bool:
    return record.ends_on is not None and record.ends_on < on


def ended_words(record: Body | Organisation) -> str:
    """“ended 15 December 2025”, “ended in November 2012”, “last recorded in 2005” (T-4, T-5)."""
    assert record.ends_on is not None  # of those that have ended
    if record.ends_precision == Precision.UNKNOWN:
        return f"last recorded in {record.ends_on.year}"
    if record.ends_precision == Precision.DAY:
        return f"ended {format_date(record.ends_on)}"
    return f"ended in {format_date(record.ends_on + ONE_DAY, record.ends_precision)}"


def offer(
    form: forms.BaseForm,
    name: str,
    records: QuerySet[Body] | QuerySet[Organisation],
    *,
    on: date,
    empty: str | None = None,
) -> None:
    """Let the form's field choose among the records, those that have ended last. ``empty`` is what its first choice
    says, where the field need not be filled in.
    """
    field = field_of(form, name, forms.ModelChoiceField)
    field.queryset = records
    if empty is not None:
        field.required, field.empty_label = False, empty
    first = [("", field.empty_label)] if field.empty_label is not None else []
    # The list that is shown; what may be sent is decided by the queryset.
    field.widget.choices = [*first, *ended_last(records, on=on, key=field.to_field_name or "pk")]
