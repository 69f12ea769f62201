"""Markdown as HTML: in the portal's look, with its links turned, and without obeying HTML."""

from core.markdown import read_markdown


def html(text, link=str):
    return read_markdown(f"# Title\n\n{text}", link=link).html.split("</h1>\n", 1)[1]


def test_title_is_the_first_heading():
    page = read_markdown("# Mail & more\n\nText", link=str)
    assert (page.title, page.html.splitlines()[0]) == (
        "Mail & more",
        '<h1 id="mail-more" class="govuk-heading-xl">Mail &amp; more</h1>',
    )


def test_text_lists_and_tables_are_in_the_portals_look():
    assert html("Do **this**.") == '<p class="govuk-body">Do <strong>this</strong>.</p>\n'
    assert html("1. One") == '<ol class="govuk-list govuk-list--number">\n<li>One</li>\n</ol>\n'
    table = html("| A |\n|---|\n| b |")
    assert table.startswith('<div class="app-table-wrap" tabindex="0" role="region" aria-label="Title"><table class')
    assert table.endswith("</table>\n</div>\n")
    assert '<th scope="col" class="govuk-table__header">A</th>' in table
    assert '<td class="govuk-table__cell">b</td>' in table


def test_links_lead_where_they_are_told_or_are_words_alone():
    def link(named):
        return {"a.md": "/a/"}.get(named, "")

    assert html("[A](a.md) and [B](b.md)", link) == (
        '<p class="govuk-body"><a href="/a/" class="govuk-link">A</a> and B</p>\n'
    )


def test_html_is_shown_and_not_obeyed():
    assert html("<script>alert(1)</script>") == '<p class="govuk-body">&lt;script&gt;alert(1)&lt;/script&gt;</p>\n'
    assert 'href="javascript' not in html("[a](javascript:alert(1))")
