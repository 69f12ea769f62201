"""Personal data is erased wherever the portal has copied it; what people wrote themselves is listed."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from actions.models import Action
from actions.services.actions import update_action
from agendas.models import AgendaChange
from boards.choices import Role
from boards.models import Person
from boards.services.departure import leave
from boards.services.erasing import erase
from boards.services.merging import merge
from boards.services.personal_data import personal_data, subject_of
from boards.services.roles import grant_role
from core import audit, clock
from core.acts import Refused
from core.models import AuditEvent, ChoreFailure, RenderedFile, User
from core.personal import Replacing, declared, page_of, within
from core.rules.working_days import LONDON
from example.loader import load_example
from invitations.models import Invitation
from invitations.services.invitations import invite
from invitations.services.recipients import add_line
from outbox.choices import Rhythm
from outbox.models import Attempt, Message, SentCopy
from outbox.services.preferences import set_preferences
from outbox.services.sending import send_due
from search.sources import rebuild
from tests import factories
from tests.halton import TODAY

NAME, EMAIL, TELEPHONE = "Zoë O'Quillfeather", "zoe.quill@example.org", "07700 900123"
EARLIER, MERGED = "Zoë Quillfeather-Old", "Z. Quillfeather"
# Whatever way it is written, it holds one of these.
TRACES = ("quillfeather", "zoe.quill", "07700 900123")
NOW = datetime.combine(TODAY, time(9), LONDON)
YESTERDAY = timedelta(days=-1)


def traces():
    """Each model and field of the whole database in which something of the person stands, with the rows."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.values("pk", *names):
            for name in names:
                if any(trace in str(row[name]).casefold() for trace in TRACES):
                    found.setdefault((model, name), set()).add(row["pk"])
    return found


def fill(row, name):
    """Write something of the person into the field; False where the database allows none beside what the row says."""
    value = marked(row._meta.get_field(name))
    try:
        with transaction.atomic():
            return value is not None and type(row)._base_manager.filter(pk=row.pk).update(**{name: value})
    except IntegrityError:
        return False


def marked(field):
    """Something of the person, as the field can hold it."""
    if isinstance(field, models.EmailField):
        return EMAIL
    if isinstance(field, models.JSONField):
        return {NAME: [f"{NAME} and others", {"email": EMAIL.upper(), "telephone": f"({TELEPHONE})"}]}
    longest = field.max_length or 1000
    words = f"From {NAME}, {EMAIL}, {TELEPHONE}"
    return words if len(words) <= longest else NAME if len(NAME) <= longest else None


@pytest.fixture
def example(db):
    return load_example(today=TODAY, now=NOW)


def add_rows(example, by):
    """What the example has none of."""
    meeting = factories.MeetingFactory(body=example.bodies.first())
    AgendaChange.objects.create(meeting=meeting, what="Item 1 was reworded", reason="A mistake", made_by=by)
    message = Message.objects.filter(partnership=example).first()
    SentCopy.objects.create(message=message, subject="Subject", text="Text", html="<p>Text</p>")
    Attempt.objects.create(message=message, made_at=NOW)
    factories.DraftCopyFactory(summary__meeting=meeting, kept_by=by)
    RenderedFile.objects.create(kind="made-up", scope=example.slug, filename="made-up.pdf")
    ChoreFailure.objects.create(
        chore="send-mail", scope=example.slug, error="No", failed_at=NOW, last_failed_at=NOW, retry_at=NOW
    )


def left(person, *, by):
    """The person, who left yesterday."""
    leave(partnership=person.partnership, person=person, last_day=TODAY + YESTERDAY, by=by, today=TODAY)
    return Person.objects.get(pk=person.pk)


def erased(person, *, by, words=None):
    words = subject_of(person, on=TODAY).words if words is None else words
    return erase(person=person, words=words, stands_in="Riverside College", by=by, today=TODAY, at=NOW)


def test_nothing_is_left_but_in_what_people_wrote(example):
    """The person's name, address and telephone number are put into every field of every table that can hold them."""
    admin = User.objects.get(email="admin@example.org")
    person = Person.objects.filter(partnership=example, user__role_grants__role="member").first()
    Person.objects.filter(pk=person.pk).update(name=NAME, email=EMAIL, telephone=TELEPHONE)
    User.objects.filter(pk=person.user_id).update(name=NAME, email=EMAIL)
    add_rows(example, admin)
    filled, empty = set(), set()
    for model, kept in declared.items():
        condition = within(model, example)
        if model in (Person, User) or condition is None or not (kept.copied or kept.written):
            continue
        row = model._base_manager.filter(condition).order_by("pk").first()
        if row is None:
            empty |= {model.__name__} if kept.copied and not kept.go else set()
            continue
        for name in (*kept.copied, *kept.written):
            filled |= {(model, name)} if fill(row, name) else set()
    assert empty == set()
    person = left(Person.objects.get(pk=person.pk), by=admin)
    rebuild()
    before = traces()
    assert filled <= set(before)

    done = erased(person, by=admin)
    written = {(model, name) for model, name in filled if name in declared[model].written}
    after = traces()
    index = {(model, name) for model, name in after if model._meta.app_label == "search"}
    assert set(after) == written | index
    rows = {(model, pk) for model, name in written for pk in after[model, name]}
    assert {one.url for one in done.pages} == {page_of(model._base_manager.get(pk=pk))[1] for model, pk in rows}
    assert Person.objects.get(pk=person.pk).name == "Riverside College"


@pytest.fixture
def person(world):
    """Sits for a college, owns an action, is invited and written to, and was called otherwise before."""
    college = factories.OrganisationFactory(partnership=world.partnership, name="Riverside College")
    person = factories.PersonFactory(
        partnership=world.partnership,
        name=EARLIER,
        email=EMAIL,
        telephone=TELEPHONE,
        organisation=college,
    )
    person.name = NAME
    person.save()
    seat = factories.SeatFactory(body=world.board, label="Riverside College")
    factories.AppointmentFactory(person=person, body=None, seat=seat)
    return person


def visible_traces():
    return {f"{model.__name__}.{name}" for model, name in traces()}


def test_what_a_person_did_and_was_sent_is_theirs_no_more(
    world, person, client_for, django_capture_on_commit_callbacks
):
    admin, officer = world.admin, world.officer
    with time_machine.travel(NOW + 2 * YESTERDAY, tick=False):
        day = clock.today()
        given = {"partnership": world.partnership, "ppb": None, "by": admin, "on": day}
        grant_role(email=EMAIL, name=NAME, role=Role.MEMBER, **given)
        user = User.objects.get(email=EMAIL)
        user.set_password("three random words")
        user.save()
        client = Client()
        client.post(reverse("account_login"), {"login": EMAIL, "password": "three wrong words"})
        client.post(reverse("account_login"), {"login": EMAIL, "password": "three random words"})
        client.get(reverse("boards:roles", args=["halton"]))
        add_line(body=world.board, kind="person", by=officer, person=person)
        planned = factories.MeetingFactory(body=world.board, held_on=TODAY + timedelta(days=9), status="planned")
        invite(
            meeting=planned,
            invitations=[Invitation(person=person, name=f"Dr {NAME}", email=EMAIL)],
            by=officer,
            at=clock.now(),
        )
        held = factories.MeetingFactory(body=world.board, held_on=day, status="held")
        action = factories.ActionFactory(meeting=held, what="Light the path", owner_body=None, owner_person=person)
        update_action(action=action, status="in-progress", text="Begun", reported_on=day, by=user, at=clock.now())
        set_preferences(
            partnership=world.partnership, email=EMAIL, rhythm=Rhythm.DAILY, stopped=(), by=user, at=clock.now()
        )
        twin = factories.PersonFactory(partnership=world.partnership, name=MERGED, email="")
        merge(partnership=world.partnership, kept=person, gone=twin, by=officer)
        send_due(now=clock.now)
        person = left(Person.objects.get(pk=person.pk), by=admin)
    copied = {"Message.email", "Change.fields", "AuditEvent.details", "SearchEntry.title"}
    assert copied <= visible_traces()

    with time_machine.travel(NOW, tick=False):
        client = client_for(admin)
        page = client.get(reverse("boards:person_erase", args=["halton", person.pk]))
        assert "Riverside College" in page.text
        words = subject_of(person, on=TODAY).words
        assert set(words) == {NAME, EARLIER, MERGED, f"Dr {NAME}", EMAIL, TELEPHONE}
        sent = {"words": words, "stands_in": "Representative of Riverside College", "name": NAME}
        response = client.post(reverse("boards:person_erase", args=["halton", person.pk]), sent)
    assert "Personal data erased" in response.text
    assert visible_traces() == set()
    person.refresh_from_db()
    user.refresh_from_db()
    assert (person.name, person.user, user.is_active, user.name) == (
        "Representative of Riverside College",
        None,
        False,
        "Representative of Riverside College",
    )
    assert not Person.objects.active(on=TODAY).filter(pk=person.pk).exists()
    assert person.appointments.get().seat.label == "Riverside College"
    [event] = AuditEvent.objects.filter(verb="person.erased")
    assert (event.made_by, event.about_label) == (admin, "Representative of Riverside College")


@pytest.fixture
def gone(world, person):
    """The person, who has left, whose name an officer wrote into an action."""
    held = factories.MeetingFactory(body=world.board, held_on=TODAY, status="held")
    factories.ActionFactory(meeting=held, what=f"Thank {NAME} for the work")
    with time_machine.travel(NOW, tick=False):
        yield left(person, by=world.admin)


def test_who_has_not_left_is_not_erased(world, person, client_for):
    with time_machine.travel(NOW, tick=False):
        page = client_for(world.admin).get(reverse("boards:person_erase", args=["halton", person.pk])).text
        assert ("Appointment: Member" in page, "Type the person" in page) == (True, False)
        with pytest.raises(Refused, match="They have not left yet"):
            erased(person, by=world.admin)


def test_name_is_typed_and_not_put_in_its_own_place(world, gone, client_for):
    client, url = client_for(world.admin), reverse("boards:person_erase", args=["halton", gone.pk])
    sent = {"words": [NAME, EMAIL, TELEPHONE], "stands_in": f"Post of {NAME.upper()}", "name": "Zoe"}
    assert list(client.post(url, sent).context["form"].errors) == ["stands_in", "name"]
    sent |= {"words": [NAME], "stands_in": "College", "name": NAME}
    assert list(client.post(url, sent).context["form"].errors) == ["words"]
    assert Person.objects.get(pk=gone.pk).name == NAME


def test_text_is_corrected_by_hand_and_then_erased_from_its_history(world, gone, client_for):
    client, url = client_for(world.admin), reverse("boards:person_look_again", args=["halton", gone.pk])
    action = Action.objects.get()
    assert [one.url for one in erased(gone, by=world.admin).pages] == [action.get_absolute_url()]
    assert visible_traces() == {"Action.what", "SearchEntry.title", "SearchEntry.title_words", "SearchWord.word"}
    action.what = "Thank the college for the work"
    action.save()
    assert visible_traces() == {"Change.fields"}
    response = client.post(url, {"name": NAME})
    assert "No page has the name any more" in response.text
    assert visible_traces() == set()
    edit = client.get(reverse("boards:person_edit", args=["halton", gone.pk]), follow=True)
    assert "The personal data was erased" in edit.text


def test_others_of_the_same_name_keep_theirs(world, gone):
    factories.PersonFactory(partnership=world.partnership, name=NAME, email="another@example.org")
    audit.record("seat.changed", by=world.officer, about=world.board, scope="halton", who=NAME, told=EMAIL)
    erased(gone, by=world.admin)
    assert AuditEvent.objects.get(verb="seat.changed").details == {"who": NAME, "told": "(erased)"}
    assert Person.objects.filter(name=NAME).count() == 1


def test_account_that_another_partnership_uses_stays(world, gone):
    user = factories.UserFactory(email=EMAIL, name=NAME)
    factories.RoleGrantFactory(user=user, partnership=world.partnership, ends_on=TODAY + YESTERDAY)
    factories.RoleGrantFactory(user=user, partnership=world.elsewhere)
    erased(gone, by=world.admin)
    user.refresh_from_db()
    assert (user.name, user.email, user.is_active) == (NAME, EMAIL, True)


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("Ann Lee, ANN LEE’s paper and ann.lee@example.org.", "Post, Post’s paper and (erased)."),
        ("Mary Ann Leeson, Ann Lee-Smith, Joann Lee", "Mary Ann Leeson, Ann Lee-Smith, Joann Lee"),
        ("sue.ann.lee@example.org, ann.lee@example.org.uk", "sue.ann.lee@example.org, ann.lee@example.org.uk"),
        ({"Ann Lee": ["Ann Lee", 1, None]}, {"Post": ["Post", 1, None]}),
    ],
)
def test_only_whole_names_and_addresses_are_replaced(text, replaced):
    assert Replacing(["Ann Lee"], ["ann.lee@example.org"], "Post")(text) == replaced


def test_name_that_was_cut_off_is_taken_out():
    assert Replacing(["Ann Leeson"], [], "Post")("Merged: Ann Leeson is Ann Le", longest=28) == "Merged: Post is"


def test_export_has_every_place_where_the_person_is_named(world, gone):
    found = personal_data(gone, on=TODAY)["named in"]
    assert {"where": "action", "field": "what"}.items() <= next(
        one for one in found if one["page"] == Action.objects.get().get_absolute_url()
    ).items()
