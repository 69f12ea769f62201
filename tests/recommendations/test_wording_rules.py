from hypothesis import given
from hypothesis import strategies as st

from recommendations.word_changes import Piece, PieceKind, is_changed, word_changes

TEXTS = st.text(st.sampled_from("ab, .\n’é"), max_size=40)


def told(before, after):
    return [(piece.kind.value, piece.text) for piece in word_changes(before, after)]


@given(before=TEXTS, after=TEXTS)
def test_changes_give_both_texts_back(before, after):
    pieces = word_changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED) == after
    assert is_changed(pieces) == (before != after)
    assert all(piece.text for piece in pieces)


def test_changes_are_told_word_by_word():
    assert told("Report within 5 days.", "Report within 5 working days.") == [
        ("kept", "Report within 5"),
        ("added", " working"),
        ("kept", " days."),
    ]
    assert told("Ask the PPB", "Ask each PPB again") == [
        ("kept", "Ask"),
        ("removed", " the"),
        ("added", " each"),
        ("kept", " PPB"),
        ("added", " again"),
    ]


def test_same_text_is_one_kept_piece():
    assert word_changes("As it was", "As it was") == (Piece(PieceKind.KEPT, "As it was"),)
    assert word_changes("", "") == ()
