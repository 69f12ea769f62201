from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "summaries"

    def ready(self) -> None:
        from core.papers import pages, paper_settled
        from summaries.choices import SUMMARY
        from summaries.papers import page, send_with_paper

        pages[SUMMARY] = page
        paper_settled.connect(send_with_paper, dispatch_uid="summaries.papers")
