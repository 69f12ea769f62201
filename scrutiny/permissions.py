"""What may be done to the scrutiny of a partnership."""

import rules

from boards.permissions import is_admin, is_officer

# Topic programme, topic groups, reports, and in the apps above: recommendations, their owners and the responses.
rules.add_perm("scrutiny.manage_scrutiny", is_officer)
rules.add_perm("scrutiny.change_settings", is_admin)
