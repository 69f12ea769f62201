"""What may be done to meetings, summaries and actions of a partnership."""

import rules

from boards.permissions import is_member, is_officer

rules.add_perm("meetings.manage_meetings", is_officer)
rules.add_perm("meetings.keep_calendar", is_member)
rules.add_perm("meetings.write_summary", is_officer)
rules.add_perm("meetings.publish_summary", is_officer)
rules.add_perm("meetings.see_deliveries", is_officer)
rules.add_perm("meetings.update_action", is_officer)
rules.add_perm("meetings.comment_on_summary", is_member)
rules.add_perm("meetings.answer_comment", is_officer)
