"""Switching an account off and on, ending its sessions, and helping somebody who has lost their second step."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from boards.choices import Role
from boards.models import Partnership, RoleGrant
from core import audit, audit_words
from core.acts import Refused, act, lock
from core.models import User


def check_may_manage(user: User, *, by: User, on: date) -> None:
    """Raises ``Refused`` unless every role of the person is in a partnership that ``by`` is admin of."""
    if user.pk == by.pk:
        raise Refused("You cannot change your own account here. Ask another admin to do it")
    if user.is_superuser and not by.is_superuser:
        raise Refused("This person looks after the whole portal. Only someone else who does can change the account")
    if by.is_superuser:
        return
    grants = RoleGrant.objects.overlapping(on, None).filter(user=user)  # one that begins later, too
    theirs = set(grants.values_list("partnership", flat=True))
    admin_of = RoleGrant.objects.current(on=on).filter(user=by, role=Role.ADMIN)
    mine = set(admin_of.values_list("partnership", flat=True))
    if not theirs <= mine:
        raise Refused(
            "This person also has a role in another partnership, so you cannot change the account. "
            "You can end their role here"
        )


def _check_not_last_admin(user: User, *, on: date) -> None:
    admins = RoleGrant.objects.current(on=on).filter(role=Role.ADMIN)
    for grant in admins.filter(user=user).select_related("partnership"):
        others = admins.filter(partnership=grant.partnership, user__is_active=True).exclude(user=user)
        if not others.exists():
            raise Refused(f"This is the last admin of {grant.partnership}. Give the role to someone else first")


def _lock(user: User, *, by: User, on: date) -> User:
    """The account, held until the act is done. Two admins who switch each other off must not both succeed."""
    theirs = RoleGrant.objects.filter(user=user).values("partnership")
    list(Partnership.objects.select_for_update(no_key=True).filter(pk__in=theirs).order_by("pk"))
    if not User.objects.filter(pk=by.pk, is_active=True).exists():
        raise Refused("Your own account has been switched off")
    locked = lock(user)
    check_may_manage(locked, by=by, on=on)
    return locked


@act()
def switch_off(*, user: User, reason: str, by: User, on: date) -> None:
    """From now on the person can sign in nowhere, is signed in nowhere, and gets no email."""
    locked = _lock(user, by=by, on=on)
    if not locked.is_active:
        raise Refused("This account is switched off already")
    _check_not_last_admin(locked, on=on)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    _end_sessions(locked)
    audit.record_account(audit_words.SWITCHED_OFF, by=by, account=locked, reason=reason)


@act()
def switch_on(*, user: User, reason: str, by: User, on: date) -> None:
    """The person signs in with the password that they had; what they were signed in to stays ended."""
    locked = _lock(user, by=by, on=on)
    if locked.is_active:
        raise Refused("This account is switched on already")
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    audit.record_account(audit_words.SWITCHED_ON, by=by, account=locked, reason=reason)


@act()
def end_sessions(*, user: User, by: User, on: date) -> int:
    """Sign the person out everywhere; returns in how many browsers they were signed in."""
    locked = _lock(user, by=by, on=on)
    ended = _end_sessions(locked)
    if ended:
        audit.record_account(audit_words.SESSIONS_ENDED, by=by, account=locked, browsers=ended)
    return ended


def _end_sessions(user: User) -> int:
    """End each, those too that can no longer be used: they must not come back when the account does."""
    sessions = list(UserSession.objects.filter(user=user))
    open_ones: int = sum(session.exists() for session in sessions)
    for session in sessions:
        session.end()
    return open_ones


@act()
def remove_second_step(*, user: User, reason: str, by: User, on: date) -> None:
    """For somebody who has lost phone and recovery codes; where a role needs it they set it up anew."""
    locked = _lock(user, by=by, on=on)
    removed, _ = Authenticator.objects.filter(user=locked).delete()
    if not removed:
        raise Refused("This person has not turned on two-step sign-in")
    _end_sessions(locked)
    audit.record_account(audit_words.TWO_STEP_REMOVED, by=by, account=locked, reason=reason)
