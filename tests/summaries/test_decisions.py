"""Each decision of a published summary is a record of its own, with an address that corrections leave alone."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.richtext import clean_html
from meetings.models import JointBody
from summaries.models import Decision, MeetingSummary
from summaries.services.content import ActionAnswer, SummaryContent
from summaries.services.decisions import COMPARED, MOST, decisions_in, same_decisions
from summaries.services.publication import publish_summary
from tests import factories

PUBLIC = AnonymousUser()


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        (
            "<ul><li>Adopt the plan.</li><li>Close the <strong>fund</strong>.</li></ul>",
            ["Adopt the plan.", "Close the fund."],
        ),
        ("<p>Adopt the plan.</p><p>Close the fund.</p>", ["Adopt the plan.", "Close the fund."]),
        (
            "<p>The Board agreed:</p><ol><li>to adopt it</li><li>to close</li></ol>",
            ["The Board agreed: to adopt it", "The Board agreed: to close"],
        ),
        ("<p>The Board agreed</p><ul><li>to adopt it</li></ul>", ["The Board agreed", "to adopt it"]),
        (
            "<h3>Skills</h3><p>Adopted.</p><h3>Fund:</h3><ul><li>Closed.</li></ul>",
            ["Skills: Adopted.", "Fund: Closed."],
        ),
        (
            "<ul><li>Adopt:<ul><li>skills</li><li>jobs</li></ul></li><li>Close.</li></ul>",
            ["Adopt:\n\n- skills\n- jobs", "Close."],
        ),
        (
            "<p>Adopt it.</p><blockquote><p>As printed</p></blockquote><p>Close.</p>",
            ["Adopt it.\n\n> As printed", "Close."],
        ),
        ("<blockquote><p>As printed</p></blockquote>", ["> As printed"]),
        ("Adopt the plan.\n\n- Close the fund.", ["Adopt the plan.", "Close the fund."]),
        ("<h3>Skills</h3>", []),
        ("<p>No decisions were taken.</p>", []),
        ("<p>None</p>", []),
        ("", []),
    ],
)
def test_items_and_paragraphs_are_decisions(html, texts):
    assert [one.text for one in decisions_in(html)] == texts


@given(st.text(alphabet="<>/puliahbtd \n-.:&;*x1", max_size=400))
def test_decisions_are_clean_and_few(html):
    stated = decisions_in(clean_html(html))
    assert len(stated) <= MOST
    assert all(one.text and clean_html(one.html) == one.html for one in stated)


def test_what_follows_the_hundredth_goes_with_it():
    stated = decisions_in("".join(f"<p>Decision {number}</p>" for number in range(2 * MOST)))
    assert len(stated) == MOST
    assert stated[-1].text.split("\n\n")[-1] == f"Decision {2 * MOST - 1}"


@pytest.mark.parametrize(
    ("stated", "known", "same"),
    [
        (["Adopt the plan"], ["Adopt  the PLAN"], {0: 0}),
        (["Close the fund", "Adopt the plan"], ["Adopt the plan", "Close the fund"], {0: 1, 1: 0}),
        (["Adopt the skills plan for 2027"], ["Close the fund", "Adopt the skills plan"], {0: 1}),
        (["Adopt the housing plan", "Adopt the skills plan"], ["Adopt the skills plan"], {1: 0}),
        (["Agreed", "Agreed"], ["Agreed"], {0: 0}),
        (["Agreed"], ["Agreed", "Agreed"], {0: 0}),
        (["Adopt the plan"], ["Sell the bus station"], {}),
        ([], ["Adopt the plan"], {}),
        (["x" * COMPARED + "y"], ["x" * COMPARED + "z"], {0: 0}),
    ],
)
def test_same_or_similar_texts_are_one_decision(stated, known, same):
    assert same_decisions(stated, known) == same


@pytest.fixture
def publish(world):
    """Publish, or correct, the summary of a meeting of the Board."""

    def now(decisions, *, on=date(2026, 3, 2), note="", **content):
        known = world.board.meetings.filter(held_on=on).first()
        meeting = known or factories.MeetingFactory(body=world.board, held_on=on, title=f"Board meeting of {on:%B}")
        summary, _ = MeetingSummary.objects.get_or_create(meeting=meeting)
        whole = SummaryContent(key_issues="<p>Skills</p>", decisions=decisions, note=note, **content)
        return publish_summary(
            summary=summary,
            content=whole,
            draft_version=summary.draft_version,
            by=world.officer,
            at=datetime(2026, 12, 1, 12, tzinfo=UTC),
        )

    return now


def shown(**filters):
    return [one.text for one in Decision.objects.visible_to(PUBLIC).filter(**filters).newest_first()]


@pytest.mark.django_db
def test_decision_keeps_its_address_over_corrections(publish):
    publish("<ul><li>Adopt the skills plan.</li><li>Close the fund.</li></ul>")
    skills, fund = Decision.objects.order_by("position")
    publish("<p>Open a museum.</p><p>Adopt the skills plan of 2027.</p>", note="Wrong list")
    assert shown() == ["Open a museum.", "Adopt the skills plan of 2027."]
    skills.refresh_from_db()
    fund.refresh_from_db()
    assert (skills.text, skills.position, skills.version.number) == ("Adopt the skills plan of 2027.", 2, 2)
    assert (fund.text, fund.version.number, bool(fund.withdrawn_at)) == ("Close the fund.", 1, True)
    publish("<p>Adopt the skills plan of 2027.</p><p>Close the fund.</p>", note="It was right")
    fund.refresh_from_db()
    assert (fund.withdrawn_at, fund.position) == (None, 2)
    assert shown() == ["Adopt the skills plan of 2027.", "Close the fund."]
    assert Decision.objects.count() == 3


@pytest.mark.django_db
def test_latest_decisions_of_a_body_and_of_all(publish, world):
    publish("<p>First.</p><p>Second.</p>")
    publish("<p>Later.</p>", on=date(2026, 5, 4))
    JointBody.objects.create(meeting=world.board.meetings.get(held_on=date(2026, 5, 4)), body=world.ssp)
    decisions = Decision.objects.visible_to(PUBLIC)
    assert [one.text for one in decisions.latest_of(world.partnership)] == ["Later.", "First.", "Second."]
    assert [one.text for one in decisions.latest_of(world.board)[:2]] == ["Later.", "First."]
    assert [one.text for one in decisions.latest_of(world.ssp)] == ["Later."]


def texts_on(page):
    return [one.text for one in page.context["page"]]


@pytest.mark.django_db
def test_list_is_filtered_by_board_year_and_words(publish, world, client):
    publish("<p>Adopt the skills plan.</p><p>Close the housing fund.</p>")
    publish("<p>Review the skills plan.</p>", on=date(2026, 5, 4))
    url = reverse("summaries:decisions", args=[world.partnership.slug])
    page = client.get(url)
    assert texts_on(page) == ["Review the skills plan.", "Adopt the skills plan.", "Close the housing fund."]
    assert "3 decisions, the newest first" in page.content.decode()
    filters = page.context["filter"].filters
    assert filters["year"].extra["choices"] == [("2026-27", "2026/27"), ("2025-26", "2025/26")]
    assert texts_on(client.get(url, {"year": "2025-26"})) == ["Adopt the skills plan.", "Close the housing fund."]
    assert texts_on(client.get(url, {"text": "PLAN adopt"})) == ["Adopt the skills plan."]
    assert texts_on(client.get(url, {"body": world.board.code, "text": "fund"})) == ["Close the housing fund."]
    assert "No decisions match your filters" in client.get(url, {"text": "museum"}).content.decode()
    rows = client.get(reverse("summaries:decisions_csv", args=[world.partnership.slug]), {"year": "2026-27"})
    lines = [line.split(",") for line in rows.content.decode("utf-8-sig").splitlines()]
    assert [line[1:5] for line in lines] == [
        ["Decision", "Board or group", "Date", "Meeting"],
        ["Review the skills plan.", str(world.board), "2026-05-04", "Board meeting of May"],
    ]


@pytest.mark.django_db
def test_list_says_that_there_are_none(world, client):
    page = client.get(reverse("summaries:decisions", args=[world.partnership.slug])).content.decode()
    assert "No decisions yet" in page


@pytest.mark.django_db
def test_page_shows_meeting_actions_and_what_came_of_them(publish, world, client):
    owner = factories.OrganisationFactory(partnership=world.partnership, name="Riverside College")
    publish("<p>Adopt the plan.</p><p>Close the fund.</p>", actions=[ActionAnswer("Print the plan", owner)])
    decision = Decision.objects.get(text="Adopt the plan.")
    page = " ".join(client.get(decision.get_absolute_url()).content.decode().split())
    for words in (
        "1 action: 1 open",
        "Print the plan",
        "Riverside College",
        "Board meeting of March",
        "Close the fund.",
    ):
        assert words in page
    publish("<p>Close the fund.</p>", note="Not adopted")
    gone = client.get(decision.get_absolute_url())
    assert gone.status_code == 410
    assert "Adopt the plan" not in gone.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 100])
def test_list_costs_the_same_for_any_number(rows, publish, world, client, django_assert_num_queries):
    publish("".join(f"<p>Decision {number}</p>" for number in range(rows)))
    url = reverse("summaries:decisions", args=[world.partnership.slug])
    client.get(url)
    with django_assert_num_queries(5):
        assert client.get(url).status_code == 200
