"""After the meeting an agenda changes with a reason only; what is confidential says why, and is released knowingly."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from agendas.choices import Ground
from agendas.models import AgendaChange, AgendaItem
from agendas.services.agenda import (
    add_item,
    change_item,
    needs_reason,
    release_item,
    remove_item,
    reorder_agenda,
    start_usual_agenda,
)
from core.acts import Refused
from tests import factories
from tests.core import files

HELD_ON = date(2026, 11, 16)
AFTER = datetime(2026, 11, 18, 12, tzinfo=UTC)
PUBLISHED = datetime(2026, 11, 9, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def after():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def meeting(board):
    return factories.MeetingFactory(body=board, title="Board", held_on=HELD_ON, agenda_published_at=PUBLISHED)


@pytest.fixture
def items(meeting):
    return [factories.AgendaItemFactory(meeting=meeting, position=n, title=f"Item {n}") for n in (1, 2, 3)]


def url(meeting, name, *args):
    return reverse(name, args=["halton", meeting.pk, *args])


def version(item):
    return AgendaItem.objects.get(pk=item.pk).digest


ACTS = {
    "add": (
        lambda meeting, items, **why: add_item(meeting=meeting, item=AgendaItem(title="Late news"), **why),
        "Item 4 (“Late news”) was added",
    ),
    "change": (
        lambda meeting, items, **why: change_item(
            item=factories.edited(items[0], title="New words", lead="The chair"), **why
        ),
        "Item 1 (“New words”): the title was “Item 1”; who leads it was changed",
    ),
    "remove": (
        lambda meeting, items, **why: remove_item(item=items[1], **why),
        "Item 2 (“Item 2”) was removed",
    ),
    "reorder": (
        lambda meeting, items, **why: reorder_agenda(
            meeting=meeting,
            seen=[item.pk for item in items],
            order=[items[2].pk, items[0].pk, items[1].pk],
            **why,
        ),
        "Item 3 (“Item 3”) moved to place 1",
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_agenda_of_a_meeting_that_was_held_changes_only_with_a_reason(act, meeting, items, officer):
    do, what = ACTS[act]
    before = list(meeting.agenda_items.values())
    with pytest.raises(Refused, match="Enter why the agenda is changed"), transaction.atomic():
        do(meeting, items, by=officer, at=AFTER)
    assert (list(meeting.agenda_items.values()), AgendaChange.objects.count()) == (before, 0)

    do(meeting, items, by=officer, at=AFTER, reason="It was taken at the meeting")
    change = AgendaChange.objects.get()
    assert (change.what, change.reason, change.made_by, change.made_at, change.is_members_only) == (
        what,
        "It was taken at the meeting",
        officer,
        AFTER,
        False,
    )


@pytest.mark.parametrize("act", ACTS)
def test_agenda_ahead_or_in_preparation_needs_no_reason(act, meeting, items, officer):
    do, _ = ACTS[act]
    do(meeting, items, by=officer, at=datetime(2026, 11, 16, 12, tzinfo=UTC))
    assert AgendaChange.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "on", "needed"),
    [
        ({}, HELD_ON, False),
        ({}, date(2026, 11, 17), True),
        ({"status": "held"}, HELD_ON, True),
        ({"ends_on": date(2026, 11, 18)}, date(2026, 11, 18), False),
        ({"ends_on": date(2026, 11, 18)}, date(2026, 11, 19), True),
        ({"status": "cancelled"}, date(2026, 11, 17), False),
        ({"agenda_published_at": None}, date(2026, 11, 17), False),
        ({"status": "held"}, None, True),
        ({}, None, False),
    ],
)
def test_reason_is_needed_once_the_last_day_is_over(meeting, given, on, needed):
    for name, value in given.items():
        setattr(meeting, name, value)
    assert needs_reason(meeting, on=on) is needed


def test_empty_agenda_is_not_filled_after_the_meeting(meeting, officer):
    with pytest.raises(Refused, match="The meeting was held"):
        start_usual_agenda(meeting=meeting, by=officer, on=AFTER.date())
    assert meeting.agenda_items.count() == 0


# On the pages


def test_officer_gives_the_reason_and_everyone_reads_what_changed(client_for, officer, meeting, items):
    client, typed = client_for(officer), {"kind": "item", "title": "New words"}
    edit = url(meeting, "agendas:agenda_item_edit", items[0].pk)
    refused = client.post(edit, typed)
    assert "Enter why the agenda is changed" in refused.text
    assert 'value="New words"' in refused.text
    client.post(edit, typed | {"reason": "The title was wrong"})

    page = client_for(None).get(url(meeting, "agendas:agenda")).text
    assert "Changes after the meeting" in page
    assert (
        "18 November 2026, Partnership Officer: Item 1 (“New words”): the title was “Item 1”. "
        "Reason: The title was wrong" in page
    )


def test_each_page_that_changes_the_agenda_asks_why(client_for, officer, meeting, items):
    client = client_for(officer)
    order = ",".join(str(item.pk) for item in items)
    move = {"seen": order, "order": order, "move": f"down-{items[0].pk}"}
    asked = {
        "agendas:agenda_item_add": ((), {"kind": "item", "title": "Late news"}),
        "agendas:agenda_item_remove": ((items[1].pk,), {"seen": version(items[1])}),
        "agendas:agenda_edit": ((), move),
    }
    for name, (args, typed) in asked.items():
        answer = client.post(url(meeting, name, *args), typed)
        assert (answer.status_code, "Enter why the agenda is changed" in answer.text) == (200, True), name
        assert AgendaChange.objects.count() == 0
    for name, (args, typed) in reversed(asked.items()):
        assert client.post(url(meeting, name, *args), typed | {"reason": "As it was"}).status_code == 302, name
    assert AgendaChange.objects.count() == 3


def test_page_of_an_agenda_ahead_asks_for_no_reason(client_for, officer, board):
    ahead = factories.MeetingFactory(body=board, held_on=date(2026, 12, 1), agenda_published_at=PUBLISHED)
    item = factories.AgendaItemFactory(meeting=ahead, position=1)
    client = client_for(officer)
    for name, args in (
        ("agendas:agenda_item_add", ()),
        ("agendas:agenda_item_remove", (item.pk,)),
        ("agendas:agenda_edit", ()),
    ):
        assert "after the meeting?" not in client.get(url(ahead, name, *args)).text


def test_change_of_a_confidential_item_is_told_to_members_alone(client_for, world, meeting, items, officer):
    AgendaItem.objects.filter(pk=items[0].pk).update(is_members_only=True)
    change_item(item=factories.edited(items[0], title="A secret"), by=officer, at=AFTER, reason="Privately")
    add_item(meeting=meeting, item=AgendaItem(title="In public"), by=officer, at=AFTER, reason="Openly")
    # What was public once is told no more when its item becomes confidential.
    late = AgendaItem.objects.get(title="In public")
    shown = {
        role: ["A secret" in page, "Privately" in page, "Openly" in page]
        for role, person in (("public", None), ("outsider", world.outsider), ("member", world.member))
        for page in [client_for(person).get(url(meeting, "agendas:agenda")).text]
    }
    assert shown == {"public": [False, False, True], "outsider": [False, False, True], "member": [True, True, True]}
    AgendaItem.objects.filter(pk=late.pk).update(is_members_only=True)
    assert "Openly" not in client_for(None).get(url(meeting, "agendas:agenda")).text
    late.refresh_from_db()
    remove_item(item=late, by=officer, at=AFTER, reason="Withdrawn")
    assert "Openly" not in client_for(None).get(url(meeting, "agendas:agenda")).text


@pytest.mark.parametrize("count", [1, 50])
def test_agenda_costs_the_same_for_many_changes(count, client_for, meeting, items, officer, django_assert_num_queries):
    for number in range(count):
        meeting.agenda_changes.create(item=items[0], what=f"Change {number}", reason="As it was", made_by=officer)
    public = client_for(None)
    public.get(url(meeting, "agendas:agenda"))
    with django_assert_num_queries(7):
        public.get(url(meeting, "agendas:agenda"))


# Confidential items


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "Select why it is for members only"),
        ({"ground": "12a-9"}, "Select why it is for members only"),
        ({"ground": "own"}, "Enter the reason in your own words"),
        ({"ground": "own", "ground_words": "x" * 301}, "300 characters or fewer"),
    ],
)
def test_confidential_item_states_its_ground(client_for, officer, board, given, problem):
    ahead = factories.MeetingFactory(body=board, held_on=date(2026, 12, 1))
    typed = {"kind": "item", "title": "Lease", "is_members_only": "on"} | given
    page = client_for(officer).post(url(ahead, "agendas:agenda_item_add"), typed).text
    assert problem in page
    assert 'value="Lease"' in page
    assert AgendaItem.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        *(
            (
                {"ground": ground.value, "ground_words": "left over"},
                f"Paragraph {ground.value[-1]} of Schedule 12A to the Local Government Act 1972 "
                f"({ground.label.split(': ')[1]})",
            )
            for ground in Ground
            if ground != Ground.OWN
        ),
        ({"ground": "own", "ground_words": "A tender is still open"}, "A tender is still open"),
    ],
)
def test_ground_is_read_by_everyone_and_the_title_by_members(client_for, world, board, given, words):
    ahead = factories.MeetingFactory(body=board, held_on=date(2026, 12, 1), agenda_published_at=PUBLISHED)
    typed = {"kind": "item", "title": "The lease", "is_members_only": "on"} | given
    client_for(world.officer).post(url(ahead, "agendas:agenda_item_add"), typed)
    public, member = (client_for(person).get(url(ahead, "agendas:agenda")).text for person in (None, world.member))
    assert f"<li>Item 1: {words}.</li>" in public
    assert "The lease" not in public
    assert f"For members only: {words}." in member


def test_ground_of_what_is_public_is_not_kept(board):
    ahead = factories.MeetingFactory(body=board)
    for given in (
        {"ground": "12a-3"},
        {"is_members_only": True, "ground": "own"},
        {"is_members_only": True, "ground": "12a-3", "ground_words": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.AgendaItemFactory(meeting=ahead, **given)


@pytest.fixture
def secret(items):
    item = items[0]
    item.is_members_only, item.ground, item.title = True, "12a-3", "The lease"
    item.save()
    return item


def test_office_lists_what_is_confidential_and_what_has_no_ground(client_for, world, secret, items):
    AgendaItem.objects.filter(pk=items[1].pk).update(is_members_only=True)
    elsewhere = factories.MeetingFactory(body=factories.BodyFactory(partnership=world.elsewhere))
    factories.AgendaItemFactory(meeting=elsewhere, title="Not ours", is_members_only=True)
    factories.DocumentFactory(meeting=secret.meeting, title="Valuation", is_members_only=True)
    page = client_for(world.officer).get(reverse("agendas:confidential", args=["halton"])).text
    assert "Item 1, The lease" in page
    assert "Paragraph 3 of Schedule 12A" in page
    assert "No reason stated" in page
    assert "1 item without a stated reason" in page
    assert "Valuation" in page
    assert "Not ours" not in page
    assert "Item 3, Item 3" not in page


@pytest.mark.parametrize("rows", [1, 60])
def test_list_of_confidential_items_costs_the_same(rows, client_for, officer, meeting, django_assert_num_queries):
    for number in range(rows):
        factories.AgendaItemFactory(meeting=meeting, position=number + 1, is_members_only=True)
    client = client_for(officer)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("agendas:confidential", args=["halton"]))


LIST_QUERIES = 9


def test_item_is_released_after_a_question_and_with_a_reason_after_the_meeting(client_for, officer, secret, meeting):
    client, public = client_for(officer), client_for(None)
    release = url(meeting, "agendas:agenda_item_release", secret.pk)
    page = client.get(release).text
    assert "Release “The lease” to everyone?" in page
    assert "The lease" not in public.get(url(meeting, "agendas:agenda")).text

    assert "Enter why the agenda is changed" in client.post(release, {"seen": version(secret)}).text
    client.post(release, {"seen": version(secret), "reason": "The lease is signed"})
    secret.refresh_from_db()
    assert (secret.is_members_only, secret.ground) == (False, "")
    page = public.get(url(meeting, "agendas:agenda")).text
    assert "Item 1 (“The lease”): released, everyone can read it now. Reason: The lease is signed" in page
    assert client.get(release).status_code == 302


def test_item_that_changed_since_is_not_released(client_for, officer, secret, meeting):
    stale = version(secret)
    AgendaItem.objects.filter(pk=secret.pk).update(text="Names of tenants")
    answer = client_for(officer).post(
        url(meeting, "agendas:agenda_item_release", secret.pk), {"seen": stale, "reason": "Signed"}, follow=True
    )
    assert "Somebody has changed this item since you opened the page" in answer.text
    secret.refresh_from_db()
    assert secret.is_members_only


def test_item_released_twice_is_released_once(secret, officer):
    why = {"by": officer, "at": AFTER, "reason": "Signed"}
    for _ in range(2):
        release_item(item=secret, **why)
    assert AgendaChange.objects.count() == 1


def test_unticking_the_box_asks_too(client_for, officer, secret, meeting):
    client = client_for(officer)
    typed = {"kind": "item", "title": "The lease", "reason": "Signed"}
    asked = client.post(url(meeting, "agendas:agenda_item_edit", secret.pk), typed)
    assert "Everyone will be able to read this item and its papers. If this is right, save again" in asked.text
    secret.refresh_from_db()
    assert secret.is_members_only
    client.post(
        url(meeting, "agendas:agenda_item_edit", secret.pk), typed | {"asked": asked.context["form"]["asked"].value()}
    )
    secret.refresh_from_db()
    assert not secret.is_members_only


@pytest.mark.parametrize("of_item", [True, False])
def test_paper_is_released_after_a_question(of_item, client_for, officer, secret, meeting):
    given = {"item": secret} if of_item else {"is_members_only": True}
    document = factories.DocumentFactory(meeting=meeting, title="Valuation", **given)
    client, change = client_for(officer), url(meeting, "agendas:document_edit", document.pk)
    asked = client.post(change, {"title": "Valuation"})
    assert "Everyone will be able to read this document. If this is right, save again" in asked.text
    client.post(change, {"title": "Valuation", "asked": asked.context["form"]["asked"].value()})
    document.refresh_from_db()
    assert (document.item, document.is_members_only) == (None, False)


def test_new_paper_is_not_asked_about(client_for, officer, meeting, items):
    data = {"title": "Budget", "item": items[0].pk, "file": files.upload(files.pdf())}
    assert client_for(officer).post(url(meeting, "agendas:document_add"), data).status_code == 302
