from datetime import date

import pytest

from imports.importer import import_directory
from recommendations.models import Recommendation
from recommendations.services.editing import Rewording, Words, reword
from tests import factories
from tests.halton import TODAY
from tests.recommendations.factories import LAST_SPRING_NOON

pytestmark = pytest.mark.django_db


def test_file_that_comes_again_leaves_a_later_wording_alone(small):
    import_directory(small, today=TODAY)
    reword(
        recommendation=Recommendation.objects.get(),
        new=Rewording(Words("Do less"), "Report to the Executive Board", date(2012, 11, 8), "It was too much"),
        seen=0,
        by=factories.UserFactory(),
        at=LAST_SPRING_NOON,
    )
    again = import_directory(small, today=TODAY)
    assert not again.refusals
    one = Recommendation.objects.get()
    assert (one.title, [wording.title for wording in one.wordings.all()]) == ("Do less", ["Do more", "Do less"])
