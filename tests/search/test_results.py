"""A summary, decision or action of any year is found by a word in it, by those who may read it; on either database."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.urls import reverse

from actions.services.actions import update_action
from agendas.models import AgendaItem
from agendas.services.agenda import change_item, publish_agenda, start_usual_agenda
from meetings.models import Meeting
from search.choices import EntryKind
from search.models import SearchEntry
from search.rules import terms_of
from summaries.models import MeetingSummary
from summaries.services.content import ActionAnswer, SummaryContent
from summaries.services.publication import publish_summary
from tests import factories

pytestmark = pytest.mark.django_db

HELD_ON = date(2012, 3, 5)
NEXT_DAY = datetime(2012, 3, 6, 12, tzinfo=UTC)


@pytest.fixture
def meeting(world):
    return factories.MeetingFactory(body=world.board, held_on=HELD_ON, title="Board meeting", status="held")


@pytest.fixture
def publish(world, meeting):
    def now(*, note="", **content):
        summary, _ = MeetingSummary.objects.get_or_create(meeting=meeting)
        whole = SummaryContent(**({"key_issues": "<p>Waiting times at the café clinic</p>", "note": note} | content))
        return publish_summary(
            summary=summary, content=whole, draft_version=summary.draft_version, by=world.officer, at=NEXT_DAY
        )

    return now


def found(question, user):
    terms = terms_of(question)
    entries = SearchEntry.objects.visible_to(user).matching(terms).best_first(terms)
    return [(entry.kind, entry.title) for entry in entries]


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ("waiting", True),
        ("WAITED times", True),
        ("cafe", True),
        ("CAFÉ clinics", True),
        ('"waiting times"', True),
        ('"times waiting"', False),
        ("times waiting", True),
        ("clin", True),
        ("the clinic", True),
        ("surgery", False),
        ("waiting surgery", False),
        ('" * NEAR( clinic', False),
        ('" * ( clinic', True),
        ("", False),
    ],
)
def test_summary_is_found_by_its_words(question, is_found, publish, member):
    publish()
    assert found(question, member) == ([("summary", "Board meeting")] if is_found else [])


def test_decision_and_action_are_found_apart(publish, world, partnership):
    owner = factories.OrganisationFactory(partnership=partnership, name="Chamber of Commerce")
    publish(decisions="<p>Adopt the skills plan</p>", actions=[ActionAnswer("Share the asset register", owner)])
    assert found("skills", world.member) == [("decision", "Adopt the skills plan")]
    assert found("asset", world.member) == [("action", "Share the asset register")]
    assert found("chamber", world.member) == [
        ("organisation", "Chamber of Commerce"),
        ("action", "Share the asset register"),
    ]


def test_only_the_latest_version_is_found(publish, member):
    publish()
    publish(key_issues="<p>Bus routes</p>", note="Wrong issue")
    assert found("waiting", member) == []
    assert found("bus", member) == [("summary", "Board meeting")]


def test_draft_is_not_found(meeting, world):
    factories.MeetingSummaryFactory(meeting=meeting, draft={"key_issues": "<p>Waiting times</p>"}, draft_version=1)
    assert found("waiting", world.officer) == []


def test_report_on_an_action_is_found_as_the_action(publish, world, partnership, meeting):
    owner = factories.OrganisationFactory(partnership=partnership)
    publish(actions=[ActionAnswer("Share the register", owner)])
    update_action(
        action=meeting.actions.get(),
        status="done",
        text="Sent by pigeon",
        reported_on=HELD_ON,
        by=world.officer,
        at=NEXT_DAY,
    )
    assert found("pigeons", world.member) == [("action", "Share the register")]


@pytest.mark.parametrize(
    ("is_out", "for_members", "readers"),
    [
        (False, False, {"officer", "admin"}),
        (True, True, {"member", "ppb_member", "officer", "admin"}),
        (True, False, {"anonymous", "member", "ppb_member", "officer", "admin", "outsider"}),
    ],
)
def test_agenda_item_is_found_by_those_who_may_read_it(is_out, for_members, readers, meeting, world, client_for):
    AgendaItem.objects.create(meeting=meeting, position=1, title="Pooled budget", is_members_only=for_members)
    if is_out:
        meeting.agenda_published_at = NEXT_DAY
        meeting.save()
    url = reverse("search:results", args=[world.partnership.slug])
    people = {name: getattr(world, name) for name in ("member", "ppb_member", "officer", "admin", "outsider")}
    seen = {
        name
        for name, user in (people | {"anonymous": None}).items()
        if "1 result" in client_for(user).get(url, {"q": "pooled"}).content.decode()
    }
    assert seen == readers


def test_change_of_the_day_moves_what_is_found(publish, member, meeting):
    publish()
    meeting.held_on = date(2012, 4, 2)
    meeting.save()
    assert set(SearchEntry.objects.filter(meeting=meeting.pk).values_list("kind", "happened_on")) == {
        ("meeting", date(2012, 4, 2)),
        ("summary", date(2012, 4, 2)),
    }


def test_rebuild_finds_the_same_again(publish, meeting, world):
    publish(decisions="<p>Adopt the plan</p>")
    before = sorted(SearchEntry.objects.values_list("kind", "about", "words", "path"))
    call_command("rebuild_search", verbosity=0)
    assert sorted(SearchEntry.objects.values_list("kind", "about", "words", "path")) == before


def test_thing_that_is_deleted_is_no_longer_found(meeting, world):
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Pooled budget")
    assert found("pooled", world.officer) == [("agenda-item", "Pooled budget")]
    item.delete()
    assert found("pooled", world.officer) == []


def test_page_marks_the_hit_and_escapes_the_rest(publish, world, client_for):
    publish(key_issues="<p>Waiting &lt;script&gt;alert(1)&lt;/script&gt; times</p>")
    url = reverse("search:results", args=[world.partnership.slug])
    page = client_for(None).get(url, {"q": "waiting"}).content.decode()
    assert "<mark>Waiting</mark> &lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "question", ["", " ", '"', "'; --", "\0", "a" * 10_000, "😀", "NEAR/3", "x:*", "%", "\\", "-", "()"]
)
def test_page_takes_whatever_is_typed(question, world, client_for):
    url = reverse("search:results", args=[world.partnership.slug])
    assert client_for(None).get(url, {"q": question, "page": "9", "year": "x", "kind": "y"}).status_code == 200


def test_decision_leads_to_its_own_page_until_it_is_withdrawn(publish, world, client_for):
    publish(decisions="<ul><li>Adopt the skills plan</li><li>Open a museum</li></ul>")
    entry = SearchEntry.objects.get(kind=EntryKind.DECISION, title="Open a museum")
    assert client_for(None).get(entry.path).status_code == 200
    publish(decisions="<ul><li>Adopt the skills plan</li></ul>", note="No museum")
    assert found("museum", world.officer) == []
    assert found("skills", world.officer) == [("decision", "Adopt the skills plan")]


def test_decision_is_found_by_whose_it_is(publish, world):
    publish(decisions="<p>Adopt the skills plan</p>")
    assert found(f"{world.board.name} skills", AnonymousUser()) == [("decision", "Adopt the skills plan")]


def test_entries_of_1_0_become_one_for_each_decision(publish, world, meeting):
    publish(decisions="<p>Adopt the skills plan</p><p>Open a museum</p>")
    now = sorted(SearchEntry.objects.values_list("kind", "about", "title", "text", "words", "path"))
    SearchEntry.objects.filter(kind=EntryKind.DECISION).delete()
    old = {"kind": EntryKind.DECISION, "about": meeting.summary.pk, "path": meeting.get_absolute_url()}
    SearchEntry.objects.create(**old, partnership=world.partnership, title="Board meeting", text="Adopt it")
    import_module("search.migrations.0003_decisions_one_by_one").read(apps, None)
    assert sorted(SearchEntry.objects.values_list("kind", "about", "title", "text", "words", "path")) == now
    assert len(found("museum", AnonymousUser())) == 1


def test_page_narrows_by_kind_and_year(publish, world, client_for):
    publish(decisions="<p>Waiting rooms</p>")
    url = reverse("search:results", args=[world.partnership.slug])
    client = client_for(None)
    page = client.get(url, {"q": "waiting"}).content.decode()
    for words in ("2 results", "Best match", "Decisions (1)", "Summaries (1)", "2011/12 (2)"):
        assert words in page
    assert "2012/13" not in page
    assert "1 result" in client.get(url, {"q": "waiting", "kind": EntryKind.DECISION}).content.decode()
    assert "2 results in 2011/12" in client.get(url, {"q": "waiting", "year": "2011-12"}).content.decode()
    elsewhen = client.get(url, {"q": "waiting", "year": "2009-10"}).content.decode()
    assert "No results for “waiting” in 2009/10" in elsewhen
    assert "Search all years" in elsewhen


def test_results_are_grouped_with_the_best_match_first(world, client_for):
    for number in range(5):
        factories.MeetingFactory(body=world.board, title=f"Skills {number}", held_on=date(2026, 3, 1 + number))
    factories.OrganisationFactory(partnership=world.partnership, name="Skills")
    factories.OrganisationFactory(partnership=world.partnership, name="Skills Trust")
    url = reverse("search:results", args=[world.partnership.slug])
    page = client_for(None).get(url, {"q": "skills"})
    assert page.context["best"].entry.title == "Skills"
    assert [(group.key, [hit.entry.title for hit in group.hits]) for group in page.context["groups"]] == [
        ("organisation", ["Skills Trust"]),
        ("meeting", ["Skills 4", "Skills 3", "Skills 2"]),
    ]
    assert "All 5 meetings" in " ".join(page.content.decode().split())
    assert "All 2 organisations" not in " ".join(page.content.decode().split())


def test_another_partnership_is_not_searched(publish, world, client_for):
    publish()
    other = factories.PartnershipFactory()
    page = client_for(None).get(reverse("search:results", args=[other.slug]), {"q": "waiting"})
    assert "No results for “waiting”" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 100])
def test_search_takes_the_same_queries_for_one_hit_and_for_a_hundred(
    rows, world, client_for, django_assert_num_queries
):
    for number in range(rows):
        meeting = factories.MeetingFactory(body=world.board, held_on=date(2012, 3, 5), title=f"Meeting {number}")
        AgendaItem.objects.create(meeting=meeting, position=1, title="Pooled budget")
    Meeting.objects.update(agenda_published_at=NEXT_DAY)
    client = client_for(world.officer)
    url = reverse("search:results", args=[world.partnership.slug])
    client.get(url)
    with django_assert_num_queries(7):  # kinds and years are counted by one
        client.get(url, {"q": "pooled"})


def test_paper_is_found_by_those_who_may_read_its_item(meeting, world):
    Meeting.objects.filter(pk=meeting.pk).update(agenda_published_at=NEXT_DAY)
    meeting.refresh_from_db()
    item = factories.AgendaItemFactory(meeting=meeting, title="Closures")
    factories.DocumentFactory(meeting=meeting, item=item, title="Depots")
    assert found("depots", AnonymousUser()) == [("document", "Depots")]
    item.is_members_only = True
    change_item(item=item, by=world.officer, at=NEXT_DAY, reason="In confidence")
    assert found("depots", AnonymousUser()) == []
    assert found("depots", world.member) == [("document", "Depots")]


def test_usual_items_of_an_agenda_are_found_once_it_is_out(meeting, world):
    start_usual_agenda(meeting=meeting, by=world.officer, on=HELD_ON)
    publish_agenda(meeting=meeting, by=world.officer, at=NEXT_DAY)
    assert found("strategic", AnonymousUser()) == [("agenda-item", "Key strategic issue")]


def test_result_shows_as_much_of_its_day_as_is_known(world, client_for):
    """A meeting of September 2012 is kept under the first day of that month."""
    meeting = factories.MeetingFactory(
        body=world.board, held_on=date(2012, 9, 1), held_precision="month", title="Board", status="held"
    )
    AgendaItem.objects.create(meeting=meeting, position=1, title="Falls clinic")
    found = client_for(world.officer).get(reverse("search:results", args=["halton"]), {"q": "clinic"}).text
    assert "September 2012" in found
    assert "1 September 2012" not in found
