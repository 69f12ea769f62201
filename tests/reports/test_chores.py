"""One bad row stops no other, in each chore: two partnerships, the bad one first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.db.models.signals import post_init, pre_delete, pre_save
from django_q.models import Schedule

from boards.models import Partnership
from core.models import Chore, ChoreFailure, RenderedFile
from outbox.models import Message
from progress.models import ProgressRequest
from reports import schedules, tasks
from reports.choices import PaperKind
from tests import factories
from tests.outbox.makers import message
from tests.progress.asking import ASKED_ON, at, meeting_of, owner, recommend, study
from tests.reports.makers import NOON, finished_paper, published_summary

pytestmark = pytest.mark.django_db


@contextmanager
def fault_in(model, is_bad, signal=pre_save) -> Iterator[None]:
    """A row that nobody thought of: saving it fails, or whatever else the signal tells of."""

    def fail(instance, **_):
        if is_bad(instance):
            raise KeyError("nobody thought of this")

    signal.connect(fail, sender=model, weak=False)
    try:
        yield
    finally:
        signal.disconnect(fail, sender=model)


def with_broken_address(partnership):
    """No address of its pages can be made: whatever mail leads to one cannot be queued."""
    Partnership.objects.filter(pk=partnership.pk).update(slug="not an address")


def tend(moment=NOON):
    with time_machine.travel(moment, tick=False):
        tasks.tend_queue()


def failed():
    return list(ChoreFailure.objects.unsettled().order_by("pk").values_list("chore", "about_label"))


def test_mail_that_cannot_be_written_stops_no_other(world):
    message(world.partnership, kind="nobody-knows-this", subject="Bad")
    Message.objects.update(next_attempt_at=NOON - timedelta(hours=1))
    good = message(world.elsewhere, kind="nobody-knows-this", email=world.outsider.email, next_attempt_at=NOON)
    Message.objects.filter(pk=good.pk).update(kind="given-up", about=world.elsewhere.pk)
    message(world.elsewhere, state="failed", next_attempt_at=NOON - timedelta(minutes=1))
    tend()
    assert [one.to for one in mail.outbox] == [[good.email]]
    [(chore, label)] = failed()
    assert (chore, label.startswith("Bad to ")) == ("send-mail", True)
    failure = ChoreFailure.objects.get()
    assert (failure.scope, failure.error) == ("halton", "KeyError: 'nobody-knows-this'")


def test_reminder_that_cannot_be_queued_stops_no_other(world):
    for partnership, body in ((world.partnership, world.board), (world.elsewhere, None)):
        factories.MeetingFactory(
            body=body or factories.BodyFactory(partnership=partnership),
            held_on=date(2026, 11, 16),
            summary_due_on=date(2026, 11, 23),
        )
    with_broken_address(world.partnership)
    tend()
    queued = Message.objects.filter(kind="summary-reminder")
    assert set(queued.values_list("partnership__slug", flat=True)) == {"elsewhere"}
    assert failed() == [("remind-of-summaries", "Halton Strategic Partnership")]


def ask_of(ppb, name):
    recommend(study(ppb), 1, owner(ppb.partnership, f"Council of {name}", name))
    return meeting_of(ppb)


def test_request_for_progress_that_fails_stops_no_other_partnership(world):
    ask_of(world.ppb, "ann")
    ask_of(factories.BodyFactory(partnership=world.elsewhere, kind="ppb"), "ben")
    with_broken_address(world.partnership)
    tend(at(ASKED_ON))
    assert list(Message.objects.values_list("email", flat=True)) == ["ben@example.org"]
    assert failed() == [("ask-for-progress", "Council of ann")]


def test_request_for_progress_of_one_meeting_that_fails_is_made_up_for_when_it_is_mended(world):
    bad = ask_of(world.ppb, "ann")
    other = factories.BodyFactory(partnership=world.partnership, kind="ppb")
    ask_of(other, "ben")
    with fault_in(ProgressRequest, lambda row: row.meeting_id == bad.pk, signal=post_init):
        tend(at(ASKED_ON))
        assert list(Message.objects.values_list("email", flat=True)) == ["ben@example.org"]
    assert failed() == [("ask-for-progress", "Council of ann")]
    tend(at(ASKED_ON) + timedelta(seconds=59))
    assert Message.objects.count() == 1
    tend(at(ASKED_ON) + timedelta(seconds=60))
    assert sorted(Message.objects.values_list("email", flat=True)) == ["ann@example.org", "ben@example.org"]
    assert failed() == []


def test_request_to_one_owner_that_fails_stops_no_other_of_the_same_meeting(world):
    group = study(world.ppb)
    bad, good = (owner(world.partnership, f"Council of {name}", name) for name in ("ann", "ben"))
    recommend(group, 1, bad, good)
    recommend(group, 2, bad)
    meeting_of(world.ppb)
    with fault_in(
        ProgressRequest, lambda row: row.owner_id == bad.pk and row.recommendation.number == 2, signal=post_init
    ):
        tend(at(ASKED_ON))
    assert list(ProgressRequest.objects.values_list("owner__name", flat=True)) == ["Council of ben"]
    assert failed() == [("ask-for-progress", "Council of ann")]
    tend(at(ASKED_ON) + timedelta(seconds=60))
    assert sorted(Message.objects.values_list("email", flat=True)) == ["ann@example.org", "ben@example.org"]
    assert ProgressRequest.objects.count() == 3
    assert failed() == []


def test_digest_that_cannot_be_gathered_stops_no_other(world):
    for partnership in (world.partnership, world.elsewhere):
        message(partnership, kind="given-up", state="held", next_attempt_at=NOON)
    with_broken_address(world.partnership)
    tend()
    assert set(Message.objects.filter(kind="digest").values_list("partnership__slug", flat=True)) == {"elsewhere"}
    assert [chore for chore, _ in failed()] == ["gather-digests"]


def test_paper_that_cannot_be_asked_for_stops_no_other(world):
    for partnership in (world.partnership, world.elsewhere):
        body = factories.BodyFactory(partnership=partnership)
        version = published_summary(body, by=world.officer)
        message(partnership, kind="summary", about=version.pk, next_attempt_at=NOON + timedelta(days=1))
    with fault_in(RenderedFile, lambda paper: paper.scope == "halton"):
        tend(NOON + timedelta(minutes=2))
    assert list(RenderedFile.objects.values_list("scope", flat=True)) == ["elsewhere"]
    assert [chore for chore, _ in failed()] == ["make-papers"]


def test_paper_that_cannot_be_thrown_away_stops_no_other(world):
    old = NOON - timedelta(days=2)
    bad = finished_paper("halton", kind=PaperKind.PROGRESS_TABLE, finished_at=old)
    finished_paper("elsewhere", kind=PaperKind.PROGRESS_TABLE, finished_at=old)
    RenderedFile.objects.filter(pk=bad.pk).update(file="../../outside.pdf")
    tend()
    assert list(RenderedFile.objects.values_list("scope", flat=True)) == ["halton"]
    assert failed() == [("discard-papers", str(bad))]


@pytest.mark.django_db(transaction=True)
def test_chore_that_fails_as_a_whole_stops_no_other(world):
    """Sessions cannot be cleared, and the mail goes out all the same."""
    message(world.elsewhere, state="failed", next_attempt_at=NOON)
    good = message(
        world.elsewhere, kind="given-up", about=world.elsewhere.pk, email=world.outsider.email, next_attempt_at=NOON
    )
    expired = Session.objects.create(session_key="expired", session_data="", expire_date=NOON - timedelta(days=1))
    with fault_in(Session, lambda row: True, signal=pre_delete):
        tend()
    assert [one.to for one in mail.outbox] == [[good.email]]
    assert failed() == [("discard-expired", "")]
    tend(NOON + timedelta(minutes=1))
    assert (failed(), Session.objects.filter(pk=expired.pk).exists()) == ([], False)


def test_each_chore_has_a_schedule_of_its_own_every_minute_and_stands_once(db):
    Schedule.objects.create(func="reports.tasks.tend_queue", schedule_type=Schedule.MINUTES, minutes=1)
    schedules.keep_schedules()
    schedules.keep_schedules()
    found = Schedule.objects.order_by("pk").values_list("func", "args", "schedule_type", "minutes", "repeats")
    assert list(found) == [(schedules.RUN_CHORE, repr(name), Schedule.MINUTES, 1, -1) for name in tasks.CHORES]
    assert "send-mail" in tasks.CHORES


def test_run_of_one_chore_is_on_record(world):
    with time_machine.travel(NOON, tick=False):
        tasks.run_chore("send-mail")
    assert list(Chore.objects.values_list("name", "started_at", "finished_at")) == [("send-mail", NOON, NOON)]
