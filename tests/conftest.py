"""A small world that most tests start from: one partnership with a Board, an SSP and a PPB, and one of each role."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils.crypto import get_random_string

from boards.choices import Role
from boards.models import Body, Partnership
from core.choices import Precision
from core.models import User
from tests import factories
from tests.databases import can_differ
from tests.reading import Reader
from tests.starting_points import StartingPoint
from tests.states import wrong_states

# How long an example takes is no matter of right or wrong, least of all on a busy machine.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")

# Thousands of tests are a large heap, and to look for cycles in all of it takes most of a second, again and again.
gc.set_threshold(100_000, 20, 100)


def pytest_collection_finish() -> None:
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--what-differs", action="store_true", help="only modules in which the database can make a difference"
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_module = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    if is_module and config.getoption("--what-differs") and not can_differ(collection_path):
        return True
    return None


@pytest.fixture(scope="session")
def what_differs(pytestconfig: pytest.Config) -> bool:
    """Whether only that is asked which another database can answer otherwise; all is asked on PostgreSQL."""
    return pytestconfig.getoption("--what-differs")


@dataclass
class World:
    """What a test needs to tell its story; ``elsewhere`` is another partnership, ``outsider`` its officer."""

    partnership: Partnership
    board: Body
    ssp: Body
    ppb: Body
    member: User
    ppb_member: User
    officer: User
    admin: User
    elsewhere: Partnership
    outsider: User


def holder(role: Role, partnership: Partnership, name: str) -> User:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.filter(email=email).first() or factories.UserFactory(name=name, email=email)
    factories.RoleGrantFactory(user=user, partnership=partnership, role=role)
    return user


def new_world() -> World:
    partnership = factories.PartnershipFactory(slug="halton", code="hsp", name="Halton Strategic Partnership")
    elsewhere = factories.PartnershipFactory(slug="elsewhere", name="Elsewhere Strategic Partnership")
    return world_of(partnership, elsewhere=elsewhere, outsider=holder(Role.OFFICER, elsewhere, "Officer Elsewhere"))


WORLD = StartingPoint(new_world)


@pytest.fixture
def world(db: None) -> World:
    if Partnership.objects.exists() or User.objects.exists():
        return new_world()
    return deepcopy(WORLD.put_back())


def world_of(partnership: Partnership, *, elsewhere: Partnership, outsider: User, mark: str = "") -> World:
    """A partnership's bodies and people. ``mark`` goes before the people's names; without it they are the same people
    in every partnership."""
    world = World(
        partnership=partnership,
        board=factories.BodyFactory(partnership=partnership, code="board", name="Board"),
        ssp=factories.BodyFactory(partnership=partnership, code="ssp", name="Safer SSP", kind="ssp"),
        ppb=factories.BodyFactory(partnership=partnership, code="ppb", name="Corporate PPB", kind="ppb"),
        member=holder(Role.MEMBER, partnership, f"{mark}Partner Member"),
        ppb_member=holder(Role.PPB_MEMBER, partnership, f"{mark}PPB Member"),
        officer=holder(Role.OFFICER, partnership, f"{mark}Partnership Officer"),
        admin=holder(Role.ADMIN, partnership, f"{mark}Partnership Admin"),
        elsewhere=elsewhere,
        outsider=outsider,
    )
    ppb_member = world.ppb_member
    person = factories.PersonFactory(
        partnership=partnership, name=ppb_member.name, email=ppb_member.email, user=ppb_member
    )
    factories.AppointmentFactory(person=person, body=world.ppb)
    return world


def session_of(user: User) -> str:
    """The key of a session in which the person is signed in: its row alone, where signing in takes fifteen queries."""
    store = SessionStore()
    signed_in = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    key = get_random_string(32, VALID_KEY_CHARS)
    Session.objects.create(session_key=key, session_data=store.encode(signed_in), expire_date=store.get_expiry_date())
    return key


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Whatever a test wrote, and by whichever way: what is kept of recommendations is what their events say."""
    result = yield
    if {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())) and not connection.needs_rollback:
        assert wrong_states() == [], "See docs/decisions/0038."
    return result


@pytest.fixture
def client() -> Client:
    """Of somebody who is not signed in."""
    return Reader()


@pytest.fixture
def client_for() -> Callable[[User | None], Client]:
    """A browserless client over HTTPS, signed in as the person, or anonymous for ``None``."""

    def make(user: User | None) -> Client:
        client = Reader()
        client.defaults["wsgi.url_scheme"] = "https"
        if user is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        return client

    return make


@pytest.fixture
def partnership(world: World) -> Partnership:
    return world.partnership


@pytest.fixture
def board(world: World) -> Body:
    return world.board


@pytest.fixture
def ssp(world: World) -> Body:
    return world.ssp


@pytest.fixture
def ppb(world: World) -> Body:
    return world.ppb


@pytest.fixture
def officer(world: World) -> User:
    return world.officer


@pytest.fixture
def admin(world: World) -> User:
    return world.admin


@pytest.fixture
def member(world: World) -> User:
    return world.member


@pytest.fixture
def ppb_member(world: World) -> User:
    return world.ppb_member


@pytest.fixture
def outsider(world: World) -> User:
    return world.outsider


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    }


@pytest.fixture
def group(world):
    """A topic group’s report, of which the month of receipt is known."""
    return factories.TopicGroupFactory(
        body__partnership=world.partnership,
        title="Scrutiny of the partnership",
        received_on=date(2012, 9, 1),
        received_precision=Precision.MONTH,
    )


@pytest.fixture
def ask(group):
    """Make a recommendation of the group: ``ask(1, "Annual report")``."""

    def make(number, title="Do it", **fields):
        return factories.RecommendationFactory(topic_group=group, number=number, title=title, **fields)

    return make
