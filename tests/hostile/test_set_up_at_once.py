"""A partnership is set up twice at the same moment, on a database where that can happen."""

import pytest
from django.conf import settings

from boards.models import Partnership
from core import clock
from core.acts import Refused
from founding.choices import Country, PartnershipKind
from founding.services import find_code, found_partnership, make_code
from tests.hostile.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="only one can write at a time"),
]


@pytest.mark.parametrize("by_code", [True, False])
def test_button_pressed_twice_sets_up_one(by_code):
    now = clock.now()
    code = find_code(make_code(at=now), at=now) if by_code else None

    def press():
        return found_partnership(
            name="Our Place",
            slug="our-place",
            country=Country.ENGLAND,
            office_email="office@example.org",
            admin_name="First Admin",
            admin_email="first@example.org",
            password_hash="a hash",
            kind=PartnershipKind.STRATEGIC,
            code=code,
            by=None,
            at=now,
        )

    assert sorted(type(one).__name__ for one in at_once(press, press)) == [Partnership.__name__, Refused.__name__]
