"""What is kept in the register is found by its name, the best match first, and with a wrong letter or two."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from boards.models import BodyName, OrganisationName, Priority, Strategy
from search.models import SearchEntry, SearchWord
from search.rules import terms_of
from search.views import corrected_for
from tests import factories

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


def found(question, user=PUBLIC):
    terms = terms_of(question)
    return list(
        SearchEntry.objects.visible_to(user).matching(terms).best_first(terms).values_list("kind", "title", "path")
    )


def page_of(client, question, **asked):
    return client.get(reverse("search:results", args=["halton"]), {"q": question, **asked}).text


def strategy(world, **values):
    return Strategy.objects.create(
        partnership=world.partnership, code="scs", status="adopted", starts_on=date(2026, 4, 1), **values
    )


REGISTER = [
    (
        "body",
        "Culture Forum",
        lambda world: factories.BodyFactory(partnership=world.partnership, name="Culture Forum"),
    ),
    (
        "organisation",
        "Culture Trust",
        lambda world: factories.OrganisationFactory(partnership=world.partnership, name="Culture Trust"),
    ),
    ("strategy", "Culture for all", lambda world: strategy(world, name="Culture for all")),
    (
        "measure",
        "Visits to culture",
        lambda world: factories.MeasureFactory(partnership=world.partnership, name="Visits to culture"),
    ),
    (
        "achievement",
        "Culture award",
        lambda world: factories.AchievementFactory(partnership=world.partnership, title="Culture award"),
    ),
    (
        "topic-group",
        "Culture in schools",
        lambda world: factories.TopicGroupFactory(
            body__partnership=world.partnership, title="Culture in schools", is_draft=True
        ),
    ),
    (
        "meeting",
        "Culture evening",
        lambda world: factories.MeetingFactory(body=world.board, title="Culture evening"),
    ),
]


@pytest.mark.parametrize(("kind", "title", "make"), REGISTER, ids=[kind for kind, _, _ in REGISTER])
def test_record_is_found_by_its_name_and_leads_to_its_page(kind, title, make, world, client_for):
    make(world)
    [(its_kind, its_title, path)] = found("culture")
    assert (its_kind, its_title) == (kind, title)
    assert client_for(None).get(path).status_code == 200


def test_person_is_found_by_the_office_alone(world, client_for):
    factories.PersonFactory(partnership=world.partnership, name="Ada O’Brien")
    for reader in (PUBLIC, world.member, world.ppb_member, world.outsider):
        assert found("obrien", reader) == []
    [(kind, title, path)] = found("obrien", world.officer)
    assert (kind, title) == ("person", "Ada O’Brien")
    assert client_for(world.officer).get(path).status_code == 200


def test_body_is_found_by_every_name_that_it_had(world):
    old = BodyName.objects.create(body=world.ssp, name="Crime Reduction Group", ends_on=date(2012, 3, 31))
    assert [title for _, title, _ in found("crime reduction")] == ["Safer SSP"]
    old.delete()
    assert found("crime reduction") == []


def test_organisation_is_found_by_every_name_that_it_had(world):
    college = factories.OrganisationFactory(partnership=world.partnership, name="Riverside College")
    OrganisationName.objects.create(organisation=college, name="Halton College", ends_on=date(2013, 7, 31))
    assert [title for _, title, _ in found('"halton college"')] == ["Riverside College"]


def test_strategy_is_found_by_its_priorities(world):
    whole = strategy(world, name="A plan")
    priority = Priority.objects.create(strategy=whole, code="c", kind="priority", position=1, name="Clean rivers")
    assert [title for _, title, _ in found("rivers")] == ["A plan"]
    priority.name = "Clean air"
    priority.save()
    assert found("rivers") == []


def test_topic_group_is_found_by_its_body_as_it_is_called_now(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership, title="Housing", body__name="First group")
    group.body.name = "Second group"
    group.body.save()
    assert [kind for kind, _, _ in found("second")] == ["body", "topic-group"]


def test_best_match_comes_first(world):
    for title, day in (("Safer SSP", 1), ("Joint meeting of the Safer SSP", 2), ("Away day", 3)):
        factories.MeetingFactory(body=world.ssp, title=title, held_on=date(2026, 11, day), venue="Rooms of the SSP")
    factories.OrganisationFactory(partnership=world.partnership, name="Friends of the Safer SSP")
    factories.AchievementFactory(partnership=world.partnership, title="An award", headline="For the Safer SSP")
    assert [title for _, title, _ in found("safer ssp")] == [
        "Safer SSP",
        "Safer SSP",
        "Friends of the Safer SSP",
        "Joint meeting of the Safer SSP",
        "An award",
    ]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("O’Brien House", "obrien"),
        ("OBrien House", "o'brien"),
        ("Re-offending", "reoffending"),
        ("Reoffending", "re-offending"),
        ("Co-ordination", "coordination"),
        ("Coordination", '"co-ordination"'),
        ("Co-ordination", "co-ordination"),
    ],
)
def test_hyphens_and_apostrophes_make_no_difference(written, typed, world):
    factories.MeasureFactory(partnership=world.partnership, name=written)
    assert [title for _, title, _ in found(typed)] == [written]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chambre", "chamber"),
        ("chmber", "chamber"),
        ("chambber commerce", "chamber commerce"),
        ("comerce", "commerce"),
        ("chamber surgery", ""),
        ("xyzzyx", ""),
        ("cha", ""),
        ("halt", ""),
    ],
)
def test_one_or_two_wrong_letters_are_forgiven(typed, meant, world):
    factories.OrganisationFactory(partnership=world.partnership, name="Chamber of Commerce")
    known = SearchEntry.objects.visible_to(PUBLIC).filter(partnership=world.partnership)
    assert " ".join(term.words[0] for term in corrected_for(terms_of(typed), known)) == meant


def test_page_says_what_it_took_the_words_for(world, client_for):
    factories.OrganisationFactory(partnership=world.partnership, name="Chamber of Commerce")
    page = page_of(client_for(None), "chambre")
    assert "No results for “chambre”. Did you mean “chamber”?" in page
    assert "1 result" in page


def test_correction_tells_nothing_that_the_reader_may_not_read(world, client_for):
    factories.PersonFactory(partnership=world.partnership, name="Zebedee Quillfeather")
    factories.OrganisationFactory(partnership=world.elsewhere, name="Quillfeathers")
    assert SearchWord.objects.filter(word="quillfeather").exists()
    assert "quillfeather" not in page_of(client_for(None), "quilfeather").replace("“quilfeather”", "")
    assert "Did you mean “quillfeather”?" in page_of(client_for(world.officer), "quilfeather")


def test_page_counts_what_is_found_by_kind_and_narrows_to_one(world, client_for):
    for number in range(3):
        factories.MeasureFactory(partnership=world.partnership, name=f"Culture {number}")
    factories.OrganisationFactory(partnership=world.partnership, name="Culture Trust")
    client = client_for(None)
    page = page_of(client, "culture")
    for words in ("Everything (4)", "Measures (3)", "Organisations (1)"):
        assert words in page
    narrowed = page_of(client, "culture", kind="measure")
    assert "3 results" in narrowed
    assert "Culture Trust" not in narrowed
    assert "Organisations (1)" in narrowed


def test_word_of_a_name_goes_with_the_last_that_has_it(world):
    person = factories.PersonFactory(partnership=world.partnership, name="Zebedee Quillfeather")
    other = factories.PersonFactory(partnership=world.partnership, name="Zebedee Smith")
    person.name = "The clerk"
    person.save()
    assert set(SearchWord.objects.filter(word__in=["zebedee", "quillfeather"])) == {SearchWord(word="zebedee")}
    other.delete()
    assert not SearchWord.objects.filter(word="zebedee").exists()


def test_name_that_is_kept_from_the_public_is_found_by_the_office_alone(world, client):
    person = factories.PersonFactory(partnership=world.partnership, name="Zanzibar Person")
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 5, 5))
    factories.ActionFactory(meeting=meeting, number=1, what="Light the path", owner_body=None, owner_person=person)
    assert [kind for kind, _, _ in found("Zanzibar")] == ["action"]
    person.shown_as = "Head of Service"
    person.save()
    assert found("Zanzibar") == []
    assert [kind for kind, _, _ in found("Head of Service")] == ["action"]
    assert [title for _, title, _ in found("Zanzibar", world.officer)] == ["Zanzibar Person (Head of Service)"]
    assert "Zanzibar" not in page_of(client, "Zanzibaar")


def test_correction_does_not_tell_that_a_word_stands_where_it_may_not_be_read(world, client_for):
    factories.BodyFactory(partnership=world.partnership, name="Quillfeathem Group")
    before = page_of(client_for(None), "quillfeathen")
    assert "Did you mean “quillfeathem”?" in before
    factories.PersonFactory(partnership=world.partnership, name="Zebedee Quillfeathen", shown_as="Chief")
    factories.OrganisationFactory(partnership=world.elsewhere, name="Quillfeathen")
    assert page_of(client_for(None), "quillfeathen") == before
