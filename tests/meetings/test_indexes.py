"""The newest meetings are read from an index, not sorted each time."""

import pytest
from django.db import connection

from meetings.models import Meeting
from tests import factories


@pytest.mark.django_db
def test_newest_meetings_of_a_partnership_are_not_sorted_anew(partnership, board):
    factories.MeetingFactory.create_batch(3, body=board)
    newest = Meeting.objects.filter(partnership=partnership).newest_first()[:25]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # With three rows the planner would rather sort; what is asked here is whether it has to.
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = newest.explain()
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
