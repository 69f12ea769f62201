"""What holds of every act: written down, one transaction, of its partnership alone, and once for two at a time."""

from __future__ import annotations

import ast
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from itertools import cycle
from typing import Any

import pytest
import rules
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.urls import reverse

from boards.choices import Role
from core.models import AuditEvent
from search.models import SearchWord
from tests import factories
from tests.acts import ACTS, NOT_ACTS, POSTS, Act
from tests.conftest import World, holder, world_of
from tests.quality.tree import files, text
from tests.starting_points import StartingPoint

WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# What the framework keeps for itself, outside the transaction of an act.
OF_THE_FRAMEWORK = ("django_session", "django_q_ormq", "cache_entries", "core_user")


def table_written(sql: str) -> str:
    """The table that a statement writes to; empty for one that only reads, or writes what is the framework's."""
    found = WRITTEN.match(sql)
    return found[1] if found and found[1] not in OF_THE_FRAMEWORK else ""


@contextmanager
def watching(seen: Callable[[str], None]) -> Iterator[None]:
    """Calls ``seen`` with the SQL of each statement before it is run."""

    def watch(execute, sql, params, many, context):
        seen(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


# Into how many tests the acts of two at a time are cut, so that the processes of a run share them.
PARTS = 6
# Acts that are one statement, which needs no transaction around it.
ONE_STATEMENT: set[str] = set()


def prepared(act: Act, world) -> tuple[str, dict[str, Any]]:
    """The address, with what it needs on record, and what is posted to it."""
    row = act.row
    place = {} if row.whole else {"partnership": world.partnership.slug}
    kwargs = (act.kwargs or row.kwargs)(world)
    return reverse(act.address, kwargs={**place, **kwargs}), (act.data or row.data)(world)


def events_since(last: int) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(pk__gt=last).order_by("pk"))


def last_event() -> int:
    newest = AuditEvent.objects.order_by("-pk").first()
    return newest.pk if newest else 0


def test_every_post_is_an_act_or_says_why_not():
    assert {row.name for row in POSTS} == {act.address for act in ACTS} | set(NOT_ACTS)


# Verbs that are written down otherwise than by a press, each with the test that reads it.
OTHERWISE = {
    "example.loaded": "tests/example/test_example.py",
    "partnership.added": "tests/boards/test_settings.py",
    "partnership.imported": "tests/imports/test_importer.py",
    "partnership.exported": "tests/imports/test_in_the_browser.py",
    "summary.due_moved": "tests/meetings/test_scheduling.py",
}


def verbs_in_the_code() -> set[str]:
    """Every text of the portal that looks like a verb of the audit trail: “summary.published”."""
    # What happens to an account by itself, and what is counted, is of tests/core/test_security_trail.py.
    subjects = {verb.partition(".")[0] for act in ACTS for verb in act.verbs} - {"account"} | {"example"}
    return {
        node.value
        for name in files(ends=".py")
        if not name.startswith(("tests/", "script/")) and "/migrations/" not in name
        for node in ast.walk(ast.parse(text(name)))
        if isinstance(node, ast.Constant)
        and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(node.value))
        and node.value.partition(".")[0] in subjects
        and not node.value.endswith((".csv", ".ics", ".html", ".settings", ".urls"))
        # “scrutiny.manage_scrutiny” is what somebody may do, not what was done.
        and not rules.perm_exists(node.value)
    }


def test_every_verb_is_of_an_act_or_is_read_by_another_test():
    assert sorted(verbs_in_the_code() - {verb for act in ACTS for verb in act.verbs} - set(OTHERWISE)) == []
    assert [verb for verb, name in OTHERWISE.items() if f'"{verb}"' not in text(name)] == []


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_act_is_one_transaction_and_is_written_down_with_who_and_where(act, world, client_for):
    """What it writes stands in one, and what it locks, too: a lock outside of one is an error on PostgreSQL only."""
    url, data = prepared(act, world)
    last, by = last_event(), getattr(world, act.by)
    client = client_for(by)
    outside, transactions = len(connection.savepoint_ids), {}

    def look(sql):
        if "FOR UPDATE" in sql or table_written(sql):
            inside = connection.savepoint_ids[outside:]
            transactions.setdefault(inside[0] if inside else "none", []).append(sql)

    with watching(look):
        assert client.post(url, data).status_code in {200, 302}
    assert len(transactions) == 1, transactions
    assert "none" not in transactions or act.address in ONE_STATEMENT
    who, scope = by if act.is_signed else None, "halton" if act.is_of_partnership else ""
    assert [(one.verb, one.scope, one.made_by) for one in events_since(last)] == [
        (verb, scope, who) for verb in act.verbs
    ]


def rows_of(tables: Iterable[str]) -> dict[tuple[str, Any], tuple[Any, ...]]:
    """Every row of the tables, by table and primary key."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {
        (table, values[0]): values
        for table in tables
        for values in models[table]._base_manager.values_list(
            "pk", *(field.attname for field in models[table]._meta.concrete_fields)
        )
    }


def their_world() -> World:
    elsewhere, halton = (factories.PartnershipFactory(slug=slug) for slug in ("elsewhere", "halton"))
    return world_of(elsewhere, elsewhere=halton, outsider=factories.UserFactory())


THEIRS = StartingPoint(their_world)


@pytest.mark.django_db
@pytest.mark.parametrize("act", [act for act in ACTS if act.is_of_partnership], ids=str)
def test_act_changes_nothing_of_another_partnership(act, client_for):
    """The same records are there before, elsewhere, with the same people and addresses."""
    tables = set()
    with watching(lambda sql: tables.add(table_written(sql))):
        there = deepcopy(THEIRS.put_back())
        prepared(act, there)
    theirs = rows_of(tables - {""})
    del theirs["boards_partnership", there.elsewhere.pk]
    assert theirs
    world = world_of(there.elsewhere, elsewhere=there.partnership, outsider=there.outsider)
    url, data = prepared(act, world)
    client_for(getattr(world, act.by)).post(url, data)
    now = rows_of(tables - {""})
    assert {key: now.get(key) for key in theirs} == theirs


# Two at the same moment


class FirstWrite:
    """Holds each of two back before it writes for the first time, until the other has come as far.

    The one that has taken a lock goes on as soon as the other stands before that lock, or has ended. Without a lock
    both have read the same when they begin to write.
    """

    PATIENCE = 5

    def __init__(self) -> None:
        self.arrived: set[int] = set()

    def __call__(self, sql: str) -> None:
        if table_written(sql) and threading.get_ident() not in self.arrived:
            self.arrive()
            until = time.monotonic() + self.PATIENCE
            while len(self.arrived) < 2 and not is_waited_for() and time.monotonic() < until:
                time.sleep(0.005)

    def arrive(self) -> None:
        self.arrived.add(threading.get_ident())


def is_waited_for() -> bool:
    """Whether another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        waits = "NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        cursor.execute(f"SELECT EXISTS (SELECT FROM pg_locks WHERE {waits})")
        return cursor.fetchone()[0]


def counted() -> Counter[str]:
    """How many rows each table has; a word that another partnership's records have too is kept once for all."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    tables -= {*OF_THE_FRAMEWORK, SearchWord._meta.db_table}
    each = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(each)
        return Counter(dict(cursor.fetchall()))


def two_presses(act: Act, client_for, slug: str, hands: Sequence[Executor]) -> tuple[Any, ...]:
    """The verbs of the audit trail, and how many rows each table has gained or lost.

    Two ``hands`` press at once, one presses twice. Not the answers: of two at once, the second has seen a form that the
    first had not sent yet.
    """
    place, other = (factories.PartnershipFactory(slug=one) for one in (slug, f"{slug}-other"))
    world = world_of(place, elsewhere=other, outsider=holder(Role.OFFICER, other, "Officer Elsewhere"), mark=slug)
    url, data = prepared(act, world)
    clients = [client_for(getattr(world, act.by)) for _ in range(2)]
    last, before, first_write = last_event(), counted(), FirstWrite()

    def press(client):
        try:
            with watching(first_write) if len(hands) > 1 else nullcontext():
                client.post(url, data)
        finally:
            first_write.arrive()

    pressed = [hand.submit(press, client) for hand, client in zip(cycle(hands), clients, strict=False)]
    for one in pressed:
        one.result()
    now = counted()
    changed = {table: now[table] - before[table] for table in now if now[table] != before[table]}
    return sorted(event.verb for event in events_since(last)), changed


@pytest.fixture
def hands() -> Iterator[list[Executor]]:
    """Two threads, each with a connection of its own, which it keeps from act to act."""
    with ThreadPoolExecutor(1) as left, ThreadPoolExecutor(1) as right:
        yield [left, right]
        for hand in (left, right):
            hand.submit(connections.close_all).result()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="only one can write at a time")
@pytest.mark.parametrize("part", range(PARTS))
def test_act_of_two_at_once_is_as_of_one_after_the_other(part, client_for, hands):
    """Many acts in one test, each in a partnership of its own: to empty the tables takes longer than an act."""
    at_once, in_turn = {}, {}
    for act in ACTS[part::PARTS]:
        slug = act.address.replace(":", "-").replace("_", "-")[:32]
        in_turn[act.address] = two_presses(act, client_for, f"{slug}-b", hands[:1])
        at_once[act.address] = two_presses(act, client_for, f"{slug}-a", hands)
    assert at_once == in_turn
