"""Measures, their targets and achievements are kept by officers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from boards.records import RecordPages
from boards.views.pictures import PictureShow
from core.models import User
from performance.forms import AchievementForm, ComparatorForm, ComparisonForm, MeasureForm, TargetForm
from performance.models import Achievement, Comparator, Comparison, Measure, Target

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


class ComparatorPages(RecordPages):
    model, form_class, permission = Comparator, ComparatorForm, KEEP
    namespace, url_name, list_url_name, path = "performance", "comparator", "comparators", "comparators"
    actions = ("list", "add", "edit", "remove")
    noun, plural = "comparator", "Comparators"
    lede = "The nation, region, neighbours or places whose figures stand beside those of our measures."
    empty_text = "Add whom to compare with. Their figures are then entered on the page of each measure."
    columns = ("name", "kind", "sort_order")
    is_public = False

    def get_success_url(self, view: Any) -> str:
        return self.url("list", view)


class ComparisonPages(RecordPages):
    """Figures of others for a measure, a comparator and a year each."""

    model, form_class, permission = Comparison, ComparisonForm, KEEP
    namespace, url_name, path = "performance", "comparison", "comparisons"
    pk_url_kwarg, anchor = "comparison_pk", "comparisons"
    parent, parent_field = measure_pages, "measure"
    noun = "figure to compare with"
    headings: ClassVar[dict[str, str]] = {"edit": "Change a figure to compare with"}
    submit_texts: ClassVar[dict[str, str]] = {"add": "Add the figure", "remove": "Remove the figure"}
    messages: ClassVar[dict[str, str]] = {
        "add": "The figure is added.",
        "edit": "The figure is saved.",
        "remove": "The figure is removed.",
    }

    def get_queryset(self, view: Any) -> QuerySet[Comparison]:
        return Comparison.objects.filter(measure=view.parent_of(self)).select_related("comparator")


class AchievementPages(RecordPages):
    model, form_class, permission = Achievement, AchievementForm, KEEP
    namespace, url_name, list_url_name, path = "performance", "achievement", "achievements", "achievements"
    actions = ("show", "add", "edit", "remove")
    noun, article = "achievement", "an "
    headings: ClassVar[dict[str, str]] = {"edit": "Change the achievement"}
    templates: ClassVar[dict[str, str]] = {"show": "performance/achievement.html"}
    removal_note = "Its picture is deleted with it."

    def get_queryset(self, view: Any) -> QuerySet[Achievement]:
        return super().get_queryset(view).select_related("partnership", "priority")

    def get_parts(self, view: Any) -> dict[str, Any]:
        return {
            "organisations": view.object.organisations.order_by("name"),
            "may_keep": view.request.user.has_perm(KEEP, view.partnership),
        }


class AchievementPicture(PictureShow):
    def get_records(self, reader: User | AnonymousUser) -> QuerySet[Achievement]:
        known = Achievement.objects.visible_to(reader).filter(partnership=self.partnership)
        return known.filter(pk=self.kwargs["pk"]).select_related("partnership")
