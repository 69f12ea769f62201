"""What a reader may see, as the queries say it."""

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet

from tests.quality.tree import APPS


def test_public_reads_nothing_of_a_partnership_without_pages_of_its_own():
    shown = set()
    for model in [model for app in APPS for model in apps.get_app_config(app).get_models()]:
        if not hasattr(model.objects, "visible_to"):
            continue
        try:
            query = str(model.objects.visible_to(AnonymousUser()).query)
        except EmptyResultSet:
            continue
        if "is_listed" not in query:
            shown.add(model.__name__)
    assert shown == set()
