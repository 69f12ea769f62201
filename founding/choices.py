"""The words of setting up a partnership."""

from django.db import models

from boards.choices import Nation


class Country(models.TextChoices):
    """Where a partnership is; England and Wales share their bank holidays."""

    ENGLAND = "england", "England"
    SCOTLAND = "scotland", "Scotland"
    WALES = "wales", "Wales"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"

    @property
    def nation(self) -> Nation:
        """Whose bank holidays count (T-2)."""
        shared = self in (Country.ENGLAND, Country.WALES)
        return Nation.ENGLAND_AND_WALES if shared else Nation(self.value)


class PartnershipKind(models.TextChoices):
    """What sort of partnership it is, which decides the groups that it starts with."""

    STRATEGIC = "local-strategic-partnership", "Local strategic partnership"
    HEALTH = "health-and-wellbeing-board", "Health and wellbeing board"
    SAFETY = "community-safety-partnership", "Community safety partnership"
    PLANNING = "community-planning-partnership", "Community planning partnership"
    SERVICES = "public-services-board", "Public services board"
    EMPTY = "empty", "Something else"
