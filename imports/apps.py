from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from core.papers import makers, paper_settled, passing_kinds
        from imports import background

        makers.update(background.MAKERS)
        passing_kinds.update(background.KINDS)
        paper_settled.connect(background.forget_imported, dispatch_uid="imports.forget_imported")
