"""What can be found by a word in it."""

from django.db import models
from django.db.models import Q

from boards.models import Partnership
from core.choices import Precision
from core.rules.dates import format_date
from search.choices import Audience, EntryKind
from search.querysets import SearchEntryQuerySet, SearchWordQuerySet


class SearchEntry(models.Model):
    """One thing that can be found: a copy of its words, kept in step with it by ``search.sources``.

    ``title_words`` and ``words`` are title and text cut into words (``search.rules.indexed``); each database has its
    own index over them, made by a migration: a full-text table and its triggers on SQLite, a column of vectors on
    PostgreSQL.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=EntryKind.choices)
    about = models.BigIntegerField("primary key of what is found")
    meeting = models.BigIntegerField("primary key of its meeting", null=True, blank=True)
    path = models.CharField(max_length=250)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    title_words = models.TextField(blank=True)
    words = models.TextField(blank=True)
    happened_on = models.DateField(null=True, blank=True)
    happened_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.PUBLIC)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "search entries"
        indexes = (models.Index(fields=("partnership", "-happened_on", "-id"), name="search_entry_newest"),)
        constraints = (
            models.UniqueConstraint(fields=("kind", "about"), name="search_entry_once"),
            models.CheckConstraint(
                name="search_entry_words",
                condition=Q(
                    kind__in=EntryKind.values, audience__in=Audience.values, happened_precision__in=Precision.values
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> str:
        """As much of the day as is known (T-4); empty where nothing is."""
        is_known = self.happened_on is not None and self.happened_precision != Precision.UNKNOWN
        return format_date(self.happened_on, self.happened_precision) if is_known else ""


class SearchWord(models.Model):
    """A word that stands in some entry, so that one typed with a wrong letter or two can be put right.

    Of which entries, and who may read them, it does not say: a correction is shown where it finds what the reader may
    read. A word of a name goes with the last that has it; one of a text goes with the next ``rebuild_search``.
    """

    word = models.CharField(max_length=60, primary_key=True)
    length = models.PositiveSmallIntegerField(db_index=True)

    objects = SearchWordQuerySet.as_manager()

    def __str__(self) -> str:
        return self.word
