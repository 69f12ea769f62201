"""The portal's settings as the tests see them: nothing of what this machine's own portal is set to."""

import atexit
import os
import shutil
import tempfile

for name in ("BASE_URL", "PORT", "DEBUG", "HTTPS", "TRUSTED_PROXY", "EMAIL_URL", "ALLOWED_HOSTS", "NATION", "WORKERS"):
    os.environ.pop(name, None)
os.environ["ENV_FILE"] = os.devnull
os.environ["SECRET_KEY"] = "known to everybody, because nothing but tests is ever signed with it"
# The processes of a parallel run share the folder of the one that started them.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from partnership.settings import *  # noqa: E402, F403
from partnership.settings import STATIC_ROOT, STORAGES  # noqa: E402

# Hashing a password slowly is Django's business, not ours to test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Nothing is collected for tests; whitenoise wants to see the folder all the same.
STATIC_ROOT.mkdir(exist_ok=True)
