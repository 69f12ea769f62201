from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from boards.models import Person
        from boards.signals import person_erased
        from search.leaving import index_without
        from search.sources import listen

        listen()
        person_erased.connect(index_without, sender=Person, dispatch_uid="search.person_erased")
