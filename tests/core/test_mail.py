"""The subject of a mail, from our hand to that of a real mail server: every byte as it stands in the header."""

from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.mail import LONGEST_LINE, Mail, fold_subject
from tests.browser.portal import free_port

ALPHABETS = (
    "abc XYZ 019 ,.-:()",
    "àéîõüç ñß œ’ – “”",
    "ąćęłńóśźż ŵŷ",
    "Ελληνικά",
    "кириллица",
    "العربية",
    "日本語の題名",
    "👪🏽🇬🇧 café",
)
SUBJECTS = st.sampled_from(ALPHABETS).flatmap(lambda letters: st.text(letters, min_size=1, max_size=250))


class Keeper:
    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        self.kept.append(envelope.original_content)
        return "250 Accepted"


@pytest.fixture(scope="module")
def server():
    keeper = Keeper()
    controller = Controller(keeper, hostname="127.0.0.1", port=free_port())
    controller.start()
    keeper.port = controller.port
    yield keeper
    controller.stop()


def received(server, subject):
    """The lines of the header “Subject”, as the server was sent them, and the whole message."""
    connection = mail.get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=server.port)
    Mail(subject=subject, body="Text", to=["reader@example.org"], connection=connection).send()
    raw = server.kept.pop()
    lines = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(b"Subject:"))
    end = start + 1
    while lines[end].startswith((b" ", b"\t")):
        end += 1
    return lines[start:end], raw


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subject=SUBJECTS)
@example(subject="Summary: Réunion du conseil d’administration élargi, « Grandir à Halton », 16 November 2026")
@example(subject="x" * 250)
@example(subject="word " * 49 + "end")
@example(subject="=?utf-8?b?not one?=")
@example(subject="é" * 250)
def test_subject_arrives_as_it_was_written(server, subject):
    lines, raw = received(server, subject)

    assert message_from_bytes(raw, policy=policy.default)["Subject"] == subject
    # No first line without a word, no blank before it, and none longer than a mail program must take.
    assert lines[0].startswith(b"Subject: ")
    assert lines[0][len(b"Subject: ") :].strip() == lines[0][len(b"Subject: ") :] != b""
    assert max(map(len, lines)) <= LONGEST_LINE
    assert all(line.isascii() for line in lines)


@given(subject=SUBJECTS)
def test_encoded_words_hold_whole_characters(subject):
    folded = fold_subject(subject)
    if folded != subject:
        for word in folded.split("\n "):
            # Each decodes by itself: no character is torn in two.
            assert "\ufffd" not in str(message_from_bytes(f"Subject: {word}\n\n".encode(), policy=policy.default))


def test_short_plain_subject_is_not_encoded(server):
    lines, _ = received(server, "Summary: Board meeting, 16 November 2026")
    assert lines == [b"Subject: Summary: Board meeting, 16 November 2026"]


def test_subject_with_a_line_break_is_refused():
    with pytest.raises(mail.BadHeaderError):
        Mail(subject="One\nBcc: all@example.org", body="Text", to=["reader@example.org"]).message()
