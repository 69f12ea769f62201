"""What a clone brings: nothing of the machine it was made on, nobody's address, and papers that keep up."""

import os
import re
import subprocess
from pathlib import Path

import playwright
import pytest
from django.conf import settings

from tests.quality.tree import ROOT, files, found, text, tracked_files

TEXTS = [name for name in tracked_files() if not name.endswith((".lock", ".min.js", ".min.css", ".map"))]
DOCUMENTED_FOR_TESTS_ONLY = {"ENV_FILE"}


def settings_in_code() -> set[str]:
    """Names of all the variables that the portal reads."""
    from_environment = r"""\benv(?:\.\w+)?\(\s*["']([A-Z][A-Z_]+)["']|\bsetting\([^"'()]*["']([A-Z][A-Z_]+)["']"""
    python = "\n".join(text(name) for name in files(ends=".py", under="partnership/"))
    python += "\n".join(re.findall(r'environ\.get\(["\'][A-Z_]+["\']', python)).replace("environ.get(", "env(")
    names = {one or other for one, other in re.findall(from_environment, python)}
    return names | set(re.findall(r"\$\(setting ([A-Z_]+) ", text("script/server")))


def test_files_name_no_path_of_the_machine_they_were_made_on():
    assert found(r"(?<![\w.}])/(work|root|Users|home/\w+)/", TEXTS) == []


def test_files_name_no_package_index():
    pattern = r"index.url[ =]+\S*:|registry *= *\W?http|\"resolved\": *\"|/sim[p]le/|packages/[0-9a-f]{2}/[0-9a-f]{2}/"
    assert found(pattern, TEXTS) == []
    assert found(r"https?:|--(extra-|find-|trusted)", ["requirements.txt", "requirements-dev.txt"]) == []


def test_requirements_are_pinned_by_hash():
    for name in ("requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=\S)", text(name).split("script/requirements\n", 1)[1])
        assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_requirements_of_portal_and_tests_agree():
    pins = re.compile(r"^([\w.\[\]-]+)==(\S+)", re.MULTILINE)
    portal, tests = (dict(pins.findall(text(name))) for name in ("requirements.txt", "requirements-dev.txt"))
    assert {name: tests.get(name) for name in portal} == portal


def test_addresses_are_nobodys():
    address = r"[\w.+-]+@(?!([\w-]+\.)*example\.(org|com|net)\b)[\w-]+(\.[\w-]+)*\.(uk|org|com|net|gov|eu|info|io)\b"
    assert found(address, TEXTS) == []


@pytest.mark.parametrize(
    "name",
    [
        "script/server",
        "script/test",
        "script/requirements",
        "script/postgres",
        "script/bench",
        "script/store-database",
        ".ci/run",
    ],
)
def test_command_can_be_run(name):
    assert os.access(ROOT / name, os.X_OK)


def test_libraries_of_the_browsers_driver_are_installed_where_they_are_missing():
    """A bare Debian 12 has the C library and its parts; the compiler's own comes with libstdc++6."""
    node = Path(playwright.__file__).parent / "driver" / "node"
    listed = subprocess.run(["ldd", node], check=True, capture_output=True, text=True).stdout
    linked = {Path(line.split()[0]).name for line in listed.splitlines()}
    of_the_system = {"linux-vdso.so.1", "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1"}
    of_the_system |= {"libgcc_s.so.1", *(name for name in linked if name.startswith("ld-linux"))}
    assert {name for name in linked - of_the_system if name not in text("script/lib.sh")} == set()


@pytest.mark.parametrize("name", [".env.example", "docs/operations.md"])
def test_every_setting_is_explained(name):
    assert settings_in_code() - set(re.findall(r"\b[A-Z][A-Z_]+\b", text(name))) == DOCUMENTED_FOR_TESTS_ONLY


def test_example_settings_name_only_what_exists():
    offered = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", text(".env.example"), re.MULTILINE))
    assert offered - settings_in_code() == set()


def test_changelog_has_a_place_for_what_comes_next():
    assert "## Unreleased" in text("CHANGELOG.md")


def test_version_is_the_newest_that_the_changelog_tells_of():
    """Until there is a first one, it is smaller than any."""
    versions = re.findall(r"^## (\d+\.\d+\.\d+)\b", text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == settings.VERSION


@pytest.mark.parametrize("name", files(ends=".md"))
def test_document_links_to_files_that_exist(name):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text(name))
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []
