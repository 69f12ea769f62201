"""One settings file for every place the portal runs in; what differs comes from the environment.

``.env.example`` names each variable. A value that cannot be used stops the start with a sentence that says
which variable it is and what to write instead.
"""

import os
import re
import tomllib
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

# A view says of which form it is, FormView[MeetingForm]: Django's own classes do not take that at run time.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

env = environ.Env()
env.prefix = ""
environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


def setting(read: Any, name: str, expected: str, **options: Any) -> Any:
    """Read one variable; a wrong one ends the start with a sentence instead of a traceback of the parser."""
    if not os.environ.get(name):
        os.environ.pop(name, None)  # "NAME=" in .env says the same as no line at all
    try:
        return read(name, **options)
    except (KeyError, ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"The setting {name} must be {expected}. See .env.example.") from error


def flag(name: str, *, default: bool) -> bool:
    """Unlike ``env.bool``, this takes no misspelt "true" for a no."""
    answers = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    return answers[env.str(name, default=str(default)).lower()]


def count(name: str, *, default: int) -> int:
    number: int = env.int(name, default=default)
    if number < 1:
        raise ValueError
    return number


DEBUG: bool = setting(flag, "DEBUG", "true or false", default=False)
DATA_DIR = Path(setting(env.str, "DATA_DIR", "a folder that the portal may write to", default=str(BASE_DIR / "var")))


def secret_key() -> str:
    """The key from SECRET_KEY, or from the file that the first start of ``script/server`` wrote."""
    from_environment: str = env.str("SECRET_KEY", default="")
    key_file = DATA_DIR / "secret_key"
    key = from_environment or (key_file.read_text().strip() if key_file.exists() else "")
    if len(key) < 50:
        raise ImproperlyConfigured(
            "The setting SECRET_KEY must be at least 50 characters, random and secret: "
            "run script/server, which makes one, or set it yourself. See .env.example."
        )
    return key


SECRET_KEY = secret_key()
ALLOWED_HOSTS: list[str] = setting(
    env.list, "ALLOWED_HOSTS", "host names separated by commas", default=["localhost", "127.0.0.1", "[::1]"]
)
if any(set(host) & set("/ ") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("The setting ALLOWED_HOSTS must be host names alone, such as partnership.example.org.")
PORT: int = setting(env.int, "PORT", "a number from 1 to 65535", default=8000)
if not 1 <= PORT <= 65535:
    raise ImproperlyConfigured("The setting PORT must be a number from 1 to 65535. See .env.example.")
BASE_URL: str = setting(env.str, "BASE_URL", "an address", default=f"http://127.0.0.1:{PORT}").rstrip("/")
if urlsplit(BASE_URL).scheme not in {"http", "https"} or not urlsplit(BASE_URL).netloc:
    raise ImproperlyConfigured(
        "The setting BASE_URL must be the portal's address, for example https://partnership.example.org."
    )
HTTPS: bool = setting(flag, "HTTPS", "true or false", default=urlsplit(BASE_URL).scheme == "https")
TRUSTED_PROXY: bool = setting(flag, "TRUSTED_PROXY", "true or false", default=False)

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
NATION: str = setting(env.str, "NATION", "a nation", default=NATIONS[0])
if NATION not in NATIONS:
    raise ImproperlyConfigured(f"The setting NATION must be one of {', '.join(NATIONS)}, not “{NATION}”.")

# Whether an admin of a partnership may set up another one, and name its first admin, without the operator's code.
ADMINS_MAY_ADD_PARTNERSHIPS: bool = setting(flag, "ADMINS_MAY_ADD_PARTNERSHIPS", "true or false", default=False)

INSTALLED_APPS = [
    "core",
    "boards",
    "outbox",
    "meetings",
    "agendas",
    "attendance",
    "invitations",
    "actions",
    "summaries",
    "scrutiny",
    "recommendations",
    "progress",
    "monitoring",
    "performance",
    "reports",
    "imports",
    "example",
    "desk",
    "founding",
    "search",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_forms_gds",
    "django_tables2",
    "django_filters",
    "django_prose_editor",
    "rules",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_q",
]

MIDDLEWARE = [
    "core.middleware.permissions_policy",
    "desk.middleware.probes_of_this_machine",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.private_when_signed_in",
    "desk.lists.remember_lists",
    "core.middleware.known_browser",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.middleware.signed_out_notice",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.acting_by_request",
    "core.middleware.RefusalTrail",
]

ROOT_URLCONF = "partnership.urls"
WSGI_APPLICATION = "partnership.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "desk.context_processors.navigation",
            ],
        },
    },
]
FORM_RENDERER = "core.form_renderer.FormRenderer"

DATABASES = {
    "default": setting(
        env.db_url,
        "DATABASE_URL",
        "an address such as postgresql://user:password@host/name or sqlite:////folder/portal.sqlite3",
        default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}",
    )
}
DATABASE = DATABASES["default"]
if DATABASE.get("ENGINE") == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
elif DATABASE.get("ENGINE") == "django.db.backends.postgresql":
    DATABASE["CONN_MAX_AGE"] = 60
    DATABASE["CONN_HEALTH_CHECKS"] = True
    # Without it, a request to a server that has gone hangs for minutes.
    DATABASE.setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
else:
    raise ImproperlyConfigured("The setting DATABASE_URL must name a PostgreSQL or an SQLite database.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Wrong passwords are counted in it, so it must be shared by all processes, and be so large that nobody can push the
# counts out of it by filling it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:landing"
ACCOUNT_LOGOUT_REDIRECT_URL = "desk:installation"
ACCOUNT_ADAPTER = "core.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Wrong passwords and codes are counted by core.throttle, which knows whose browser it is; what is right is not counted.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": "60/h/ip,5/h/key", "typed": "20/h/ip"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "core.sign_in_forms.SignIn",
    "reset_password": "core.sign_in_forms.AskForReset",
    "reset_password_from_key": "core.sign_in_forms.ChoosePassword",
    "set_password": "core.sign_in_forms.SetPassword",
    "change_password": "core.sign_in_forms.ChangePassword",
    "reauthenticate": "core.sign_in_forms.ConfirmByPassword",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# An admin makes the accounts, so that no address waits to be verified.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "boards.two_steps.TwoStepAdapter"
MFA_FORMS = {
    "authenticate": "core.sign_in_forms.SignInByCode",
    "reauthenticate": "core.sign_in_forms.ConfirmByCode",
    "activate_totp": "core.sign_in_forms.TurnOnCodes",
}
MFA_TOTP_ISSUER = "Partnership Portal"
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
    },
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Only a developer's tools ask for source maps; they are most of what there would be to compress at a first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Less of it is a fault, to those who ask /readyz.
FREE_DISK_BYTES: int = setting(count, "FREE_DISK_MB", "a whole number of at least 1", default=500) * 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
UPLOAD_MAX_BYTES: int = setting(count, "UPLOAD_MAX_MB", "a whole number of at least 1", default=25) * 1_000_000
# To the disk, and no more of a file than may be kept; a form has one or two.
FILE_UPLOAD_HANDLERS = ["core.uploads.BoundedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 5

CRISPY_ALLOWED_TEMPLATE_PACKS = "gds"
CRISPY_TEMPLATE_PACK = "gds"
CRISPY_CLASS_CONVERTERS = {
    "searchableselect": "govuk-select",
    "numberinput": "govuk-input",
    "dateinput": "govuk-input",
    "urlinput": "govuk-input",
    "emailinput": "govuk-input",
    "passwordinput": "govuk-input",
    "searchinput": "govuk-input",
    "nullbooleanselect": "govuk-select",
    "selectmultiple": "govuk-select",
}

vars().update(
    setting(
        env.email_url,
        "EMAIL_URL",
        "an address such as smtp+tls://user:password@host:587",
        default=f"filemail:///{DATA_DIR / 'mail'}",
    )
)
MAIL_BACKENDS = ("smtp", "notify")
MAIL_BACKEND: str = setting(env.str, "MAIL_BACKEND", "a way of sending", default=MAIL_BACKENDS[0])
if MAIL_BACKEND not in MAIL_BACKENDS:
    raise ImproperlyConfigured(f"The setting MAIL_BACKEND must be {' or '.join(MAIL_BACKENDS)}, not “{MAIL_BACKEND}”.")
NOTIFY_API_KEY: str = env.str("NOTIFY_API_KEY", default="")
NOTIFY_TEMPLATE_ID: str = env.str("NOTIFY_TEMPLATE_ID", default="")
NOTIFY_BASE_URL: str = setting(
    env.str, "NOTIFY_BASE_URL", "an address", default="https://api.notifications.service.gov.uk"
).rstrip("/")
if MAIL_BACKEND == "notify":
    EMAIL_BACKEND = "outbox.notify.NotifyBackend"
    # A key ends in the service's id and a secret, both of 36 characters.
    if len(NOTIFY_API_KEY) < 73:
        raise ImproperlyConfigured(
            "The setting NOTIFY_API_KEY must be the whole API key that GOV.UK Notify shows once."
        )
    if not NOTIFY_TEMPLATE_ID:
        raise ImproperlyConfigured("The setting NOTIFY_TEMPLATE_ID must be the id of the template in GOV.UK Notify.")
    if urlsplit(NOTIFY_BASE_URL).scheme != "https":
        raise ImproperlyConfigured("The setting NOTIFY_BASE_URL must be an address that begins with https://.")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Partnership Office <partnership@example.org>")
if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(DEFAULT_FROM_EMAIL)[1]):
    raise ImproperlyConfigured(
        "The setting DEFAULT_FROM_EMAIL must be a name and an address, such as Partnership Office <office@example.org>."
    )
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

Q_CLUSTER = {
    "name": "portal",
    "orm": "default",
    "workers": setting(count, "WORKERS", "a whole number of at least 1", default=2),
    "timeout": 240,
    "retry": 300,
    "max_attempts": 5,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.5,
    "save_limit": 500,
    "queue_limit": 20,
    "label": "Background work",
}

LOG_LEVEL: str = setting(env.str, "LOG_LEVEL", "a level", default="INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    raise ImproperlyConfigured("The setting LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"refusals": {"()": "core.refusal_log.RefusalFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # It tells of every process that it starts and stops.
    "loggers": {"django-q": {"level": "WARNING"}},
}
