"""Who keeps the lists of those who are told."""

from __future__ import annotations

import rules

from boards.permissions import is_officer

rules.add_perm("invitations.keep_lists", is_officer)
