from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        from actions.mail import (
            ACTION,
            ACTION_PASSED_ON,
            CASCADE,
            compose_action,
            compose_cascade,
            compose_passed_on,
        )
        from actions.services.matters import filling_of_matters
        from actions.services.owners import actions_of_leaver
        from agendas.choices import ItemKind
        from agendas.services.reading import fillings
        from boards import leaving
        from outbox.kinds import Kind, register

        fillings[ItemKind.MATTERS_ARISING] = filling_of_matters
        leaving.from_above.append(actions_of_leaver)
        register(Kind(CASCADE, "Actions to pass on", compose_cascade))
        register(Kind(ACTION, "Action for its owner", compose_action))
        register(Kind(ACTION_PASSED_ON, "Action passed to another owner", compose_passed_on))
