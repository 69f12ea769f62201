from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        from boards import leaving
        from boards.signals import holidays_changed
        from meetings.choices import ItemKind
        from meetings.services.action_leaving import actions_of_leaver
        from meetings.services.agenda_reading import fillings
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
        from meetings.services.invitation_changes import on_meeting_changed
        from meetings.services.invitation_mail import (
            INVITATION,
            INVITATION_CHANGED,
            compose_change,
            compose_invitation,
        )
        from meetings.services.leaving import endings
        from meetings.services.matters import filling_of_matters
        from meetings.services.notices import NOTICE, compose_notice, page_of_notice
        from meetings.services.reminders import REMINDER, compose_reminder
        from meetings.signals import meeting_changed, officer_goes_on
        from outbox.kinds import Kind, register

        fillings[ItemKind.MATTERS_ARISING] = filling_of_matters
        leaving.from_above += [endings, actions_of_leaver]
        meeting_changed.connect(on_meeting_changed, dispatch_uid="meetings.invitations")
        officer_goes_on.connect(page_of_notice, dispatch_uid="meetings.notices")
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
