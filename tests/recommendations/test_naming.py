import pytest

from recommendations.services.naming import called, called_apart
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(partnership):
    return factories.TopicGroupFactory(partnership=partnership, title="Parking")


def test_number_alone_names_a_recommendation_while_no_other_report_has_it(ask, other, django_assert_num_queries):
    one = ask(7)
    elsewhere = factories.TopicGroupFactory(title="Of another partnership")
    factories.RecommendationFactory(topic_group=elsewhere, number=7)
    factories.RecommendationFactory(topic_group=other, number=8)
    with django_assert_num_queries(1):
        assert called(one) == "recommendation 7"
    same = factories.RecommendationFactory(topic_group=other, number=7)
    assert (called(one), called(same)) == (
        f"recommendation 7 of “{one.topic_group.title}”",
        "recommendation 7 of “Parking”",
    )


def test_those_on_one_page_are_told_apart(ask, other, django_assert_num_queries):
    one, two = ask(1), ask(2)
    same = factories.RecommendationFactory(topic_group=other, number=1)
    with django_assert_num_queries(0):
        assert called_apart([one, two, same]) == {
            one.pk: f"recommendation 1 of “{one.topic_group.title}”",
            two.pk: "recommendation 2",
            same.pk: "recommendation 1 of “Parking”",
        }
        assert called_apart([one, two])[one.pk] == "recommendation 1"
