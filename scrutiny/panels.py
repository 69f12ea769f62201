"""The places on scrutiny’s pages for what apps above have to show, and what of a report waits for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from boards.models import Partnership
from boards.panels import ON_TODAY, Task, TaskGroup, group_panel
from boards.prepared import prepared
from core.addresses import address
from core.panels import Panel, PanelRequest, Place
from scrutiny.models import ReportParagraph, TopicGroup

if TYPE_CHECKING:
    from boards.panels import Reader

# The page of a topic group, for those who may read its report: what came of it.
ON_TOPIC_GROUP: Place[TopicGroup] = Place()


@prepared("partnership")
def _unaccounted(partnership: int, reader: Reader) -> QuerySet[Any, Any]:
    """SC-2, by report: paragraphs that recommend something, with no recommendation and no reason why not."""
    return (
        ReportParagraph.objects.visible_to(reader)
        .unaccounted()
        .filter(topic_group__partnership=partnership)
        .order_by()
        .values_list("topic_group", "topic_group__title")
        .annotate(Count("pk"))
        .order_by("topic_group__title")
    )


@ON_TODAY.add(order=100)
def paragraphs_without_recommendation(asked: PanelRequest[Partnership]) -> Panel | None:
    slug = asked.record.slug

    def task(row: Any) -> Task:
        pk, title, count = row
        return Task(
            title,
            address("scrutiny:topic_group", slug, pk),
            "Check report",
            address("scrutiny:report", slug, pk),
            when=f"{count} without a recommendation",
            about=f"of {title}",
        )

    rows = list(_unaccounted(asked.record.pk, asked.reader))
    count = sum(row[2] for row in rows)
    heading = "Report paragraphs"
    return group_panel(TaskGroup("paragraphs", heading, tuple(map(task, rows)), count))
