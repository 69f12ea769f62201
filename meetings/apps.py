from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        from boards import leaving
        from boards.signals import holidays_changed
        from meetings.services.cascade_mail import (
            ACTION,
            ACTION_PASSED_ON,
            CASCADE,
            compose_action,
            compose_cascade,
            compose_passed_on,
        )
        from meetings.services.comment_mail import ANSWER, COMMENT, MAY_WAIT, compose_answer, compose_comment
        from meetings.services.deadlines import on_holidays_changed
        from meetings.services.invitation_mail import (
            INVITATION,
            INVITATION_CHANGED,
            compose_change,
            compose_invitation,
        )
        from meetings.services.leaving import endings
        from meetings.services.notices import NOTICE, compose_notice
        from meetings.services.reminders import REMINDER, compose_reminder
        from outbox.kinds import Kind, register

        leaving.from_above.append(endings)
        holidays_changed.connect(on_holidays_changed, dispatch_uid="meetings.deadlines")
        register(Kind(CASCADE, "Actions to pass on", compose_cascade))
        register(Kind(ACTION, "Action for its owner", compose_action))
        register(Kind(ACTION_PASSED_ON, "Action passed to another owner", compose_passed_on))
        register(Kind(INVITATION, "Invitation", compose_invitation))
        register(Kind(INVITATION_CHANGED, "Change of an invitation", compose_change))
        register(Kind(NOTICE, "Notice of a meeting", compose_notice))
        register(Kind(REMINDER, "Reminder of a summary", compose_reminder))
        register(Kind(COMMENT, "Comment on a summary", compose_comment, is_duty=False, waits_for=MAY_WAIT))
        register(Kind(ANSWER, "Answer to a comment", compose_answer, is_duty=False, waits_for=MAY_WAIT))
