from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "summaries"

    def ready(self) -> None:
        from boards.models import Person
        from boards.signals import person_erased
        from core.papers import pages, paper_settled
        from summaries.choices import SUMMARY
        from summaries.papers import page, remake_papers, send_with_paper

        pages[SUMMARY] = page
        paper_settled.connect(send_with_paper, dispatch_uid="summaries.papers")
        person_erased.connect(remake_papers, sender=Person, dispatch_uid="summaries.person_erased")
