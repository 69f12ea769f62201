"""Measures, targets and achievements are kept in the browser."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from boards.models import Strategy
from boards.services.merging import merge
from performance.models import Achievement, Measure, Target
from tests import factories
from tests.core.files import picture

BUS = {"name": "Journeys by bus", "polarity": "higher", "tolerance": "0.5", "tolerance_kind": "absolute"}


FORUM = {"title": "A forum", "headline": "Tenants are heard.", "theme": "Housing"}


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


def url(world, name, *args):
    return reverse(f"performance:{name}", args=[world.partnership.slug, *args])


def errors(response):
    return response.context["form"].errors


def test_measure_is_added_and_gets_a_target_that_its_page_shows(officer, client, world):
    response = officer.post(url(world, "measure_add"), BUS | {"unit": "journeys", "decimals_shown": "0"})
    measure = Measure.objects.get()
    assert (measure.code, measure.tolerance) == ("journeys-by-bus", Decimal("0.5"))
    assert response["Location"] == measure.get_absolute_url()
    officer.post(url(world, "target_add", measure.code), {"year": "2026", "low": "130,000"})
    assert (Target.objects.get().low, Target.objects.get().high) == (Decimal(130_000), None)
    assert "2026: at least 130,000" in " ".join(officer.get(measure.get_absolute_url()).content.decode().split())
    factories.ResultFactory(measure=measure, year=2026, value=131_000)
    assert "130,000" in client.get(measure.get_absolute_url(), {"on": "1 12 2026"}).content.decode()


@pytest.mark.parametrize(
    ("polarity", "boxes"),
    [("higher", {"low"}), ("lower", {"high"}), ("in range", {"low", "high"}), ("context", {"low", "high"})],
)
def test_target_asks_for_the_limits_that_count(officer, world, polarity, boxes):
    measure = factories.MeasureFactory(partnership=world.partnership, polarity=polarity)
    form = officer.get(url(world, "target_add", measure.code)).context["form"]
    assert {"low", "high"} & set(form.fields) == boxes


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        (
            {"year": "2026", "low": "5", "high": "4"},
            {"high": ["The upper limit must be the same as or more than the lower one"]},
        ),
        ({"year": "2025", "low": "1", "high": "2"}, {"year": ["There is a target for 2025 already: change that one"]}),
        ({"year": "2026", "low": "", "high": "2"}, {"low": ["Enter the lower limit as a number, for example 74.8"]}),
    ],
)
def test_target_that_cannot_be_is_pointed_out(officer, world, sent, faults):
    measure = factories.MeasureFactory(partnership=world.partnership, polarity="in range")
    measure.targets.create(year=2025, low=1, high=2)
    assert errors(officer.post(url(world, "target_add", measure.code), sent)) == faults
    assert Target.objects.count() == 1


def test_measure_of_a_name_that_is_there_and_too_many_decimals_are_refused(officer, world):
    factories.MeasureFactory(partnership=world.partnership, name="Journeys by bus")
    assert errors(officer.post(url(world, "measure_add"), BUS | {"decimals_shown": "7"})) == {
        "name": ["There is a measure of this name already"],
        "decimals_shown": ["Decimals shown must be 6 or fewer"],
    }


def test_measure_with_figures_is_not_removed(officer, world):
    measure = factories.ResultFactory(measure__partnership=world.partnership).measure
    page = officer.post(url(world, "measure_remove", measure.code))
    assert (page.status_code, Measure.objects.count()) == (409, 1)
    assert "Something else belongs to it: 1 result." in page.content.decode()


def test_achievement_is_known_to_the_month_and_changed(officer, client, world):
    sent = FORUM | {"happened_on": "May 2026", "is_public": "on"}
    officer.post(url(world, "achievement_add"), sent)
    one = Achievement.objects.get()
    assert (one.code, one.happened_on, one.happened_precision) == ("a-forum", date(2026, 5, 1), "month")
    officer.post(url(world, "achievement_edit", one.pk), sent | {"headline": "Tenants decide."})
    page = client.get(url(world, "achievements")).content.decode()
    assert "Tenants decide." in page
    assert "May 2026" in page


def test_achievement_has_a_page_with_its_story_partners_and_picture(officer, client, world):
    partner = factories.OrganisationFactory(partnership=world.partnership, name="Riverside Homes")
    strategy = Strategy.objects.create(partnership=world.partnership, code="plan", name="Plan", status="adopted")
    priority = strategy.priorities.create(code="P1", kind="priority", position=1, name="Good homes")
    sent = FORUM | {
        "story": "First a meeting.\n\nThen a vote.",
        "organisations": [partner.pk],
        "partners": "Tenants",
        "priority": priority.pk,
        "figures": "40 tenants",
        "picture": picture("forum.jpg", kind="JPEG"),
        "picture_alt": "Tenants in a hall",
        "picture_credit": "The office",
        "picture_consent": "All of them, in writing",
        "is_public": "on",
    }
    answer = officer.post(url(world, "achievement_add"), sent)
    one = Achievement.objects.get()
    assert answer["Location"] == one.get_absolute_url()
    page = client.get(one.get_absolute_url()).text
    told = ["<p>Then a vote.</p>", "Riverside Homes", "Tenants", "Good homes", "40 tenants", "Picture: The office"]
    assert [text for text in told if text not in page] == []
    assert "in writing" not in page
    assert "in writing" in officer.get(one.get_absolute_url()).text
    assert f'<img src="{one.picture_url}" alt="Tenants in a hall" width="60"' in page
    assert client.get(one.picture_url)["Content-Type"] == "image/jpeg"
    assert "Riverside Homes, Tenants" in client.get(url(world, "achievements")).text


def test_public_reads_only_what_it_is_permitted_to(officer, client, world):
    officer.post(url(world, "achievement_add"), FORUM | {"organisations": []})
    one = factories.add_picture(Achievement.objects.get())
    assert one.is_public is False
    addresses = [one.get_absolute_url(), one.picture_url]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert [officer.get(address).status_code for address in addresses] == [200, 200]
    assert officer.get(one.picture_url)["Cache-Control"] == "private, no-store"
    assert "A forum" not in client.get(url(world, "achievements")).text
    assert "Officers only" in officer.get(url(world, "achievements")).text
    search = reverse("search:results", args=[world.partnership.slug])
    found = [reader.get(search, {"q": "forum"}).text.count(one.get_absolute_url()) for reader in (client, officer)]
    assert found == [0, 1]
    officer.post(url(world, "achievement_edit", one.pk), FORUM | {"picture_alt": "Rings", "is_public": "on"})
    assert [client.get(address).status_code for address in addresses] == [404, 404]  # its picture has no consent yet
    consent = {"picture_alt": "Rings", "picture_consent": "The council"}
    officer.post(url(world, "achievement_edit", one.pk), FORUM | consent | {"is_public": "on"})
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_two_officers_who_choose_partners_at_once_are_told(officer, world):
    first, second = (factories.OrganisationFactory(partnership=world.partnership, name=name) for name in ("A", "B"))
    one = factories.AchievementFactory(partnership=world.partnership, **FORUM)
    shown = officer.get(url(world, "achievement_edit", one.pk)).context["form"].initial["shown"]
    officer.post(url(world, "achievement_edit", one.pk), FORUM | {"organisations": [first.pk], "shown": shown})
    late = officer.post(url(world, "achievement_edit", one.pk), FORUM | {"organisations": [second.pk], "shown": shown})
    assert errors(late)["organisations"] == [
        "Somebody has changed this to “A” in the meantime. If this is right, save again"
    ]
    assert list(one.organisations.all()) == [first]


def test_partner_of_another_partnership_is_refused(officer, world):
    factories.OrganisationFactory(partnership=world.partnership)
    theirs = factories.OrganisationFactory(partnership=world.elsewhere)
    answer = officer.post(url(world, "achievement_add"), FORUM | {"organisations": [theirs.pk]})
    assert errors(answer) == {"organisations": ["Select organisations from the list as it is now"]}


def test_achievement_is_removed_with_its_picture(officer, world, django_capture_on_commit_callbacks):
    one = factories.add_picture(factories.AchievementFactory(partnership=world.partnership))
    one.organisations.add(factories.OrganisationFactory(partnership=world.partnership))
    with django_capture_on_commit_callbacks(execute=True):
        answer = officer.post(url(world, "achievement_remove", one.pk))
    assert (answer["Location"], Achievement.objects.count()) == (url(world, "achievements"), 0)
    assert not default_storage.exists(one.picture.name)


def test_partners_of_organisations_that_are_merged_are_one(world):
    kept, gone = (factories.OrganisationFactory(partnership=world.partnership) for _ in range(2))
    both, other = (factories.AchievementFactory(partnership=world.partnership) for _ in range(2))
    both.organisations.add(kept, gone)
    other.organisations.add(gone)
    merge(partnership=world.partnership, kept=kept, gone=gone, by=world.admin)
    assert [list(one.organisations.all()) for one in (both, other)] == [[kept], [kept]]
