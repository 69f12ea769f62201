"""Who sees the outbox."""

import rules

from boards.permissions import is_officer

rules.add_perm("outbox.see_messages", is_officer)
