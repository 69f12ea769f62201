"""Ten recommendations or five thousand: pages, files and figures ask the database as often."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.models import ProgressUpdate, StatusChange
from recommendations.models import Recommendation, RecommendationOwner, Response
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RECEIVED = date(2012, 9, 14)


def filled(world, number):
    """``number`` recommendations in ten reports of the PPB, with two owners, two entries and a change each."""
    groups = [
        factories.TopicGroupFactory(
            body__partnership=world.partnership,
            commissioned_by=world.ppb,
            received_on=RECEIVED + timedelta(days=30 * place),
            received_precision="day",
        )
        for place in range(10)
    ]
    owners = factories.OwnerFactory.create_batch(20, partnership=world.partnership)
    recommendations = Recommendation.objects.bulk_create(
        Recommendation(
            partnership=world.partnership,
            topic_group=groups[place % 10],
            number=place // 10 + 1,
            title=f"Recommendation {place}",
            status="in-progress",
            status_reason="Begun",
        )
        for place in range(number)
    )
    RecommendationOwner.objects.bulk_create(
        RecommendationOwner(recommendation=one, owner=owner, printed_as=owner.name, position=position)
        for place, one in enumerate(recommendations)
        for position, owner in enumerate((owners[place % 20], owners[(place + 7) % 20]), start=1)
    )
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            recommendation=one,
            position=position,
            text=f"Entry {position}",
            status="in-progress",
            reported_on=date(2013, 1, 1) + timedelta(days=(place * 13 + position * 200) % 4000),
        )
        for place, one in enumerate(recommendations)
        for position in (1, 2)
    )
    StatusChange.objects.bulk_create(
        StatusChange(
            recommendation=one, from_status="not-started", to_status="in-progress", reason="Begun", changed_on=RECEIVED
        )
        for one in recommendations
    )
    Response.objects.bulk_create(
        Response(
            recommendation=one, responder="executive", decision="accepted", reason="It fits", responded_on=RECEIVED
        )
        for one in recommendations
    )


@pytest.mark.parametrize("number", [10, 5000])
def test_pages_files_and_figures_ask_as_often_for_ten_as_for_five_thousand(number, world, client_for):
    filled(world, number)
    client = client_for(world.ppb_member)
    with time_machine.travel(NOON, tick=False):
        client.get(reverse("recommendations:list", args=["halton"]))
        asked = {}
        for page in ("recommendations:list", "monitoring:overview", "recommendations:csv", "recommendations:xlsx"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(page, args=["halton"])).status_code == 200
            asked[page.partition(":")[2]] = len(captured)
    assert asked == {"list": 17, "overview": 10, "csv": 14, "xlsx": 14}
    overview = client.get(reverse("monitoring:overview", args=["halton"])).context["overview"]
    assert (overview.every.number.number, len(overview.reports), len(overview.owners)) == (
        number,
        10,
        {10: 17, 5000: 20}[number],
    )
