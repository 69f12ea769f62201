"""The example removed whole: nothing of it remains in any table, and nothing else is gone or changed."""

from datetime import datetime, time

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models.signals import pre_delete
from django.urls import reverse

from boards.choices import Role
from boards.models import Partnership, Person, Sector
from core.acts import Refused
from core.models import AuditEvent, User
from core.rules.working_days import LONDON
from example.loader import load_example
from example.people import password_file, write_new_password
from example.removal import remove_example
from tests import factories
from tests.core.files import picture
from tests.halton import TODAY
from tests.reports.makers import finished_paper

NOW = datetime.combine(TODAY, time(9), LONDON)


def all_rows():
    """Every row of every table, by model; without sessions, which come and go with each page."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table != "django_session"]
    return {
        model._meta.label: set(
            map(repr, model._base_manager.values_list(*(field.attname for field in model._meta.concrete_fields)))
        )
        for model in models
    }


def stored_files():
    return {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "files", tmp_path
    return tmp_path


@pytest.fixture
def example(world):
    """The world's partnership, marked as an example."""
    world.partnership.example_note = "All of it is made up."
    world.partnership.save()
    return world.partnership


def test_example_goes_whole_and_all_else_is_as_it_was(media, db, client_for, django_capture_on_commit_callbacks):
    elsewhere = factories.PartnershipFactory(slug="elsewhere", name="Elsewhere")
    person = factories.PersonFactory(partnership=elsewhere)
    factories.AppointmentFactory(person=person, body__partnership=elsewhere)
    meeting = factories.MeetingFactory(body=factories.BodyFactory(partnership=elsewhere))
    factories.RecommendationFactory(topic_group__body__partnership=elsewhere)
    finished_paper("elsewhere")
    write = factories.RoleGrantFactory(partnership=elsewhere, role=Role.OFFICER).user
    client_for(write).post(reverse("meetings:cancel", args=["elsewhere", meeting.pk]), {"reason": "Snow"})
    before, files = all_rows(), stored_files()
    assert files

    halton = load_example(today=TODAY, now=NOW)
    finished_paper("halton")
    write_new_password()
    admin = User.objects.get(email="admin@example.org")
    client = client_for(admin)
    details = {"name": "Halton", "accent": "#1d5b6e", "picture": picture("logo.png"), "picture_alt": "Rings"}
    client.post(reverse("boards:partnership_edit", args=["halton"]), details)
    grown = {label for label, rows in all_rows().items() if rows - before[label]}
    assert len(grown) > 50
    assert len(stored_files()) > len(files)

    name = Partnership.objects.get(pk=halton.pk).name
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("example:remove", args=["halton"]), {"name": name})
    assert (response.status_code, response["Location"]) == (302, "/")
    now = all_rows()
    [event] = AuditEvent.objects.filter(verb="example.removed")
    assert (event.scope, event.made_by, event.details["name"]) == ("", None, name)
    differ = {label for label in now if now[label] != before[label]}
    assert differ == {"core.AuditEvent"}
    assert before["core.AuditEvent"] <= now["core.AuditEvent"]
    assert len(now["core.AuditEvent"]) == len(before["core.AuditEvent"]) + 1
    assert stored_files() == files
    assert not password_file().exists()
    assert client.get("/elsewhere/today/")["Location"].startswith("/account/login/")


def test_page_says_what_goes_and_asks_for_the_name(example, world, client_for):
    client = client_for(world.admin)
    url = reverse("example:remove", args=["halton"])
    assert url in client.get(reverse("boards:settings", args=["halton"])).text
    page = client.get(url).text
    assert "4 accounts without a role" in " ".join(page.split())
    assert "yours included" in page
    for typed in ("", "halton strategic partnership", "Elsewhere Strategic Partnership"):
        assert list(client.post(url, {"name": typed}).context["form"].errors) == ["name"]
    assert Partnership.objects.filter(pk=example.pk).exists()


def test_partnership_that_is_no_example_cannot_be_removed(world, client_for):
    url = reverse("example:remove", args=["halton"])
    client = client_for(world.admin)
    assert url not in client.get(reverse("boards:settings", args=["halton"])).text
    for answer in (client.get(url), client.post(url, {"name": world.partnership.name})):
        assert answer.status_code == 404
    with pytest.raises(Refused, match="Only an example"):
        remove_example(partnership=world.partnership, by=world.admin)
    assert Partnership.objects.filter(pk=world.partnership.pk).exists()


def test_accounts_with_another_role_or_other_records_stay(example, world):
    factories.RoleGrantFactory(user=world.admin, partnership=world.elsewhere, role=Role.ADMIN)
    person = factories.PersonFactory(partnership=world.elsewhere, user=world.officer)
    keeper = User.objects.create_superuser("keeper@example.org", name="Keeper")
    factories.RoleGrantFactory(user=keeper, partnership=example)
    assert remove_example(partnership=example, by=world.admin) is False
    assert set(User.objects.all()) == {world.admin, world.officer, world.outsider, keeper}
    assert Person.objects.get().user == person.user
    assert AuditEvent.objects.get(verb="example.removed").made_by == world.admin


def test_partnership_that_others_followed_is_refused(example, world):
    world.elsewhere.predecessor = example
    world.elsewhere.save()
    with pytest.raises(Refused, match="following this one"):
        remove_example(partnership=example, by=world.admin)
    assert Partnership.objects.filter(pk=example.pk).exists()


def test_example_that_another_partnership_refers_to_is_refused(example, world):
    factories.PersonFactory(
        partnership=world.elsewhere, organisation=factories.OrganisationFactory(partnership=example)
    )
    with pytest.raises(Refused, match="refer to this one"):
        remove_example(partnership=example, by=world.admin)
    assert Partnership.objects.filter(pk=example.pk).exists()


def test_file_stays_if_the_removal_is_refused(media, example, world):
    paper = finished_paper("halton")
    world.elsewhere.predecessor = example
    world.elsewhere.save()
    with pytest.raises(Refused):
        remove_example(partnership=example, by=world.admin)
    assert default_storage.exists(paper.file.name)


@pytest.mark.django_db(transaction=True)
def test_example_that_is_written_to_meanwhile_stays_whole(media, client_for):
    example = factories.PartnershipFactory(slug="halton", name="Halton", example_note="All of it is made up.")
    admin = factories.RoleGrantFactory(partnership=example, role=Role.ADMIN).user
    client = client_for(admin)
    finished_paper("halton")
    before, files = all_rows(), stored_files()

    def write(**_):
        Sector.objects.create(partnership_id=example.pk, code="late", name="Late")

    pre_delete.connect(write, sender=User)
    try:
        refused = client.post(reverse("example:remove", args=["halton"]), {"name": "Halton"})
    finally:
        pre_delete.disconnect(write, sender=User)
    assert "changed in the meantime" in refused.text
    assert (all_rows(), stored_files()) == (before, files)
    assert client.post(reverse("example:remove", args=["halton"]), {"name": "Halton"})["Location"] == "/"


def test_next_start_does_not_load_what_was_removed(media, db, capsys):
    example = factories.PartnershipFactory(example_note="All of it is made up.")
    remove_example(partnership=example, by=factories.UserFactory())
    call_command("load_example", if_empty=True)
    assert (capsys.readouterr().out, Partnership.objects.count()) == ("", 0)


def test_file_that_cannot_be_deleted_keeps_no_other(media, world, example, django_capture_on_commit_callbacks, caplog):
    for _ in range(3):
        factories.DocumentFactory(meeting__body=world.board)
    first = min(stored_files())
    first.unlink()
    (first / "in the way").mkdir(parents=True)
    with django_capture_on_commit_callbacks(execute=True):
        remove_example(partnership=example, by=world.admin)
    assert stored_files() == set()
    assert [one.getMessage() for one in caplog.records if one.name == "example.removal"] == [
        f"A file of the example cannot be deleted: {first.relative_to(media / 'files')}"
    ]
