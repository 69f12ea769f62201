"""The documents that records cite: kept in the browser, and chosen where a form asks for a source."""

import pytest
from django.urls import reverse

from boards.models import Organisation, SourceDocument
from tests import factories


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


def url(world, name, *args):
    return reverse(f"boards:{name}", args=[world.partnership.slug, *args])


def document(world, code="000", title="Scrutiny report"):
    return world.partnership.source_documents.create(code=code, title=title)


def errors(response):
    return response.context["form"].errors


def test_document_gets_the_next_number_where_no_code_is_given(officer, world):
    assert "Add the reports, minutes and papers" in officer.get(url(world, "sources")).text
    document(world, code="D2")
    for title in ("Minutes of May", "Minutes of June"):
        officer.post(url(world, "source_add"), {"title": title, "code": ""})
    known = SourceDocument.objects.values_list("code", "title")
    assert dict(known) == {"D2": "Scrutiny report", "D3": "Minutes of May", "D4": "Minutes of June"}
    page = officer.get(url(world, "sources"), {"q": "june"}).text
    assert ("Minutes of June" in page, "Minutes of May" in page) == (True, False)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("000", "There is a document with the code 000 already"),
        ("two words", "Short code must have letters, digits, points and hyphens only"),
        ("a;b", "Short code must have letters, digits, points and hyphens only"),
    ],
)
def test_code_that_cannot_be_cited_is_refused(officer, world, code, reason):
    document(world)
    assert errors(officer.post(url(world, "source_add"), {"title": "Another", "code": code})) == {"code": [reason]}


def test_title_is_changed_and_the_code_stays(officer, world):
    one = document(world)
    officer.post(url(world, "source_edit", one.pk), {"title": "The report of 2012", "code": "999"})
    one.refresh_from_db()
    assert (one.code, one.title) == ("000", "The report of 2012")


def test_document_that_is_cited_is_not_removed(officer, world):
    one, other = document(world), document(world, "00", "Another")
    factories.OrganisationFactory(partnership=world.partnership, source="001 row 3; 000 s6.9")
    factories.SeatHoldingFactory(seat__body=world.board, source="000")
    factories.OrganisationFactory(partnership=world.elsewhere, source="00")
    answer = officer.post(url(world, "source_remove", one.pk))
    assert answer.status_code == 409
    assert "It is cited: 1 organisation, 1 seat holding." in answer.text
    officer.post(url(world, "source_remove", other.pk))
    assert list(SourceDocument.objects.all()) == [one]


def test_source_is_chosen_and_said_by_its_title(officer, client, world):
    document(world)
    sent = {"name": "A college", "nature": "organisation", "source_document": "000", "source": "s6.9"}
    officer.post(url(world, "organisation_add"), sent)
    one = Organisation.objects.get(name="A college")
    assert one.source == "000 s6.9"
    assert "Scrutiny report, paragraph 6.9" in client.get(one.get_absolute_url()).text
    page = officer.get(url(world, "organisation_edit", one.code)).text
    assert '<option value="000" selected>Scrutiny report</option>' in page
    assert 'value="s6.9"' in page


@pytest.mark.parametrize("source", ["001 row 3; 000 s6.9", "Minutes of May", "000 s6.9", ""])
def test_source_that_is_saved_unchanged_stays_as_it_is(officer, world, source):
    document(world)
    one = factories.OrganisationFactory(partnership=world.partnership, source=source)
    form = officer.get(url(world, "organisation_edit", one.code)).context["form"]
    shown = form.fields["source"].widget.get_context("source", form["source"].value(), {})["widget"]
    sent = {"name": one.name, "nature": "organisation", "shown": form.initial["shown"]}
    sent |= {"source_document": shown["document"], "source": shown["value"] or ""}
    answer = officer.post(url(world, "organisation_edit", one.code), sent, follow=True)
    assert "Nothing was changed." in answer.text
    one.refresh_from_db()
    assert one.source == source


def test_document_of_another_partnership_is_not_taken(officer, world):
    document(world)
    world.elsewhere.source_documents.create(code="777", title="Theirs")
    sent = {"name": "A college", "nature": "organisation", "source_document": "777", "source": "s6.9"}
    assert "Theirs" not in officer.get(url(world, "organisation_add")).text
    officer.post(url(world, "organisation_add"), sent)
    assert Organisation.objects.get(name="A college").source == "s6.9"


def test_long_source_is_refused_with_what_was_typed(officer, world):
    document(world)
    sent = {"name": "A college", "nature": "organisation", "source_document": "000", "source": "x" * 199}
    answer = officer.post(url(world, "organisation_add"), sent)
    assert "source" in errors(answer)
    assert '<option value="000" selected>' in answer.text
