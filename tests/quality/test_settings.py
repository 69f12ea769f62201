"""A setting that cannot be used ends the start with a sentence that names it; no setting is read in two ways."""

import os
import subprocess
import sys

import pytest

from tests.quality.tree import ROOT

KEY = "long enough and random enough for a test of settings"


def start(expression: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own, with these variables alone, and print the expression."""
    return subprocess.run(
        [sys.executable, "-c", f"from partnership import settings; print({expression})"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "SECRET_KEY": KEY, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADMINS_MAY_ADD_PARTNERSHIPS", "perhaps"),
        ("ALLOWED_HOSTS", "https://partnership.example.org"),
        ("BASE_URL", "partnership.example.org"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://user:password@host/name"),
        ("DEBUG", "perhaps"),
        ("DEFAULT_FROM_EMAIL", "Partnership Office"),
        ("EMAIL_URL", "pigeon://loft"),
        ("HTTPS", "ture"),
        ("LOG_LEVEL", "loud"),
        ("NATION", "wales"),
        ("PORT", "99999"),
        ("PORT", "eight thousand"),
        ("SECRET_KEY", "short"),
        ("UPLOAD_MAX_MB", "0"),
        ("WORKERS", "0"),
        ("WORKERS", "many"),
    ],
)
def test_wrong_setting_ends_the_start_with_a_sentence(name, value):
    result = start("'started'", **{name: value})
    last_line = result.stderr.strip().splitlines()[-1]
    assert result.returncode == 1
    assert last_line.startswith(f"django.core.exceptions.ImproperlyConfigured: The setting {name} must ")


def test_empty_setting_is_no_setting():
    empty = start("settings.DATABASE, settings.HTTPS, settings.DATA_DIR", DATABASE_URL="", HTTPS="", DATA_DIR="")
    assert empty.stdout == start("settings.DATABASE, settings.HTTPS, settings.DATA_DIR").stdout != ""


@pytest.mark.parametrize(
    ("base_url", "secure"), [("http://127.0.0.1:8000", "False"), ("https://partnership.example.org", "True")]
)
def test_address_decides_whether_cookies_are_secure(base_url, secure):
    names = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT"
    assert start(names, BASE_URL=base_url).stdout == f"{secure} {secure} {secure}\n"


def test_postgresql_may_be_reached_by_its_socket():
    url = "postgresql://postgres@/postgres?host=/run/postgresql"
    result = start("settings.DATABASE['OPTIONS'], settings.DATABASE['NAME']", DATABASE_URL=url)
    assert result.stdout == "{'host': '/run/postgresql', 'connect_timeout': 10} postgres\n"
