"""What may be done to recommendations of a partnership."""

import rules

from boards.permissions import is_member, is_officer

rules.add_perm("recommendations.comment", is_member)
rules.add_perm("recommendations.answer_comment", is_officer)
