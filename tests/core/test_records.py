"""Pages of kept records: once for a button pressed twice, two officers at once are told, what hangs on it stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from boards.models import Body
from core import clock
from core.acts import Gone, Refused, act, forget_form_tokens, lock
from core.models import AuditEvent, FormToken
from core.records import RecordPages
from core.records.removal import what_hangs_on
from scrutiny.models import Finding
from tests import factories

POINT = {"kind": "conclusion", "text": "A forum is needed"}


@pytest.fixture
def group(world):
    return factories.TopicGroupFactory(body__partnership=world.partnership, commissioned_by=world.ppb)


@pytest.fixture
def officers(client_for, world):
    return client_for(world.officer), client_for(world.admin)


def url(group, name, *args):
    return reverse(f"scrutiny:{name}", args=[group.partnership.slug, group.pk, *args])


def said(response):
    return [str(one) for one in response.context["messages"]]


# Columns


def test_column_named_as_the_pages_have_something_shows_the_field():
    class EventPages(RecordPages):
        model = AuditEvent

        def verb(self, event):
            raise AssertionError

    assert EventPages().get_column("verb").read(AuditEvent(verb="summary.published")) == "summary.published"


# Twice


def test_form_sent_twice_is_saved_once_and_leads_to_the_same_place(officers, group):
    client, address = officers[0], url(group, "finding_add")
    token = client.get(address).context["form_token"]
    sent = POINT | {"form_token": token}
    first, second = client.post(address, sent), client.post(address, sent)
    assert Finding.objects.count() == 1
    assert first["Location"] == second["Location"] == f"{group.get_absolute_url()}#findings"
    assert said(client.get(second["Location"]))[-1] == "You sent this twice. It was saved once."
    client.post(address, POINT | {"form_token": client.get(address).context["form_token"]})
    assert Finding.objects.count() == 2


def test_form_that_was_refused_may_be_sent_again(officers, group):
    client, address = officers[0], url(group, "finding_add")
    token = str(client.get(address).context["form_token"])
    refused = client.post(address, {"kind": "conclusion", "text": "", "form_token": token})
    assert refused.context["form_token"] == token
    assert refused.context["form"].errors == {"text": ["Enter what it says"]}
    client.post(address, POINT | {"form_token": token})
    assert Finding.objects.count() == 1


def test_garbage_for_a_token_is_no_fault(officers, group):
    officers[0].post(url(group, "finding_add"), POINT | {"form_token": "\x00garbage"})
    assert Finding.objects.count() == 1


def test_tokens_are_kept_for_two_days(db):
    now = clock.now()
    for hours in (1, 47, 49):
        FormToken.objects.create(token=FormToken.new(), made_at=now - timedelta(hours=hours))
    assert (forget_form_tokens(at=now), FormToken.objects.count()) == (1, 2)


# Two officers at once


def test_second_officer_is_told_what_the_first_has_changed_and_may_replace_it(officers, group):
    finding = Finding.objects.create(topic_group=group, kind="conclusion", position=1, text="One", source="6.1")
    first, second = officers
    address = url(group, "finding_edit", finding.pk)
    shown = [client.get(address).context["form"].initial["shown"] for client in officers]
    first.post(address, {"kind": "conclusion", "text": "Two", "source": "6.1", "shown": shown[0]})
    mine = {"kind": "conclusion", "text": "Three", "source": "6.1", "shown": shown[1]}
    page = second.post(address, mine)
    assert page.context["form"].errors == {
        "text": ["Somebody has changed this to “Two” in the meantime. If this is right, save again"]
    }
    finding.refresh_from_db()
    assert finding.text == "Two"
    second.post(address, mine | {"asked": page.context["form"].data["asked"]})
    finding.refresh_from_db()
    assert finding.text == "Three"


def test_what_nobody_changed_is_not_asked_about(officers, group):
    finding = Finding.objects.create(topic_group=group, kind="conclusion", position=1, text="One", source="6.1")
    address = url(group, "finding_edit", finding.pk)
    shown = officers[0].get(address).context["form"].initial["shown"]
    officers[0].post(address, {"kind": "conclusion", "text": "Two", "source": "6.1", "shown": shown})
    finding.refresh_from_db()
    assert finding.text == "Two"


def test_saving_without_a_change_is_no_act(officers, group):
    finding = Finding.objects.create(topic_group=group, kind="conclusion", position=1, text="One")
    page = officers[0].post(url(group, "finding_edit", finding.pk), {"kind": "conclusion", "text": "One"}, follow=True)
    assert said(page) == ["Nothing was changed."]
    assert (AuditEvent.objects.filter(verb__startswith="finding").count(), finding.history.count()) == (0, 1)


def test_trail_says_which_fields_were_changed(officers, group):
    finding = Finding.objects.create(topic_group=group, kind="conclusion", position=1, text="One")
    officers[0].post(url(group, "finding_edit", finding.pk), {"kind": "difficulty", "text": "Two"})
    assert AuditEvent.objects.get(verb="finding.changed").details == {"changed": "kind, text"}


# Where it ends


@pytest.mark.parametrize(
    ("wanted", "ends_at"),
    [
        ("/halton/recommendations/", "/halton/recommendations/"),
        ("https://example.org/", "findings"),
        ("//example.org/", "findings"),
        ("/halton/%00", "/halton/%00"),
        (f"/halton/?q={'long' * 500}", "longlong"),
    ],
)
def test_form_leads_back_to_where_one_came_from_within_the_portal(officers, group, wanted, ends_at):
    address = f"{url(group, 'finding_add')}?next={wanted}"
    assert officers[0].post(address, POINT | {"form_token": FormToken.new()})["Location"].endswith(ends_at)


# Removing


def test_what_something_hangs_on_says_what(world, group):
    factories.MeetingFactory(body=world.ppb)
    assert what_hangs_on(world.ppb) == "1 appointment, 1 meeting, 1 topic group"


# The list


def test_list_is_sorted_and_searched(client_for, world):
    for title in ("Parking", "Markets"):
        factories.TopicGroupFactory(body__partnership=world.partnership, title=title)
    client, address = client_for(None), reverse("scrutiny:topic_groups", args=["halton"])

    def titles(query):
        return [str(row.record) for row in client.get(address + query).context["table"].rows]

    assert titles("?sort=title") == ["Markets", "Parking"]
    assert titles("?sort=-title") == ["Parking", "Markets"]
    assert titles("?q=MARK") == ["Markets"]
    assert "Nothing matches “zebra”" in client.get(f"{address}?q=zebra").content.decode()


# Acts


@act("body")
def rename(*, body: Body, fails: bool = False) -> str:
    assert connection.in_atomic_block
    Body.objects.filter(pk=body.pk).update(code="renamed")
    if fails:
        raise Refused("Not this one", field="code")
    return body.code


def test_act_is_given_the_record_as_it_is_stored_now(world):
    stale = Body.objects.get(pk=world.board.pk)
    Body.objects.filter(pk=stale.pk).update(code="newer")
    assert rename(body=stale) == "newer"


def test_act_that_is_refused_has_done_nothing(world):
    with pytest.raises(Refused, match="Not this one") as refused:
        rename(body=world.board, fails=True)
    assert refused.value.field == "code"
    assert Body.objects.get(pk=world.board.pk).code == "board"


def test_record_that_is_gone_is_refused_in_a_sentence(group):
    finding = Finding.objects.create(topic_group=group, kind="conclusion", position=1, text="One")
    Finding.objects.filter(pk=finding.pk).delete()
    with pytest.raises(Gone, match="“Conclusion 1” was removed in the meantime"):
        lock(finding)


def test_act_names_its_own_arguments():
    with pytest.raises(TypeError, match="has no argument meeting"):
        act("meeting")(rename)


def test_record_as_loaded_is_without_what_has_been_changed_since(group):
    finding = Finding.objects.create(topic_group=group, kind="conclusion", position=1, text="One")
    finding.text = "Two"
    assert (finding.as_loaded().text, finding.as_loaded().topic_group_id) == ("One", group.pk)
    finding.save()
    assert finding.as_loaded().text == "Two"
