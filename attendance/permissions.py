"""Who sees how often seats were filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from boards.permissions import is_member

if TYPE_CHECKING:
    from boards.models import Partnership
    from core.models import User


@rules.predicate
def shows_attendance_rates(_user: User, partnership: Partnership) -> bool:
    """Who was there is part of each summary; how often, over a year, is for everyone unless an admin says otherwise."""
    return partnership.shows_attendance_rates


rules.add_perm("attendance.see_attendance_rates", shows_attendance_rates | is_member)
