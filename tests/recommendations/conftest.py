"""A topic group's report with three recommendations, as the member's page shows them."""

from datetime import date

import pytest

from core.choices import Precision
from tests import factories


@pytest.fixture
def group(world):
    return factories.TopicGroupFactory(
        body__partnership=world.partnership,
        title="Scrutiny of the partnership",
        received_on=date(2012, 9, 1),
        received_precision=Precision.MONTH,
    )


@pytest.fixture
def ask(group):
    """Make a recommendation of the group: ``ask(1, "Annual report")``."""

    def make(number, title="Do it", **fields):
        return factories.RecommendationFactory(topic_group=group, number=number, title=title, **fields)

    return make
