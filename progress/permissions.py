"""Who records how far recommendations are."""

import rules

from boards.permissions import is_officer

# Progress, statuses and proposals of them, requests, reviews, and what meetings decide.
rules.add_perm("progress.add_progress", is_officer)
