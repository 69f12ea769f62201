"""What a signed-in person may do, held per partnership and dated."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from boards.choices import Role
from boards.models.partnership import Partnership
from core.models import DatedModel, Governed
from core.querysets import DatedQuerySet


class RoleGrant(DatedModel, Governed):
    """A role of one person in one partnership, from one day to another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=10, choices=Role.choices)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = ("user__name", "role")
        constraints = (
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=("user", "partnership", "role"), condition=Q(ends_on=None), name="boards_role_once"
            ),
            models.CheckConstraint(name="boards_role_known", condition=Q(role__in=Role.values)),
        )

    @property
    def role_name(self) -> str:
        """What the partnership calls the role: “PPB member”."""
        return self.partnership.words.role(self.role) if self.role == Role.PPB_MEMBER else str(Role(self.role).label)

    def __str__(self) -> str:
        return f"{self.user}: {self.role_name} of {self.partnership}"
