"""Puts a very long word and an address into every text of every row, to see what becomes of the pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import IntegrityError, models, transaction

from tests.quality.tree import APPS

# Of 58 letters, the longest that people write; and an address, which has no place to break either.
WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
ADDRESS = f"https://www.example.org/{'minutes-and-papers/' * 5}".replace("-", "")
EMAIL = f"{WORD.lower()}@partnership-office-of-the-county-borough.example.org"

# These hold no words of people: a key, a path, a colour, a name of a thing in the code.
NOT_WORDS = {
    "about_pk",
    "about_type",
    "accent",
    "code",
    "history_type",
    "html",
    "key",
    "media_type",
    "message_id",
    "password",
    "path",
    "saved_from",
    "scope",
    "sha256",
    "token",
    "verb",
}


def fields_of_words() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Each field that people's words, or the address of an email account, are kept in."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, (models.CharField, models.TextField))
                if not is_text or field.choices or isinstance(field, models.SlugField) or field.name in NOT_WORDS:
                    continue
                # Signing in goes on as before.
                if not field.primary_key and (model._meta.model_name, field.name) != ("user", "email"):
                    yield model, field


def lengthened(words: str, field: models.Field) -> str:
    """The words with a long one behind them, as far as the field has room."""
    if isinstance(field, models.EmailField):
        return EMAIL
    if isinstance(field, models.URLField):
        return ADDRESS
    room = field.max_length or 10_000
    long = f"{WORD} {ADDRESS}" if room > len(words) + len(WORD) + len(ADDRESS) + 1 else WORD
    return f"{words[: max(room - len(long) - 1, 0)]} {long}".strip()[:room]


def fill() -> int:
    """Lengthen every text of every row; answers how many fields were filled."""
    count = 0
    for model, field in fields_of_words():
        rows = list(model._base_manager.all())
        if not rows:
            continue
        for only_where_some in (False, True):
            changed = [row for row in rows if not only_where_some or getattr(row, field.attname)]
            for row in changed:
                setattr(row, field.attname, lengthened(getattr(row, field.attname) or "", field))
            try:
                with transaction.atomic():
                    model._base_manager.bulk_update(changed, [field.attname], batch_size=100)
                count += 1
                break
            except IntegrityError:  # Empty has a meaning here, or no two may be alike.
                rows = list(model._base_manager.all())
    return count
