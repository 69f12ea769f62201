"""Agendas: built by officers, kept in order by two at once, published, and read by each role."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from agendas.models import AgendaItem
from agendas.services.agenda import (
    change_item,
    publish_agenda,
    remove_item,
    reorder_agenda,
    start_usual_agenda,
    take_back_agenda,
)
from boards.models import ReportingLine
from core.acts import Refused
from invitations.models import Invitation
from tests import factories

DAY, BEFORE, AFTER = date(2036, 11, 17), date(2036, 11, 10), date(2036, 11, 18)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def meeting(board):
    return factories.MeetingFactory(body=board, title="Board", held_on=DAY, starts_at=time(14), ends_at=time(16))


@pytest.fixture
def items(meeting):
    return [factories.AgendaItemFactory(meeting=meeting, position=n, title=f"Item {n}") for n in (1, 2, 3)]


@pytest.fixture
def published(meeting, items, officer):
    return publish_agenda(meeting=meeting, by=officer, at=NOON)


def titles(meeting):
    return [(item.position, item.title) for item in meeting.agenda_items.all()]


def url(meeting, name, *args):
    return reverse(name, args=[meeting.partnership.slug, meeting.pk, *args])


def test_usual_agenda_has_news_of_each_partnership_below_the_body(meeting, board, ssp, officer):
    ReportingLine.objects.create(body=ssp, reports_to=board, starts_on=date(2001, 1, 1))
    ended = factories.BodyFactory(partnership=board.partnership, kind="ssp", ends_on=date(2020, 1, 1))
    ReportingLine.objects.create(body=ended, reports_to=board, starts_on=date(2001, 1, 1))
    for _ in range(2):
        start_usual_agenda(meeting=meeting, by=officer, on=BEFORE)
    assert titles(meeting) == [
        (1, "Key strategic issue"),
        (2, "Issues and achievements: Safer SSP"),
        (3, "Matters arising"),
        (4, "Any other item"),
    ]
    assert [item.body for item in meeting.agenda_items.all()] == [None, ssp, None, None]
    assert [item.history.count() for item in meeting.agenda_items.all()] == [1, 1, 1, 1]


def test_item_added_twice_stands_once(meeting, officer, client_for):
    client, page = client_for(officer), url(meeting, "agendas:agenda_item_add")
    data = {"kind": "key-issue", "title": "Budget", "form_token": client.get(page).context["form_token"]}
    added = [client.post(page, data)["Location"] for _ in range(2)]
    assert added == [f"{url(meeting, 'agendas:agenda_edit')}#item-{meeting.agenda_items.get().pk}"] * 2
    assert titles(meeting) == [(1, "Budget")]


def test_items_are_put_in_order_with_their_history(meeting, items, officer):
    first, second, third = (item.pk for item in items)
    seen, order = [first, second, third], [third, first, second]
    reorder_agenda(meeting=meeting, seen=seen, order=order, by=officer)
    assert titles(meeting) == [(1, "Item 3"), (2, "Item 1"), (3, "Item 2")]
    assert items[2].history.latest().fields == {"position": [3, 1]}
    reorder_agenda(meeting=meeting, seen=seen, order=order, by=officer)
    assert items[2].history.count() == 2


def test_order_that_another_has_changed_is_not_overwritten(meeting, items, officer):
    first, second, third = (item.pk for item in items)
    reorder_agenda(meeting=meeting, seen=[first, second, third], order=[second, first, third], by=officer)
    with pytest.raises(Refused, match="Somebody has changed the agenda"):
        reorder_agenda(meeting=meeting, seen=[first, second, third], order=[third, first, second], by=officer)
    assert titles(meeting) == [(1, "Item 2"), (2, "Item 1"), (3, "Item 3")]


@pytest.mark.parametrize("order", [[], [1], [1, 1, 1]])
def test_order_that_does_not_name_each_item_once_is_refused(meeting, items, officer, order):
    with pytest.raises(Refused, match="Somebody has changed the agenda"):
        reorder_agenda(meeting=meeting, seen=[item.pk for item in items], order=order, by=officer)


def test_item_removed_closes_the_gap_and_keeps_its_withdrawn_paper_closed(meeting, items, officer):
    AgendaItem.objects.filter(pk=items[0].pk).update(is_members_only=True)
    items[0].refresh_from_db()
    paper = factories.DocumentFactory(meeting=meeting, item=items[0], withdrawn_at=NOON)
    remove_item(item=items[0], by=officer)
    paper.refresh_from_db()
    assert titles(meeting) == [(1, "Item 2"), (2, "Item 3")]
    assert (paper.item, paper.is_members_only) == (None, True)


def test_item_with_something_on_it_stays(meeting, items, officer):
    factories.DocumentFactory(meeting=meeting, item=items[0])
    factories.ActionFactory(meeting=meeting, item=items[1])
    Invitation.objects.create(meeting=meeting, item=items[2], name="Head of Transport", email="head@example.org")
    for item, words in zip(items, ("It has papers", "An action was agreed", "Somebody was invited"), strict=True):
        with pytest.raises(Refused, match=words):
            remove_item(item=item, by=officer)


def test_agenda_is_published_once_and_taken_back_before_the_day(meeting, items, officer):
    before = meeting.sequence
    assert publish_agenda(meeting=meeting, by=officer, at=NOON).sequence == before + 1
    assert publish_agenda(meeting=meeting, by=officer, at=datetime.max.replace(tzinfo=UTC)).agenda_published_at == NOON
    with pytest.raises(Refused, match="The day of the meeting has come"):
        take_back_agenda(meeting=meeting, by=officer, at=datetime.combine(DAY, time(9), UTC))
    taken_back = take_back_agenda(meeting=meeting, by=officer, at=datetime.combine(BEFORE, time(9), UTC))
    assert (taken_back.agenda_published_at, taken_back.sequence) == (None, before + 2)


def test_agenda_without_items_or_of_a_cancelled_meeting_is_not_published(meeting, officer):
    with pytest.raises(Refused, match="The agenda is empty"):
        publish_agenda(meeting=meeting, by=officer, at=NOON)
    meeting.status = "cancelled"
    meeting.save()
    with pytest.raises(Refused, match="The meeting was cancelled"):
        publish_agenda(meeting=meeting, by=officer, at=NOON)


# Pages


def test_draft_is_shown_to_officers_alone(meeting, items, officer, member, client_for):
    assert "Item 1" not in client_for(member).get(url(meeting, "agendas:agenda")).text
    page = client_for(officer).get(url(meeting, "agendas:agenda")).text
    assert "Item 1" in page
    assert "Officers alone see this agenda and its papers." in page


def test_members_only_item_is_counted_for_the_public_and_shown_to_members(published, items, member, client_for):
    AgendaItem.objects.filter(pk=items[1].pk).update(is_members_only=True)
    public = client_for(None).get(url(published, "agendas:agenda")).text
    assert ("Item 2" in public, "1 item is for members only." in public) == (False, True)
    assert "Item 2" in client_for(member).get(url(published, "agendas:agenda")).text
    assert "Item 2" not in client_for(None).get(url(published, "meetings:detail")).text


def test_change_after_publication_is_dated_for_those_who_may_see_it(published, items, officer, client_for):
    page = client_for(None).get(url(published, "agendas:agenda")).text
    assert "Changed on" not in page
    data = {"kind": "item", "title": "New words", "is_members_only": "on", "ground": "12a-3"}
    client_for(officer).post(url(published, "agendas:agenda_item_edit", items[0].pk), data)
    assert "Changed on" not in client_for(None).get(url(published, "agendas:agenda")).text
    assert "Changed on" in client_for(officer).get(url(published, "agendas:agenda")).text


def test_matters_arising_show_what_earlier_meetings_left_open(published, board, client_for):
    AgendaItem.objects.filter(meeting=published, position=1).update(kind="matters")
    earlier = factories.MeetingFactory(body=board, held_on=date(2026, 9, 14), status="held")
    factories.ActionFactory(meeting=earlier, what="Open two evenings a week", due_on=date(2026, 12, 1))
    page = client_for(None).get(url(published, "agendas:agenda")).text
    assert "Open two evenings a week" in page
    assert "by 1 December 2026" in page


def test_move_works_without_scripts_and_leads_back_to_the_button(meeting, items, officer, client_for):
    client = client_for(officer)
    seen = ",".join(str(item.pk) for item in items)
    moved = client.post(url(meeting, "agendas:agenda_edit"), {"seen": seen, "order": seen, "move": f"up-{items[2].pk}"})
    assert moved["Location"] == f"{url(meeting, 'agendas:agenda_edit')}?moved={items[2].pk}&from=3#up-{items[2].pk}"
    assert "Item 3 moved to place 2</p>" in client.get(moved["Location"]).text
    assert titles(meeting) == [(1, "Item 1"), (2, "Item 3"), (3, "Item 2")]


def test_move_to_the_top_leads_to_the_button_that_is_left(meeting, items, officer, client_for):
    seen = ",".join(str(item.pk) for item in items)
    data = {"seen": seen, "order": seen, "move": f"up-{items[1].pk}"}
    moved = client_for(officer).post(url(meeting, "agendas:agenda_edit"), data)
    assert moved["Location"].endswith(f"#down-{items[1].pk}")


def test_dragged_item_is_moved_to_where_it_was_dropped(meeting, items, officer, client_for):
    first, second, third = (str(item.pk) for item in items)
    data = {"seen": f"{first},{second},{third}", "order": f"{third},{first},{second}", "move": f"drag-{third}"}
    moved = client_for(officer).post(url(meeting, "agendas:agenda_edit"), data)
    assert moved["Location"].endswith(f"?moved={third}&from=3#item-{third}")
    assert titles(meeting)[0] == (1, "Item 3")


def test_move_on_a_stale_page_is_told_and_saves_nothing(meeting, items, officer, client_for):
    first, second, third = (str(item.pk) for item in items)
    data = {"seen": f"{second},{first},{third}", "order": "", "move": f"up-{first}"}
    answer = client_for(officer).post(url(meeting, "agendas:agenda_edit"), data)
    # What was wanted, item 1 on top, is so already.
    assert answer.status_code == 302
    data = {"seen": f"{third},{second},{first}", "order": "", "move": f"up-{first}"}
    answer = client_for(officer).post(url(meeting, "agendas:agenda_edit"), data)
    assert (answer.status_code, "Somebody has changed the agenda" in answer.text) == (409, True)
    assert titles(meeting) == [(1, "Item 1"), (2, "Item 2"), (3, "Item 3")]


@pytest.mark.parametrize("move", ["", "up-", "up-x", "up-999999", "sideways-1", f"up-{'9' * 30}"])
def test_move_of_no_item_moves_nothing(meeting, items, officer, client_for, move):
    seen = ",".join(str(item.pk) for item in items)
    answer = client_for(officer).post(url(meeting, "agendas:agenda_edit"), {"seen": seen, "order": seen, "move": move})
    assert answer["Location"] == url(meeting, "agendas:agenda_edit")


@pytest.mark.parametrize("query", ["?moved=x&from=1", "?moved=1", "?from=<b>", "?moved=1&from=²"])
def test_words_about_a_move_are_never_made_up(meeting, items, officer, client_for, query):
    assert "data-agenda-said></p>" in client_for(officer).get(f"{url(meeting, 'agendas:agenda_edit')}{query}").text


def test_third_key_issue_is_warned_of_and_allowed(meeting, items, officer, client_for):
    for item in items:
        AgendaItem.objects.filter(pk=item.pk).update(kind="key-issue")
    assert "3 items are key strategic issues." in client_for(officer).get(url(meeting, "agendas:agenda_edit")).text


def test_item_outside_the_meeting_is_refused_and_stays_typed(meeting, officer, client_for):
    data = {"kind": "item", "title": "Budget", "starts_at": "1pm", "ends_at": "5pm"}
    page = client_for(officer).post(url(meeting, "agendas:agenda_item_add"), data).text
    assert "The meeting starts at 2pm: the item can’t start before" in page
    assert "The meeting ends at 4pm: the item can’t end after" in page
    assert 'value="Budget"' in page


def test_stale_item_shows_both_versions_and_saves_knowingly(meeting, items, officer, client_for):
    client, page = client_for(officer), url(meeting, "agendas:agenda_item_edit", items[0].pk)
    data = {"kind": "item", "title": "Mine", "shown": client.get(page).context["form"]["shown"].value()}
    items[0].title = "Theirs"
    change_item(item=items[0], by=officer)
    answer = client.post(page, data)
    assert answer.context["form"].errors == {
        "title": ["Somebody has changed this to “Theirs” in the meantime. If this is right, save again"]
    }
    assert ('value="Mine"' in answer.text, titles(meeting)[0]) == (True, (1, "Theirs"))
    assert client.post(page, data | {"asked": answer.context["form"]["asked"].value()}).status_code == 302
    assert titles(meeting)[0] == (1, "Mine")


def test_item_removed_twice_leads_back_to_the_agenda(meeting, items, officer, client_for):
    page = url(meeting, "agendas:agenda_item_remove", items[0].pk)
    seen = {"seen": items[0].digest}
    client = client_for(officer)
    assert [client.post(page, seen)["Location"] for _ in range(2)] == [url(meeting, "agendas:agenda_edit")] * 2
    assert client.get(page)["Location"] == url(meeting, "agendas:agenda_edit")


@pytest.mark.parametrize("method", ["get", "post"])
def test_step_that_cannot_be_taken_leads_back_with_the_reason(method, meeting, officer, client_for):
    client = client_for(officer)
    answer = getattr(client, method)(url(meeting, "agendas:agenda_publish"), follow=True)
    assert answer.redirect_chain == [(url(meeting, "agendas:agenda"), 302)]
    assert "The agenda is empty. Add an item, then publish it." in answer.text
    meeting.refresh_from_db()
    assert meeting.agenda_published_at is None


def test_form_of_an_item_that_was_removed_meanwhile_leads_back_with_the_reason(meeting, items, officer, client_for):
    page = url(meeting, "agendas:agenda_item_edit", items[0].pk)
    remove_item(item=items[0], by=officer)
    answer = client_for(officer).post(page, {"kind": "item", "title": "Mine"}, follow=True)
    assert "Somebody has removed this item in the meantime." in answer.text
    assert titles(meeting) == [(1, "Item 2"), (2, "Item 3")]


# What it costs


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize(("name", "queries"), [("agendas:agenda", 9), ("agendas:agenda_edit", 11)])
def test_agenda_costs_the_same_for_many_items(
    meeting, officer, client_for, count, name, queries, django_assert_num_queries
):
    for number in range(1, count + 1):
        kind = "matters" if number == 1 else "item"
        item = factories.AgendaItemFactory(meeting=meeting, position=number, kind=kind)
        factories.DocumentFactory(meeting=meeting, item=item)
    publish_agenda(meeting=meeting, by=officer, at=NOON)
    client = client_for(None if name == "agendas:agenda" else officer)
    client.get(url(meeting, name))
    with django_assert_num_queries(queries):
        client.get(url(meeting, name))
