from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from core.papers import doings, makers, paper_settled, passing_kinds
        from imports import background

        makers.update(background.MAKERS)
        doings.update(background.DOINGS)
        passing_kinds.update(background.KINDS)
        paper_settled.connect(background.forget_imported, dispatch_uid="imports.forget_imported")
