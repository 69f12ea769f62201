from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "invitations"

    def ready(self) -> None:
        from boards import leaving
        from boards.signals import address_changed
        from core.models import User
        from invitations.services.invitations import endings, invite_at_new_address, tell_invited
        from invitations.services.notices import page_of_notice
        from meetings.signals import meeting_changed, officer_goes_on

        leaving.from_above.append(endings)
        address_changed.connect(invite_at_new_address, sender=User, dispatch_uid="invitations.address_changed")
        meeting_changed.connect(tell_invited, dispatch_uid="invitations.changes")
        officer_goes_on.connect(page_of_notice, dispatch_uid="invitations.notices")
