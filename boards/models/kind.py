"""The kinds of boards and groups that a partnership has, with its own words for them and what each does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from boards.models.partnership import Partnership
from core.models import Governed

if TYPE_CHECKING:
    from core.models import User


# The fields that say what bodies of a kind are and do.
TASKS = ("scrutinises", "ends_with_task", "is_outside", "is_event", "is_forum")
DOES = ("is_board", "owes_summary", "is_topic_group", *TASKS)


class BodyKindQuerySet(models.QuerySet["BodyKind"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a partnership calls its boards and groups is public."""
        return self.filter(partnership__is_listed=True)


class BodyKind(Governed):
    """A kind of board or group. Kinds under one ``heading`` are listed together, at the place of the first of them."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="body_kinds")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    plural = models.CharField(max_length=80)
    abbreviation = models.CharField(max_length=20, blank=True)
    heading = models.CharField("heading on the structure page", max_length=80, blank=True)
    also_called = models.CharField("other names for it in files", max_length=200, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=100)
    is_board = models.BooleanField("the partnership’s top board", default=False)
    owes_summary = models.BooleanField("each meeting owes a summary", default=False)
    scrutinises = models.BooleanField("scrutinises the partnership and is not part of it", default=False)
    is_topic_group = models.BooleanField("studies a topic for scrutiny", default=False)
    ends_with_task = models.BooleanField("ends with its task", default=False)
    is_outside = models.BooleanField("is outside the partnership", default=False)
    is_event = models.BooleanField("is an event", default=False)
    is_forum = models.BooleanField("is a forum for everyone in the partnership", default=False)

    objects = BodyKindQuerySet.as_manager()

    class Meta:
        ordering = ("sort_order", "name")
        verbose_name = "kind of board or group"
        verbose_name_plural = "kinds of boards and groups"
        constraints = (
            models.UniqueConstraint(fields=("partnership", "code"), name="boards_kind_code"),
            models.UniqueConstraint(
                fields=("partnership",),
                condition=Q(is_board=True),
                name="boards_kind_one_board",
                violation_error_message="Another kind is the partnership’s top board already.",
            ),
            models.CheckConstraint(
                name="boards_kind_board_is_within",
                condition=Q(is_board=False)
                | Q(scrutinises=False, is_topic_group=False, is_outside=False, is_event=False),
                violation_error_message="The top board can’t be scrutiny, outside the partnership or an event.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def shown_heading(self) -> str:
        """Where its bodies are listed: under their plural, where nothing else is said."""
        return self.heading or self.plural

    @property
    def what_it_does(self) -> str:
        """“Each meeting owes a summary; ends with its task”."""
        return self._in_words(DOES)

    @property
    def task(self) -> str:
        """The same without what a body may have its own rule for, or what its place in the lists says already."""
        return self._in_words(TASKS)

    def _in_words(self, names: Iterable[str]) -> str:
        fields: list[Any] = [self._meta.get_field(name) for name in names if getattr(self, name)]
        return str(capfirst("; ".join(str(field.verbose_name) for field in fields)))

    @property
    def is_part(self) -> bool:
        """Whether its bodies are part of the partnership."""
        return not (self.scrutinises or self.is_topic_group or self.is_outside or self.is_event)
