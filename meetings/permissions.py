"""What may be done to meetings, summaries and actions of a partnership."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from boards.permissions import is_member, is_officer

if TYPE_CHECKING:
    from boards.models import Partnership
    from core.models import User


@rules.predicate
def shows_attendance_rates(_user: User, partnership: Partnership) -> bool:
    """Who was there is part of each summary; how often, over a year, is for everyone unless an admin says otherwise."""
    return partnership.shows_attendance_rates


rules.add_perm("meetings.manage_meetings", is_officer)
rules.add_perm("meetings.keep_calendar", is_member)
rules.add_perm("meetings.write_summary", is_officer)
rules.add_perm("meetings.publish_summary", is_officer)
rules.add_perm("meetings.see_deliveries", is_officer)
rules.add_perm("meetings.update_action", is_officer)
rules.add_perm("meetings.comment_on_summary", is_member)
rules.add_perm("meetings.answer_comment", is_officer)
rules.add_perm("meetings.see_attendance_rates", shows_attendance_rates | is_member)
