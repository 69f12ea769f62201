"""Why somebody must have two-step sign-in, for the pages on which it is turned on."""

from django import template
from django.contrib.auth.models import AnonymousUser

from boards.roles import roles_needing_two_steps, waiting_roles
from core.models import User

register = template.Library()


@register.simple_tag
def roles_waiting_for_two_steps(user: User | AnonymousUser) -> list[str]:
    """“Officer of Halton Strategic Partnership”, where it is not turned on yet."""
    return roles_needing_two_steps(user) if isinstance(user, User) and waiting_roles(user) else []
