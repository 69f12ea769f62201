"""A scrutiny report on one page: what was studied, what was answered, what is done, what is silent."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string

from boards.choices import Role
from core.models import RenderedFile
from core.papers import PrintedPage
from core.rules.dates import format_date
from monitoring.services.rollups import Rollup, facts_of, with_facts
from recommendations.choices import RecommendationStatus, UpdateAge
from recommendations.models import Recommendation
from scrutiny.choices import FindingKind
from scrutiny.models import TopicGroup


def page(paper: RenderedFile) -> PrintedPage:
    """The report that ``about`` names, as at its day."""
    group = TopicGroup.objects.select_related("partnership", "commissioned_by", "body").get(
        pk=paper.about["topic_group"]
    )
    # A paper for everybody stays empty where the report has gone back into preparation meanwhile.
    is_readable = not (paper.is_public and group.is_draft)
    return PrintedPage(
        html=html(group, date.fromisoformat(paper.about["on"]), is_readable=is_readable),
        accent=group.partnership.accent,
    )


def about(group: TopicGroup, on: date) -> dict[str, Any]:
    """What the paper depends on: equal only as long as it would say the same."""
    fingerprint = sha256(html(group, on).encode()).hexdigest()
    closed_to_others = {"lowest_role": Role.PPB_MEMBER} if group.is_draft else {}
    return {"topic_group": group.pk, "on": on.isoformat(), "fingerprint": fingerprint, **closed_to_others}


def html(group: TopicGroup, on: date, *, is_readable: bool = True) -> str:
    """The whole page."""
    known = Recommendation.objects.filter(topic_group=group)
    rows = list(known.as_at(on).with_response(on=on).by_number()) if is_readable else []
    facts = facts_of(with_facts(known, on=on)) if is_readable else {}
    asked = group.findings.filter(kind=FindingKind.TERM_OF_REFERENCE).order_by("position")
    return render_to_string(
        "pdf/reports/report_summary.html",
        {
            "language": "en-GB",
            "title": f"{group.title}: summary as at {format_date(on)}",
            "author": group.partnership.name,
            "running_head": group.partnership.name,
            "running_foot": f"Summary: {group.title}",
            "example_note": group.partnership.example_note,
            "group": group,
            "on": on,
            "asked": [finding.text for finding in asked] if is_readable else [],
            "all": Rollup(group.title, "", Counter(facts.values()), ()),
            "recommendations": rows,
            "done": [one for one in rows if one.status_shown is RecommendationStatus.IMPLEMENTED],
            "silent": [one for one in rows if facts[one.pk].update_age is UpdateAge.STALE],
            "undated": [one for one in rows if facts[one.pk].update_age is UpdateAge.UNDATED],
        },
    )
