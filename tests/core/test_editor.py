"""The editor in a real browser: under the strict policy, named aloud, and without scripts a plain text box."""

import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import expect

from core.richtext import clean
from tests.browser.arrival import follow, patient
from tests.browser.pasting import paste

PASTED = Path(__file__).parent / "pasted"
pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.core.editor_page")]


@pytest.fixture
def address(settings):
    """Where a small portal answers: the page, its static files and the policy, without a database."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "csp" in name]
    engine = settings.TEMPLATES[0]
    processors = ["django.template.context_processors.request", "csp.context_processors.nonce"]
    settings.TEMPLATES = [engine | {"OPTIONS": {"context_processors": processors}}]
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.daemon_threads = True
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def open_page(browser):
    """``open_page()`` gives a page in a window of its own, which takes the options."""
    contexts = []

    def make(**options):
        contexts.append(patient(browser.new_context(**options)))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def test_editor_runs_under_the_strict_policy_and_says_its_name(address, open_page):
    page = open_page(viewport={"width": 320, "height": 800})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    box = page.get_by_role("textbox", name="Key issues")
    box.wait_for()
    buttons = page.get_by_role("toolbar", name="Formatting: Key issues")
    expect(buttons.get_by_role("button", name="bold")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(entry["id"], entry["nodes"][0]["html"][:200]) for entry in found] == []
    expect(page.locator(".tiptap")).to_have_css("white-space", "break-spaces")
    page.get_by_text("Key issues").click()
    page.keyboard.type("Two points")
    follow(page.get_by_role("button", name="Save"))
    assert page.locator("#saved").inner_text() == "<p>Two points</p>"
    assert said == []


def test_editor_takes_lists_from_word(address, open_page):
    page = open_page()
    page.goto(address)
    page.get_by_role("textbox", name="Key issues").click()
    paste(
        page.locator(".tiptap"),
        """<p class=MsoListParagraph><span>·<span>&nbsp;&nbsp;&nbsp; </span></span>
        First</p><p class=MsoListParagraph><span>·<span>&nbsp;&nbsp;&nbsp; </span></span>Second</p>""",
    )
    follow(page.get_by_role("button", name="Save"))
    assert page.locator("#saved").inner_text() == "<ul><li>First</li><li>Second</li></ul>"


SHORT_PASTES = [
    "<p>The Board <del>rejected</del><ins>approved</ins> the plan <s>today</s>.</p>",
    "<p>Board<span style='text-decoration:line-through'> rejected </span>approved (<del>a</del> b)</p>",
    "<table><tr><td>Chair</td></tr></table><p>a</p>",
    "<table><tr><td><b>Chair</b></td><td>A</td></tr><tr><td><b>Clerk</b></td><td>B</td></tr></table>",
    "<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
    "<h3>a</h3><h4>b</h4><h6>c</h6><ol type=I start=4><li>d</li></ol><blockquote><p>e</p></blockquote>",
    "<p title='style=x'>style=y</p><p>a<br>b <a href='#x'>c</a> <a href='file:///d'>d</a></p>",
]


@pytest.mark.parametrize("name", ["word.html", "libreoffice.html", "google-docs.html"])
def test_editor_reads_a_pasted_document_as_the_server_does(address, open_page, name):
    page, pasted = open_page(), (PASTED / name).read_text()
    warned = []
    page.on("console", lambda message: warned.append(message.text))
    page.on("pageerror", lambda error: warned.append(str(error)))
    page.goto(address)
    paste(page.locator(".tiptap"), pasted)
    expected = clean(pasted)
    assert warned == []
    expect(page.get_by_role("status")).to_have_text(expected.sentence)
    follow(page.get_by_role("button", name="Save"))
    assert page.locator("#saved").inner_text() == expected.html
    # What was saved goes into the editor again, and comes out of it as it was.
    follow(page.get_by_role("button", name="Save"))
    assert page.locator("#saved").inner_text() == expected.html
    assert warned == []


def test_editor_reads_each_construct_as_the_server_does(address, open_page):
    page = open_page()
    for pasted in SHORT_PASTES:
        page.goto(address)
        paste(page.locator(".tiptap"), pasted)
        expected = clean(pasted)
        expect(page.get_by_role("status")).to_have_text(expected.sentence)
        follow(page.get_by_role("button", name="Save"))
        assert page.locator("#saved").inner_text() == expected.html


def test_editor_without_scripts_is_a_text_box(address, open_page):
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page.goto(address)
    assert page.get_by_label("Key issues").get_attribute("class") == "govuk-textarea"
    page.get_by_label("Key issues").fill("One\n\n- two\n- three")
    follow(page.get_by_role("button", name="Save"))
    assert page.locator("#saved").inner_text() == "<p>One</p><ul><li>two</li><li>three</li></ul>"
