"""What may be done to summaries of a partnership."""

from __future__ import annotations

import rules

from boards.permissions import is_member, is_officer

rules.add_perm("summaries.write_summary", is_officer)
rules.add_perm("summaries.publish_summary", is_officer)
rules.add_perm("summaries.see_deliveries", is_officer)
rules.add_perm("summaries.comment_on_summary", is_member)
rules.add_perm("summaries.answer_comment", is_officer)
