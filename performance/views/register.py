"""Measures, their targets and achievements are kept by officers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from boards.records import RecordPages
from performance.forms import AchievementForm, MeasureForm, TargetForm
from performance.models import Achievement, Measure, Target

KEEP = "performance.keep_measures"


class MeasurePages(RecordPages):
    model, form_class, permission = Measure, MeasureForm, KEEP
    namespace, url_name, list_url_name, path = "performance", "measure", "list", "performance"
    lookup_field = pk_url_kwarg = "code"
    actions = ("add", "edit", "remove")
    noun = "measure"
    headings: ClassVar[dict[str, str]] = {"edit": "Change the measure"}
    removal_note = ""

    def get_queryset(self, view: Any) -> QuerySet[Measure]:
        return super().get_queryset(view).select_related("partnership")


measure_pages = MeasurePages()


class TargetPages(RecordPages):
    """What a measure should reach, a year each."""

    model, form_class, permission = Target, TargetForm, KEEP
    namespace, url_name, path, pk_url_kwarg, anchor = "performance", "target", "targets", "target_pk", "targets"
    parent, parent_field = measure_pages, "measure"
    noun = "target"
    headings: ClassVar[dict[str, str]] = {"edit": "Change a target"}
    removal_note = ""

    def get_queryset(self, view: Any) -> QuerySet[Target]:
        return Target.objects.filter(measure=view.parent_of(self))


class AchievementPages(RecordPages):
    model, form_class, permission = Achievement, AchievementForm, KEEP
    namespace, url_name, list_url_name, path = "performance", "achievement", "achievements", "achievements"
    noun, article = "achievement", "an "
    headings: ClassVar[dict[str, str]] = {"edit": "Change the achievement"}
    removal_note = ""

    def get_success_url(self, view: Any) -> str:
        return reverse("performance:achievements", args=self.get_place(view))
