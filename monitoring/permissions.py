"""Who may ask for recommendations to be followed up, and decide on it."""

import rules

from boards.permissions import chairs_ppb, is_officer, is_ppb_member

rules.add_perm("monitoring.ask_follow_up", is_ppb_member)
# What members ask goes on an agenda, or is declined.
rules.add_perm("monitoring.decide_follow_ups", is_officer | (is_ppb_member & chairs_ppb))
