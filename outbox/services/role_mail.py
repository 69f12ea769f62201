"""Who is given a role hears of it from the office: which role, who gave it, and what to do next."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from boards.choices import Role
from boards.models import Partnership, Person, RoleGrant
from boards.words import in_sentence, with_article
from core import audit
from core.acts import act
from core.addresses import address
from core.models import User
from core.password_links import ends_at, password_url
from core.rules.working_days import london_day
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from outbox.services.queue import Addressee, queue_mail

# ``about`` is the primary key of the grant.
ROLE = "role"

WHAT_FOR = {
    Role.MEMBER: "You can comment on summaries and recommendations.",
    Role.PPB_MEMBER: "You will get a summary by email after each meeting and can follow recommendations.",
    Role.OFFICER: "You can plan meetings, publish agendas and summaries, and follow up actions and recommendations.",
    Role.ADMIN: "You can do all that an officer can, give roles to others and change the settings.",
}


def as_a(grant: RoleGrant) -> str:
    """“a PPB member”, “an officer”."""
    return with_article(in_sentence(grant.role_name))


def tell_of_role(grant: RoleGrant, *, at: datetime, key: str = "") -> int:
    """Queue the mail; ``key`` tells a second one from the first. Returns how many were new."""
    user = grant.user
    person = Person.objects.filter(partnership=grant.partnership, user=user).values_list("pk", flat=True).first()
    return queue_mail(
        partnership=grant.partnership,
        kind=ROLE,
        about=grant.pk,
        key=key,
        to=[Addressee(str(user), user.email, f"you are {as_a(grant)} of the partnership", person)],
        subject=role_subject(grant),
        path=address("office:home", grant.partnership.slug),
        at=at,
    )


@act("partnership")
def tell_of_role_again(*, partnership: Partnership, grant: RoleGrant, by: User, at: datetime) -> int:
    """Queue it once more, with a fresh link; at most once a minute, as a button may be pressed twice."""
    queued = tell_of_role(grant, at=at, key=f"again-{at:%Y-%m-%dT%H:%M}")
    if queued:
        audit.record("role.emailed", by=by, about=grant, scope=partnership.slug, to=grant.user.email)
    return queued


def role_subject(grant: RoleGrant) -> str:
    if grant.user.has_usable_password():
        return f"You are now {as_a(grant)} of {grant.partnership}"
    return f"Set up your {grant.partnership} account"


@kind(ROLE, "New role", is_secret=True)
def compose_role(message: Message, at: datetime) -> Letter:
    """A link to set a password for who has none yet, else where to sign in. Raises ``NotWanted``."""
    grants = RoleGrant.objects.current(on=london_day(at)).select_related("user", "granted_by", "partnership")
    grant = grants.filter(pk=message.about).first()
    if grant is None:
        raise NotWanted(f"{message.name} does not have the role any more.")
    user = grant.user
    is_new = not user.has_usable_password()
    context = {
        "grant": grant,
        "as_a": as_a(grant),
        "what_for": WHAT_FOR[Role(grant.role)],
        "is_new": is_new,
        # An admin here reads this mail: the link must not open what the person may do in another partnership.
        "password_url": password_url(user) if is_new and not _has_roles_elsewhere(grant) else "",
        "ends_at": ends_at(at),
        "forgotten_url": f"{settings.BASE_URL}{address('account_reset_password')}",
        "sign_in_url": f"{settings.BASE_URL}{address('account_login')}",
    }
    return letter("outbox/role", context, message, role_subject(grant))


def _has_roles_elsewhere(grant: RoleGrant) -> bool:
    user = grant.user
    return user.is_superuser or user.role_grants.exclude(partnership=grant.partnership_id).exists()
