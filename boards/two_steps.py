"""What allauth asks before somebody turns two-step sign-in off. Named in the setting ``MFA_ADAPTER``."""

from __future__ import annotations

from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from boards.roles import roles_needing_two_steps


class TwoStepAdapter(DefaultMFAAdapter):
    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "You cannot turn off two-step sign-in: one of your roles needs it",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not roles_needing_two_steps(authenticator.user)
