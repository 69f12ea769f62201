"""The words of measures."""

from django.db import models


class Polarity(models.TextChoices):
    """Which way is good (P-1)."""

    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"
    IN_RANGE = "in range", "in range is good"
    CONTEXT = "context", "context, no good direction"


class ToleranceKind(models.TextChoices):
    ABSOLUTE = "absolute", "in the measure's own unit"
    PER_CENT = "per cent", "per cent of the target's size"


class ValueBasis(models.TextChoices):
    """How the figure is known."""

    STATED = "stated", "stated"
    YEAR_INFERRED = "stated, year inferred", "stated, year inferred"
    DERIVED = "derived", "derived"
    MORE_THAN = "stated as more than", "stated as more than"


class ComparatorKind(models.TextChoices):
    NATION = "nation", "a nation"
    REGION = "region", "a region"
    NEIGHBOURS = "neighbours", "neighbours, or places that are alike"
    PLACE = "place", "a place of our choice"
