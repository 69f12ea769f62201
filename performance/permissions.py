"""What may be done to measures of a partnership."""

import rules

from boards.permissions import is_officer

rules.add_perm("performance.add_result", is_officer)
rules.add_perm("performance.keep_measures", is_officer)
