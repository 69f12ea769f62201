"""How a partnership runs its scrutiny: what its admins set, and what holds until they do."""

from __future__ import annotations

from typing import Any

from boards.models import Partnership
from core.acts import act, change_fields
from core.models import User
from scrutiny.models import ScrutinySettings

SET_BY_ADMINS = ("asks_for_progress", "weeks_before", "answer_weeks_before", "executive_clock")


def settings_of(partnership: Partnership) -> ScrutinySettings:
    """The partnership's settings; as long as nobody has saved any, those that hold by default, which are not kept."""
    known = ScrutinySettings.objects.filter(partnership=partnership).first()
    return known or ScrutinySettings(partnership=partnership)


@act("partnership")
def change_scrutiny_settings(*, partnership: Partnership, by: User, **settings: Any) -> list[str]:
    """Save the settings, by field, and return the names of those that changed."""
    return change_fields(
        settings_of(partnership),
        settings,
        verb="scrutiny.settings_changed",
        by=by,
        scope=partnership.slug,
        words={True: "on", False: "off"},
    )
