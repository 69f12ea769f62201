from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from boards.models import Organisation, RoleGrant


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        from boards import leaving
        from boards.models import Organisation
        from boards.signals import address_changed, record_merged, role_given
        from core.models import User
        from outbox.services.leaving import endings
        from outbox.services.queue import write_to_new_address

        leaving.from_above.append(endings)
        role_given.connect(self.on_role, dispatch_uid="outbox.role_given")
        address_changed.connect(write_to_new_address, sender=User, dispatch_uid="outbox.address_changed")
        record_merged.connect(self.on_merger, sender=Organisation, dispatch_uid="outbox.record_merged")

    @staticmethod
    def on_role(grant: "RoleGrant", **_: Any) -> None:
        from core import clock
        from outbox.services.role_mail import tell_of_role

        tell_of_role(grant, at=clock.now())

    @staticmethod
    def on_merger(kept: "Organisation", former_pk: int, **_: Any) -> None:
        from outbox.services.queue import write_for

        write_for(kept, former_pk=former_pk)
