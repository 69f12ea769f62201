"""Progress is told by the link of a request, without an account; each bad day has its outcome."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.asks import make_token
from core.models import AuditEvent
from outbox.models import Message
from outbox.services.sending import send_due
from progress.models import ProgressRequest, ProgressUpdate, StatusProposal
from progress.services.requests import ask_now
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory
from tests.progress.asking import ASKED_ON, DAY, MEETS_ON, NINE, at, meeting_of, owner, recommend, study
from tests.progress.factories import StatusProposalFactory


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def group(ppb):
    return study(ppb)


@pytest.fixture
def meeting(ppb):
    return meeting_of(ppb)


@pytest.fixture
def college(partnership):
    return owner(partnership, "College", "cat")


@pytest.fixture
def cat(college):
    return college.organisation.people.get()


@pytest.fixture
def asked(group, meeting, college, officer):
    """Recommendations 1 and 2, about which the college was asked."""
    made = [
        recommend(group, 1, college, title="Annual report", explanation="Say what it cost\nSay who gained"),
        recommend(group, 2, college, title="Joint meetings"),
    ]
    factories.ProgressUpdateFactory(recommendation=made[0], text="A first draft", reported_by="College")
    ask_now(meeting=meeting, by=officer, at=at(ASKED_ON))
    Message.objects.all().delete()
    return made


@pytest.fixture
def url(asked, meeting, college, cat):
    return reverse("progress:request_link", args=["halton", token(meeting, college, cat)])


def token(meeting, one, person):
    return make_token("progress-request", meeting.pk, one.pk, person.pk)


@pytest.fixture
def visitor():
    """A browser without cookies, that would notice a form which needs one."""
    client = Client(enforce_csrf_checks=True)
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def words(response):
    return " ".join(response.content.decode().split())


def box(recommendation, text="", status="in-progress", **fields):
    typed = {"text": text, "status": status} | fields
    return {f"r{recommendation.pk}-{name}": value for name, value in typed.items()}


def said():
    rows = ProgressUpdate.objects.filter(told_by__isnull=False).order_by("recommendation__number", "position")
    return [(one.recommendation.number, one.text, one.status, one.reported_by) for one in rows]


def test_page_shows_what_was_asked_the_status_and_the_last_words(visitor, url):
    page = words(visitor.get(url))
    for one in (
        "How far are these recommendations?",
        "College, for Corporate PPB, 12 January 2027",
        "Please answer by <strong>29 December 2026</strong>",
        "1. Annual report",
        "Say who gained",
        "A first draft",
        "2. Joint meetings",
        "Nothing has been said yet.",
        "This link was sent to Cat, for College.",
    ):
        assert one in page


def test_opening_the_link_changes_nothing(visitor, url):
    visitor.get(url)
    assert (said(), ProgressRequest.objects.filter(answered_at=None).count()) == ([], 2)


def test_one_box_is_answered_and_the_other_waits(visitor, url, asked, cat, college):
    page = words(visitor.post(url, box(asked[0], "It is printed", "implemented"), follow=True))

    assert "Thank you. Your answer is on record; one more waits below." in page
    assert said() == [(1, "It is printed", "implemented", "Cat, College")]
    update = ProgressUpdate.objects.get(told_by=cat)
    assert (update.reported_on, update.recorded_by, update.request.owner) == (ASKED_ON, None, college)
    assert list(ProgressRequest.objects.waiting().values_list("recommendation__number", flat=True)) == [2]
    event = AuditEvent.objects.get(verb="recommendation.progress_added")
    assert (event.made_by, event.details["by link"]) == (None, "Cat")


def test_all_boxes_are_sent_at_once_and_the_page_says_what_else_is_open(
    visitor, url, asked, group, college, partnership
):
    other = owner(partnership, "Council")
    recommend(group, 3, college, other, lead=other, title="Led by others")
    recommend(group, 4, college, title="Came later")
    page = words(visitor.post(url, box(asked[0], "One") | box(asked[1], "Two"), follow=True))

    assert [one[:2] for one in said()] == [(1, "One"), (2, "Two")]
    for one in ("College has answered", "Also open for College", "4. Came later"):
        assert one in page
    assert "Led by others" not in page


def test_nothing_typed_is_told_and_nothing_recorded(visitor, url, asked):
    page = words(visitor.post(url, box(asked[0]) | box(asked[1])))
    assert "Say how far at least one of them is" in page
    assert said() == []


def test_one_box_that_is_wrong_stops_all_and_what_was_typed_stays(visitor, url, asked):
    page = words(visitor.post(url, box(asked[0], "One", "") | box(asked[1], "Two is typed")))

    assert "Recommendation 1: Select the status of this piece of work" in page
    assert "Two is typed</textarea>" in page
    assert said() == []


def test_a_status_for_the_whole_becomes_a_proposal(visitor, url, asked, college, cat):
    typed = box(asked[0], "It is out", "implemented", overall_status="implemented", reason="All done")
    assert "Enter what shows that the whole recommendation is implemented" in words(visitor.post(url, typed))
    assert (said(), StatusProposal.objects.count()) == ([], 0)

    visitor.post(
        url,
        typed
        | box(
            asked[0],
            "It is out",
            "implemented",
            evidence="The report",
            overall_status="implemented",
            reason="All done",
        ),
    )
    made = StatusProposal.objects.get()
    assert (made.to_status, made.reason, made.evidence, made.owner, made.told_by, made.state) == (
        "implemented",
        "All done",
        "The report",
        college,
        cat,
        "waiting",
    )
    asked[0].refresh_from_db()
    assert asked[0].status == "not-started"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"overall_status": "superseded"}, "Enter why the status of the whole recommendation should change"),
        ({"reason": "Why"}, "Select what the whole recommendation is now, or take out the reason"),
        ({"text": ""} | {"overall_status": "superseded", "reason": "Why"}, "Enter how far it is"),
        ({"text": "x" * 4001}, "How far it is must be 4,000 characters or fewer"),
    ],
)
def test_refusals_stand_beside_their_fields(fields, error, visitor, url, asked):
    assert error in words(visitor.post(url, box(asked[0], **({"text": "One"} | fields))))
    assert (said(), StatusProposal.objects.count()) == ([], 0)


def test_a_proposal_that_another_owner_waits_for_is_refused_with_the_reason(visitor, url, asked, partnership):
    StatusProposalFactory(recommendation=asked[0], owner=owner(partnership, "Council"))
    typed = box(asked[0], "One", overall_status="superseded", reason="Why")
    assert "wait for its answer" in words(visitor.post(url, typed))
    assert said() == []


def test_page_sent_twice_is_recorded_once(visitor, url, asked, tuesday):
    for _ in range(2):
        page = words(visitor.post(url, box(asked[0], "One"), follow=True))
        tuesday.shift(5 * 60)
        assert "Thank you. Your answer is on record" in page
    assert said() == [(1, "One", "in-progress", "Cat, College")]


def test_link_of_a_colleague_who_answers_later_loses_nothing(visitor, url, asked, meeting, college, partnership):
    dan = factories.PersonFactory(partnership=partnership, name="Dan", organisation=college.organisation)
    theirs = reverse("progress:request_link", args=["halton", token(meeting, college, dan)])
    visitor.post(url, box(asked[0], "One"))
    visitor.post(theirs, box(asked[0], "Another word"))
    assert [(one[1], one[3]) for one in said()] == [("One", "Cat, College"), ("Another word", "Dan, College")]


def test_what_was_closed_meanwhile_is_not_asked_any_more(visitor, url, asked):
    for one in asked:
        MonitoringDecisionFactory(recommendation=one)
    assert "Nothing is asked any more" in words(visitor.get(url))


def test_meeting_that_is_off_is_told(visitor, url, asked, meeting):
    meeting.status = "postponed"
    meeting.save()
    assert "This meeting was postponed." in words(visitor.get(url))
    visitor.post(url, box(asked[0], "One"))
    assert len(said()) == 1


def test_link_of_somebody_who_has_left_is_refused_with_words(visitor, url, asked, cat):
    cat.organisation = None
    cat.save()
    for response in (visitor.get(url), visitor.post(url, box(asked[0], "One"))):
        assert response.status_code == 403
        assert "This link no longer works" in words(response)
    assert said() == []


@pytest.mark.parametrize("change", [lambda url: url[:-4] + "abc/", lambda url: url.replace("/halton/", "/elsewhere/")])
def test_link_that_was_changed_is_not_found(change, visitor, url, asked):
    assert visitor.get(change(url)).status_code == 404
    assert visitor.post(change(url), box(asked[0], "One")).status_code == 404


def test_link_for_something_else_is_not_found(visitor, asked, meeting, college, cat):
    other = make_token("sharing", meeting.pk, college.pk, cat.pk)
    assert visitor.get(reverse("progress:request_link", args=["halton", other])).status_code == 404


def test_link_reaches_nothing_of_another_owner(visitor, url, group, meeting, partnership, officer):
    other = recommend(group, 3, owner(partnership, "Council", "ann"))
    ask_now(meeting=meeting, by=officer, at=at(ASKED_ON))
    visitor.post(url, box(other, "Not mine"))
    assert said() == []


def test_link_works_on_the_meetings_day_and_not_after(visitor, url, asked, tuesday):
    tuesday.move_to(at(MEETS_ON))
    assert visitor.get(url).status_code == 200
    tuesday.move_to(at(MEETS_ON + DAY))
    for response in (visitor.get(url), visitor.post(url, box(asked[0], "One"))):
        assert response.status_code == 410
        assert "The meeting for which progress was asked has been." in words(response)
        assert "Annual report" not in words(response)
    visitor.post(f"{url}again/")
    assert (said(), Message.objects.count()) == ([], 0)


def test_link_of_ninety_days_is_mailed_anew_once_a_day(visitor, url, asked, meeting, tuesday):
    meeting.held_on = date(2027, 5, 4)
    meeting.save()
    tuesday.shift(91 * DAY)
    assert visitor.get(url).status_code == 410
    for _ in range(3):
        assert "Check your email" in words(visitor.post(f"{url}again/"))
    assert list(Message.objects.values_list("email", "kind")) == [("cat@example.org", "progress-request")]
    moment = NINE + 91 * DAY
    send_due(now=lambda: moment)
    assert "/halton/links/progress/" in mail.outbox[0].body


def test_link_that_works_still_is_not_mailed_again(visitor, url):
    visitor.post(f"{url}again/")
    assert not Message.objects.exists()


def test_timeline_marks_what_came_by_link(visitor, url, asked, client_for, officer):
    visitor.post(url, box(asked[0], "One"))
    page = client_for(officer).get(asked[0].get_absolute_url())
    assert "Reported by Cat, College, by link." in words(page)


@pytest.mark.parametrize("extra", [0, 50])
def test_link_page_takes_the_same_queries_however_much_is_asked(
    extra, visitor, url, group, college, meeting, officer, django_assert_num_queries
):
    for number in range(extra):
        recommend(group, 100 + number, college)
    ask_now(meeting=meeting, by=officer, at=at(ASKED_ON))
    with django_assert_num_queries(13):
        assert visitor.get(url).status_code == 200
