"""Chores on their own: what fails is written down and waits, the rest is done."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from core.chores import StopChore, each, record_failure, run_whole, settle_what_is_gone
from core.models import Chore, ChoreFailure, User
from core.processes import has_died, this_process
from tests.factories import UserFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [UserFactory(name=name) for name in ("Bad", "Good", "Better")]


class Work:
    """Notes whom it has seen; fails with those who are called Bad."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.is_mended = False

    def __call__(self, user: User) -> int:
        self.seen.append(user.name)
        if user.name == "Bad" and not self.is_mended:
            raise KeyError("nobody thought of this")
        return 1


def go(work, people, at=NOON, **options):
    return each("greet", people, work, at=at, scope=lambda user: "halton", **options)


def told(*fields):
    return list(ChoreFailure.objects.order_by("pk").values_list(*fields))


def test_row_that_fails_is_written_down_and_stops_no_other(people, caplog):
    work = Work()
    assert (go(work, people), work.seen) == (2, ["Bad", "Good", "Better"])
    assert told("chore", "scope", "about", "about_label", "error", "times", "failed_at", "retry_at") == [
        (
            *("greet", "halton", f"core.user {people[0].pk}", "Bad", "KeyError: 'nobody thought of this'"),
            *(1, NOON, NOON + MINUTE),
        )
    ]
    assert [record.getMessage() for record in caplog.records] == [f"greet failed with core.user {people[0].pk}"]


def test_row_that_fails_waits_longer_and_longer_and_the_others_do_not(people):
    work, minutes = Work(), []
    for minute in range(60 * 48):
        before = work.seen.count("Bad")
        go(work, people, at=NOON + minute * MINUTE)
        if work.seen.count("Bad") > before:
            minutes.append(minute)
    assert minutes == [0, 1, 6, 36, 156, 516, 1236, 1956, 2676]
    assert work.seen.count("Good") == 60 * 48
    assert told("times", "last_failed_at") == [(9, NOON + 2676 * MINUTE)]


def test_row_that_goes_well_again_is_settled_and_may_fail_anew(people):
    work = Work()
    go(work, people)
    work.is_mended = True
    go(work, people, at=NOON + MINUTE)
    assert told("times", "settled_at") == [(1, NOON + MINUTE)]
    work.is_mended = False
    go(work, people, at=NOON + 2 * MINUTE)
    assert told("times", "settled_at") == [(1, NOON + MINUTE), (1, None)]


def test_rows_with_waits_of_their_own_are_never_passed_over(people):
    work = Work()
    go(work, people, has_own_waits=True)
    go(work, people, has_own_waits=True)
    assert work.seen.count("Bad") == 2


def test_run_that_is_stopped_blames_no_row(people):
    def stop(user):
        raise StopChore

    with pytest.raises(StopChore):
        go(stop, people)
    assert told("pk") == []


def test_no_rows_cost_nothing_and_many_rows_one_query(people, django_assert_num_queries):
    work = Work()
    work.is_mended = True
    with django_assert_num_queries(0):
        go(work, [])
    with django_assert_num_queries(1):
        go(work, people * 30)


def test_chore_that_fails_as_a_whole_is_written_down_and_settled_when_it_goes_well():
    def fail():
        raise RuntimeError("the list cannot be read")

    assert run_whole("greet", fail, now=lambda: NOON) is False
    assert run_whole("greet", fail, now=lambda: NOON + MINUTE) is False
    assert told("about", "scope", "error", "times", "retry_at", "settled_at") == [
        ("", "", "RuntimeError: the list cannot be read", 2, NOON + 2 * MINUTE, None)
    ]
    assert run_whole("greet", lambda: None, now=lambda: NOON + 2 * MINUTE) is True
    assert told("times", "settled_at") == [(2, NOON + 2 * MINUTE)]
    chore = Chore.objects.get()
    assert (chore.worker, chore.started_at, chore.finished_at) == (this_process(), NOON + 2 * MINUTE, NOON + 2 * MINUTE)


def test_chore_that_is_being_done_is_not_begun_again():
    inner = []
    run_whole("greet", lambda: inner.append(run_whole("greet", lambda: None, now=lambda: NOON)), now=lambda: NOON)
    assert inner == [False]
    assert run_whole("greet", lambda: None, now=lambda: NOON) is True


def dead_process() -> str:
    """The name of a process that was there and has been killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    name = this_process().replace(f":{os.getpid()}", f":{child.pid}")
    assert not has_died(name)
    child.kill()
    child.wait()
    child.stdout.close()
    return name


def test_chore_of_a_killed_process_is_begun_again_at_once_and_its_end_is_on_record(caplog):
    Chore.objects.create(name="greet", worker=dead_process(), started_at=NOON)
    assert run_whole("greet", lambda: None, now=lambda: NOON + MINUTE) is True
    assert told("chore", "error", "settled_at") == [
        (
            "greet",
            "It did not come to its end: its process was ended, or it took longer than a task may.",
            NOON + MINUTE,
        )
    ]
    assert [record.getMessage() for record in caplog.records] == ["The chore greet was interrupted"]


def test_chore_of_a_process_that_nobody_here_can_see_is_begun_again_after_five_minutes():
    Chore.objects.create(name="greet", worker="elsewhere:1", started_at=NOON)
    assert run_whole("greet", lambda: None, now=lambda: NOON + 5 * MINUTE - timedelta(seconds=1)) is False
    assert run_whole("greet", lambda: None, now=lambda: NOON + 5 * MINUTE) is True


def test_what_is_too_long_for_its_field_is_cut_off():
    record_failure("greet", "e" * 501, at=NOON, label="l" * 251)
    assert told("about_label", "error") == [("l" * 250, "e" * 500)]


def test_what_its_chore_never_comes_back_to_is_settled_and_in_time_forgotten(people):
    record_failure("greet", "It is gone", at=NOON, about="core.user 0")
    record_failure("greet", "The whole chore", at=NOON)
    assert settle_what_is_gone(at=NOON + timedelta(days=1)) == 0
    later = NOON + timedelta(days=1, minutes=2)
    assert settle_what_is_gone(at=later) == 1
    assert told("error", "settled_at") == [("It is gone", later), ("The whole chore", None)]
    settle_what_is_gone(at=later + timedelta(days=90))
    assert ChoreFailure.objects.count() == 2
    settle_what_is_gone(at=later + timedelta(days=91))
    assert told("error") == [("The whole chore",)]


def test_command_shows_what_failed_and_tries_it_again(people, capsys):
    call_command("chores")
    assert capsys.readouterr().out == "Nothing has failed.\n"
    work = Work()
    run_whole("greet", lambda: go(work, people), now=lambda: NOON)
    call_command("chores")
    assert capsys.readouterr().out.splitlines() == [
        "greet: last ended 2026-11-23 12:00:00+00:00",
        "FAILED greet halton Bad: KeyError: 'nobody thought of this' "
        "(1 times since 2026-11-23 12:00:00+00:00, next at 2026-11-23 12:01:00+00:00)",
    ]
    with time_machine.travel(NOON, tick=False):
        call_command("chores", retry=True)
    go(work, people, at=NOON)
    assert work.seen.count("Bad") == 2
