"""The mail of a summary: what it says, its PDF, which it waits for but not for ever, and whom it goes to no more."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from boards.models import Appointment
from core.models import RenderedFile
from core.papers import render_paper
from outbox.choices import Rhythm
from outbox.kinds import NotYet
from outbox.models import Message
from outbox.services.digests import gather_digests
from outbox.services.preferences import set_preferences
from outbox.services.queue import Addressee, queue_mail
from outbox.services.sending import send_due
from summaries.choices import SUMMARY
from summaries.models import MeetingSummary
from summaries.papers import paper_of_version, pdf_of
from tests import factories
from tests.reading import joined
from tests.reports.makers import NOON, TODAY, finished_paper, published_summary

MINUTE = timedelta(minutes=1)


@pytest.fixture
def version(world):
    return published_summary(world.board, by=world.officer)


@pytest.fixture
def person(world):
    return world.partnership.people.get(name="PPB Member")


@pytest.fixture
def queue(world, person):
    """Queue the mail of a version to the member of the PPB."""

    def queue(version, **given):
        to = [Addressee(person.name, person.email, "PPB member since January 2001 (Corporate PPB)", person.pk)]
        known = {"subject": "Summary", "path": version.summary.meeting.get_absolute_url(), "at": NOON}
        queue_mail(partnership=world.partnership, kind=SUMMARY, about=version.pk, to=to, **(known | given))
        return Message.objects.get(about=version.pk, kind=SUMMARY)

    return queue


def with_paper(version):
    type(version).objects.update(paper=finished_paper("halton", kind="summary", asked_at=NOON))
    version.refresh_from_db()
    return version


def send(at=NOON):
    return send_due(now=lambda: at)


def outcome(message):
    message.refresh_from_db()
    return message.state, message.last_error


def test_mail_waits_for_a_paper_that_nobody_asked_for_yet(version):
    with pytest.raises(NotYet):
        pdf_of(version, at=NOON, may_wait=True)


def test_mail_waits_while_the_paper_is_made(version):
    paper_of_version(version=version, at=NOON)
    version.refresh_from_db()
    with pytest.raises(NotYet):
        pdf_of(version, at=NOON + 9 * MINUTE, may_wait=True)


def test_mail_takes_the_finished_paper(version):
    assert pdf_of(with_paper(version), at=NOON, may_wait=True) == b"%PDF-1.7 a paper"


def test_mail_goes_without_a_paper_that_cannot_be_made(version):
    paper_of_version(version=version, at=NOON)
    RenderedFile.objects.update(state="failed")
    version.refresh_from_db()
    assert pdf_of(version, at=NOON, may_wait=True) is None


def test_mail_waits_ten_minutes_for_a_paper_and_then_goes_without(version, queue):
    message = queue(version)
    paper_of_version(version=version, at=NOON)
    assert send(NOON + 10 * MINUTE - timedelta(seconds=1)) == 0
    assert send(NOON + 10 * MINUTE) == 1
    assert (outcome(message), mail.outbox[0].attachments) == (("sent", ""), [])


@pytest.mark.parametrize(("after", "went"), [(9 * MINUTE, 0), (10 * MINUTE, 1)])
def test_paper_that_is_lost_from_the_disk_is_made_anew_and_holds_no_mail_back(version, queue, after, went):
    message = queue(with_paper(version))
    RenderedFile.objects.update(about={"version": version.pk})
    paper = version.paper
    paper.file.storage.delete(paper.file.name)

    assert send(NOON + after) == went
    # Mail that is fresh may wait for it; any other goes at once, with its link.
    assert outcome(message) == (("sent", "") if went else ("queued", ""))
    assert [(one.attachments, version.summary.meeting.get_absolute_url() in one.body) for one in mail.outbox] == [
        ([], True)
    ] * went
    paper.refresh_from_db()
    assert (paper.state, paper.file.name, paper.asked_at) == ("queued", "", NOON + after)
    render_paper(paper.pk)
    paper.refresh_from_db()
    with paper.file.open() as file:
        assert (paper.state, file.read(5)) == ("done", b"%PDF-")


def test_mail_carries_no_paper_where_the_way_out_takes_none(version, settings):
    settings.MAIL_BACKEND = "notify"
    assert pdf_of(with_paper(version), at=NOON, may_wait=True) is None


def test_mail_brings_the_summary_in_text_and_html_with_the_pdf(version, queue, settings):
    settings.BASE_URL = "https://portal.example.org"
    queue(with_paper(version))
    send()

    (message,) = mail.outbox
    html = joined(message.alternatives[0][0])
    assert message.subject == "Summary: Board meeting, 16 November 2026"
    assert message.extra_headers["List-Id"] == "<summary.halton.portal.example.org>"
    assert "List-Unsubscribe" not in message.extra_headers
    assert message.attachments == [("halton-board-2026-11-16-summary.pdf", b"%PDF-1.7 a paper", "application/pdf")]
    for part in (message.body, html):
        assert f"https://portal.example.org{version.summary.meeting.get_absolute_url()}" in part
        assert "attached as a PDF" in part
        assert "One list of vacancies" in part
        assert "Write the list" in part
        assert "by 1 December 2026" in part
        assert "Why you get this email: PPB member since January 2001 (Corporate PPB)." in part
        assert "so it cannot be stopped" in part
        assert "https://portal.example.org/halton/mail/" in part
    assert "<p>" not in message.body


def test_mail_of_a_correction_says_what_was_corrected(world, queue):
    version = with_paper(published_summary(world.board, by=world.officer, note="The college came"))
    type(version).objects.update(number=2)
    queue(version)
    send()

    assert mail.outbox[0].subject == "Corrected summary: Board meeting, 16 November 2026"
    assert "What was corrected: The college came" in mail.outbox[0].body


def test_mail_without_a_paper_does_not_speak_of_one(version, queue):
    queue(version)
    send(NOON + MINUTE)

    assert mail.outbox[0].attachments == []
    assert "attached" not in mail.outbox[0].body


def test_nothing_goes_out_of_a_summary_that_is_not_published(version, queue):
    message = queue(with_paper(version))
    MeetingSummary.objects.update(published_at=None)

    assert send() == 0
    assert outcome(message) == ("dropped", "The summary is not published.")


def test_nothing_goes_to_somebody_who_left_after_it_was_queued(version, queue, person):
    message = queue(with_paper(version))
    Appointment.objects.filter(person=person).update(ends_on=TODAY - timedelta(days=1))

    assert send() == 0
    assert outcome(message) == ("dropped", "PPB Member is no longer on the list of those who get it.")


def test_summary_waits_for_the_next_morning_but_never_for_monday(world, version, queue, person):
    set_preferences(
        partnership=world.partnership, email=person.email, rhythm=Rhythm.WEEKLY, stopped=(), by=None, at=NOON
    )
    message = queue(with_paper(version))

    assert (outcome(message), message.next_attempt_at) == (("held", ""), NOON + timedelta(hours=19))
    with time_machine.travel(NOON + timedelta(hours=19), tick=False):
        gather_digests(at=NOON + timedelta(hours=19))
        assert send(NOON + timedelta(hours=19)) == 1
    assert "- Summary: Board meeting, 16 November 2026" in mail.outbox[0].body
    assert outcome(message) == ("sent", "")


def test_person_appointed_twice_still_gets_it_when_one_appointment_ends(world, version, queue, person):
    queue(with_paper(version))
    Appointment.objects.filter(person=person).update(ends_on=TODAY - timedelta(days=1))
    factories.AppointmentFactory(person=person, body=world.ppb)

    assert send() == 1
