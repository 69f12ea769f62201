from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        from actions.services.matters import filling_of_matters
        from actions.services.owners import actions_of_leaver
        from agendas.choices import ItemKind
        from agendas.services.reading import fillings
        from boards import leaving

        fillings[ItemKind.MATTERS_ARISING] = filling_of_matters
        leaving.from_above.append(actions_of_leaver)
