"""A place's own words for its boards and groups."""

import pytest
from django.urls import reverse

from boards.choices import Role
from boards.models import Body, BodyKind
from boards.words import Word, in_sentence, with_article, words_of
from tests import factories


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Policy and Performance Board", "a Policy and Performance Board"),
        ("Overview and Scrutiny Committee", "an Overview and Scrutiny Committee"),
        ("topic group", "a topic group"),
        ("SSP", "an SSP"),
        ("PPB", "a PPB"),
        ("OSC", "an OSC"),
    ],
)
def test_article_is_as_it_is_spoken(words, expected):
    assert with_article(words) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Topic group", "topic group"), ("Task and Finish Group", "Task and Finish Group"), ("PPB", "PPB"), ("", "")],
)
def test_name_within_a_sentence(name, expected):
    assert in_sentence(name) == expected


def test_words_of_the_example(partnership):
    words = partnership.words
    assert words.board == Word("Board", "Boards", "Board", "Boards")
    assert (words.scrutiny.one, words.scrutiny.a_short) == ("Policy and Performance Board", "a PPB")
    assert (words.topic_group.one, words.role(Role.PPB_MEMBER)) == ("topic group", "PPB member")
    assert words.owing == "the Board and the Specialist Strategic Partnerships"


def test_what_a_place_lacks_has_a_general_word():
    words = words_of([])
    assert (words.board.one, words.scrutiny.one, words.topic_group.one, words.strategic) == (
        "Board",
        "scrutiny committee",
        "topic group",
        None,
    )
    assert words.owing == "the Board"


# Pages of kinds


def of(world, name, *args):
    return reverse(f"boards:{name}", args=[world.partnership.slug, *args])


@pytest.fixture
def officer(world, client_for):
    return client_for(world.officer)


def test_new_name_of_a_kind_is_on_every_page(officer, world):
    kind = world.ppb.kind
    sent = {
        "name": "Overview and Scrutiny Committee",
        "plural": "Overview and Scrutiny Committees",
        "scrutinises": "on",
    }
    officer.post(of(world, "kind_edit", kind.pk), sent | {"abbreviation": "OSC", "sort_order": "8"})
    assert "Any OSC" in officer.get(reverse("recommendations:list", args=["halton"])).content.decode()
    assert "Overview and Scrutiny Committee" in officer.get(world.ppb.get_absolute_url()).content.decode()


def test_kind_of_bodies_is_not_removed_and_says_why(officer, world):
    page = officer.get(of(world, "kind_remove", world.ssp.kind_id)).content.decode()
    assert "Something else belongs to it: 1 body." in page
    officer.post(of(world, "kind_remove", world.ssp.kind_id))
    assert BodyKind.objects.filter(pk=world.ssp.kind_id).exists()


def test_there_is_one_kind_of_top_board(officer, world):
    sent = {"name": "Assembly", "plural": "Assemblies", "sort_order": "1", "is_board": "on"}
    page = officer.post(of(world, "kind_add"), sent)
    assert page.context["form"].errors == {"is_board": ["Board is the top board already"]}


def test_board_is_part_of_the_partnership(officer, world):
    sent = {"name": "Board", "plural": "Boards", "sort_order": "1", "is_board": "on", "is_outside": "on"}
    page = officer.post(of(world, "kind_edit", world.board.kind_id), sent)
    assert "The top board can’t be scrutiny, outside the partnership or an event." in page.content.decode()


def test_kinds_of_another_partnership_are_neither_offered_nor_taken(officer, world):
    theirs = world.elsewhere.body_kinds.get(code="panel")
    before = Body.objects.count()
    officer.post(of(world, "body_add"), {"name": "Air group", "kind": str(theirs.pk)})
    assert Body.objects.count() == before
    assert officer.get(of(world, "kind_edit", theirs.pk)).status_code == 404


def test_event_and_councils_stand_under_their_own_headings(world, client_for):
    place = world.partnership
    for code, name, does in (("event", "Network event", "is_event"), ("parish", "Parish council", "is_outside")):
        kind = BodyKind.objects.create(
            partnership=place, code=code, name=name, plural=f"{name}s", sort_order=30, **{does: True}
        )
        factories.BodyFactory(partnership=place, name=f"The {name}", kind=kind)
    page = client_for(None).get(of(world, "structure")).content.decode()
    assert page.index("Network events") < page.index("The Network event") < page.index("Parish councils")
    assert "Statutory and outside bodies" not in page
