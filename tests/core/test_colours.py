import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.colours import WHITE, Colour, shades_of


@given(st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: str(Colour(*parts))))
def test_shades_of_any_accent_can_be_read(accent):
    shades = shades_of(accent)
    assert str(shades.accent) == accent
    assert shades.on_accent.contrast(shades.accent) >= 4.2
    assert shades.ink.contrast(shades.tint) >= 4.5
    assert shades.ink.contrast(WHITE) >= 4.5


def test_shades_of_a_dark_accent_keep_it_for_text():
    shades = shades_of("#1d5b6e")
    assert [str(shade) for shade in (shades.accent, shades.on_accent, shades.ink, shades.tint)] == [
        *("#1d5b6e", "#ffffff", "#1d5b6e", "#edf2f3")
    ]


def test_colour_contrast_is_that_of_wcag():
    assert round(Colour.parse("#767676").contrast(WHITE), 2) == 4.54
    assert Colour(0, 0, 0).contrast(WHITE) == 21


@pytest.mark.parametrize("text", ["1d5b6e", "#1d5b6", "red", "#1d5b6e;}", "#1d5b6e\n", ""])
def test_shades_of_refuses_what_is_no_colour(text):
    with pytest.raises(ValueError, match="is not a colour"):
        shades_of(text)
