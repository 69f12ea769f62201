"""Sources are shown with the documents' titles."""

import pytest

from boards.citation import cite

TITLES = {"000": "Scrutiny report", "002": "Progress table"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", ""),
        ("000", "Scrutiny report"),
        ("000 throughout", "Scrutiny report"),
        ("000 s6.15", "Scrutiny report, paragraph 6.15"),
        ("000 s6.9-6.11, s6.14", "Scrutiny report, paragraphs 6.9 to 6.11, paragraph 6.14"),
        ("000 s5", "Scrutiny report, section 5"),
        ("000 appendix 3 row 3; 002 row 3", "Scrutiny report, appendix 3 row 3; Progress table, row 3"),
        ("001 item A", "001 item A"),
        ("Minutes of 3 May", "Minutes of 3 May"),
    ],
)
def test_source_is_cited_by_title(source, words):
    assert cite(source, TITLES) == words
