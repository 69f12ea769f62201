"""An import while the office changes a record, on a database where that can happen: see ``test_races``."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.conf import settings
from django.db import connection, transaction

from core import clock, papers
from core.acts import lock
from core.models import RenderedFile
from imports.background import EXPORT
from imports.importer import import_into
from imports.models import FileRecord
from tests import factories
from tests.acts.test_acts import is_waited_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="only one can write at a time"),
]

FILES = {"organisations.csv": b"org_id,name,kind\ncouncil,Council,district\n"}
PATIENCE = 20
NOW = clock.now()


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


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


@pytest.mark.parametrize("check", [True, False])
def test_preview_waits_for_nobody_and_an_import_for_whoever_holds_the_partnership(world, check):
    def run():
        try:
            return import_into(world.partnership, FILES, today=date(2026, 11, 18), by=world.admin, check=check).refusals
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            lock(world.partnership)
            importing = other.submit(run)
            until = time.monotonic() + PATIENCE
            while not is_waited_for() and not importing.done() and time.monotonic() < until:
                time.sleep(0.005)
            assert importing.done() == check
        assert importing.result() == []


def test_two_exports_at_once_give_one_code_to_each_person(world, media):
    def run(number):
        try:
            job = RenderedFile.objects.create(
                kind=EXPORT, scope=world.partnership.slug, about={"number": number}, asked_by=world.admin, asked_at=NOW
            )
            papers.render_paper(job.pk)
            job.refresh_from_db()
            return job.state, job.error
        finally:
            connection.close()

    for name in ("Sam Lee", "Sam Lee", "Sam  Lee"):
        factories.PersonFactory(partnership=world.partnership, name=name)
    with ThreadPoolExecutor(2) as both:
        assert list(both.map(run, range(2))) == [("done", ""), ("done", "")]
    people = FileRecord.objects.filter(partnership=world.partnership, record_type="boards.person")
    assert people.exclude(key="").count() == world.partnership.people.count()
