"""A portal with its tables and one partnership, for commands that are run as people run them."""

import subprocess
import sys

import pytest

from tests.browser.portal import ROOT, settings_for

# Without the example, which would take most of the time.
SMALL_PORTAL = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("add_partnership", "our-place", "Our Place Partnership", "first.admin@example.org")
"""


@pytest.fixture(scope="session")
def small_portal(tmp_path_factory):
    """The settings of a portal that has its tables; its files are open to everybody, as earlier versions left them."""
    data_dir = tmp_path_factory.mktemp("portal") / "var"
    environment = settings_for(data_dir) | {"DEBUG": "true", "WORKERS": "1", "WEB_WORKERS": "1"}
    (data_dir / "mail").mkdir(parents=True)
    subprocess.run([sys.executable, "-c", SMALL_PORTAL], cwd=ROOT, env=environment, check=True, capture_output=True)
    (data_dir / "mail" / "yesterday.log").write_text("A mail to a member")
    for path in (data_dir, *data_dir.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return environment
