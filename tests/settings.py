"""The portal's settings as the tests see them: nothing of what this machine's own portal is set to."""

import atexit
import os
import secrets
import shutil
import tempfile

for name in (
    *("BASE_URL", "PORT", "DEBUG", "HTTPS", "TRUSTED_PROXY", "ALLOWED_HOSTS", "NATION", "WORKERS"),
    "ADMINS_MAY_ADD_PARTNERSHIPS",
    *("EMAIL_URL", "MAIL_BACKEND", "NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID", "NOTIFY_BASE_URL"),
):
    os.environ.pop(name, None)
os.environ["ENV_FILE"] = os.devnull
os.environ["SECRET_KEY"] = "known to everybody, because nothing but tests is ever signed with it"
# The processes of a parallel run share the folder of the one that started them. It comes to be when something is
# written into it, so that a type check, which loads the settings too and ends without tidying up, leaves none behind.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATA_DIR"] = f"{tempfile.gettempdir()}/portal-tests-{secrets.token_hex(8)}"
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from partnership.settings import *  # noqa: E402, F403
from partnership.settings import STORAGES  # noqa: E402

# Hashing a password slowly is Django's business, not ours to test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
