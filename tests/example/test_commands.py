"""manage.py load_example and demo_sign_ins: the example is there, and people can sign in to it."""

from datetime import datetime

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from boards.models import Partnership
from core.models import User
from core.rules.working_days import LONDON
from tests import factories


@pytest.fixture
def data_dir(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_commands_load_the_example_and_print_sign_ins_that_work(data_dir, capsys):
    call_command("demo_sign_ins")
    assert capsys.readouterr().out == ""
    with time_machine.travel(datetime(2026, 11, 22, 23, 30, tzinfo=LONDON), tick=False):
        call_command("load_example", if_empty=True)
        call_command("load_example", if_empty=True)
    assert capsys.readouterr().out == (
        "Loaded the example Halton Strategic Partnership, at /halton/, with a made-up current cycle.\n"
    )
    call_command("demo_sign_ins")
    rows = [line.split("  ") for line in capsys.readouterr().out.splitlines()[1:]]
    signed = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert [role for role, _, _ in signed] == ["Officer", "Admin", "Member", "PPB member"]
    assert (data_dir / "demo_password").stat().st_mode & 0o777 == 0o600
    for _, address, password in signed:
        assert Client().login(username=address, password=password)
    assert not User.objects.get(email="ppb.chair@example.org").has_usable_password()
    with pytest.raises(CommandError, match="the example is not added"):
        call_command("load_example")


@pytest.mark.django_db
def test_sign_ins_get_a_new_password_where_its_file_is_lost(data_dir, capsys):
    factories.PartnershipFactory(example_note="All of it is made up.")
    officer = factories.UserFactory(email="officer@example.org")
    call_command("demo_sign_ins")
    assert capsys.readouterr().out.splitlines()[1].split()[:2] == ["Officer", "officer@example.org"]
    officer.refresh_from_db()
    assert officer.check_password((data_dir / "demo_password").read_text().strip())


@pytest.mark.django_db
def test_example_is_not_loaded_where_a_partnership_is(data_dir, world, capsys):
    call_command("load_example", if_empty=True)
    assert (capsys.readouterr().out, Partnership.objects.count()) == ("", 2)
    assert data_dir == settings.DATA_DIR
    assert not (data_dir / "demo_password").exists()
