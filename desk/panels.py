"""What the pages of bodies and organisations show of meetings and actions, and faults on *Today*."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery, Value, Window

from actions.models import Action, Sharing
from attendance.rules import seats_needed
from boards.models import Body, Organisation, Partnership
from boards.panels import (
    BESIDE_BODY,
    FOR_OFFICE_ON_BODY,
    ON_BODY,
    ON_ORGANISATION,
    ON_TODAY,
    Task,
    TaskGroup,
    group_panel,
)
from core.addresses import address
from core.models import ChoreFailure
from core.panels import Panel, PanelRequest
from core.rules.dates import financial_year
from meetings.models import Meeting
from meetings.services.cadence import read_cadences
from performance.models import Measure
from performance.standing import standing_of
from recommendations.choices import RecommendationStatus
from recommendations.models import Owner, Recommendation, RecommendationOwner
from summaries.models import Decision

SHOWN = 5
DECISIONS_SHOWN = 5
ALL_THEMES = "all"


@ON_BODY.add(order=10)
def decisions_of_body(asked: PanelRequest[Body]) -> Panel:
    """What it decided last; the template shows nothing where there is nothing."""
    decided = Decision.objects.visible_to(asked.reader).filter(meeting__held_on__lte=asked.on)
    return Panel(
        "desk/panels/decisions.html",
        {"decisions": decided.latest_of(asked.record)[:DECISIONS_SHOWN], "body": asked.record},
    )


@ON_BODY.add(order=30)
def recommendations_of_body(asked: PanelRequest[Body]) -> Panel | None:
    """What councillors asked of it, or what it asked itself, what was reported on last on top."""
    body = asked.record
    if body.kind.scrutinises:
        mine, list_query = Q(topic_group__commissioned_by=body), f"ppb={body.code}"
    elif body.kind.is_topic_group:
        mine, list_query = Q(topic_group__body=body), f"topic_group={body.code}"
    else:
        return _asked_of(asked, body=body)
    return _recommendations(asked, mine, heading="Recommendations", list_query=list_query)


@ON_BODY.add(order=40)
def measures_of_body(asked: PanelRequest[Body]) -> Panel | None:
    """The measures of its theme, or, of the top board, those with the newest figures."""
    body, year = asked.record, asked.on.year
    if not body.holds_on(asked.on):
        return None
    of_place = Measure.objects.visible_to(asked.reader).filter(partnership=body.partnership_id)
    if body.theme and body.theme != ALL_THEMES:
        of_place = of_place.filter(theme__iexact=body.theme)
    elif not body.kind.is_board:
        return None
    standings = [
        standing_of(one, awaited_by=year) for one in of_place.newest_first(up_to=year).with_results(up_to=year)[:SHOWN]
    ]
    shown = [one for one in standings if one.latest]
    return Panel("desk/panels/measures.html", {"standings": shown}) if shown else None


@BESIDE_BODY.add(order=10)
def meetings_of_body(asked: PanelRequest[Body]) -> Panel:
    """How the body meets, and the meetings before and after the day."""
    body, on = asked.record, asked.on
    reading = next(iter(read_cadences([body], on=on)), None)
    meetings = Meeting.objects.of_body(body)
    return Panel(
        "desk/panels/meetings.html",
        {
            "latest": meetings.filter(held_on__lt=on).newest_first().first(),
            "next": meetings.upcoming(on=on).first(),
            "body": body,
            "cadence": reading,
            "quorum": _quorum_words(body, on),
            "owes_summary": body.is_owing_summaries,
        },
    )


@FOR_OFFICE_ON_BODY.add(order=10)
def meeting_links_of_body(asked: PanelRequest[Body]) -> Panel:
    """Where officers say how it meets."""
    return Panel("desk/panels/meeting_links.html", {"body": asked.record})


def _asked_of(asked: PanelRequest[Body] | PanelRequest[Organisation], **owner: Body | Organisation) -> Panel | None:
    """What councillors asked of a body or an organisation, under whichever owners stand for it."""
    owners = Owner.objects.filter(**owner)
    mine = Q(pk__in=RecommendationOwner.objects.filter(owner__in=owners).values("recommendation"))
    return _recommendations(asked, mine, heading="Recommendations from councillors", owners=owners)


def _recommendations(
    asked: PanelRequest[Body] | PanelRequest[Organisation],
    mine: Q,
    *,
    heading: str,
    list_query: str = "",
    owners: QuerySet[Owner] | None = None,
) -> Panel | None:
    """One query. Of one of the ``owners``, the whole list is found by its code, of others by ``list_query``."""
    known = Recommendation.objects.visible_to(asked.reader).filter(mine).as_at(asked.on)
    listed = known.with_title(on=asked.on).newest_progress_first()
    code: Any = Subquery(owners.order_by("pk").values("code")[:1]) if owners is not None else Value("")
    counted = listed.annotate(number_of_all=Window(Count("pk")), owner_code=code)
    rows = list(
        counted.values_list("pk", "number", "title_on_day", "status_on_day", "number_of_all", "owner_code")[:SHOWN]
    )
    if not rows:
        return None
    lines = [
        {"pk": pk, "number": number, "title": title, "status": RecommendationStatus(status)}
        for pk, number, title, status, _, _ in rows
    ]
    *_, count, owner_code = rows[0]
    list_query = list_query or f"owner={owner_code}"
    return Panel(
        "desk/panels/recommendations.html",
        {"heading": heading, "lines": lines, "count": count, "list_query": list_query},
    )


def _quorum_words(body: Body, on: date) -> str:
    """“one third of the seats, 9 of 26”; empty where no rule is on record."""
    if body.quorum is None and not body.quorum_share:
        return ""
    seats = body.seats.current(on=on).count()
    needed = seats_needed(number=body.quorum, share=body.quorum_share, seats=seats)
    if body.quorum_share:
        share = body.get_quorum_share_display()
        return f"{share}, {needed} of {seats}" if needed else share
    return f"{needed} of {seats} seats" if seats else f"{needed} seats"


@ON_ORGANISATION.add(order=10)
def actions_of_organisation(asked: PanelRequest[Organisation]) -> Panel | None:
    """The open actions that the organisation carries out, the one due first on top; one query."""
    organisation = asked.record
    actions = Action.objects.filter(owner_organisation=organisation).open().select_related("body")
    late = Q(pk__in=actions.overdue(on=asked.on).order_by().values("pk"))
    counted = actions.annotate(number_open=Window(Count("pk")), number_late=Window(Count("pk", filter=late)))
    shown = list(counted.order_by("due_on", "pk")[:SHOWN])
    if not shown:
        return None
    first: Any = shown[0]  # with its counts
    context = {"actions": shown, "count": first.number_open, "overdue": first.number_late, "code": organisation.code}
    return Panel("desk/panels/actions.html", context)


@ON_ORGANISATION.add(order=20)
def recommendations_of_organisation(asked: PanelRequest[Organisation]) -> Panel | None:
    """What councillors asked of it."""
    return _asked_of(asked, organisation=asked.record)


@ON_ORGANISATION.add(order=30)
def sharings_of_organisation(asked: PanelRequest[Organisation]) -> Panel | None:
    """The actions that it has shared with its staff, the latest on top."""
    done = Sharing.objects.visible_to(asked.reader).filter(organisation=asked.record, shared_at__isnull=False)
    shown = list(done.select_related("action").order_by("-shared_at", "pk")[:SHOWN])
    return Panel("desk/panels/shared.html", {"sharings": shown}) if shown else None


@ON_ORGANISATION.add(order=50)
def attendance_of_organisation(asked: PanelRequest[Organisation]) -> Panel:
    """The way to how often its seats were filled in the year of the day."""
    return Panel("desk/panels/attendance.html", {"code": asked.record.code, "year": financial_year(asked.on)})


@ON_TODAY.add(order=25)
def background_faults(asked: PanelRequest[Partnership]) -> Panel | None:
    """What the portal could not do by itself: for admins."""
    slug = asked.record.slug
    if not asked.reader.has_perm("boards.manage_partnership", asked.record):
        return None
    count = ChoreFailure.objects.of_partnership(slug).unsettled().count()
    url = address("office:background", slug)
    fault = Task(f"{count} fault{'' if count == 1 else 's'} in background work", url, "See faults", url)
    return group_panel(TaskGroup("faults", "Background work", (fault,) if count else (), count))
