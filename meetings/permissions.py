"""What may be done to meetings of a partnership, their agendas and invitations."""

from __future__ import annotations

import rules

from boards.permissions import is_member, is_officer

rules.add_perm("meetings.manage_meetings", is_officer)
rules.add_perm("meetings.keep_calendar", is_member)
