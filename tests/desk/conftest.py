"""A report of scrutiny for what *Today* says of it."""

import pytest

from tests import factories


@pytest.fixture
def group(world):
    return factories.TopicGroupFactory(
        body__partnership=world.partnership, title="Scrutiny of the partnership", commissioned_by=world.ppb
    )


@pytest.fixture
def ask(group):
    def make(number, title="Joint meetings", **fields):
        return factories.RecommendationFactory(topic_group=group, number=number, title=title, **fields)

    return make
