import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.rules import look_alike, owner_key, owner_name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Policy and Strategy staff", "Policy and Strategy"),
        ("Policy and Strategy support", "Policy and Strategy"),
        ("Policy and Strategy", "Policy and Strategy"),
        ("PPB members", "PPB"),
        ("Elected members", "Elected members"),
        ("elected Members", "elected Members"),
        ("Support", "Support"),
        ("  PPB   MEMBERS ", "PPB"),
    ],
)
def test_owner_is_one_however_it_is_printed(printed, name):
    assert owner_name(printed) == name


def test_owner_keys_are_the_same_for_names_that_are():
    assert owner_key("Policy and Strategy STAFF") == owner_key("policy  and strategy support")
    # Full-width letters.
    assert owner_key("\uff30\uff30\uff22") == owner_key("PPB")
    assert owner_key("Elected members") != owner_key("Members")


@pytest.mark.parametrize(
    "printed",
    [
        "Policy & Strategy",
        "Policy and Strat\u00e9gy",
        "Policy, and Strategy",
        "The Policy and Strategy",
        # A Cyrillic “о”.
        "P\u043elicy and Strategy",
    ],
)
def test_look_alike_is_named(printed):
    assert look_alike(printed, ["PPB", "Policy and Strategy"]) == "Policy and Strategy"


def test_look_alike_is_neither_the_same_name_nor_another():
    assert look_alike("Policy and Strategy staff", ["Policy and Strategy"]) is None
    assert look_alike("Policy and Planning", ["Policy and Strategy"]) is None


@given(name=st.text(max_size=30))
def test_no_name_looks_like_itself(name):
    assert look_alike(name, [name]) is None
    assert len(owner_name(name)) <= len(name)
