"""What may be done to actions of a partnership."""

from __future__ import annotations

import rules

from boards.permissions import is_officer

rules.add_perm("actions.update_action", is_officer)
