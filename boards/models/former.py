"""Where the address of a record leads that was merged into another (R-6)."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from boards.models.membership import Person
from boards.models.organisation import Organisation
from boards.models.partnership import Partnership
from core.models import Governed, User


class FormerRecordQuerySet(models.QuerySet["FormerRecord"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """An address that was public leads on for everyone."""
        return self.filter(partnership__is_listed=True)


class FormerRecord(Governed):
    """An organisation or a person that is no more, by the ``key`` in its address, and the one that stays."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="former_records")
    key = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="former_records"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="former_records")

    objects = FormerRecordQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("partnership", "key"), condition=Q(person=None), name="boards_former_organisation_once"
            ),
            models.UniqueConstraint(
                fields=("partnership", "key"), condition=Q(organisation=None), name="boards_former_person_once"
            ),
            models.CheckConstraint(
                name="boards_former_of_one",
                condition=Q(organisation__isnull=False, person=None) | Q(organisation=None, person__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}, now {self.organisation or self.person}"
