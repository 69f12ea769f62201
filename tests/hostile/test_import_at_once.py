"""An import while the office changes a record, on a database where that can happen: see ``test_races``."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.conf import settings
from django.db import connection, transaction

from core.acts import lock
from imports.importer import import_into
from tests import factories
from tests.acts.test_acts import is_waited_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="only one can write at a time"),
]

FILES = {"organisations.csv": b"org_id,name,kind\ncouncil,Council,district\n"}
PATIENCE = 20


def test_import_keeps_what_the_office_is_just_changing(world):
    def run():
        try:
            return import_into(world.partnership, FILES, today=date(2026, 11, 18), by=world.admin).refusals
        finally:
            connection.close()

    council = factories.OrganisationFactory(partnership=world.partnership, code="council", name="Council", kind="")
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            changed = lock(council)
            changed.website = "https://example.org"
            changed.save()
            importing = other.submit(run)
            until = time.monotonic() + PATIENCE
            while not is_waited_for() and not importing.done() and time.monotonic() < until:
                time.sleep(0.005)
        assert importing.result() == []
    council.refresh_from_db()
    assert (council.website, council.kind) == ("https://example.org", "district")
