"""What may be done to the reports of a partnership."""

import rules

from boards.permissions import is_admin, is_officer

rules.add_perm("reports.see_drafts", is_officer)
rules.add_perm("reports.edit_report", is_officer)
rules.add_perm("reports.publish_report", is_admin)
