"""What is typed becomes words, and never an operator."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.rules import (
    BETWEEN,
    MOST_TERMS,
    Piece,
    Term,
    as_fts5,
    as_question,
    as_tsquery,
    indexed,
    marked,
    sentences_of,
    snippet,
    terms_of,
    words_of,
    wrong_letters,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café SOCIÉTÉ", ["cafe", "societe"]),
        ("don’t e-mail 2012/13", ["don", "t", "e", "mail", "2012", "13"]),
        ("Straße", ["strasse"]),
        ("_under_score_", ["under", "score"]),
        ("😀 \0 *", []),
    ],
)
def test_words_are_folded_and_cut_alike(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("waiting times", (Term(("waiting",)), Term(("times",), is_prefix=True))),
        ('"waiting times"', (Term(("waiting", "times")),)),
        ("“waiting times” skills", (Term(("waiting", "times")), Term(("skills",), is_prefix=True))),
        ('"unbalanced', (Term(("unbalanced",), is_prefix=True),)),
        ("e-mail", (Term(("e", "mail"), is_prefix=True),)),
        ('* - NEAR( "" ', (Term(("near",), is_prefix=True),)),
        ("", ()),
    ],
)
def test_question_becomes_terms(question, terms):
    assert terms_of(question) == terms


def test_question_is_bounded():
    assert len(terms_of("one " * 5000)) == MOST_TERMS


@given(st.text(max_size=400))
def test_question_never_carries_an_operator(question):
    for term in terms_of(question):
        assert all(word.isalnum() for word in term.words)
    for in_title in (False, True):
        ours = re.sub(r'"[^"]*"', "", as_fts5(terms_of(question), in_title=in_title))
        assert re.fullmatch(r"(title_words : \()?[() *]*((AND|OR)[() *]*)*", ours)
        ours = re.sub(r"'[^']*'", "", as_tsquery(terms_of(question), in_title=in_title))
        assert set(ours) <= set("() |&<->:*A")


@given(st.text(max_size=400))
def test_text_is_cut_into_words_once(text):
    assert indexed(indexed(text)) == indexed(text)


@given(st.text(max_size=2000), st.text(max_size=40))
def test_snippet_is_made_of_sentences_of_the_text(text, question):
    pieces = [piece.text for piece in snippet(text, terms_of(question)) if piece != Piece("…")]
    one_line = " ".join(text.split())
    assert all(words in one_line for piece in pieces for words in piece.split(BETWEEN))
    assert "".join(piece.text for piece in marked(text, terms_of(question))) == text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "We met. We agreed it all! Why? “Because.” Yes",
            ["We met.", "We agreed it all!", "Why?", "“Because.”", "Yes"],
        ),
        ("Mr. Smith and St. Helens, see No. 3.", ["Mr. Smith and St. Helens, see No. 3."]),
        ("It costs 3.5 million a year. more", ["It costs 3.5 million a year. more"]),
        ("- one\n- two\n\n> three", ["one", "two", "three"]),
        ("", []),
    ],
)
def test_text_is_cut_into_sentences(text, sentences):
    assert sentences_of(text) == sentences


def test_snippet_shows_the_sentence_that_says_most():
    text = (
        "The meeting met. " + "Nothing here. " * 20 + "The meeting agreed a skills plan. Then it closed. X" + " x" * 150
    )
    pieces = snippet(text, terms_of("meetings skills"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["meeting", "skills"]
    assert "".join(piece.text for piece in pieces) == "The meeting agreed a skills plan. Then it closed."


def test_long_sentence_is_cut_between_words():
    pieces = snippet("some words " * 60 + "about skills " + "more words " * 60, terms_of("skills"))
    assert (pieces[0], pieces[-1]) == (Piece("…"), Piece("…"))
    assert {word for piece in pieces[1:-1] for word in piece.text.split()} == {
        "some", "words", "about", "skills", "more"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Mr O’Brien", "mr o brien obrien"),
        ("Re-offending and co-ordination", "re offending and co ordination reoffending coordination"),
        ("a-b-c d", "a b c d abc"),
        ("2012/13", "2012 13"),
        ("- '' --", ""),
    ],
)
def test_words_that_may_be_written_as_one_are_kept_as_one_too(text, kept):
    assert indexed(text) == kept


@pytest.mark.parametrize(
    ("text", "question", "hits"),
    [
        ("Mr O’Brien spoke", "obrien", ["O’Brien"]),
        ("Reoffending fell", "re-offending", ["Reoffending"]),
        ("Re-offending fell", "offending", ["offending"]),
    ],
)
def test_words_written_as_one_or_as_two_are_marked(text, question, hits):
    assert [piece.text for piece in marked(text, terms_of(question)) if piece.is_hit] == hits


@pytest.mark.parametrize("question", ["waiting times", '"waiting times" skills', "clin"])
def test_terms_are_written_as_they_were_typed(question):
    assert as_question(terms_of(question)) == question


@pytest.mark.parametrize(("word", "wrong"), [("bus", 0), ("buss", 1), ("health", 1), ("healthy", 2)])
def test_short_words_are_taken_as_typed(word, wrong):
    assert wrong_letters(word) == wrong
