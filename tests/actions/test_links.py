"""Actions are passed on and reported by signed links, without a sign-in; each bad day has its outcome."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from actions.models import ActionUpdate, Sharing
from actions.services.actions import update_action
from core.asks import make_token
from core.models import AuditEvent
from outbox.models import Message
from outbox.services.sending import send_due
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def council(seats):
    return seats[0].holdings.get().organisation


@pytest.fixture
def contact(seats):
    person = factories.PersonFactory(partnership=seats[0].body.partnership, name="A Councillor", email="a@example.org")
    factories.AppointmentFactory(person=person, seat=seats[0], body=None)
    return person


@pytest.fixture
def actions(meeting, council):
    """Three actions that the council was asked to pass on, the last its own."""
    made = [
        factories.ActionFactory(meeting=meeting, number=1, what="Open two evenings"),
        factories.ActionFactory(meeting=meeting, number=2, what="Map the lunch clubs"),
        factories.ActionFactory(
            meeting=meeting, number=3, what="Light the path", owner_body=None, owner_organisation=council
        ),
    ]
    for action in made:
        Sharing.objects.create(action=action, organisation=council)
    return made


@pytest.fixture
def visitor():
    """A browser without cookies, that would notice a form which needs one."""
    client = Client(enforce_csrf_checks=True)
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def link(meeting, organisation, person):
    token = make_token("sharing", meeting.pk, organisation.pk, person.pk)
    return reverse("actions:sharing_link", args=["halton", token])


@pytest.fixture
def url(meeting, council, contact, actions):
    return link(meeting, council, contact)


def words(response):
    return " ".join(response.content.decode().split())


def passed():
    return list(Sharing.objects.filter(shared_at__isnull=False).values_list("action__number", flat=True))


def pks(actions):
    return [action.pk for action in actions]


def test_link_shows_what_to_share_and_changes_nothing(visitor, url):
    page = words(visitor.get(url))

    assert "Please share three actions with Borough Council" in page
    assert "Open two evenings" in page
    assert page.count(" checked>") == 3
    assert "This link was sent to A Councillor, Borough Council." in page
    assert passed() == []


def test_link_page_is_told_to_nobody_and_kept_nowhere(visitor, url):
    response = visitor.get(url)

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


def test_one_press_passes_all_on_and_says_thank_you(visitor, url, actions, contact):
    response = visitor.post(url, {"actions": pks(actions), "do": "share"}, follow=True)

    assert response.redirect_chain == [(f"{url}?said=shared", 302)]
    assert "Thank you for confirming that you have shared them." in words(response)
    assert "Borough Council has shared the actions of this meeting" in words(response)
    assert passed() == [1, 2, 3]
    assert set(Sharing.objects.values_list("shared_by", "recorded_by")) == {(contact.pk, None)}


def test_some_are_shared_and_the_others_stay_open(visitor, url, actions):
    page = words(visitor.post(url, {"actions": pks(actions[:1])}, follow=True))

    assert passed() == [1]
    assert "Please share two actions with" in page
    assert "Shared on 18 November 2026, by A Councillor." in page


def test_form_without_a_tick_says_what_to_do(visitor, url):
    page = words(visitor.post(url, {}))

    assert "Select the actions that you have shared" in page
    assert "Error: Share actions" in page


def test_link_used_twice_says_by_whom_and_when_and_takes_a_note(visitor, url, actions, wednesday):
    visitor.post(url, {"actions": pks(actions)})
    wednesday.shift(DAY)
    again = words(visitor.post(url, {"actions": pks(actions)}, follow=True))

    assert "Shared on 18 November 2026, by A Councillor." in again
    assert AuditEvent.objects.filter(verb="action.shared").count() == 1
    noted = words(visitor.post(url, {"do": "note", "note": "To all heads of service."}, follow=True))
    assert "Shared on 18 November 2026, by A Councillor. To all heads of service." in noted


def test_note_without_words_is_asked_for(visitor, url, actions):
    visitor.post(url, {"actions": pks(actions)})

    page = words(visitor.post(f"{url}?said=shared", {"do": "note", "note": " "}))
    assert "Enter who you shared them with" in page
    assert "Thank you" not in page


def test_link_shows_what_else_waits_and_takes_it_too(visitor, url, actions, board, council, ssp):
    earlier = factories.MeetingFactory(body=ssp, title="Safer SSP", held_on=date(2026, 10, 1))
    other = factories.ActionFactory(meeting=earlier, what="Count the cameras", number=1)
    Sharing.objects.create(action=other, organisation=council)
    page = words(visitor.get(url))

    assert "Still waiting from other meetings" in page
    assert "(Safer SSP, 1 October 2026)" in page
    visitor.post(url, {"actions": [other.pk]})
    assert Sharing.objects.get(action=other).shared_at == WEDNESDAY_NOON


def test_action_of_another_organisation_cannot_be_shared_by_the_link(visitor, url, seats, meeting):
    action = factories.ActionFactory(meeting=meeting, number=9)
    Sharing.objects.create(action=action, organisation=seats[1].holdings.get().organisation)

    assert "Select the actions that you have shared" in words(visitor.post(url, {"actions": [action.pk]}))
    assert passed() == []


def test_organisation_reports_on_its_own_action_by_the_same_link(visitor, url, actions, contact):
    own = actions[2]
    assert words(visitor.get(url)).count("Send the report") == 1
    data = {"do": "report", "action": own.pk, f"action-{own.pk}-status": "done", f"action-{own.pk}-text": "It is lit"}
    page = words(visitor.post(url, data, follow=True))

    assert "Thank you. Your report is on record." in page
    own.refresh_from_db()
    assert (own.status, own.closed_on) == ("done", WEDNESDAY_NOON.date())
    update = own.updates.get()
    assert (update.text, update.reported_by, update.reporter, update.recorded_by) == (
        "It is lit",
        "A Councillor, Borough Council",
        contact,
        None,
    )
    public = words(visitor.get(reverse("actions:action", args=["halton", own.pk])))
    assert "Reported by A Councillor, Borough Council, by link." in public


def test_report_without_words_keeps_what_was_chosen(visitor, url, actions):
    own = actions[2]
    response = visitor.post(url, {"do": "report", "action": own.pk, f"action-{own.pk}-status": "done"})

    assert "Enter what has happened" in words(response)
    assert " open>" in words(response)
    assert ActionUpdate.objects.count() == 0


def test_action_of_others_cannot_be_reported_on_by_the_link(visitor, url, actions):
    data = {"do": "report", "action": actions[0].pk, f"action-{actions[0].pk}-status": "done"}

    assert visitor.post(url, data).status_code == 404


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "a\0b"])
def test_number_that_is_none_is_no_fault(number, visitor, url, actions):
    assert visitor.post(url, {"do": "report", "action": number}).status_code == 404
    assert "Select the actions that you have shared" in words(visitor.post(url, {"actions": number}))
    assert passed() == []


@pytest.mark.parametrize("status", ["dropped", "done"])
def test_action_that_needs_no_sharing_says_why(status, visitor, url, actions, officer):
    update_action(action=actions[0], status=status, text="So", reported_on=MONDAY, by=officer, at=WEDNESDAY_NOON)
    page = words(visitor.get(url))

    assert "Please share two actions" in page
    assert "No need to share" in page


def test_withdrawn_action_takes_no_report(visitor, url, actions, officer):
    own = actions[2]
    update_action(action=own, status="dropped", text="Gone", reported_on=MONDAY, by=officer, at=WEDNESDAY_NOON)
    data = {"do": "report", "action": own.pk, f"action-{own.pk}-status": "done", f"action-{own.pk}-text": "Done"}

    assert "The action is no longer needed, so nothing was recorded." in words(visitor.post(url, data, follow=True))
    assert own.updates.count() == 1


def test_link_of_somebody_who_has_left_is_refused_with_words(visitor, url, actions, contact):
    contact.appointments.update(ends_on=date(2026, 11, 17))
    for response in (visitor.get(url), visitor.post(url, {"actions": pks(actions)})):
        assert response.status_code == 403
        assert "This link no longer works" in words(response)
    assert passed() == []


@pytest.mark.parametrize("change", [lambda url: url[:-4] + "abc/", lambda url: url.replace("/halton/", "/elsewhere/")])
def test_link_that_was_changed_is_not_found(change, visitor, url, actions):
    assert visitor.get(change(url)).status_code == 404
    assert visitor.post(change(url), {"actions": pks(actions)}).status_code == 404


def test_link_for_something_else_is_not_found(visitor, meeting, council, contact):
    token = make_token("invitation", meeting.pk, council.pk, contact.pk)

    assert visitor.get(reverse("actions:sharing_link", args=["halton", token])).status_code == 404


def test_expired_link_tells_nothing_and_mails_a_new_one_once_a_day(visitor, url, actions, wednesday):
    wednesday.shift(61 * DAY)
    for response in (visitor.get(url), visitor.post(url, {"actions": pks(actions)})):
        assert response.status_code == 410
        assert "This link has expired" in words(response)
        assert "Councillor" not in words(response)
    assert passed() == []
    for _ in range(3):
        assert "Check your email" in words(visitor.post(f"{url}again/"))
    assert list(Message.objects.values_list("email", "kind")) == [("a@example.org", "sharing")]
    at = WEDNESDAY_NOON + 61 * DAY
    send_due(now=lambda: at)
    assert "/halton/links/sharing/" in mail.outbox[0].body


def test_expired_link_of_somebody_who_has_left_says_the_same_and_mails_nothing(visitor, url, contact, wednesday):
    contact.appointments.update(ends_on=date(2026, 11, 17))
    wednesday.shift(61 * DAY)

    assert "Check your email" in words(visitor.post(f"{url}again/"))
    assert not Message.objects.exists()


def test_link_that_works_still_is_not_mailed_again(visitor, url):
    visitor.post(f"{url}again/")

    assert not Message.objects.exists()


# The link of an owner whom no sharing reaches


@pytest.fixture
def adviser(partnership):
    return factories.PersonFactory(partnership=partnership, name="An Adviser", email="adviser@example.org")


@pytest.fixture
def owned(meeting, adviser):
    return factories.ActionFactory(
        meeting=meeting, number=7, what="Read the survey", owner_body=None, owner_person=adviser
    )


def action_link(action, person):
    return reverse("actions:action_link", args=["halton", make_token("action", action.pk, person.pk)])


def test_owner_without_account_reports_in_one_box(visitor, owned, adviser):
    url = action_link(owned, adviser)
    assert "Read the survey" in words(visitor.get(url))
    name = f"action-{owned.pk}"
    page = words(visitor.post(url, {f"{name}-status": "in-progress", f"{name}-text": "Half way"}, follow=True))

    assert "Thank you. Your report is on record." in page
    owned.refresh_from_db()
    assert (owned.status, owned.updates.get().reported_by) == ("in-progress", "An Adviser")
    assert "Enter what has happened" in words(visitor.post(url, {f"{name}-status": "done"}))


def test_owners_link_is_refused_once_another_owns_the_action(visitor, owned, adviser, partnership):
    url = action_link(owned, adviser)
    owned.owner_person = factories.PersonFactory(partnership=partnership)
    owned.save()

    assert visitor.get(url).status_code == 403


def test_owners_expired_link_is_mailed_again(visitor, owned, adviser, wednesday):
    url = action_link(owned, adviser)
    wednesday.shift(61 * DAY)

    assert visitor.get(url).status_code == 410
    visitor.post(f"{url}again/")
    assert Message.objects.get().email == "adviser@example.org"


@pytest.mark.parametrize("extra", [0, 20])
def test_link_page_takes_the_same_queries_however_much_waits(
    extra, visitor, url, meeting, council, django_assert_num_queries
):
    for number in range(extra):
        action = factories.ActionFactory(
            meeting=meeting, number=100 + number, owner_body=None, owner_organisation=council
        )
        Sharing.objects.create(action=action, organisation=council)
    with django_assert_num_queries(10):
        assert visitor.get(url).status_code == 200
