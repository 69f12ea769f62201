"""What all letters have in common: text beside HTML, and a foot that says why it came and how to be asked less."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.asks import AskLink
from outbox.kinds import Attachment, Letter, kinds
from outbox.models import Message
from outbox.services.composing import why_not_written_to


@dataclass(frozen=True)
class PreferencesLink(AskLink):
    """Where whoever gets the message says how often, without signing in."""

    message: Message
    purpose, page, lasts = "mail", "outbox:preferences_by_link", timedelta(days=365)

    @classmethod
    def known(cls, partnership: Any) -> tuple[QuerySet[Any], ...]:
        return (Message.objects.filter(partnership=partnership).select_related("person"),)

    def may_act(self, *, on: date) -> bool:
        return not why_not_written_to(self.message, on=on)


def letter(
    template: str,
    context: Mapping[str, Any],
    message: Message,
    subject: str,
    attachments: Iterable[Attachment] = (),
) -> Letter:
    """Fill in ``email/<template>.txt`` and ``.html``, which extend ``email/base.txt`` and ``.html``.

    Both know ``subject``, ``message``, ``partnership`` and ``url``, the page that the message leads to, beside the
    context. The subject is made here and now as the body is, never taken from the row, which may be hours old.
    """
    kind = kinds.get(message.kind)
    # A title may hold what no header may.
    subject = " ".join(subject.split())
    known = {
        "subject": subject,
        "message": message,
        "partnership": message.partnership,
        "url": f"{settings.BASE_URL}{message.path}",
        "preferences_url": PreferencesLink(message).url,
        "may_be_stopped": kind is not None and not kind.is_duty,
        **context,
    }
    return Letter(
        subject=subject,
        text=render_to_string(f"email/{template}.txt", known),
        html=render_to_string(f"email/{template}.html", known),
        attachments=tuple(attachments),
    )


def can_attach() -> bool:
    """Whether mail carries files; without, it leads to the page where they are."""
    return settings.MAIL_BACKEND != "notify"


def policy_of(html: str) -> str:
    """What a browser may do with the HTML part: nothing but its own styles, and links that open in another tab."""
    styles = html.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(styles.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
        " sandbox allow-popups allow-popups-to-escape-sandbox"
    )


def with_links(text: str) -> SafeString:
    """The text part for a page, where addresses of the portal can be followed as in a mail program."""
    return format_html_join(
        "\n",
        "{}",
        ((format_html_join(" ", "{}", ((_word(one),) for one in line.split(" "))),) for line in text.splitlines()),
    )


def _word(word: str) -> str:
    if not word.startswith(f"{settings.BASE_URL}/"):
        return word
    return format_html('<a class="govuk-link" href="{}" target="_blank" rel="noopener">{}</a>', word, word)


def stop_url(message: Message) -> str:
    """Where mail programs post when somebody chooses “unsubscribe” there (RFC 8058)."""
    return PreferencesLink(message).url_of("outbox:stop_by_link")
