"""Markup in records that somebody else wrote: shown as the characters it is."""

import pytest
from django.urls import reverse

from meetings.models import Meeting
from performance.models import Measure
from tests import factories

MARKUP = '"><img src=x onerror=alert(1)>'


@pytest.mark.parametrize("name", ["measure", "result_add"])
def test_unit_of_a_measure_is_no_markup(world, client_for, name):
    measure = factories.MeasureFactory(partnership=world.partnership)
    Measure.objects.filter(pk=measure.pk).update(unit=MARKUP[:40], name=MARKUP)
    response = client_for(world.officer).get(reverse(f"performance:{name}", args=["halton", measure.code]))
    assert (response.status_code, b"<img src=x" in response.content) == (200, False)


@pytest.mark.parametrize("name", ["list", "detail", "edit", "cancel", "summary_edit"])
def test_words_of_a_meeting_are_no_markup(world, client_for, name):
    meeting = factories.MeetingFactory(body=world.board, status="held")
    Meeting.objects.filter(pk=meeting.pk).update(title=MARKUP, venue=MARKUP)
    type(world.board).objects.filter(pk=world.board.pk).update(name=MARKUP)
    response = client_for(world.officer).get(
        reverse(f"meetings:{name}", args=["halton", *([] if name == "list" else [meeting.pk])])
    )
    assert (response.status_code, b"<img src=x" in response.content) == (200, False)
