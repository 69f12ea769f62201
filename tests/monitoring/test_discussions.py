"""“Discussed at” fills itself from agendas and summaries (DI-1)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from agendas.models import AgendaItem
from agendas.services.agenda import add_item, change_item, publish_agenda, remove_item, take_back_agenda
from core.panels import PanelRequest
from monitoring import panels
from monitoring.models import Discussion, RecommendationItem
from monitoring.services.discussions import note_discussions
from monitoring.services.follow_ups import ask_follow_up, put_on_agenda
from scrutiny.models import TopicGroup
from summaries.models import SummaryVersion
from tests import factories
from tests.recommendations import factories as thread

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HELD, NEXT = date(2026, 11, 16), date(2026, 12, 3)


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def nine(ask):
    return ask(9, "Joint HSP Board, SSP and PPB meetings")


@pytest.fixture
def meeting(board):
    return factories.MeetingFactory(body=board, held_on=HELD, title="Board")


@pytest.fixture
def ahead(ppb):
    return factories.MeetingFactory(body=ppb, held_on=NEXT, title="Corporate PPB")


def item(meeting, title="Recommendation 9", position=1, **more):
    return factories.AgendaItemFactory(meeting=meeting, title=title, position=position, **more)


def publish(meeting):
    type(meeting).objects.filter(pk=meeting.pk).update(agenda_published_at=NOON)


def summarise(meeting, officer, key_issues="", decisions="", number=1, actions=()):
    summary = getattr(meeting, "summary", None) or factories.MeetingSummaryFactory(meeting=meeting, published_at=NOON)
    return SummaryVersion.objects.create(
        summary=summary,
        number=number,
        note="Corrected" if number > 1 else "",
        key_issues=key_issues,
        decisions=decisions,
        actions=list(actions),
        published_by=officer,
    )


def noted(meeting):
    note_discussions(meeting=meeting, at=NOON)
    rows = Discussion.objects.filter(meeting=meeting).order_by("recommendation__number", "found_in")
    return [(row.recommendation.number, row.found_in, row.words) for row in rows]


def test_published_agenda_is_read_by_title_and_text(ask, nine, meeting):
    ask(7, "Summary report after each meeting")
    item(meeting, "Progress", text="The Board looks at recommendation 9.\nIt is long ago.")
    item(meeting, "Summary report after each meeting", position=2)
    assert noted(meeting) == []
    publish(meeting)
    assert noted(meeting) == [
        (7, "agenda", "Summary report after each meeting"),
        (9, "agenda", "The Board looks at recommendation 9."),
    ]


def test_item_linked_to_a_recommendation_needs_no_mention(nine, meeting):
    RecommendationItem.objects.create(recommendation=nine, item=item(meeting, "Meeting together"))
    publish(meeting)
    assert noted(meeting) == [(9, "agenda", "Meeting together")]


def test_summary_is_read_by_key_issues_decisions_and_actions(ask, nine, meeting, officer):
    ask(6), ask(7), ask(8)
    action = {"number": 1, "what": "Report on recommendation 8", "owner": "Council", "due_on": None}
    summarise(
        meeting,
        officer,
        "<p>The Board heard of <strong>recommendation</strong> 6.</p>",
        "<ul><li>Recommendation 9 goes on</li></ul>",
        actions=[action],
    )
    delivering = factories.ActionFactory(meeting=meeting, number=2, what="Send it out")
    thread.DeliveringActionFactory(recommendation=nine.topic_group.recommendations.get(number=7), action=delivering)
    assert noted(meeting) == [
        (6, "summary", "The Board heard of recommendation 6."),
        (7, "summary", "Action 2: Send it out"),
        (8, "summary", "Report on recommendation 8"),
        (9, "summary", "- Recommendation 9 goes on"),
    ]


def test_correction_replaces_what_was_noted(ask, nine, meeting, officer):
    ask(6)
    summarise(meeting, officer, "<p>Recommendation 9</p>")
    assert noted(meeting) == [(9, "summary", "Recommendation 9")]
    summarise(meeting, officer, "<p>Recommendation 6</p>", number=2)
    assert noted(meeting) == [(6, "summary", "Recommendation 6")]


def test_noting_again_changes_nothing(nine, meeting, officer):
    summarise(meeting, officer, "<p>Recommendation 9</p>")
    noted(meeting)
    before = Discussion.objects.get()
    noted(meeting)
    after = Discussion.objects.get()
    assert (after.pk, after.recorded_at) == (before.pk, before.recorded_at)


def test_number_means_the_report_of_the_ppb_that_meets(nine, ppb, ahead, partnership):
    other = factories.TopicGroupFactory(body__partnership=partnership, title="Scrutiny of housing", commissioned_by=ppb)
    factories.RecommendationFactory(topic_group=other, number=9, title="Homes")
    item(ahead)
    publish(ahead)
    note_discussions(meeting=ahead, at=NOON)
    assert Discussion.objects.get().recommendation.topic_group == other


def test_number_means_nothing_where_it_could_mean_two_reports(nine, meeting, partnership):
    other = factories.TopicGroupFactory(body__partnership=partnership, title="Scrutiny of housing")
    factories.RecommendationFactory(topic_group=other, number=9, title="Homes")
    item(meeting)
    publish(meeting)
    assert noted(meeting) == []
    item(meeting, "Scrutiny of housing: recommendation 9", position=2)
    note_discussions(meeting=meeting, at=NOON)
    assert Discussion.objects.get().recommendation.topic_group == other


@pytest.mark.parametrize("change", [{"is_draft": True}, {"received_on": date(2026, 11, 17)}])
def test_report_that_was_not_public_is_not_meant(change, nine, meeting):
    TopicGroup.objects.filter(pk=nine.topic_group_id).update(**change)
    item(meeting)
    publish(meeting)
    assert noted(meeting) == []


def test_recommendation_that_came_later_is_not_meant(ask, meeting):
    ask(9, made_on=date(2026, 11, 17))
    item(meeting)
    publish(meeting)
    assert noted(meeting) == []


def test_publication_change_and_taking_back_are_heard_of(nine, ahead, officer, django_capture_on_commit_callbacks):
    def now():
        return list(Discussion.objects.values_list("words", flat=True))

    line = item(ahead)
    with django_capture_on_commit_callbacks(execute=True):
        publish_agenda(meeting=ahead, by=officer, at=NOON)
    assert now() == ["Recommendation 9"]
    with django_capture_on_commit_callbacks(execute=True):
        line.title = "Recommendation 9, once more"
        change_item(item=line, by=officer)
    assert now() == ["Recommendation 9, once more"]
    with django_capture_on_commit_callbacks(execute=True):
        remove_item(item=line, by=officer)
    assert now() == []
    with django_capture_on_commit_callbacks(execute=True):
        add_item(meeting=ahead, item=AgendaItem(title="Rec. 9"), by=officer)
    assert now() == ["Rec. 9"]
    with django_capture_on_commit_callbacks(execute=True):
        take_back_agenda(meeting=ahead, by=officer, at=NOON)
    assert now() == []


def test_action_that_delivers_from_now_on_is_heard_of(nine, meeting, officer, django_capture_on_commit_callbacks):
    summarise(meeting, officer)
    with django_capture_on_commit_callbacks(execute=True):
        link = thread.DeliveringActionFactory(
            recommendation=nine, action=factories.ActionFactory(meeting=meeting, number=1, what="Meet")
        )
    assert Discussion.objects.get().words == "Action 1: Meet"
    with django_capture_on_commit_callbacks(execute=True):
        link.delete()
    assert not Discussion.objects.exists()


def test_follow_up_on_a_published_agenda_is_to_be_discussed(
    nine, ahead, ppb_member, officer, django_capture_on_commit_callbacks
):
    item(ahead, "Apologies")
    publish_agenda(meeting=ahead, by=officer, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        follow_up = ask_follow_up(recommendation=nine, text="What became of it?", by=ppb_member, at=NOON)
        put_on_agenda(follow_up=follow_up, wording="Progress", seen_meeting=ahead.pk, by=officer, at=NOON)
    assert Discussion.objects.get().words == "Follow-up of recommendation 9: Joint HSP Board, SSP and PPB meetings"


def test_command_notes_what_was_published_before(nine, meeting, officer, capsys):
    summarise(meeting, officer, "<p>Recommendation 9</p>")
    call_command("note_discussions", partnership="elsewhere")
    assert not Discussion.objects.exists()
    call_command("note_discussions")
    assert "Read 1 meetings: 1 mentions" in capsys.readouterr().out
    assert Discussion.objects.get().recommendation == nine


# The pages


def page(recommendation):
    return reverse("recommendations:detail", args=["halton", recommendation.pk])


@pytest.mark.usefixtures("noon")
def test_recommendation_lists_meetings_newest_first_with_the_words(nine, meeting, ahead, officer, client_for):
    summarise(meeting, officer, "<p>The Board spoke of recommendation 9.</p>")
    item(ahead)
    publish(ahead)
    for one in (meeting, ahead):
        note_discussions(meeting=one, at=NOON)
    text = client_for(None).get(page(nine)).text
    section = text[text.index('id="discussed"') :]
    assert section.index("Corporate PPB, 3 December 2026") < section.index("Board, 16 November 2026")
    assert "In the summary: “The Board spoke of recommendation 9.”" in section
    assert "to come" in section
    past = client_for(None).get(page(nine), {"on": "2026-11-20"}).text
    assert ("Board, 16 November 2026" in past, "3 December 2026" in past) == (True, False)
    assert 'id="discussed"' not in client_for(None).get(page(nine), {"on": "2026-11-15"}).text


@pytest.mark.usefixtures("noon")
def test_item_for_members_is_shown_to_members_on_both_pages(nine, meeting, client_for, member):
    item(meeting, "Recommendation 9 in confidence", is_members_only=True)
    publish(meeting)
    note_discussions(meeting=meeting, at=NOON)
    for url in (page(nine), meeting.get_absolute_url()):
        words = ["“Recommendation 9 in confidence”" in client_for(user).get(url).text for user in (None, member)]
        assert words == [False, True]


def test_public_item_goes_before_one_for_members(nine, meeting):
    item(meeting, "Recommendation 9 in confidence", is_members_only=True)
    public = item(meeting, "Recommendation 9", position=2)
    publish(meeting)
    note_discussions(meeting=meeting, at=NOON)
    assert Discussion.objects.get().item == public


@pytest.mark.usefixtures("noon")
def test_meeting_says_which_recommendations_it_discussed(nine, meeting, officer, client_for):
    url = meeting.get_absolute_url()
    assert "Recommendations discussed" not in client_for(None).get(url).text
    summarise(meeting, officer, "<p>The Board spoke of recommendation 9.</p>")
    note_discussions(meeting=meeting, at=NOON)
    text = client_for(None).get(url).text
    assert "Recommendations discussed" in text
    assert f'href="{page(nine)}"' in text


@pytest.mark.usefixtures("noon")
def test_meeting_that_does_not_take_place_discusses_nothing(nine, ahead, client_for):
    item(ahead)
    publish(ahead)
    note_discussions(meeting=ahead, at=NOON)
    type(ahead).objects.update(status="cancelled")
    assert 'id="discussed"' not in client_for(None).get(page(nine)).text
    assert "Recommendations to be discussed" not in client_for(None).get(ahead.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 100])
def test_discussions_cost_one_query_for_any_number(count, nine, board, member, django_assert_num_queries):
    for number in range(count):
        one = factories.MeetingFactory(body=board, held_on=HELD)
        Discussion.objects.create(recommendation=nine, meeting=one, found_in="summary", words=f"Word {number}")
    reading = panels.Reading(nine, reader=member, on=NOON.date(), today=NOON.date(), since=None)
    panels.discussed_panel(reading)  # the reader's roles are known from here on
    with django_assert_num_queries(1):
        panel = panels.discussed_panel(reading)
    assert {str(one["meeting"].body) for one in panel.context["meetings"]} == {"Board"}
    assert len(panel.context["meetings"]) == count


@pytest.mark.parametrize("count", [1, 100])
def test_what_a_meeting_discussed_costs_one_query_for_any_number(
    count, ask, meeting, member, django_assert_num_queries
):
    for number in range(1, count + 1):
        Discussion.objects.create(recommendation=ask(number), meeting=meeting, found_in="summary", words="So it was")
    asked = PanelRequest(meeting, reader=member, on=NOON.date(), today=NOON.date())
    panels.discussed_at_meeting_panel(asked)
    with django_assert_num_queries(1):
        panel = panels.discussed_at_meeting_panel(asked)
    assert len(panel.context["discussed"]) == count
