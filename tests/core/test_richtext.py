import base64
import hashlib
import re
from html import escape
from pathlib import Path

import django_prose_editor
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.richtext import EDITOR_STYLE_HASH, clean, clean_html, to_text

WORD = """<h1>Key issues</h1><p class="MsoNormal"><b>Health</b><o:p></o:p></p>
<p class="MsoListParagraphCxSpFirst" style="mso-list:l0 level1 lfo1"><!--[if !supportLists]--><span
style="mso-list:Ignore">·<span>&nbsp;&nbsp;&nbsp; </span></span><!--[endif]-->First<o:p></o:p></p>
<p class="MsoListParagraphCxSpLast"><span>§<span>&nbsp; </span></span>Second</p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoListParagraph">3.&nbsp; Third</p>"""


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("", ""),
        ("  \n ", ""),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("Agreed:\n- first\n* second\n\nEnd <3 & so on", None),
        ("<p>·  first</p><p>·\tsecond</p><p>after</p>", "<ul><li>first</li><li>second</li></ul><p>after</p>"),
        ("<p>1.\tone</p><p>2.&nbsp;&nbsp; two</p>", "<ol><li>one</li><li>two</li></ol>"),
        ("<p>3.\tthree</p>", '<ol start="3"><li>three</li></ol>'),
        ("<p>1. Typed like this it stays</p>", "<p>1. Typed like this it stays</p>"),
        ("<p>o'clock</p><p>o&nbsp;&nbsp; item</p>", "<p>o'clock</p><ul><li>item</li></ul>"),
        ("<p>- not a list of Word's</p>", "<p>- not a list of Word's</p>"),
        (WORD, None),
        ("<div>a</div><div><p>b</p>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>typed</p>\n\nlater, without scripts", "<p>typed</p><p>later, without scripts</p>"),
        ("<p>The Board <del>rejected</del><ins>approved</ins> the plan.</p>", "<p>The Board approved the plan.</p>"),
        (
            "<p>a <s>b</s> c<strike> d</strike>, <span class=msoDel>e</span>f (<del>g</del> h).</p>",
            "<p>a c, f (h).</p>",
        ),
        ("<p>Board<del> rejected </del>agreed re<del>-</del>open</p>", "<p>Board agreed reopen</p>"),
        ("<p>a</p><p><del>b</del></p><ul><li><del>c</del></li></ul>", "<p>a</p>"),
        ("<table><tr><td>H</td></tr></table>", "<p>H</p>"),
        ("<table><tr><td></td></tr></table><p>a</p>", "<p>a</p>"),
        (
            "<table><tr><td><b>Board</b></td><td>5</td></tr><tr><td><b>PPB</b></td><td>3</td></tr></table>",
            '<table><tbody><tr><th scope="row">Board</th><td>5</td></tr>'
            '<tr><th scope="row">PPB</th><td>3</td></tr></tbody></table>',
        ),
        ("<table><tr><td>H<table><tr><td>1</td></tr></table></td><td>2</td></tr></table>", None),
        ("<p>3.1&nbsp; The Board agreed</p>", "<p>3.1 The Board agreed</p>"),
        ("<p class=MsoListParagraph>3.1&nbsp; The Board agreed</p>", "<p>3.1 The Board agreed</p>"),
        ("<h1>a</h1><h2>b</h2><h3>c</h3>", "<h3>a</h3><h4>b</h4><h4>c</h4>"),
        ("<h4>a</h4><h5>b</h5>", "<h4>a</h4><h4>b</h4>"),
        ("<p>CO<sub>2</sub>, 10<sup>-6</sup>, 1<sup>st</sup></p>", "<p>CO₂, 10⁻⁶, 1st</p>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
        ("<menu>a</menu><dir>b</dir>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("<p><b>a&nbsp;</b>&nbsp;b<b>&nbsp;</b> c</p>", "<p><strong>a </strong>b c</p>"),
        ("<p>a<span hidden>b</span><iframe src=x>c</iframe></p>", "<p>a</p>"),
        ("<pre>a\n b</pre>", "<p>a<br>b</p>"),
        ("<h2>a</h2><h5>b</h5><i>c</i>", "<h3>a</h3><h4>b</h4><p><em>c</em></p>"),
        ("<b id='docs-internal-guid-1'><p>a <b>b</b></p></b>", "<p>a <strong>b</strong></p>"),
        ("<p>x\u202e&#x202e;&#7;y</p>", "<p>xy</p>"),
        ('<p style="color:red" onclick="x()">a<script>x()</script><img src=x></p>', "<p>a</p>"),
        ('<a href="javascript:x()">a</a> <a href="//x.example">b</a>', "<p>a b</p>"),
        (
            '<p><a href="https://example.org/" target=_blank>a</a></p>',
            '<p><a href="https://example.org/" rel="noopener noreferrer">a</a></p>',
        ),
        ("<ul><li><p>a</p><ol start='4'><li>b</li></ol></li></ul>", None),
    ],
)
def test_clean_html_keeps_the_sense_and_nothing_else(raw, clean):
    expected = {
        "Agreed:\n- first\n* second\n\nEnd <3 & so on": (
            "<p>Agreed:</p><ul><li>first</li><li>second</li></ul><p>End &lt;3 &amp; so on</p>"
        ),
        WORD: (
            "<h3>Key issues</h3><p><strong>Health</strong></p><ul><li>First</li><li>Second</li></ul>"
            '<ol start="3"><li>Third</li></ol>'
        ),
        "<ul><li><p>a</p><ol start='4'><li>b</li></ol></li></ul>": ('<ul><li>a<ol start="4"><li>b</li></ol></li></ul>'),
        "<table><tr><td>H<table><tr><td>1</td></tr></table></td><td>2</td></tr></table>": (
            "<table><tbody><tr><td><p>H</p><p>1</p></td><td>2</td></tr></tbody></table>"
        ),
    }
    assert re.sub(r">\s+<", "><", clean_html(raw)) == (expected[raw] if clean is None else clean)


PIECES = st.sampled_from(
    (
        *("<p>", "</p>", '<p class="MsoListParagraph">', "<p style='mso-list:l0 level2 lfo1'>", "<div>", "</div>"),
        *("<span style='mso-list:Ignore'>·  </span>", "<span style='mso-list:Ignore'>3.1  </span>", "<![endif]>"),
        *("<span style='mso-list:Ignore'>c)</span>", "<![if !supportLists]>", "<h1>", "</h1>", "<h3>", "</h3>", "<h6>"),
        *("<ul>", "</ul>", "<ol start=2>", "<ol type=a>", "</ol>", "<li>", "<li value=4>", "</li>", "<blockquote>"),
        *("</blockquote>", "<br>", "<table>", "<tr>", "<td>", "<td rowspan=2>", "<td colspan=3>", "<th>", "</th>"),
        *(
            "</td>",
            "</tr>",
            "<thead>",
            "<caption>",
            "</table>",
            "<a href='http://e.org'>",
            "<a href='mailto:a@example.org'>",
        ),
        *("<a>", "</a>", "<strong>", "</strong>", "<em>", "</em>", "<b>", "</b>", "<del>", "</del>", "<ins>", "<s>"),
        *(
            "<span style='text-decoration:line-through'>",
            "<span style='font-weight:bold'>",
            "</span>",
            "<sup>",
            "</sup>",
        ),
        *("<img src=x>", "<o:p>", "</o:p>", "<v:shape>", "</v:shape>", "<svg>", "</svg>", "<script>", "</script>"),
        *("· ", "1.\t", "o&nbsp;&nbsp; ", "- ", "\n", "\n\n", "&nbsp;", "&#8238;", "&#13;", "&#xD800;", "&lt;p&gt;"),
        *("<!--", "-->", "text", " ", "2", ".", "(", "<", "&", "\u202e", "<pre>", "</pre>", "<textarea>", "<title>"),
        *("<hr>", "<dl>", "<dd>", "<span style='display:none'>", "<select>", "<body>", "<head>"),
    )
)
ANY_HTML = st.lists(PIECES, max_size=18).map("".join)
SPAN = r'(?: colspan="\d+")?(?: rowspan="\d+")?'
ALLOWED = re.compile(
    r"</?(?:p|h3|h4|ul|ol|li|blockquote|strong|em|a|table|thead|tbody|tr|td|th)>|<br>"
    r'|<a href="(?:https?|mailto):[^"<>]*" rel="noopener noreferrer">|<ol(?: start="\d+")?(?: type="[aAiI]")?>'
    rf'|<th scope="(?:col|row)"{SPAN}>|<td{SPAN}>'
)


@given(ANY_HTML | st.text(max_size=40))
def test_clean_html_twice_is_clean_html_once(raw):
    clean = clean_html(raw)
    assert clean_html(clean) == clean
    assert to_text(clean) == to_text(raw)


@given(ANY_HTML)
def test_clean_html_leaves_only_known_elements_and_attributes(raw):
    assert [tag for tag in re.findall(r"<[^>]*>", clean_html(raw)) if not ALLOWED.fullmatch(tag)] == []


HOUSING = (
    "<p>The Board approved the <strong>housing</strong> <em>plan</em>{}.</p>"
    "<ul><li>Empty homes<ul><li>12 in Runcorn</li>{}</ul></li>{}</ul>"
)
ORDERED = (
    '<ol><li>Approve the plan<ol type="a"><li>with a review in May</li><li>and a report to scrutiny</li></ol></li>'
    "<li>Publish the figures</li></ol>"
)
TABLE = (
    '<table><thead><tr><th scope="col">Partner</th><th scope="col">£</th></tr></thead>'
    "<tbody><tr><td>Council</td><td>10,000</td></tr>{}</tbody></table>"
)
DETAILS = '<p>Details: <a href="https://example.org/plan" rel="noopener noreferrer">the plan</a>{}.</p>'
DOCUMENTS = {
    # LibreOffice itself leaves tracked deletions out of what it copies.
    "libreoffice.html": (
        "<h3>Key issues</h3><h4>Housing</h4>"
        + HOUSING.format(" and a grant", "<li>9 in Widnes</li>", "<li>New homes: 40 on 3 × 10⁴ m²</li>")
        + "<p>3.1 The Board agreed the timetable.</p>"
        + TABLE.format("<tr><td>Health trust</td><td>2,500</td></tr>")
        + f"<h3>Decisions</h3>{ORDERED}{DETAILS.format('')}",
        "We left out 1 passage of deleted text and 1 picture.",
    ),
    "word.html": (
        "<h3>Housing</h3>"
        + HOUSING.format("", "<li>9 in Widnes</li>", "<li>40 new homes on 3 × 10⁴ m², by the 1st of May</li>")
        + "<h4>Decisions</h4><p>3.1 The Board agreed the timetable.</p>"
        + f"<p>3.2 It will be reviewed. Officers report in June.</p>{ORDERED}{TABLE.format('')}"
        + DETAILS.format(", our copy"),
        "We left out 2 passages of deleted text, 1 picture, 1 comment, 1 passage of hidden text and 1 link that does"
        " not lead to a website.",
    ),
    "google-docs.html": (
        f'<h3>Housing</h3>{HOUSING.format("", "", "")}<ol type="a"><li>Approve the plan</li>'
        f"<li>Publish the figures</li></ol>{TABLE.format('')}<p>3.1 The Board agreed 10⁶ litres.</p>",
        "We left out 1 passage of deleted text and 1 picture.",
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_clean_takes_what_each_program_puts_on_the_clipboard(name):
    read = clean((Path(__file__).parent / "pasted" / name).read_text())
    assert (read.html, read.sentence) == DOCUMENTS[name]


def word_paragraph(label, words, *, level=1):
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]><span"
        f" style='mso-list:Ignore'>{label}<span>&nbsp;&nbsp; </span></span><![endif]>{words}</p>"
    )


@pytest.mark.parametrize(
    ("marks", "clean"),
    [
        (
            [("·", 1), ("o", 2), ("§", 3), ("·", 1)],
            "<ul><li>0<ul><li>1<ul><li>2</li></ul></li></ul></li><li>3</li></ul>",
        ),
        ([("1.", 1), ("2.", 1), ("1.", 1)], "<ol><li>0</li><li>1</li></ol><ol><li>2</li></ol>"),
        ([("h.", 1), ("i.", 1)], '<ol start="8" type="a"><li>0</li><li>1</li></ol>'),
        ([("iv)", 1), ("v)", 1)], '<ol start="4" type="i"><li>0</li><li>1</li></ol>'),
        ([("A.", 1), ("·", 2)], '<ol type="A"><li>0<ul><li>1</li></ul></li></ol>'),
        ([("3.", 1), ("3.1", 2)], '<ol start="3"><li>0</li></ol><p>3.1 1</p>'),
        ([("·", 2), ("·", 1)], "<ul><li>0</li></ul><ul><li>1</li></ul>"),
    ],
)
def test_lists_of_word_keep_their_levels_and_numbers(marks, clean):
    raw = "".join(word_paragraph(label, words, level=level) for words, (label, level) in enumerate(marks))
    assert clean_html(raw) == clean


def test_elements_thousands_deep_become_plain_text_and_that_is_said():
    read = clean(f"{'<em>' * 20_000}Waiting &amp; times")
    assert read.html == "<p>Waiting &amp; times</p>"
    assert read.sentence == "We left out all formatting, which is nested too deeply."


def test_lists_are_nested_ten_levels_deep_and_no_deeper():
    assert clean_html("<ul><li>x" * 30).count("<ul>") == 10


@given(
    st.text(
        alphabet=st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="<-–*·•▪●◦‣\uf0b7\uf0a7"),
        max_size=60,
    )
)
def test_clean_html_loses_no_word_of_plain_text(text):
    assert to_text(clean_html(text)).split() == re.sub("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]", "", text).split()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h3>Issues</h3><p>One <strong>two</strong><br>three</p>", "Issues\n\nOne two\nthree"),
        ("<p>So:</p><ul><li>a</li><li><p>b</p><ol start='3'><li>c</li><li>d</li></ol></li></ul><p>e</p>", None),
        ('<p>See <a href="https://example.org/a">the paper</a>.</p>', "See the paper (https://example.org/a)."),
        ('<p><a href="https://example.org/">https://example.org/</a></p>', "https://example.org/"),
        ('<p><a href="mailto:a@example.org">write</a></p>', "write (a@example.org)"),
        ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
        ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n>\n> - b"),
        ("<ol type=i start=3><li>a</li></ol>", "iii. a"),
        (
            "<table><tr><td>Partner</td><td>£</td></tr><tr><td>Council</td><td>1</td></tr></table>",
            "Partner: Council; £: 1",
        ),
        ("", ""),
    ],
)
def test_to_text_is_readable_in_a_mail(html, text):
    assert to_text(html) == ("So:\n\n- a\n- b\n  3. c\n  4. d\n\ne" if text is None else text)


def test_editor_style_hash_belongs_to_the_installed_editor():
    script = Path(django_prose_editor.__file__).parent / "static/django_prose_editor/editor.js"
    (style,) = re.findall(r"=`(\.ProseMirror \{[^`]*)`", script.read_text())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == EDITOR_STYLE_HASH


@pytest.mark.parametrize("words", ["· ", "& ", "a < b ", "é ", "\ue0000\ue000 ", "\ue000"])
def test_long_text_is_written_as_a_short_one_is(words):
    """Long texts are kept out of nh3's way; what stands for them in the meantime may itself be typed."""
    assert clean_html(f"x {words * 600}y") == f"<p>{escape(f'x {words * 600}y', quote=False)}</p>"
