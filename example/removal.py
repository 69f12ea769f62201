"""An example removed whole: all its records and files, and the accounts that are for nothing else.

This is the one place where records that others hang on are deleted. It asks the models for what hangs on a partnership,
so that a model that is added later is not forgotten, and deletes rows without history and signals.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import ProtectedError, Q

from boards.models import Partnership, RoleGrant
from core import audit
from core.acts import Refused, act
from core.models import AuditEvent, Change, FormToken, User
from example.people import password_file
from search.sources import rebuild_words

logger = logging.getLogger(__name__)

Model = type[models.Model]
Found = Mapping[Model, set[int]]
# Fewer than any database takes in one statement.
AT_A_TIME = 500


@act("partnership")
def remove_example(*, partnership: Partnership, by: User) -> bool:
    """Delete the example and return whether the account of ``by`` went with it. Raises ``Refused``."""
    if not partnership.example_note:
        raise Refused("Only an example can be removed")
    earlier = _earlier_partnerships(partnership)
    accounts = {account.pk: account for account in accounts_of(partnership)}
    found = _records_of([partnership, *earlier])
    name = partnership.name
    _delete(found)
    _delete_beside([partnership, *earlier], found)
    rebuild_words()
    gone = {pk for pk, account in accounts.items() if _delete_account(account)}
    if not Partnership.objects.exclude(example_note="").exists():
        transaction.on_commit(partial(password_file().unlink, missing_ok=True))
    who = None if by.pk in gone else by
    audit.record("example.removed", by=who, about=partnership, name=name, accounts=len(gone))
    return by.pk in gone


def accounts_of(partnership: Partnership) -> list[User]:
    """Those who hold or held roles in this partnership alone."""
    elsewhere = RoleGrant.objects.exclude(partnership=partnership).values("user")
    own = User.objects.filter(role_grants__partnership=partnership, is_superuser=False)
    return list(own.exclude(pk__in=elsewhere).distinct())


def _earlier_partnerships(partnership: Partnership) -> list[Partnership]:
    """Those that it followed, which have no pages of their own. Raises ``Refused`` where another followed it."""
    if partnership.successors.exists():
        raise Refused("Another partnership is recorded as following this one")
    earlier = []
    before = partnership.predecessor
    while before is not None and not before.is_listed and before.successors.count() == 1:
        earlier.append(before)
        before = before.predecessor
    return earlier


def _records_of(partnerships: list[Partnership]) -> Found:
    """All rows that lead to the partnerships, by however many steps."""
    found: dict[Model, set[int]] = defaultdict(set)
    found[Partnership] = {one.pk for one in partnerships}
    waiting: list[tuple[Model, set[int]]] = [(Partnership, found[Partnership])]
    while waiting:
        model, keys = waiting.pop()
        for child, name in _relations_to(model):
            there = {pk for some in _batches(keys) for pk in _keys(child, Q(**{f"{name}__in": some}))}
            if new := there - found[child]:
                found[child] |= new
                waiting.append((child, new))
    _check_own(found)
    return found


def _check_own(found: Found) -> None:
    """Raises ``Refused`` where a record of another partnership leads to one of these."""
    for model, keys in found.items():
        if any(field.name == "partnership" and field.is_relation for field in model._meta.concrete_fields):
            for some in _batches(keys):
                rows = model._base_manager.filter(pk__in=some)
                if rows.exclude(partnership__in=found[Partnership]).exists():
                    raise Refused("Records of another partnership refer to this one")


def _relations_to(model: Model) -> Iterator[tuple[Model, str]]:
    """Models with a foreign key to this one, and its name. What a partnership followed does not hang on it."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.field.name != "predecessor":
            yield relation.related_model, relation.field.name


def _keys(model: Model, condition: Q) -> Iterable[int]:
    return model._base_manager.filter(condition).values_list("pk", flat=True)


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_A_TIME):
        yield ordered[start : start + AT_A_TIME]


def _delete(found: Found) -> None:
    """Constraints are looked at when the transaction ends, so that the order is no matter; files go after it."""
    files: list[tuple[Storage, str]] = []
    for model, keys in found.items():
        of_files = [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]
        for some in _batches(keys):
            # Ordered rows would be joined with those of other tables, which may be gone already.
            rows = model._base_manager.filter(pk__in=some).order_by()
            for field in of_files:
                files += [(field.storage, name) for name in rows.values_list(field.name, flat=True) if name]
            _delete_rows(rows)
    transaction.on_commit(partial(_delete_files, files))


def _delete_files(files: Iterable[tuple[Storage, str]]) -> None:
    """One that cannot be deleted is logged, and keeps no other."""
    for storage, name in files:
        try:
            storage.delete(name)
        except OSError:
            logger.exception("A file of the example cannot be deleted: %s", name)


def _delete_rows(rows: models.QuerySet[Any]) -> None:
    """Without signals, history, or what the models say of their protection."""
    rows._raw_delete(rows.db)


def _delete_beside(partnerships: list[Partnership], found: Found) -> None:
    """What names the partnership without a foreign key: trail, changes, papers, failures, forms that were sent."""
    for partnership in partnerships:
        slug = partnership.slug
        for model in apps.get_models():
            if any(field.name == "scope" for field in model._meta.concrete_fields):
                _delete({model: set(_keys(model, Q(scope=slug)))})
        _delete_rows(Change.objects.filter(partnership=partnership.pk))
        _delete_rows(FormToken.objects.filter(leads_to__startswith=f"/{slug}/"))
    for model, keys in found.items():
        for some in _batches(keys):
            _delete_rows(Change.objects.of(model).filter(record_pk__in=some))


def _delete_account(account: User) -> bool:
    """Delete it with its sessions and what the trail says of it, unless other records name it still."""
    keys = UserSession.objects.filter(user=account).values_list("session_key", flat=True)
    try:
        with transaction.atomic():
            Session.objects.filter(session_key__in=list(keys)).delete()
            own = Q(account=account) | Q(made_by=account, account=None)
            _delete_rows(AuditEvent.objects.filter(own, scope=""))
            account.delete()
    except ProtectedError:
        return False
    return True
