from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from core.papers import pages
        from reports.printing.kinds import PAGES
        from reports.schedules import keep_schedules

        pages.update(PAGES)
        # Of all apps django_q is migrated last here, and its table must be there.
        post_migrate.connect(keep_schedules, sender=apps.get_app_config("django_q"), dispatch_uid="reports.schedule")
