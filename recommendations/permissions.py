"""What may be done to recommendations of a partnership."""

import rules

from boards.permissions import chairs_ppb, is_member, is_officer, is_ppb_member

# Progress, statuses and proposals of them, requests, reviews, and what meetings decide.
rules.add_perm("recommendations.add_progress", is_officer)
rules.add_perm("recommendations.comment", is_member)
rules.add_perm("recommendations.answer_comment", is_officer)
rules.add_perm("recommendations.ask_follow_up", is_ppb_member)
# What members ask goes on an agenda, or is declined.
rules.add_perm("recommendations.decide_follow_ups", is_officer | (is_ppb_member & chairs_ppb))
