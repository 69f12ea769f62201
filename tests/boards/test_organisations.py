"""Organisations are kept in the browser: added, renamed from a date, corrected, ended, removed."""

from datetime import date

import pytest
from django.urls import reverse

from boards.models import Organisation, OrganisationName, Sector
from core.models import AuditEvent
from tests import factories


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


@pytest.fixture
def college(world):
    return factories.OrganisationFactory(partnership=world.partnership, name="Halton College", code="halton-college")


def url(world, name, *args):
    return reverse(f"boards:{name}", args=[world.partnership.slug, *args])


def errors(response):
    return response.context["form"].errors


def test_officer_adds_an_organisation_with_an_address_of_its_name(officer, world):
    health = Sector.objects.create(partnership=world.partnership, code="health", name="Health")
    sent = {"name": "NHS Trust", "nature": "organisation", "sector": str(health.pk), "website": "trust.example.org"}
    response = officer.post(url(world, "organisation_add"), sent)
    added = Organisation.objects.get()
    assert (added.code, added.sector, added.website) == ("nhs-trust", health, "https://trust.example.org")
    assert response["Location"] == added.get_absolute_url()
    assert AuditEvent.objects.get().verb == "organisation.added"


def test_name_that_is_taken_is_refused_and_one_that_looks_alike_is_asked_about(officer, world, college):
    add = url(world, "organisation_add")
    assert errors(officer.post(add, {"name": "HALTON  college", "nature": "organisation"})) == {
        "name": ["There is an organisation of this name already"]
    }
    asked = officer.post(add, {"name": "The Halton Colleges", "nature": "organisation"})
    assert errors(asked) == {
        "name": ["“Halton College” looks like the same organisation. If this is right, save again"]
    }
    officer.post(
        add, {"name": "The Halton Colleges", "nature": "organisation", "asked": asked.context["form"].data["asked"]}
    )
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "code"), [("Add", "add-2"), ("Всё", "organisation"), ("Halton College!", "halton-college-2")]
)
def test_address_is_free_and_made_of_letters(officer, world, college, name, code):
    page = officer.post(url(world, "organisation_add"), {"name": name, "nature": "organisation"})
    if page.status_code == 200:
        officer.post(
            url(world, "organisation_add"),
            {"name": name, "nature": "organisation", "asked": page.context["form"].data["asked"]},
        )
    assert Organisation.objects.filter(name=name, code=code).exists()


def test_organisation_is_renamed_from_a_date_and_reads_so_on_every_day(officer, client, world, college):
    officer.post(
        url(world, "organisation_name_add", college.code), {"name": "Riverside College", "starts_on": "1 8 2013"}
    )
    college.refresh_from_db()
    assert college.name == "Riverside College"
    page = url(world, "organisation", college.code)
    before, after = client.get(page, {"on": "31 7 2013"}), client.get(page, {"on": "1 8 2013"})
    assert '<h1 class="govuk-heading-xl">Halton College</h1>' in before.content.decode()
    assert '<h1 class="govuk-heading-xl">Riverside College</h1>' in after.content.decode()


def test_wrong_name_is_corrected_and_a_rename_taken_back(officer, world, college):
    add = url(world, "organisation_name_add", college.code)
    officer.post(add, {"name": "Riverside Colege", "starts_on": "August 2013"})
    name = OrganisationName.objects.get(name="Riverside Colege")
    edit = url(world, "organisation_name_edit", college.code, name.pk)
    assert officer.get(edit).context["form"]["starts_on"].value() == "August 2013"
    officer.post(edit, {"name": "Riverside College", "starts_on": "August 2013"})
    college.refresh_from_db()
    assert college.name == "Riverside College"
    officer.post(url(world, "organisation_name_remove", college.code, name.pk))
    college.refresh_from_db()
    assert (college.name, college.names.get().ends_on) == ("Halton College", None)


def test_name_from_a_date_that_has_one_is_to_be_corrected(officer, world, college):
    add = url(world, "organisation_name_add", college.code)
    officer.post(add, {"name": "Riverside College", "starts_on": "1 8 2013"})
    again = officer.post(add, {"name": "Mersey College", "starts_on": "1 8 2013"})
    assert errors(again) == {"starts_on": ["“Riverside College” starts on that date. Correct it instead"]}


def test_date_of_a_renaming_is_corrected_and_the_name_before_gives_way_once_that_was_asked(officer, world, college):
    officer.post(
        url(world, "organisation_name_add", college.code), {"name": "Riverside College", "starts_on": "2 8 2013"}
    )
    name = OrganisationName.objects.get(name="Riverside College")
    edit = url(world, "organisation_name_edit", college.code, name.pk)
    sent = {"name": "Riverside College", "starts_on": "1 8 2013"}
    asked = officer.post(edit, sent)
    assert errors(asked) == {"starts_on": ["“Halton College” then ends on 31 July 2013. If this is right, save again"]}
    assert college.names.get(name="Halton College").ends_on == date(2013, 8, 1)
    assert officer.post(edit, sent | {"asked": asked.context["form"].data["asked"]}).status_code == 302
    periods = {one.name: one.period for one in college.names.all()}
    assert periods == {
        "Halton College": "start not known until 31 July 2013",
        "Riverside College": "from 1 August 2013",
    }


def test_last_day_of_a_name_is_corrected_and_the_next_one_begins_later(officer, world, college):
    officer.post(
        url(world, "organisation_name_add", college.code), {"name": "Riverside College", "starts_on": "1 8 2013"}
    )
    first = college.names.get(name="Halton College")
    edit = url(world, "organisation_name_edit", college.code, first.pk)
    sent = {"name": "Halton College", "starts_on": "", "ends_on": "31 8 2013"}
    asked = officer.post(edit, sent)
    assert errors(asked) == {
        "ends_on": ["“Riverside College” then begins on 1 September 2013. If this is right, save again"]
    }
    officer.post(edit, sent | {"asked": asked.context["form"].data["asked"]})
    assert college.names.get(name="Riverside College").starts_on == date(2013, 9, 1)


def test_correction_that_leaves_the_one_before_no_day_is_refused(officer, world, college):
    add = url(world, "organisation_name_add", college.code)
    officer.post(add, {"name": "Riverside College", "starts_on": "1 8 2013"})
    officer.post(add, {"name": "Mersey College", "starts_on": "1 8 2014"})
    last = college.names.get(name="Mersey College")
    edit = url(world, "organisation_name_edit", college.code, last.pk)
    refused = officer.post(edit, {"name": "Mersey College", "starts_on": "1 8 2013"})
    assert errors(refused) == {"starts_on": ["The organisation has another name on some of these days."]}


def test_end_names_the_seats_that_it_leaves(officer, world, college):
    factories.SeatHoldingFactory(seat__body=world.board, organisation=college)
    response = officer.post(
        url(world, "organisation_end", college.code), {"ends_on": "31 8 2026", "successor": ""}, follow=True
    )
    college.refresh_from_db()
    assert college.ends_on == date(2026, 8, 31)
    assert [str(one) for one in response.context["messages"]] == [
        "The organisation is ended. It still holds 1 seat: say who holds them next."
    ]


def test_organisation_that_was_renamed_is_removed_with_its_names(officer, world, college):
    officer.post(url(world, "organisation_name_add", college.code), {"name": "Riverside", "starts_on": "1 8 2013"})
    officer.post(url(world, "organisation_remove", college.code))
    assert (Organisation.objects.count(), OrganisationName.objects.count()) == (0, 0)


def test_saving_an_organisation_asks_nothing_about_a_name_that_stays(officer, world, college):
    factories.OrganisationFactory(partnership=world.partnership, name="The Halton Colleges")
    officer.post(url(world, "organisation_edit", college.code), {"name": college.name, "nature": "office"})
    college.refresh_from_db()
    assert college.nature == "office"


def test_what_something_hangs_on_is_not_removed(officer, world, college):
    factories.SeatHoldingFactory(seat__body=world.board, organisation=college)
    page = officer.post(url(world, "organisation_remove", college.code))
    assert page.status_code == 409
    assert "Something else belongs to it: 1 seat holding." in page.content.decode()
    assert Organisation.objects.filter(pk=college.pk).exists()


def test_sectors_are_kept_in_an_order(officer, world):
    officer.post(url(world, "sector_add"), {"name": "Business", "sort_order": "2"})
    officer.post(url(world, "sector_add"), {"name": "Health", "sort_order": "1"})
    page = officer.get(url(world, "sectors")).content.decode()
    assert page.index("Health") < page.index("Business")
    business = Sector.objects.get(code="business")
    officer.post(url(world, "sector_edit", business.pk), {"name": "Business and skills", "sort_order": "2"})
    business.refresh_from_db()
    assert (business.code, business.name) == ("business", "Business and skills")


def test_list_finds_an_organisation_by_a_name_of_before_and_says_what_it_is_empty_of(client, world, college):
    page = reverse("boards:organisations", args=[world.partnership.slug])
    OrganisationName.objects.create(organisation=college, name="Riverside College", ends_on=date(2026, 10, 31))
    assert "Halton College" in client.get(page, {"search": "riverside"}).text
    nothing = client.get(page, {"search": "lakeside"}).text
    assert ("No organisations match" in nothing, "Halton College" in nothing) == (True, False)
    OrganisationName.objects.all().delete()
    college.delete()
    assert "No organisations yet" in client.get(page).text
