from datetime import date

import pytest

from imports.importer import import_directory
from progress.services.status import change_status
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation, Wording
from recommendations.services.editing import reword
from tests import factories
from tests.halton import TODAY
from tests.recommendations.factories import LAST_SPRING_NOON

pytestmark = pytest.mark.django_db


def less(recommendation):
    return Wording(
        recommendation=recommendation,
        title="Do less",
        paper="Report to the Executive Board",
        worded_on=date(2012, 11, 8),
        change_note="It was too much",
    )


def test_file_that_comes_again_leaves_a_later_wording_alone(small):
    import_directory(small, today=TODAY)
    reword(wording=less(Recommendation.objects.get()), by=factories.UserFactory(), at=LAST_SPRING_NOON)
    again = import_directory(small, today=TODAY)
    assert not again.refusals
    one = Recommendation.objects.get()
    assert (one.title, [wording.title for wording in one.wordings.all()]) == ("Do less", ["Do more", "Do less"])


def test_file_that_comes_again_leaves_a_status_alone_that_was_changed_since(small):
    import_directory(small, today=TODAY)
    change_status(
        recommendation=Recommendation.objects.get(),
        to_status=RecommendationStatus.NOT_FEASIBLE,
        reason="There is no money",
        changed_on=date(2012, 11, 8),
        by=factories.UserFactory(),
        at=LAST_SPRING_NOON,
    )
    again = import_directory(small, today=TODAY)
    assert (again.totals["new"], again.totals["changed"]) == (0, 0)
    one = Recommendation.objects.get()
    assert (one.status, one.status_reason) == ("not-feasible", "There is no money")
    assert {change.to_status for change in one.status_changes.all()} == {"in-progress", "not-feasible"}


def test_recommendations_beside_a_reworded_one_are_read_all_the_same(small):
    """The reworded one keeps its words; what the file says of the others is taken."""
    recommendations = small / "recommendations.csv"
    rows = recommendations.read_text(encoding="utf-8")
    second = "2,Ask twice,,Elected members,in progress,Begun\n"
    recommendations.write_text(rows + second, encoding="utf-8")
    import_directory(small, today=TODAY)
    reword(wording=less(Recommendation.objects.get(number=1)), by=factories.UserFactory(), at=LAST_SPRING_NOON)
    third = "3,Ask a third time,,Elected members,in progress,Begun\n"
    recommendations.write_text(rows + second.replace("Ask twice", "Ask again") + third, encoding="utf-8")
    again = import_directory(small, today=TODAY)
    assert not again.refusals
    assert list(Recommendation.objects.order_by("number").values_list("number", "title")) == [
        (1, "Do less"),
        (2, "Ask again"),
        (3, "Ask a third time"),
    ]
