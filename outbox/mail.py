"""The outbox's own mail: digests, notices of what could not be delivered, and new roles."""

from outbox.services.digests import compose_digest
from outbox.services.notices import compose_given_up
from outbox.services.role_mail import compose_role

__all__ = ["compose_digest", "compose_given_up", "compose_role"]
