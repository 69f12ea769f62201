"""What may be done to meetings of a partnership, their agendas and invitations."""

from __future__ import annotations

import rules

from boards.permissions import is_member, is_officer

MANAGE, KEEP_CALENDAR = "meetings.manage_meetings", "meetings.keep_calendar"

rules.add_perm(MANAGE, is_officer)
rules.add_perm(KEEP_CALENDAR, is_member)
