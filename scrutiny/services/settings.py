"""How a partnership runs its scrutiny: what its admins set, and what holds until they do."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from boards.models import Partnership
from core import audit
from core.acts import Refused
from core.models import User
from scrutiny.models import ScrutinySettings

SET_BY_ADMINS = ("asks_for_progress", "weeks_before", "answer_weeks_before", "executive_clock")


def settings_of(partnership: Partnership) -> ScrutinySettings:
    """The partnership's settings; as long as nobody has saved any, those that hold by default, which are not kept."""
    known = ScrutinySettings.objects.filter(partnership=partnership).first()
    return known or ScrutinySettings(partnership=partnership)


@transaction.atomic
def change_scrutiny_settings(
    *,
    partnership: Partnership,
    asks_for_progress: bool,
    weeks_before: int,
    answer_weeks_before: int,
    executive_clock: bool,
    by: User,
) -> list[str]:
    """Save the settings and return the names of those that changed. Raises ``Refused``."""
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    wanted = {
        "asks_for_progress": asks_for_progress,
        "weeks_before": weeks_before,
        "answer_weeks_before": answer_weeks_before,
        "executive_clock": executive_clock,
    }
    kept = settings_of(partnership)
    details = {
        name: f"{_in_words(getattr(kept, name))} → {_in_words(value)}"
        for name, value in wanted.items()
        if getattr(kept, name) != value
    }
    if not details:
        return []
    for name, value in wanted.items():
        setattr(kept, name, value)
    try:
        kept.full_clean(exclude=["partnership"], validate_unique=False)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages), field="answer_weeks_before") from problem
    kept.save()
    audit.record("scrutiny.settings_changed", by=by, about=kept, scope=partnership.slug, **details)
    return list(details)


def _in_words(value: bool | int) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
