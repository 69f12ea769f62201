"""Files that an admin imports: read in the background, shown, then all of it or nothing."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from boards.models import Body, Organisation, Partnership, Person, Sector
from core import papers
from core.models import AuditEvent, Change, RenderedFile
from core.sheets import reading as csv_reading
from imports import packages
from imports.background import EXPORT, IMPORT, PREVIEW, UPLOAD
from imports.models import FileRecord
from performance.models import Achievement
from tests import factories
from tests.imports.conftest import SMALL
from tests.imports.pages import zipped


def test_a_whole_directory_is_shown_then_imported_into_the_partnership_of_the_page(pages, world):
    shown = pages.send(zipped(**SMALL))
    assert shown.context["report"].refusals == []
    assert not Organisation.objects.filter(code="council").exists()
    done = pages.confirm()
    # The board was there before: the file adds its first name.
    assert done.context["report"].totals == {"new": 17, "changed": 1, "unchanged": 5, "refused": 0}
    world.partnership.refresh_from_db()
    assert (world.partnership.slug, world.partnership.code, world.partnership.name) == (
        "halton",
        "hsp",
        "Halton Strategic Partnership",
    )
    assert Organisation.objects.get(code="council").partnership == world.partnership
    event = AuditEvent.objects.get(verb="partnership.imported")
    assert (event.made_by, event.scope, event.details["new"]) == (world.admin, "halton", 17)
    assert Change.objects.of(Organisation).latest("pk").made_by == world.admin


def test_single_files_refer_to_what_the_portal_has(pages, world):
    pages.choose(bodies="body_id,name,kind,reports_to\nair,Air group,thematic group,board\n")
    pages.confirm()
    air = Body.objects.get(code="air")
    assert [line.reports_to for line in air.reporting_lines.all()] == [world.board]


def test_preview_shows_old_and_new_of_each_field(pages, world):
    pages.choose(organisations="org_id,name,kind\ncouncil,Council,district\n")
    pages.confirm()
    shown = pages.choose(organisations="org_id,name,kind\ncouncil,The Council,district\nfire,Fire Service,\n")
    rows = {row["title"]: (row["is_new"], row["differences"]) for row in shown.context["report"].rows}
    assert rows == {"The Council": (False, [["name", "Council", "The Council", ""]]), "Fire Service": (True, [])}
    assert "name: <bdi>Council</bdi> → <bdi>The Council</bdi>" in shown.content.decode()


def test_what_a_file_has_no_column_for_stays(pages, world):
    sector = factories.SectorFactory(partnership=world.partnership, code="gov", name="Government")
    factories.OrganisationFactory(partnership=world.partnership, code="council", name="Council", sector=sector)
    pages.choose(organisations="org_id,name\ncouncil,The Council\n")
    pages.confirm(take_all="yes")
    assert Organisation.objects.get(code="council").name == "The Council"
    assert Organisation.objects.get(code="council").sector == sector


def test_refused_rows_come_back_as_a_file_that_is_read_again(pages, world):
    shown = pages.choose(organisations="org_id,name,sector_id\ncouncil,Council,nowhere\nfire,Fire,\n")
    [refusal] = shown.context["report"].refusals
    assert refusal == {
        "file": "organisations.csv",
        "row": 2,
        "column": "sector_id",
        "value": "nowhere",
        "reason": "there is no sector “nowhere”",
    }
    job = RenderedFile.objects.get(kind=PREVIEW)
    refused = pages.client.get(pages.url("refused", job.token, "organisations"))
    content = refused.getvalue().decode("utf-8-sig")
    assert content.splitlines() == [
        "org_id,name,sector_id,refused_because",
        "council,Council,nowhere,sector_id: there is no sector “nowhere”",
    ]
    assert pages.client.post(pages.url("import", job.token)).url == pages.url("job", job.token)
    assert not RenderedFile.objects.filter(kind=IMPORT).exists()
    again = pages.choose(organisations=content.replace("nowhere,", ","))
    assert again.context["report"].refusals == []


def test_nothing_is_imported_where_records_changed_since_the_preview(pages, world):
    organisation = factories.OrganisationFactory(partnership=world.partnership, code="council", name="Council")
    pages.choose(organisations="org_id,name\ncouncil,The Council\n")
    organisation.name = "City Council"
    organisation.save()
    answer = pages.confirm()
    assert "were changed since you looked" in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.name == "City Council"
    again = pages.client.post(pages.url("again", RenderedFile.objects.get(kind=IMPORT).token))
    shown = pages.work(again.url)
    assert [row["conflicts"][0][1:] for row in shown.context["report"].conflicts] == [
        ["name", "City Council", "The Council"]
    ]


def test_what_the_office_changed_stays_unless_it_is_ticked(pages, world):
    """As it was imported, as the office changed it, and as the file says it now."""
    pages.choose(organisations="org_id,name,kind,note\ncouncil,Council,district,One\n")
    pages.confirm()
    council = Organisation.objects.get(code="council")
    council.name, council.note = "City Council", "Two"
    council.save()
    shown = pages.choose(organisations="org_id,name,kind,note\ncouncil,Council,unitary,Three\n")
    [row] = shown.context["report"].rows
    keys = [key for key, *_ in row["conflicts"]]
    assert [told for _, *told in row["conflicts"]] == [["name", "City Council", "Council"], ["note", "Two", "Three"]]
    assert row["differences"] == [["kind", "district", "unitary", ""]]
    assert "Changed in the portal since the last import" in shown.content.decode()
    pages.confirm(take=[keys[1], "boards.organisation:1:source"])
    council.refresh_from_db()
    assert (council.name, council.kind, council.note) == ("City Council", "unitary", "Three")
    # What was taken is agreed on; what was not is told again.
    shown = pages.choose(organisations="org_id,name,kind,note\ncouncil,Council,unitary,Three\n")
    assert [told for row in shown.context["report"].conflicts for _, *told in row["conflicts"]] == [
        ["name", "City Council", "Council"]
    ]


def test_what_the_office_left_empty_may_be_filled_in_by_a_file(pages, world):
    factories.OrganisationFactory(partnership=world.partnership, code="council", name="Council", note="")
    pages.choose(organisations="org_id,name,note\ncouncil,Council,Filled in\n")
    pages.confirm()
    assert Organisation.objects.get(code="council").note == "Filled in"


def test_what_is_kept_of_an_import_holds_no_address(pages):
    pages.choose(people="person_id,name,email\none,One,one@example.org\n")
    pages.confirm()
    assert "example.org" not in repr(list(FileRecord.objects.values()))


def test_a_person_who_was_removed_comes_in_again(pages):
    people = "person_id,name,email\none,One,one@example.org\n"
    pages.choose(people=people)
    pages.confirm()
    Person.objects.get(email="one@example.org").delete()
    assert pages.choose(people=people).context["report"].totals["new"] == 1
    pages.confirm()
    assert Person.objects.get(email="one@example.org").name == "One"


@pytest.mark.parametrize("is_known", [True, False])
def test_two_rows_with_one_address_are_not_one_person(pages, is_known):
    if is_known:
        pages.choose(people="person_id,name,email\ntwo,Two,office@example.org\n")
        pages.confirm()
    shown = pages.choose(people="person_id,name,email\none,One,office@example.org\ntwo,Two,office@example.org\n")
    [refusal] = shown.context["report"].refusals
    assert (refusal["column"], refusal["value"]) == ("email", "office@example.org")
    assert not Person.objects.filter(name="One").exists()


def test_pressed_twice_it_is_one_import_and_the_files_are_gone(pages, world, media, django_capture_on_commit_callbacks):
    pages.choose(sectors="sector_id,name\nhealth,Health\n")
    job = RenderedFile.objects.get(kind=PREVIEW)
    first = pages.client.post(pages.url("import", job.token))
    assert pages.client.post(pages.url("import", job.token)).url == first.url
    with django_capture_on_commit_callbacks(execute=True):
        pages.work(first.url)
    assert Sector.objects.filter(code="health").count() == 1
    assert AuditEvent.objects.filter(verb="partnership.imported").count() == 1
    assert not RenderedFile.objects.filter(kind__in=(UPLOAD, PREVIEW)).exists()
    [kept] = [path for path in media.rglob("*") if path.is_file()]
    assert b"Health" not in kept.read_bytes()
    # Whoever opens the preview's address again is led to what came of it.
    assert pages.client.get(pages.url("job", job.token)).url == first.url


def test_import_that_is_begun_again_after_it_was_written_does_nothing_twice(pages, world):
    pages.choose(sectors="sector_id,name\nhealth,Health\n")
    job = RenderedFile.objects.get(kind=PREVIEW)
    pages.client.post(pages.url("import", job.token))
    imported = RenderedFile.objects.get(kind=IMPORT)
    first = papers.makers[IMPORT](papers.claim_paper(pk=imported.pk, at=job.asked_at))
    again = papers.makers[IMPORT](imported)
    assert first == again
    assert AuditEvent.objects.filter(verb="partnership.imported").count() == 1


def test_somebody_who_is_no_admin_any_more_imports_nothing(pages, world):
    pages.choose(sectors="sector_id,name\nhealth,Health\n")
    job = RenderedFile.objects.get(kind=PREVIEW)
    pages.client.post(pages.url("import", job.token))
    world.admin.role_grants.all().delete()
    papers.render_paper(RenderedFile.objects.get(kind=IMPORT).pk)
    assert RenderedFile.objects.get(kind=IMPORT).error == "You are no longer an admin of this partnership."
    assert not Sector.objects.exists()


def test_discarded_files_are_gone(pages, media, django_capture_on_commit_callbacks):
    pages.choose(sectors="sector_id,name\nhealth,Health\n")
    with django_capture_on_commit_callbacks(execute=True):
        pages.client.post(pages.url("discard", RenderedFile.objects.get(kind=PREVIEW).token))
    assert not RenderedFile.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_another_partnership_is_not_touched_by_its_code(pages, world):
    elsewhere = Partnership.objects.get(slug="elsewhere")
    shown = pages.choose(partnership=f"partnership_id,name\n{elsewhere.code},Taken\n")
    assert [one["reason"] for one in shown.context["report"].refusals] == [
        "another partnership of this portal has this code"
    ]
    text = f"partnership_id,name,predecessor_id\nours,Ours,{elsewhere.code}\n{elsewhere.code},Taken,\n"
    shown = pages.choose(partnership=text)
    assert [one["reason"] for one in shown.context["report"].refusals] == [
        "another partnership of this portal has this code"
    ]


def test_preview_of_another_partnership_is_not_found(pages, world, client_for):
    pages.choose(sectors="sector_id,name\nhealth,Health\n")
    token = RenderedFile.objects.get(kind=PREVIEW).token
    factories.RoleGrantFactory(user=world.outsider, partnership=world.elsewhere, role="admin")
    other = client_for(world.outsider)
    assert other.get(reverse("imports:job", args=["elsewhere", token])).status_code == 404
    assert other.get(pages.url("job", token)).status_code == 403
    assert other.get(reverse("reports:paper", args=["elsewhere", token])).status_code == 404


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_separators_of_all_spreadsheets_are_read(pages, separator):
    pages.choose(sectors=f"sector_id{separator}name\nhealth{separator}Health\n")
    pages.confirm()
    assert Sector.objects.get().name == "Health"


def test_workbook_is_read(pages):
    book = Workbook()
    for row in (("sector_id", "name"), ("health", "Health")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    pages.send(SimpleUploadedFile("Sectors (1).xlsx", out.getvalue()))
    pages.confirm()
    assert Sector.objects.get().name == "Health"


def test_text_that_is_not_utf8_is_shown_for_a_look(pages):
    shown = pages.send(SimpleUploadedFile("sectors.csv", "sector_id,name\ncafe,Café\n".encode("cp1252")))
    assert shown.context["report"].encodings == [
        {"file": "sectors.csv", "name": "Windows-1252", "sample": "sector_id,name cafe,Café"}
    ]


def test_too_many_rows_are_refused_before_any_is_written(pages, monkeypatch):
    monkeypatch.setattr(csv_reading, "MOST_ROWS", 3)
    rows = "".join(f"s{number},Sector {number}\n" for number in range(4))
    shown = pages.choose(sectors=f"sector_id,name\n{rows}", organisations="org_id,name\nx,X\n")
    report = shown.context["report"]
    assert ([one["reason"] for one in report.refusals], report.counts) == (
        ["the file has more than 3 rows: split it"],
        {},
    )


def test_everything_goes_out_as_a_zip_and_is_written_down(pages, world):
    factories.PersonFactory(partnership=world.partnership, name="=1+1, of “Ours”", email="one@example.org")
    page = pages.work(pages.client.post(pages.url("export")).url)
    assert "Keep it safe" in page.content.decode()
    job = RenderedFile.objects.get(kind=EXPORT)
    content = pages.client.get(pages.url("export_file", job.token)).getvalue()
    files = packages.unpack(content)
    people = files["people.csv"].decode("utf-8-sig").splitlines()
    assert people[0].startswith("person_id,name,shown_as,email,telephone,org_id")
    assert '11-of-ours,"\'=1+1, of “Ours”",,one@example.org,,,,' in people
    assert list(AuditEvent.objects.filter(made_by=world.admin).values_list("verb", flat=True)) == [
        "file.downloaded",
        "partnership.exported",
    ]
    shown = pages.send(SimpleUploadedFile("files.zip", content))
    report = shown.context["report"]
    assert (report.refusals, report.changes) == ([], 0)


def test_export_asked_for_twice_is_one_until_something_changes(pages, world):
    first = pages.client.post(pages.url("export")).url
    assert pages.client.post(pages.url("export")).url == first
    factories.SectorFactory(partnership=world.partnership)
    assert pages.client.post(pages.url("export")).url != first


def test_a_body_that_has_had_two_names_was_not_renamed_by_the_office(pages):
    files = {
        "bodies": "body_id,name,kind\nair,Air group,thematic group\n",
        "body_names": (
            "body_id,name,start_date,start_precision,end_date,end_precision\n"
            "air,Air group,2001-01-01,day,2009-12-31,day\nair,Air and water,2010-01-01,day,,\n"
        ),
    }
    pages.choose(**files)
    pages.confirm()
    assert Body.objects.get(code="air").name == "Air and water"
    report = pages.choose(**files).context["report"]
    assert (report.refusals, report.conflicts, report.changes) == ([], [], 0)


def test_an_organisation_that_has_had_two_names_was_not_renamed_by_the_office(pages):
    files = {
        "organisations": "org_id,name\nfire,Fire Brigade\n",
        "organisation_names": (
            "org_id,name,start_date,start_precision,end_date,end_precision\n"
            "fire,Fire Brigade,2001-01-01,day,2009-12-31,day\nfire,Fire Service,2010-01-01,day,,\n"
        ),
    }
    pages.choose(**files)
    pages.confirm()
    assert Organisation.objects.get(code="fire").name == "Fire Service"
    report = pages.choose(**files).context["report"]
    assert (report.refusals, report.conflicts, report.changes) == ([], [], 0)


def test_names_stand_on_one_line_and_addresses_are_written_small(pages, world):
    account = factories.UserFactory(email="one@example.org")
    pages.choose(people='person_id,name,email\none,"One\n Example",One@example.org\n')
    pages.confirm()
    person = Person.objects.get(email="one@example.org")
    assert person.name == "One Example"
    role = {"user": account, "partnership": world.partnership, "role": "admin"}
    assert person in Person.objects.filter(partnership=world.partnership).active(
        on=factories.RoleGrantFactory(**role).starts_on
    )
    report = pages.choose(people='person_id,name,email\none,"One\n Example",ONE@example.org\n').context["report"]
    assert (report.changes, report.conflicts) == (0, [])


def test_two_comparators_of_one_name_are_refused(pages):
    shown = pages.choose(comparators="comparator_id,name,kind\nengland,England,nation\nall,ENGLAND,nation\n")
    [refusal] = shown.context["report"].refusals
    assert (refusal["row"], refusal["column"], refusal["reason"]) == (
        3,
        "name",
        "the comparator “england” has this name already",
    )


def test_empty_cell_releases_no_achievement(pages):
    rows = "achievement_id,theme,title,headline,public\n{0},Health,Done,Well done,{1}\n"
    for code, cell, is_public in (
        ("a", "no", False),
        ("a", "", False),
        ("b", "", False),
        ("b", "yes", True),
        ("b", "", True),
    ):
        pages.choose(achievements=rows.format(code, cell))
        pages.confirm()
        assert Achievement.objects.get(code=code).is_public == is_public


def test_preview_says_that_a_past_agenda_will_be_published(pages):
    shown = pages.choose(
        meetings=SMALL["meetings.csv"].replace("M1,board", "M1,"), agenda_items=SMALL["agenda_items.csv"]
    )
    [row] = [row for row in shown.context["report"].rows if row["file"] == "agenda_items.csv"]
    assert row["differences"] == [["agenda of “Board meeting”", "not published", "published: the meeting is past", ""]]


def test_files_whose_import_has_begun_are_not_discarded(pages):
    pages.choose(sectors="sector_id,name\nhealth,Health\n")
    job = RenderedFile.objects.get(kind=PREVIEW)
    begun = pages.client.post(pages.url("import", job.token)).url
    answer = pages.client.post(pages.url("discard", job.token))
    assert answer.url == begun
    assert "can no longer be discarded" in pages.work(begun).content.decode()
    assert Sector.objects.filter(code="health").exists()


def test_import_that_fails_says_that_nothing_was_changed(pages, monkeypatch):
    pages.choose(sectors="sector_id,name\nhealth,Health\n")
    job = RenderedFile.objects.get(kind=PREVIEW)
    url = pages.client.post(pages.url("import", job.token)).url
    monkeypatch.setitem(papers.makers, IMPORT, lambda job: 1 / 0)
    assert (
        "The import failed because of a fault in the portal, and nothing was changed."
        in pages.work(url).content.decode()
    )
