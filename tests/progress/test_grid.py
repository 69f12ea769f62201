"""Officers write down progress on many recommendations at once: rows with text, all of them or none."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from progress.models import ProgressRequest, ProgressUpdate
from progress.services.requests import ask_now
from tests import factories
from tests.progress.asking import ASKED_ON, NINE, at, meeting_of, owner, recommend, study


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def group(ppb):
    return study(ppb)


@pytest.fixture
def college(partnership):
    return owner(partnership, "College", "cat")


@pytest.fixture
def rows(group, college, partnership):
    """Two rows: the college's own, and one of two owners without a lead."""
    council = owner(partnership, "Council")
    return [
        recommend(group, 1, college, title="Annual report"),
        recommend(group, 2, college, council, title="Joint meetings"),
    ]


@pytest.fixture
def office(client_for, officer):
    return client_for(officer)


def url(**query):
    page = reverse("progress:progress_grid", args=["halton"])
    return f"{page}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else page


def words(response):
    return " ".join(response.content.decode().split())


def typed(recommendation, text="", status="in-progress", seen=0, **fields):
    given = {"text": text, "status": status, "seen": seen, "on": "", "by": ""} | fields
    return {f"{name}-{recommendation.pk}": value for name, value in given.items()}


def common(on="1 12 2026", by=""):
    return {"on": on, "by": by}


def said():
    found = ProgressUpdate.objects.order_by("recommendation__number", "position")
    return [(one.recommendation.number, one.text, one.status, one.reported_on, one.reported_by) for one in found]


def test_grid_has_a_row_for_each_open_recommendation(office, rows, group):
    recommend(group, 3, title="Settled", status="implemented", status_reason="Done")
    page = words(office.get(url()))
    assert [title in page for title in ("Annual report", "Joint meetings", "Settled")] == [True, True, False]


def test_grid_is_filtered_by_owner_and_topic_group(office, rows, group, ppb):
    recommend(study(ppb), 7, title="Another study")
    assert [one.number for one in office.get(url(owner=rows[1].owners.last().code)).context["page"]] == [2]
    assert [one.number for one in office.get(url(topic_group=group.body.code)).context["page"]] == [1, 2]


def test_only_rows_with_text_are_saved(office, rows, officer):
    page = words(office.post(url(), common() | typed(rows[0], "Printed") | typed(rows[1]), follow=True))
    assert "Progress on one recommendation is written down." in page
    assert said() == [(1, "Printed", "in-progress", ASKED_ON, "College")]
    assert ProgressUpdate.objects.get().recorded_by == officer


def test_a_row_may_have_its_own_date_and_reporter(office, rows):
    office.post(
        url(),
        common(by="Policy and Strategy")
        | typed(rows[0], "One", "implemented", on="30 11 2026", by="The college")
        | typed(rows[1], "Two"),
    )
    assert said() == [
        (1, "One", "implemented", date(2026, 11, 30), "The college"),
        (2, "Two", "in-progress", ASKED_ON, "Policy and Strategy"),
    ]


def test_saving_answers_what_was_asked(office, rows, ppb, officer):
    ask_now(meeting=meeting_of(ppb), by=officer, at=at(ASKED_ON))
    office.post(url(), common() | typed(rows[0], "Printed"))
    waiting = ProgressRequest.objects.waiting().values_list("recommendation__number", flat=True)
    assert sorted(waiting) == [2, 2]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"text": "x" * 4001}, "What has happened with recommendation 2 must be 4,000 characters or fewer"),
        ({"status": ""}, "Select the status of recommendation 2"),
        ({"status": "bogus"}, "Select the status of recommendation 2"),
        ({"by": ""}, "Enter who reports on recommendation 2: several owners do it"),
        ({"on": "2 12 2026"}, "The date of recommendation 2 must be today or in the past"),
        ({"text": "", "on": "1 12 2026"}, "Enter what has happened with recommendation 2, or empty its row"),
    ],
)
def test_one_row_that_is_wrong_stops_all_and_what_was_typed_stays(change, error, office, rows):
    wrong = {"text": "Two", "by": "Council"} | change
    page = words(office.post(url(), common() | typed(rows[0], "One is typed") | typed(rows[1], **wrong)))
    assert error in page
    assert "One is typed</textarea>" in page
    assert said() == []


def test_nothing_typed_is_told(office, rows):
    page = words(office.post(url(), common() | typed(rows[0])))
    assert "Enter what has happened with at least one recommendation" in page


def test_a_row_that_a_colleague_reported_on_meanwhile_is_flagged_then_saved(office, rows):
    theirs = factories.ProgressUpdateFactory(recommendation=rows[0], text="Theirs")
    answer = office.post(url(), common() | typed(rows[0], "Mine") | typed(rows[1], "Two", by="Council"))
    assert "Somebody reported on recommendation 1 meanwhile (“Theirs”): look at it, then save again" in words(answer)
    assert "Mine</textarea>" in words(answer)
    assert f'name="seen-{rows[0].pk}" value="{theirs.pk}"' in answer.content.decode()
    assert len(said()) == 1

    office.post(url(), common() | typed(rows[0], "Mine", seen=theirs.pk) | typed(rows[1], "Two", by="Council"))
    assert sorted(one[1] for one in said()) == ["Mine", "Theirs", "Two"]


def test_page_sent_twice_is_saved_once(office, rows, tuesday):
    sent = common() | typed(rows[0], "Printed")
    office.post(url(), sent)
    tuesday.shift(300)
    assert "Somebody reported on recommendation 1 meanwhile" in words(office.post(url(), sent))
    assert len(said()) == 1


def test_what_was_typed_waits_for_a_new_sign_in(client_for, office, rows):
    visitor = client_for(None)
    visitor.post(url(), common(by="College") | typed(rows[1], "Not lost"))
    visitor.force_login(
        rows[0].partnership.role_grants.get(role="officer").user, "django.contrib.auth.backends.ModelBackend"
    )
    page = words(visitor.get(url()))
    assert "Not lost</textarea>" in page


def test_row_of_another_partnership_is_passed_over(office, rows, world):
    theirs = factories.RecommendationFactory(topic_group=factories.TopicGroupFactory(body__partnership=world.elsewhere))
    office.post(url(), common(by="College") | typed(theirs, "Not mine") | typed(rows[0], "Mine"))
    assert [one[1] for one in said()] == ["Mine"]


def test_empty_grid_says_what_would_be_here(office):
    assert "No open recommendations" in words(office.get(url()))


@pytest.mark.parametrize("count", [1, 100])
def test_grid_takes_the_same_queries_for_any_number(count, group, college, office, django_assert_num_queries):
    for number in range(1, count + 1):
        factories.ProgressUpdateFactory(recommendation=recommend(group, number, college))
    with django_assert_num_queries(14):
        office.get(url())
