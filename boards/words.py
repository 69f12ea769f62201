"""What a place calls its kinds of boards and groups, in the forms that sentences need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from boards.choices import Role

if TYPE_CHECKING:
    from boards.models import BodyKind

# Letters whose names begin with a vowel's sound: an SSP, an OSC.
SPOKEN_WITH_VOWEL = "AEFHILMNORSX"


def with_article(words: str) -> str:
    """“a Policy and Performance Board”, “an Overview and Scrutiny Committee”, “an SSP”."""
    first = words.split(maxsplit=1)[0] if words.split() else ""
    is_spelt_out = len(first) > 1 and first.isupper()
    takes_an = first[:1] in SPOKEN_WITH_VOWEL if is_spelt_out else first[:1].lower() in tuple("aeio")
    return f"{'an' if takes_an and first else 'a'} {words}"


def in_sentence(words: str) -> str:
    """“topic group” for “Topic group”; a name of which other words have capitals keeps its first."""
    has_capitals = any(letter.isupper() for letter in words[1:])
    return words if has_capitals else words[:1].lower() + words[1:]


@dataclass(frozen=True)
class Word:
    """A kind's names within a sentence; ``short`` and ``shorts`` are the abbreviation, if there is one."""

    one: str
    many: str
    short: str
    shorts: str

    @property
    def a(self) -> str:
        return with_article(self.one)

    @property
    def a_short(self) -> str:
        return with_article(self.short)

    @classmethod
    def of(cls, kind: BodyKind) -> Word:
        if kind.is_board:
            one, many = kind.name, kind.plural
        else:
            one, many = in_sentence(kind.name), in_sentence(kind.plural)
        short = kind.abbreviation
        return cls(one, many, short or one, f"{short}s" if short else many)


BOARD = Word("Board", "Boards", "Board", "Boards")
SCRUTINY = Word("scrutiny committee", "scrutiny committees", "scrutiny committee", "scrutiny committees")
TOPIC_GROUP = Word("topic group", "topic groups", "topic group", "topic groups")


@dataclass(frozen=True)
class Words:
    """A partnership's words: of its top board, of what scrutinises it and of groups that study a topic.

    ``strategic`` are those below the top board whose meetings owe a summary; not every place has any.
    """

    board: Word
    scrutiny: Word
    topic_group: Word
    strategic: Word | None

    @property
    def owing(self) -> str:
        """Whose meetings owe a summary: “the Board and the Specialist Strategic Partnerships”."""
        below = f" and the {self.strategic.many}" if self.strategic else ""
        return f"the {self.board.one}{below}"

    @property
    def scrutiny_member(self) -> str:
        """“PPB member”."""
        return f"{self.scrutiny.short} member"

    @property
    def a_scrutiny_member(self) -> str:
        return with_article(self.scrutiny_member)

    def role(self, role: str) -> str:
        """What a role is called: “PPB member”, “Officer”."""
        if role == Role.PPB_MEMBER:
            return capfirst(self.scrutiny_member)
        return str(Role(role).label)

    @property
    def roles(self) -> list[tuple[str, str]]:
        """The choices of a field."""
        return [(role.value, self.role(role)) for role in Role]


def words_of(kinds: Iterable[BodyKind]) -> Words:
    """The words of the kinds, which come in their order; a general one for what they lack."""
    known = list(kinds)

    def first(of: Callable[[BodyKind], bool]) -> Word | None:
        return next((Word.of(kind) for kind in known if of(kind)), None)

    return Words(
        board=first(lambda kind: kind.is_board) or BOARD,
        scrutiny=first(lambda kind: kind.scrutinises) or SCRUTINY,
        topic_group=first(lambda kind: kind.is_topic_group) or TOPIC_GROUP,
        strategic=first(lambda kind: kind.owes_summary and not kind.is_board),
    )
