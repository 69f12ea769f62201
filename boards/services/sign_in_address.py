"""The name of an account, and the address by which it signs in: changed by the person, or begun by an admin.

The new address is a row of allauth's that is not verified; it becomes the account's once the person has followed the
link that was sent to it. Whoever reads the old address can stop that.
"""

from __future__ import annotations

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django_q.tasks import async_task

from boards.models import Person
from boards.services.accounts import check_may_manage
from boards.signals import address_changed
from core import audit, audit_words
from core.acts import Refused, act, lock
from core.address_links import to_confirm
from core.models import User

OVER = "This link no longer works: it is too old, was used before, or a later change has taken its place"


@act("user")
def change_name(*, user: User, name: str, by: User) -> None:
    """The account's name, and that of the person on the lists of partnerships, where the two were the same."""
    before = user.name
    if name == before:
        return
    user.name = name
    user.save(update_fields=["name"])
    for person in Person.objects.filter(user=user, name=before, erased_at=None):
        person.name = name
        person.save()
    audit.record_account(audit_words.NAME_CHANGED, by=by, account=user, before=before, after=name)


def pending_address(user: User) -> EmailAddress | None:
    """The address that waits to be confirmed."""
    others = EmailAddress.objects.filter(user=user, verified=False).exclude(email__iexact=user.email)
    pending: EmailAddress | None = others.order_by("-pk").first()
    return pending


@act("user")
def ask_for_address(*, user: User, email: str, by: User, reason: str = "") -> None:
    """Send a link to the new address, and a notice to the old one. An earlier change that waits is given up.

    Whether another account has the address is said to nobody but who can read it.
    """
    email = email.strip().lower()
    if email == user.email:
        raise Refused("This is the email address that they sign in with" if by != user else "You use this one already")
    if not user.is_active:
        raise Refused("This account is switched off")
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    pending = EmailAddress.objects.create(user=user, email=email)
    why = {"reason": reason} if reason else {}
    audit.record_account(audit_words.ADDRESS_ASKED, by=by, account=user, before=user.email, after=email, **why)
    path = "core.address_links.mail_links"
    transaction.on_commit(lambda: async_task(path, pending.pk, by.pk, save=False))


@transaction.atomic
def begin_change(*, user: User, email: str, reason: str, by: User, on: date) -> None:
    """The same by an admin. Raises ``Refused`` where the account is not theirs to change."""
    check_may_manage(user, by=by, on=on)
    ask_for_address(user=user, email=email, by=by, reason=reason)


@act()
def confirm_address(*, key: str) -> User:
    """From now on the account signs in with the new address, and what is sent to the person goes there (AC-1).

    Raises ``Refused`` where the link does not work any more, or another account has the address.
    """
    pending = to_confirm(key)
    if pending is None:
        raise Refused(OVER)
    user: User = lock(pending.user)
    pending = to_confirm(key)  # as it is, now that nobody else can change it
    if pending is None:
        raise Refused(OVER)
    if User.objects.filter(email=pending.email).exclude(pk=user.pk).exists():
        raise Refused("Another account has this email address. Ask the partnership office")
    before = user.email
    EmailAddress.objects.filter(user=user).exclude(pk=pending.pk).delete()
    pending.verified = pending.primary = True
    pending.save()
    user.email = pending.email
    user.save(update_fields=["email"])
    _let_people_follow(user, before)
    address_changed.send(sender=User, user=user, before=before)
    audit.record_account(audit_words.ADDRESS_CHANGED, by=user, account=user, before=before, after=user.email)
    return user


def _let_people_follow(user: User, before: str) -> None:
    """The person on each list of people has the address too, unless somebody else has it there."""
    theirs = Q(user=user) | Q(user=None, partnership__role_grants__user=user)
    for person in Person.objects.filter(theirs, email__iexact=before).distinct():
        if not Person.objects.filter(partnership=person.partnership_id, email__iexact=user.email).exists():
            person.email = user.email
            person.save()


@act()
def stop_address(*, pending: EmailAddress, by: User | None = None) -> None:
    """The change is given up; ``by`` nobody who is signed in, if the link in the notice was followed."""
    user = lock(pending.user)
    if EmailAddress.objects.filter(pk=pending.pk, verified=False).delete()[0]:
        audit.record_account(audit_words.ADDRESS_STOPPED, by=by, account=user, after=pending.email)
