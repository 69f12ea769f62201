"""“Discussed at”: what officers picked for agenda items and actions (DI-1). A text is a suggestion at most."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from agendas.services.agenda import change_item, publish_agenda, remove_item, take_back_agenda
from core.models import AuditEvent
from core.panels import PanelRequest
from monitoring import panels
from monitoring.models import RecommendationItem
from monitoring.picking import ITEM_PICKER
from monitoring.services.discussions import recommendations_of
from monitoring.services.follow_ups import ask_follow_up, put_on_agenda
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup
from tests import factories
from tests.recommendations import factories as thread

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HELD, NEXT = date(2026, 11, 16), date(2026, 12, 3)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def nine(ask):
    return ask(9, "Joint HSP Board, SSP and PPB meetings")


@pytest.fixture
def meeting(board):
    return factories.MeetingFactory(body=board, held_on=HELD, title="Board", agenda_published_at=NOON)


@pytest.fixture
def ahead(ppb):
    return factories.MeetingFactory(body=ppb, held_on=NEXT, title="Corporate PPB")


def item(meeting, *about, title="Meeting together", position=1, **more):
    made = factories.AgendaItemFactory(meeting=meeting, title=title, position=position, **more)
    for recommendation in about:
        RecommendationItem.objects.create(recommendation=recommendation, item=made)
    return made


def deliver(meeting, recommendation, what="Send it out", number=2):
    factories.MeetingSummaryFactory(meeting=meeting, published_at=NOON)
    action = factories.ActionFactory(meeting=meeting, number=number, what=what)
    return thread.DeliveringActionFactory(recommendation=recommendation, action=action)


def discussed(meeting, reader):
    return [
        (one.recommendation.number, place.found_in.value, place.words)
        for one in recommendations_of(meeting, reader=reader)
        for place in one.places
    ]


# What counts


def test_items_and_actions_count_as_they_were_picked(ask, nine, meeting, member):
    item(meeting, nine, ask(7))
    deliver(meeting, nine)
    assert discussed(meeting, member) == [
        (7, "agenda", "Meeting together"),
        (9, "agenda", "Meeting together"),
        (9, "summary", "Action 2: Send it out"),
    ]


def test_text_that_names_a_recommendation_is_no_fact(nine, meeting, member):
    item(meeting, title="Recommendation 9", text="Joint HSP Board, SSP and PPB meetings")
    factories.MeetingSummaryFactory(meeting=meeting, published_at=NOON)
    factories.ActionFactory(meeting=meeting, number=1, what="Report on recommendation 9")
    assert discussed(meeting, member) == []


def test_agenda_counts_while_it_is_public(nine, ahead, officer):
    def now():
        return [words for *_, words in discussed(ahead, officer)]

    line = item(ahead, nine)
    assert now() == []
    publish_agenda(meeting=ahead, by=officer, at=NOON)
    assert now() == ["Meeting together"]
    line.title = "Meeting together, once more"
    change_item(item=line, by=officer)
    assert now() == ["Meeting together, once more"]
    take_back_agenda(meeting=ahead, by=officer, at=NOON)
    assert now() == []
    publish_agenda(meeting=ahead, by=officer, at=NOON)
    remove_item(item=line, by=officer)
    assert now() == []


def test_report_in_preparation_is_shown_to_those_who_may_read_it(nine, meeting, member, ppb_member):
    item(meeting, nine)
    deliver(meeting, nine)
    TopicGroup.objects.update(is_draft=True)
    assert [len(discussed(meeting, reader)) for reader in (member, ppb_member)] == [0, 2]


def test_action_that_delivers_no_more_counts_no_more(nine, meeting, member):
    link = deliver(meeting, nine)
    assert len(discussed(meeting, member)) == 1
    link.delete()
    assert discussed(meeting, member) == []


def test_follow_up_on_a_published_agenda_is_to_be_discussed(nine, ahead, ppb_member, officer):
    item(ahead, title="Apologies")
    publish_agenda(meeting=ahead, by=officer, at=NOON)
    follow_up = ask_follow_up(recommendation=nine, text="What became of it?", by=ppb_member, at=NOON)
    put_on_agenda(follow_up=follow_up, wording="Progress", seen_meeting=ahead.pk, by=officer, at=NOON)
    [(_, _, words)] = discussed(ahead, ppb_member)
    assert words == "Follow-up of recommendation 9: Joint HSP Board, SSP and PPB meetings"


# Picking for an item


def form_url(line):
    return reverse("agendas:agenda_item_edit", args=["halton", line.meeting_id, line.pk])


def typed(line, **more):
    return {"kind": "item", "title": line.title, **more}


def about(line):
    return sorted(link.recommendation.number for link in line.recommendation_links.select_related("recommendation"))


def test_officer_picks_and_unpicks_in_the_form_of_an_item(ask, nine, ahead, officer, client_for):
    line, seven, client = item(ahead, nine), ask(7), client_for(officer)
    page = client.get(form_url(line)).text
    assert f'value="{nine.pk}"' in page
    client.post(form_url(line), typed(line, picks=[seven.pk], picks_shown=str(nine.pk)))
    assert about(line) == [7]
    events = AuditEvent.objects.filter(verb__startswith="recommendation.").order_by("pk")
    assert [(event.verb, event.details) for event in events] == [
        ("recommendation.linked", {"item": "1. Meeting together"}),
        ("recommendation.unlinked", {"item": "1. Meeting together"}),
    ]


def test_new_item_is_about_what_was_picked_and_told_what_it_may_be_about(ask, nine, ahead, officer, client_for):
    seven = ask(7)
    url = reverse("agendas:agenda_item_add", args=["halton", ahead.pk])
    sent = {"kind": "item", "title": "Recommendation 9 and recommendation 7", "picks": [seven.pk]}
    page = client_for(officer).post(url, sent, follow=True).text
    assert about(ahead.agenda_items.get()) == [7]
    assert "It may be about recommendation 9. Change the item to add this." in page


def test_suggestion_counts_once_it_is_accepted(nine, ahead, officer, client_for):
    line, client = item(ahead, title="Recommendation 9: progress"), client_for(officer)
    assert "This text may be about a recommendation" in client.get(form_url(line)).text
    client.post(form_url(line), typed(line))
    assert about(line) == []
    client.post(form_url(line), typed(line, suggested=[nine.pk]))
    assert about(line) == [9]
    assert "This text may be about a recommendation" not in client.get(form_url(line)).text


def test_what_another_officer_picked_meanwhile_stays(ask, nine, ahead, officer, client_for):
    """The page showed nothing picked: what it did not show, it does not take off."""
    line, seven = item(ahead), ask(7)
    ITEM_PICKER.change(line, add={nine.pk}, remove=(), by=officer)
    client_for(officer).post(form_url(line), typed(line, picks=[seven.pk], picks_shown=""))
    assert about(line) == [7, 9]


def test_picking_after_the_meeting_needs_no_reason_and_changing_the_words_does(nine, meeting, officer, client_for):
    line, client = item(meeting), client_for(officer)
    client.post(form_url(line), typed(line, picks=[nine.pk]))
    assert (about(line), meeting.agenda_changes.count()) == ([9], 0)
    page = client.post(form_url(line), typed(line, title="Other words", picks=[nine.pk])).text
    assert "Enter why the agenda is changed" in page


@pytest.mark.parametrize("foreign", ["elsewhere", "draft", "later", "0", "x", "9" * 30])
def test_what_is_not_on_the_list_is_refused(foreign, ask, nine, meeting, world, officer, client_for):
    line = item(meeting)
    if foreign == "elsewhere":
        group = factories.TopicGroupFactory(body__partnership=world.elsewhere)
        foreign = factories.RecommendationFactory(topic_group=group).pk
    elif foreign == "later":
        foreign = ask(8, made_on=date(2026, 11, 17)).pk
    elif foreign == "draft":
        TopicGroup.objects.update(is_draft=True)
        foreign = nine.pk
    client_for(officer).post(form_url(line), typed(line, picks=[foreign]))
    assert about(line) == []


def test_picker_takes_nothing_of_another_partnership(meeting, world, officer):
    group = factories.TopicGroupFactory(body__partnership=world.elsewhere)
    other, line = factories.RecommendationFactory(topic_group=group), item(meeting)
    ITEM_PICKER.change(line, add={other.pk}, remove=(), by=officer)
    assert about(line) == []


def test_closed_recommendation_is_listed_where_it_was_picked_alone(ask, nine, meeting, ahead, ppb):
    earlier = factories.MeetingFactory(body=ppb, held_on=date(2026, 11, 2), status="held")
    nine.monitoring_decisions.create(choice="stop", meeting=earlier, decided_on=earlier.held_on, reason="Done")
    seven = ask(7)
    assert list(ITEM_PICKER.choices(ahead, on=NOON.date())) == [seven.pk]
    assert list(ITEM_PICKER.choices(ahead, on=NOON.date(), also={nine.pk})) == [seven.pk, nine.pk]


@pytest.mark.parametrize("count", [1, 60])
def test_choices_cost_one_query_for_any_number(count, ask, meeting, django_assert_num_queries):
    for number in range(1, count + 1):
        ask(number)
    with django_assert_num_queries(1):
        choices = ITEM_PICKER.choices(meeting, on=NOON.date())
    assert len(choices) == count == Recommendation.objects.count()


# The pages


def page(recommendation):
    return reverse("recommendations:detail", args=["halton", recommendation.pk])


def test_recommendation_lists_meetings_newest_first_with_the_words(nine, meeting, ahead, client_for):
    deliver(meeting, nine, what="Meet in the spring")
    item(ahead, nine)
    type(ahead).objects.filter(pk=ahead.pk).update(agenda_published_at=NOON)
    text = client_for(None).get(page(nine)).text
    section = text[text.index('id="discussed"') :]
    assert section.index("Corporate PPB, 3 December 2026") < section.index("Board, 16 November 2026")
    assert "In the summary: “Action 2: Meet in the spring”" in section
    assert "to come" in section
    past = client_for(None).get(page(nine), {"on": "2026-11-20"}).text
    assert ("Board, 16 November 2026" in past, "3 December 2026" in past) == (True, False)
    assert 'id="discussed"' not in client_for(None).get(page(nine), {"on": "2026-11-15"}).text


def test_item_for_members_is_shown_to_members_on_both_pages(nine, meeting, client_for, member):
    item(meeting, nine, title="Meeting in confidence", is_members_only=True)
    item(meeting, nine, title="Meeting in public", position=2)
    for url in (page(nine), meeting.get_absolute_url()):
        for user, words in ((None, [False, True]), (member, [True, True])):
            text = client_for(user).get(url).text
            assert [f"“Meeting in {how}”" in text for how in ("confidence", "public")] == words


def test_meeting_says_which_recommendations_it_discussed(nine, meeting, client_for):
    url = meeting.get_absolute_url()
    assert "Recommendations discussed" not in client_for(None).get(url).text
    deliver(meeting, nine)
    text = client_for(None).get(url).text
    assert "Recommendations discussed" in text
    assert f'href="{page(nine)}"' in text


def test_meeting_that_does_not_take_place_discusses_nothing(nine, ahead, client_for):
    item(ahead, nine)
    type(ahead).objects.update(status="cancelled", agenda_published_at=NOON)
    assert 'id="discussed"' not in client_for(None).get(page(nine)).text
    assert "Recommendations to be discussed" not in client_for(None).get(ahead.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 100])
def test_discussions_cost_two_queries_for_any_number(count, nine, board, member, django_assert_num_queries):
    for _ in range(count):
        item(factories.MeetingFactory(body=board, held_on=HELD, agenda_published_at=NOON), nine)
    reading = panels.Reading(nine, reader=member, on=NOON.date(), today=NOON.date(), since=None)
    panels.discussed_panel(reading)  # the reader's roles are known from here on
    with django_assert_num_queries(2):
        panel = panels.discussed_panel(reading)
    assert {str(one["meeting"].body) for one in panel.context["meetings"]} == {"Board"}
    assert len(panel.context["meetings"]) == count


@pytest.mark.parametrize("count", [1, 100])
def test_what_a_meeting_discussed_costs_two_queries_for_any_number(
    count, ask, meeting, member, django_assert_num_queries
):
    item(meeting, *(ask(number) for number in range(1, count + 1)))
    asked = PanelRequest(meeting, reader=member, on=NOON.date(), today=NOON.date())
    panels.discussed_at_meeting_panel(asked)
    with django_assert_num_queries(2):
        panel = panels.discussed_at_meeting_panel(asked)
    assert len(panel.context["discussed"]) == count
