"""Rows that are taken out of a file: what they were is shown, and kept, ended or removed as an admin selects (I-13)."""

from __future__ import annotations

import pytest

from boards.models import Appointment, Body, BodyName, Contact, Organisation
from core.models import AuditEvent, Change, RenderedFile
from imports.background import PREVIEW
from imports.exporting import export_files
from imports.models import FileRecord
from performance.models import Target
from tests import factories
from tests.imports.conftest import SMALL
from tests.imports.pages import zipped

pytestmark = pytest.mark.django_db

PEOPLE = "person_id,name\nann,Ann Example\nbob,Bob Example\n"
CONTACTS = "org_id,person_id,start_date\ncouncil,ann,2012-05-01\n"
BOB = "council,bob,2012-05-01\n"


@pytest.fixture
def begun(pages):
    """The small partnership with two people, both contacts of the council."""
    pages.send(zipped(**SMALL, **{"people.csv": PEOPLE, "contacts.csv": CONTACTS + BOB}))
    pages.confirm()
    return pages


def left_out(page):
    return [(one["title"], one["may_end"], one["why_not_removable"]) for one in page.context["report"].left_out]


def key(record):
    return f"{record._meta.label_lower}:{record.pk}"


def bob():
    return Contact.objects.get(person__name="Bob Example")


def test_row_that_is_taken_out_is_shown_and_kept(begun):
    shown = begun.choose(contacts=CONTACTS)
    assert left_out(shown) == [("Bob Example, Council, from 1 May 2012", True, "")]
    text = shown.content.decode()
    assert "No longer in the file: 1" in text
    begun.confirm()
    assert bob().ends_on is None
    # As long as it is in no file, it is shown.
    assert len(left_out(begun.choose(contacts=CONTACTS))) == 1
    assert left_out(begun.choose(contacts=CONTACTS + BOB)) == []


def test_what_is_ended_ends_and_is_not_shown_again(begun):
    begun.choose(contacts=CONTACTS)
    done = begun.confirm(**{f"act-{key(bob())}": "end", f"on-{key(bob())}": "31 3 2013"})
    assert "0 new, 0 changed, 1 ended." in done.content.decode()
    assert str(bob().ends_on) == "2013-03-31"
    assert (bob().history[0].reason, bob().history[0].made_by) == ("No longer in contacts.csv", begun.world.admin)
    event = AuditEvent.objects.filter(verb="partnership.imported").latest("pk")
    assert (event.details["ended"], event.details["removed"]) == (1, 0)
    assert left_out(begun.choose(contacts=CONTACTS)) == []


@pytest.mark.parametrize(
    ("typed", "error"),
    [("", "Enter the last day"), ("1 1 2012", "Enter the first day or a later one"), ("soon", "Enter the last day")],
)
def test_last_day_is_asked_for(begun, typed, error):
    begun.choose(contacts=CONTACTS)
    shown = begun.confirm_only(**{f"act-{key(bob())}": "end", f"on-{key(bob())}": typed})
    assert error in shown.content.decode()
    assert "There is a problem" in shown.content.decode()
    assert bob().ends_on is None


def test_what_nothing_hangs_on_is_removed(begun):
    record = bob()
    begun.choose(contacts=CONTACTS)
    begun.confirm(**{f"act-{key(record)}": "remove"})
    assert not Contact.objects.filter(pk=record.pk).exists()
    assert Change.objects.of(Contact).filter(record_pk=record.pk).latest("pk").kind == "removed"
    assert not FileRecord.objects.filter(record_type="boards.contact", record_pk=record.pk).exists()


def test_what_something_hangs_on_says_what(begun):
    shown = begun.choose(people=PEOPLE.replace("bob,Bob Example\n", ""))
    assert left_out(shown) == [("Bob Example", False, "something else belongs to it: 1 contact")]
    assert "Cannot be removed here: something else belongs to it: 1 contact." in shown.content.decode()
    person = bob().person
    asked = begun.confirm_only(**{f"act-{key(person)}": "remove"})
    assert asked.status_code == 200
    assert bob().person == person
    # Both are taken out: the contact goes first, then the person.
    shown = begun.choose(people=PEOPLE.replace("bob,Bob Example\n", ""), contacts=CONTACTS)
    assert len(left_out(shown)) == 2
    begun.confirm(**{f"act-{key(bob())}": "remove"})
    begun.choose(people=PEOPLE.replace("bob,Bob Example\n", ""))
    begun.confirm(**{f"act-{key(person)}": "remove"})
    assert not type(person).objects.filter(pk=person.pk).exists()


def test_something_that_came_to_hang_on_it_since_keeps_it(begun):
    begun.choose(organisations="org_id,name\nfire,Fire Service\ncouncil,Council\nauthority,Old Authority\n")
    begun.confirm()
    begun.choose(organisations="org_id,name\ncouncil,Council\nauthority,Old Authority\n")
    fire = Organisation.objects.get(code="fire")
    job = RenderedFile.objects.get(kind=PREVIEW)
    url = begun.client.post(begun.url("import", job.token), {f"act-{key(fire)}": "remove"}).url
    Contact.objects.create(organisation=fire, person=bob().person)
    text = begun.work(url).content.decode()
    assert "Nothing was imported: organisations.csv: “Fire Service" in text
    assert "cannot be removed: something else belongs to it: 1 contact" in text
    assert Organisation.objects.filter(code="fire").exists()


def test_organisation_goes_with_its_names_and_a_body_keeps_its_only_name(begun):
    names = "org_id,name,start_date\nauthority,Old Authority,2001-01-01\n"
    begun.choose(
        organisations="org_id,name\ncouncil,Council\nfire,Fire\n", organisation_names=names + "fire,Fire,2001-01-01\n"
    )
    begun.confirm(take_all="yes")
    fire = Organisation.objects.get(code="fire")
    begun.choose(organisations="org_id,name\ncouncil,Council\nauthority,Old Authority\n")
    begun.confirm(take_all="yes", **{f"act-{key(fire)}": "remove"})
    assert not Organisation.objects.filter(code="fire").exists()
    rows = "body_id,name,start_date\nhealth,Health SSP,2012-01-01\ngroup,Topic Group,2012-01-01\n"
    begun.choose(body_names=rows)
    begun.confirm(take_all="yes")
    shown = begun.choose(body_names=rows.partition("group")[0])
    reasons = {one["title"].partition(",")[0]: one["why_not_removable"] for one in shown.context["report"].left_out}
    assert reasons["Topic Group"] == "it is the only name"


def test_what_is_in_the_way_is_removed_first_and_the_files_are_looked_at_again(begun):
    """The first name is to last again: the second, which is no longer in the file, would be in its way."""
    names = "body_id,name,start_date,end_date\nhealth,Health SSP,2011-03-01,2012-05-02\nhealth,Care,2012-05-03,\n"
    begun.choose(body_names=names)
    begun.confirm(take_all="yes")
    longer = "body_id,name,start_date,end_date\nhealth,Health SSP,2011-03-01,2013-12-31\n"
    shown = begun.choose(body_names=longer)
    [refusal] = shown.context["report"].refusals
    assert "It is “Care” from 3 May 2012" in refusal["reason"]
    care = BodyName.objects.get(name="Care")
    assert key(care) in {one["key"] for one in shown.context["report"].left_out}
    job = RenderedFile.objects.get(kind=PREVIEW)
    kept = {f"act-{one['key']}": "keep" for one in shown.context["report"].left_out}
    again = begun.work(begun.client.post(begun.url("again", job.token), kept | {f"act-{key(care)}": "remove"}).url)
    assert again.context["report"].refusals == []
    assert "As you selected: 1 removed." in again.content.decode()
    assert BodyName.objects.filter(name="Care").exists()
    begun.confirm()
    assert [(one.name, str(one.ends_on)) for one in BodyName.objects.filter(body__code="health")] == [
        ("Health SSP", "2013-12-31")
    ]
    assert Body.objects.get(code="health").name == "Health SSP"


def test_what_went_out_and_is_taken_out_of_the_file_is_shown_but_nothing_that_was_added_since(begun):
    target = factories.TargetFactory(measure__partnership=begun.world.partnership)
    files = export_files(begun.world.partnership)
    factories.TargetFactory(measure=target.measure, year=target.year + 1)
    heading = files["targets.csv"].decode("utf-8-sig").splitlines()[0]
    shown = begun.choose(targets=f"{heading}\n")
    assert [one["key"] for one in shown.context["report"].left_out] == [key(target)]
    begun.confirm(**{f"act-{key(target)}": "remove"})
    assert list(Target.objects.values_list("year", flat=True)) == [target.year + 1]


def test_meetings_and_what_came_of_them_are_only_told_of(begun):
    shown = begun.choose(recommendations=SMALL["recommendations.csv"].partition("\n")[0] + "\n")
    [(_, may_end, why)] = left_out(shown)
    assert (may_end, why) == (False, "it is removed on its own page")


def test_another_partnership_is_not_told_of(begun):
    elsewhere = factories.AppointmentFactory()
    FileRecord.objects.create(
        partnership=begun.world.elsewhere, record_type="boards.appointment", record_pk=elsewhere.pk
    )
    assert (
        left_out(begun.choose(appointments="person_id,body_id,position,start_date\nann,board,chair,2012-05-01\n")) == []
    )
    assert Appointment.objects.filter(pk=elsewhere.pk).exists()
