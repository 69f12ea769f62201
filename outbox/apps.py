from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from boards.models import RoleGrant


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        from boards import leaving
        from boards.signals import role_given
        from outbox.services.leaving import endings

        leaving.from_above.append(endings)
        role_given.connect(self.on_role, dispatch_uid="outbox.role_given")

    @staticmethod
    def on_role(grant: "RoleGrant", **_: Any) -> None:
        from core import clock
        from outbox.services.role_mail import tell_of_role

        tell_of_role(grant, at=clock.now())
