"""Two entries of one name in a list of owners say of which kind each is."""

from actions.forms import Owners
from boards.choosing import A_BODY, A_PERSON, AN_ORGANISATION, told_apart
from tests import factories


def test_entries_of_one_name_say_their_kind():
    kinds = {
        A_BODY: [("body:1", "Health"), ("body:2", "Board")],
        AN_ORGANISATION: [("organisation:1", "health")],
        A_PERSON: [("person:1", "A. Person")],
    }
    assert told_apart(kinds) == [
        ("body:1", "Health (board or group)"),
        ("body:2", "Board"),
        ("organisation:1", "health (organisation)"),
        ("person:1", "A. Person"),
    ]


def test_owners_of_actions_of_one_name_say_their_kind(partnership, board):
    factories.OrganisationFactory(partnership=partnership, name=board.name)
    meeting = factories.MeetingFactory(body=board)
    groups = dict(Owners(meeting).choices)
    assert f"{board.name} (board or group)" in [name for _, name in groups["Boards and groups"]]
    assert [name for _, name in groups["Organisations"]] == [f"{board.name} (organisation)"]
