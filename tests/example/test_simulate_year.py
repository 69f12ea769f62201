"""manage.py simulate_year spoils no database that is in use."""

import pytest
from django.core.management import CommandError, call_command

from boards.models import Partnership
from example.simulation.place import SLUG
from tests import factories


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        call_command("simulate_year", *arguments)
    return str(refused.value)


def test_command_refuses_a_database_that_is_not_empty(partnership):
    before = Partnership.objects.count()
    assert refusal().startswith("The database is not empty.")
    assert Partnership.objects.count() == before


def test_command_refuses_to_play_the_same_partnership_twice(db):
    factories.PartnershipFactory(slug=SLUG)
    assert refusal("--into-new-partnership") == "The partnership /simulated/ is there already. Use a fresh database."


def test_command_refuses_a_year_that_is_none(db):
    assert refusal("--year", "2026-29") == "“2026-29” is not a financial year, for example 2012/13."
