"""What the partnership and its members have achieved."""

from django.db import models
from django.db.models import Q

from boards.models import Organisation, Partnership, Priority
from core.addresses import address
from core.choices import Precision
from core.models import Pictured, precision_pair
from core.precise_dates import PreciseDateField
from performance.querysets import AchievementQuerySet


class Achievement(Pictured):
    """One achievement with its story, and its figures as printed.

    ``partners`` are those who are named in the source; ``organisations`` are those of them that the portal knows.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="achievements")
    code = models.SlugField("code in imports", max_length=60)
    happened_on = PreciseDateField("date", null=True, blank=True, is_past=True)
    happened_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.UNKNOWN)
    theme = models.CharField(max_length=100)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="achievements")
    title = models.CharField(max_length=200)
    headline = models.CharField(max_length=300)
    story = models.TextField(blank=True)
    figures = models.CharField(max_length=200, blank=True)
    partners = models.CharField("other partners", max_length=200, blank=True)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="achievements")
    # What an import reads was published before.
    is_public = models.BooleanField("the public may read it", default=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = AchievementQuerySet.as_manager()

    class Meta:
        ordering = ("theme", "-happened_on", "code")
        constraints = (
            *Pictured.Meta.constraints,
            models.UniqueConstraint(fields=("partnership", "code"), name="performance_achievement_code"),
            models.CheckConstraint(
                name="performance_achievement_precision",
                condition=precision_pair("happened_on", "happened_precision"),
            ),
            models.CheckConstraint(
                name="performance_achievement_words",
                condition=Q(happened_precision__in=Precision.values),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("performance:achievement", self.partnership.slug, self.pk)

    @property
    def picture_url(self) -> str:
        place = (self.partnership.slug, self.pk, self.picture_name)
        return address("performance:achievement_picture", *place) if self.picture else ""

    @property
    def partner_names(self) -> str:
        """All partners, the portal's organisations first; prefetch ``organisations`` when there are many."""
        return ", ".join(filter(None, [*(one.name for one in self.organisations.all()), self.partners]))

    @property
    def name(self) -> str:
        """From which its code is made."""
        return self.title
