"""Two people leave at the same moment, on a database where that can happen."""

from datetime import date

import pytest
from django.conf import settings

from boards.choices import Role
from boards.services.departure import leave
from core import clock
from tests import factories
from tests.hostile.test_races import at_once, refusals

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="only one can write at a time"),
]


def test_those_who_leave_two_partnerships_do_not_wait_for_each_other(world):
    """Each has had a role in the other's place, which is held while the sign-in is switched off."""
    keeper, today = factories.UserFactory(is_superuser=True), clock.today()
    began, ended = date(2020, 1, 1), date(2021, 1, 1)

    def leaver(here, before):
        user = factories.UserFactory()
        factories.RoleGrantFactory(user=user, partnership=here, role=Role.MEMBER, starts_on=began)
        factories.RoleGrantFactory(user=user, partnership=before, role=Role.MEMBER, starts_on=began, ends_on=ended)
        person = factories.PersonFactory(partnership=here, email=user.email, user=user)
        for _ in range(6):
            factories.AppointmentFactory(person=person, body__partnership=here, starts_on=began)
        return lambda: leave(partnership=here, person=person, last_day=today, by=keeper, today=today)

    for _ in range(3):
        calls = leaver(world.partnership, world.elsewhere), leaver(world.elsewhere, world.partnership)
        assert refusals(at_once(*calls)) == []
