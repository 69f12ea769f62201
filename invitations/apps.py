from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "invitations"

    def ready(self) -> None:
        from boards import leaving
        from invitations.mail import INVITATION, INVITATION_CHANGED, compose_change, compose_invitation
        from invitations.services.changes import on_meeting_changed
        from invitations.services.leaving import endings
        from invitations.services.notices import NOTICE, compose_notice, page_of_notice
        from meetings.signals import meeting_changed, officer_goes_on
        from outbox.kinds import Kind, register

        leaving.from_above.append(endings)
        meeting_changed.connect(on_meeting_changed, dispatch_uid="invitations.changes")
        officer_goes_on.connect(page_of_notice, dispatch_uid="invitations.notices")
        register(Kind(INVITATION, "Invitation", compose_invitation))
        register(Kind(INVITATION_CHANGED, "Change of an invitation", compose_change))
        register(Kind(NOTICE, "Notice of a meeting", compose_notice))
