"""FU-1 in the browser: members ask, and read what became of it; the office and the chair decide."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from agendas.models import AgendaItem
from agendas.services.agenda import publish_agenda
from monitoring.models import FollowUp
from monitoring.panels import follow_up_panel
from monitoring.services.follow_ups import settle_follow_up
from recommendations.panels import Reading
from scrutiny.models import TopicGroup
from tests import factories
from tests.monitoring.following import NEXT, NOON, TODAY, again, asked, chair_of, placed, put_on, take_off


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def nine(ask, group, ppb):
    """Recommendation 9, of a topic group that the PPB commissioned."""
    TopicGroup.objects.filter(pk=group.pk).update(commissioned_by=ppb)
    return ask(9, "Joint meetings")


@pytest.fixture
def planned(ppb):
    return factories.MeetingFactory(body=ppb, held_on=NEXT, title="Corporate PPB")


def page(recommendation):
    return reverse("recommendations:detail", args=["halton", recommendation.pk])


def send(client, recommendation, text="What became of it?"):
    url = reverse("monitoring:follow_up_ask", args=["halton", recommendation.pk])
    return client.post(url, {"text": text}, follow=True)


@pytest.mark.usefixtures("noon")
def test_member_asks_on_the_page_and_nothing_is_public_until_the_office_decides(
    nine, planned, client_for, ppb_member, officer
):
    publish_agenda(meeting=planned_with_item(planned), by=officer, at=NOON)
    client = client_for(ppb_member)
    assert "What should the next meeting look at?" in client.get(page(nine)).text
    text = send(client, nine).text
    assert "Your request is with the partnership office. You can take it back until it is on an agenda." in text
    assert "The partnership office or the chair decides whether it goes on the next agenda." in text
    assert "Take it back" in text
    assert "Decline" not in text
    agenda = reverse("agendas:agenda", args=["halton", planned.pk])
    assert "What became of it?" not in client_for(None).get(agenda).text
    put_on(FollowUp.objects.get(), officer)
    assert "What became of it?" in client_for(None).get(agenda).text
    text = client.get(page(nine)).text
    assert "Take it back" not in text
    assert "on the agenda" in text


def planned_with_item(meeting):
    factories.AgendaItemFactory(meeting=meeting, position=1)
    return meeting


@pytest.mark.usefixtures("noon")
def test_page_says_what_became_of_it(nine, planned, client_for, ppb_member, officer):
    client = client_for(ppb_member)
    send(client, nine)
    put_on(FollowUp.objects.get(), officer, "Progress on joint meetings")
    assert "Wording on the agenda: Progress on joint meetings" in client.get(page(nine)).text
    take_off(FollowUp.objects.get().item, officer)
    assert "It was taken off the agenda of Corporate PPB, 3 December 2026." in client.get(page(nine)).text
    settle_follow_up(follow_up=FollowUp.objects.get(), reason="Answered by letter", by=officer, at=NOON)
    assert "Reason: Answered by letter" in client.get(page(nine)).text


def at(name, *args):
    return reverse(f"monitoring:{name}", args=["halton", *args])


@pytest.mark.usefixtures("noon")
def test_office_puts_a_request_on_with_one_press_in_its_own_words(nine, planned, client_for, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    client = client_for(officer)
    text = client.get(at("follow_up_requests")).text
    assert "What became of it?" in text
    assert "which is not published yet" in text
    wrong = client.post(at("follow_up_put_on", follow_up.pk), {"wording": " ", "meeting": planned.pk}).text
    assert "Enter the wording on the agenda" in wrong
    answer = client.post(
        at("follow_up_put_on", follow_up.pk), {"wording": "Progress", "meeting": planned.pk}, follow=True
    )
    assert "It is on the agenda of Corporate PPB, 3 December 2026." in answer.text
    assert "No requests for follow-up" in answer.text
    assert planned.agenda_items.get().text == "Progress"
    for press in (client.get, lambda url, **how: client.post(url, {"wording": "Other", "meeting": planned.pk}, **how)):
        late = press(at("follow_up_put_on", follow_up.pk), follow=True)
        assert "This request has been decided, or taken back, already." in late.text
    assert planned.agenda_items.get().text == "Progress"


@pytest.mark.usefixtures("noon")
def test_where_no_meeting_is_planned_the_list_says_what_to_do(nine, client_for, ppb_member, officer, ppb):
    follow_up = asked(nine, ppb_member)
    chair = chair_of(ppb)
    for user, may_plan in ((officer, True), (chair, False)):
        text = client_for(user).get(at("follow_up_requests")).text
        assert "No meeting of the board is planned." in text
        assert ("Add the meeting" in text) == may_plan
    answer = client_for(officer).post(at("follow_up_put_on", follow_up.pk), {"wording": "Why?", "meeting": "1"})
    assert answer.status_code == 200
    assert not AgendaItem.objects.exists()


@pytest.mark.usefixtures("noon")
def test_chair_decides_on_what_their_board_commissioned_alone(
    nine, ask, group, planned, ppb, partnership, client_for, ppb_member, outsider
):
    chair, other_board = chair_of(ppb), factories.BodyFactory(partnership=partnership, kind="ppb")
    other_chair, past = chair_of(other_board, "other@example.org"), chair_of(ppb, "past@example.org")
    past.people.get().appointments.update(ends_on=TODAY - timedelta(days=1))
    mere = chair_of(ppb, "mere@example.org", role="member")
    follow_up = asked(nine, ppb_member)
    typed = {"wording": "Progress", "meeting": planned.pk}
    url = at("follow_up_put_on", follow_up.pk)
    assert client_for(other_chair).get(at("follow_up_requests")).text.count("<article") == 0
    shown = {user.email: client_for(user).post(url, typed).status_code for user in (other_chair, past, mere, outsider)}
    assert shown == {"other@example.org": 404, "past@example.org": 403, "mere@example.org": 403, outsider.email: 403}
    assert not AgendaItem.objects.exists()
    assert "Follow-up requests" in client_for(chair).get(reverse("recommendations:list", args=["halton"])).text
    assert client_for(chair).post(url, typed).status_code == 302
    assert planned.agenda_items.get().text == "Progress"


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.usefixtures("noon")
def test_list_of_requests_costs_the_same_for_any_number(
    count, ask, group, planned, ppb, ppb_member, officer, client_for, django_assert_num_queries
):
    TopicGroup.objects.filter(pk=group.pk).update(commissioned_by=ppb)
    for number in range(1, count + 1):
        FollowUp.objects.create(recommendation=ask(number), text="Why?", asked_by=ppb_member, asked_at=NOON)
    client = client_for(officer)
    with django_assert_num_queries(10):
        assert client.get(at("follow_up_requests")).text.count("<article") == count


@pytest.mark.usefixtures("noon")
def test_only_ppb_members_are_offered_the_box_and_only_members_read(nine, planned, client_for, member, ppb_member):
    send(client_for(ppb_member), nine)
    shown = {
        who: (
            "What became of it?" in (text := client_for(user).get(page(nine)).text),
            "What should the next meeting look at?" in text,
        )
        for who, user in (("public", None), ("member", member), ("ppb_member", ppb_member))
    }
    assert shown == {"public": (False, False), "member": (True, False), "ppb_member": (True, True)}


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.usefixtures("noon")
def test_follow_ups_cost_one_query_for_any_number(count, nine, planned, ppb_member, django_assert_num_queries):
    item = placed(nine, ppb_member).item
    for number in range(1, count):
        FollowUp.objects.create(
            recommendation=nine, text=f"Why {number}?", asked_by=ppb_member, item=item, meeting=planned, asked_at=NOON
        )
    reading = Reading(nine, reader=ppb_member, on=TODAY, today=TODAY, since=None)
    follow_up_panel(reading)  # the reader's roles are known from here on
    with django_assert_num_queries(1):
        panel = follow_up_panel(reading)
    assert [one.state for one in panel.context["asked"]] == ["on the agenda"] * count


@pytest.mark.usefixtures("noon")
def test_form_sent_twice_asks_once(nine, planned, client_for, ppb_member):
    client = client_for(ppb_member)
    url, token = reverse("monitoring:follow_up_ask", args=["halton", nine.pk]), str(uuid4())
    told = [client.post(url, {"text": "Why?", "form_token": token}, follow=True).text for _ in range(2)]
    assert ["You sent this twice. It was saved once." in text for text in told] == [False, True]
    assert FollowUp.objects.count() == 1


@pytest.mark.usefixtures("noon")
def test_empty_box_is_shown_again_with_what_to_do(nine, client_for, ppb_member):
    assert "Enter what the next meeting should look at" in send(client_for(ppb_member), nine, "").text


@pytest.mark.usefixtures("noon")
def test_nothing_of_a_report_in_preparation_gets_on_a_public_agenda(nine, planned, client_for, ppb_member):
    TopicGroup.objects.update(is_draft=True)
    client = client_for(ppb_member)
    assert "What should the next meeting look at?" not in client.get(page(nine)).text
    assert "The report is in preparation." in send(client, nine).text
    assert not AgendaItem.objects.exists()


@pytest.mark.usefixtures("noon")
def test_officer_settles_on_a_page_of_its_own(nine, planned, client_for, ppb_member, officer):
    follow_up = placed(nine, ppb_member)
    client = client_for(officer)
    url = reverse("monitoring:follow_up_settle", args=["halton", follow_up.pk])
    assert "It comes off the agenda of Corporate PPB, 3 December 2026." in client.get(url).text
    assert "Enter why no meeting needs to look at it" in client.post(url, {"reason": " "}).text
    assert "The request is declined." in client.post(url, {"reason": "By letter"}, follow=True).text
    assert "settled already: By letter" in client.post(url, {"reason": "Again"}).text


@pytest.mark.usefixtures("noon")
def test_take_back_asks_first_and_says_why_not(nine, planned, client_for, ppb_member, officer):
    follow_up = asked(nine, ppb_member)
    client = client_for(ppb_member)
    url = reverse("monitoring:follow_up_take_back", args=["halton", follow_up.pk])
    assert "Take this follow-up back?" in client.get(url).text
    put_on(follow_up, officer)
    assert "It is on an agenda, so you cannot take it back." in client.get(url, follow=True).text
    assert "It is on an agenda" in client.post(url, follow=True).text
    assert again(follow_up).settled_at is None


@pytest.mark.usefixtures("noon")
def test_request_is_not_found_at_another_partnership_of_the_same_person(nine, planned, world, client_for):
    factories.RoleGrantFactory(user=world.ppb_member, partnership=world.elsewhere, role="ppb-member")
    follow_up, client = asked(nine, world.ppb_member), client_for(world.ppb_member)
    found = [
        client.get(reverse("monitoring:follow_up_take_back", args=[slug, follow_up.pk])).status_code
        for slug in ("halton", "elsewhere")
    ]
    assert found == [200, 404]
