from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from recommendations.models import Recommendation, Wording
from recommendations.services.editing import reword

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def change(officer):
    """Reword a recommendation: ``change(one, "New title", on=date(2012, 11, 8))``."""

    def make(recommendation, title, *, on=date(2012, 11, 8), by=officer, **words):
        wording = Wording(
            recommendation=recommendation,
            title=title,
            **words,
            paper="Report to the Executive Board",
            worded_on=on,
            change_note="The Board asked for it",
        )
        return reword(wording=wording, by=by, at=NOON)

    return make


def read(on):
    return Recommendation.objects.as_at(on).get()


def test_present_wording_becomes_the_first_when_it_is_reworded(ask, change, officer):
    one = ask(1, "Meet jointly", explanation="Twice a year", source="000 s6.5")
    change(one, "Meet jointly once a year", explanation="On a theme")
    first, second = one.wordings.all()
    assert (first.number, first.title, first.explanation, first.source) == (
        1,
        "Meet jointly",
        "Twice a year",
        "000 s6.5",
    )
    assert (first.paper, first.when) == ("Report of the topic group: Scrutiny of the partnership", "September 2012")
    assert (second.number, second.title, second.when) == (2, "Meet jointly once a year", "8 November 2012")
    assert second.recorded_by == officer
    one.refresh_from_db()
    assert (one.title, one.explanation) == ("Meet jointly once a year", "On a theme")


def test_pages_and_papers_show_the_wording_of_the_day(ask, change):
    one = ask(1, "Meet jointly", explanation="Twice a year", task="explore")
    change(one, "Meet once", explanation="On a theme")
    change(one, "Meet", on=date(2013, 10, 29))
    shown = [(read(on).title_shown, read(on).points, read(on).task_shown) for on in DAYS]
    assert shown == [
        ("Meet jointly", ["Twice a year"], "explore"),
        ("Meet jointly", ["Twice a year"], "explore"),
        ("Meet once", ["On a theme"], ""),
        ("Meet", [], ""),
    ]


DAYS = (date(2012, 9, 1), date(2012, 11, 7), date(2012, 11, 8), date(2026, 11, 23))


def test_every_list_and_file_tells_the_wording_of_the_day(client_for, ask, change, partnership):
    change(ask(1, "Meet jointly"), "Meet once")
    client = client_for(None)
    for name in ("list", "csv"):
        url = reverse(f"recommendations:{name}", args=[partnership.slug])
        before = client.get(url, {"on": "2012-11-07"}).content.decode()
        assert ("Meet jointly" in before, "Meet once" in before) == (True, False)
        assert "Meet once" in client.get(url).content.decode()


def test_neighbours_are_named_as_they_were_worded_on_the_day(client_for, ask, change):
    one, two = ask(1, "First"), ask(2, "Second")
    change(two, "Second, reworded")
    told = client_for(None).get(one.get_absolute_url(), {"on": "2012-11-07"}).content.decode()
    assert ("2. Second<" in told, "reworded" in told) == (True, False)


def test_page_tells_what_each_paper_changed(client_for, ask, change):
    one = ask(1, "Meet jointly twice a year")
    assert "How the wording changed" not in client_for(None).get(one.get_absolute_url()).content.decode()
    change(one, "Meet jointly once a year", explanation="On a theme")
    told = client_for(None).get(one.get_absolute_url()).content.decode()
    for words in (
        '<del><span class="govuk-visually-hidden"> [removed: </span> twice<',
        '<ins><span class="govuk-visually-hidden"> [added: </span> once<',
        '<ins><span class="govuk-visually-hidden"> [added: </span>On a theme<',
        "Report to the Executive Board",
        "Why: The Board asked for it",
    ):
        assert words in told
    before = client_for(None).get(one.get_absolute_url(), {"on": "2012-11-07"}).content.decode()
    assert "How the wording changed" not in before


@pytest.mark.parametrize(
    ("title", "on", "said"),
    [
        (
            "Meet jointly",
            date(2012, 11, 8),
            "This is the present wording: change the title, the explanation or the task",
        ),
        ("Meet", date(2012, 8, 31), "The wording before it is of September 2012: enter that day or a later one"),
    ],
)
def test_rewording_that_cannot_be_is_refused_and_leaves_no_trace(title, on, said, ask, change):
    one = ask(1, "Meet jointly")
    with pytest.raises(Refused) as refused:
        change(one, title, on=on)
    assert str(refused.value) == said
    assert not one.wordings.exists()


TYPED = {
    "title": "Never meet",
    "explanation": "",
    "task": "",
    "paper": "Report to the Executive Board",
    "worded_on": "8 11 2012",
    "change_note": "It was too much",
    "seen": "0",
}


def test_officer_reads_what_the_other_wrote_and_sends_again(client_for, officer, admin, ask, change, partnership):
    one = ask(1, "Meet jointly")
    client = client_for(officer)
    url = reverse("recommendations:reword", args=[partnership.slug, one.pk])
    assert client.get(url).context["form"]["title"].value() == "Meet jointly"
    change(one, "Meet once", by=admin)
    refused = client.post(url, TYPED)
    told = refused.content.decode()
    assert "What Partnership Admin wrote meanwhile" in told
    assert "Meet once" in told
    assert 'value="Never meet"' in told
    asked = {"asked": refused.context["form"]["asked"].value()}
    change(one, "Meet twice", by=admin)
    again = client.post(url, TYPED | asked)
    assert "Meet twice" in again.text
    sent = TYPED | {"asked": again.context["form"]["asked"].value(), "form_token": str(uuid4())}
    answer = client.post(url, sent, follow=True)
    assert "Recommendation 1 is reworded. Its earlier wordings stay on its page." in answer.content.decode()
    one.refresh_from_db()
    assert one.title == "Never meet"
    assert "You sent this twice. It was saved once." in client.post(url, sent, follow=True).text
    titles = ["Meet jointly", "Meet once", "Meet twice", "Never meet"]
    assert [wording.title for wording in one.wordings.all()] == titles


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"paper": ""}, "paper", "Enter the paper that it stands in"),
        ({"change_note": " "}, "change_note", "Enter why it was reworded"),
        ({"worded_on": "24 11 2026"}, "worded_on", "The date of the paper must be today or in the past"),
        ({"title": ""}, "title", "Enter what is asked"),
    ],
)
def test_form_refuses_by_field(typed, field, said, client_for, officer, ask, partnership):
    url = reverse("recommendations:reword", args=[partnership.slug, ask(1).pk])
    answer = client_for(officer).post(url, TYPED | typed)
    assert answer.context["form"].errors == {field: [said]}
