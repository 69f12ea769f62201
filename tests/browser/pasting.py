"""Pasting as a browser does it: with HTML on the clipboard."""

from playwright.sync_api import Locator


def paste(box: Locator, html: str) -> None:
    """Paste the HTML into the editor's box, where its cursor is."""
    box.evaluate(
        """(box, html) => {
          const clipboard = new DataTransfer();
          clipboard.setData("text/html", html);
          box.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
        }""",
        html,
    )
