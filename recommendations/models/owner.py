"""Who is asked to carry recommendations out."""

from django.db import models
from django.db.models import Q

from boards.models import Body, Organisation, Partnership, Person
from core.models import Governed


class Owner(Governed):
    """Somebody who is asked to carry recommendations out: one owner however its name is printed.

    It may stand for a body or an organisation (an office is an organisation). ``contact`` is asked for progress where
    it stands for neither, or where neither has anybody to write to.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="owners")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "owners"
        constraints = (
            models.UniqueConstraint(fields=("partnership", "code"), name="recommendations_owner_code"),
            models.CheckConstraint(
                name="recommendations_owner_body_or_organisation", condition=Q(body=None) | Q(organisation=None)
            ),
        )

    def __str__(self) -> str:
        return self.name


class RecommendationOwner(Governed):
    """An owner of a recommendation, with its name as printed there."""

    recommendation = models.ForeignKey("Recommendation", on_delete=models.PROTECT, related_name="owner_lines")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="lines")
    printed_as = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=1)
    is_lead = models.BooleanField("leads", default=False)

    part_of, named_by = ("recommendation",), "printed_as"

    class Meta:
        ordering = ("recommendation", "position")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "owner"), name="recommendations_owner_once"),
            models.UniqueConstraint(
                fields=("recommendation",), condition=Q(is_lead=True), name="recommendations_owner_one_lead"
            ),
        )

    def __str__(self) -> str:
        return self.printed_as
