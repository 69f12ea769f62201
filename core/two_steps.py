"""Two-step sign-in: who has it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef

# Recovery codes alone are no second step: they come and go with these.
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where somebody was going who was sent to turn it on first.
GOING_TO = "going_to_after_two_steps"


def has_two_steps(user: AbstractBaseUser) -> bool:
    found: bool = Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_STEPS).exists()
    return found


def with_two_steps(user: str) -> Exists:
    """Whether the account that a row's field ``user`` names has it, as a part of the row's own query."""
    return Exists(Authenticator.objects.filter(user_id=OuterRef(user), type__in=SECOND_STEPS))
