"""A PPB that meets on Tuesday 12 January 2027, and what is asked before it: on Tuesday 1 December 2026."""

from datetime import UTC, date, datetime, timedelta

from core.rules.working_days import LONDON
from meetings.models import Meeting
from recommendations.models import Owner
from tests import factories

ASKED_ON, WANTED_ON, MEETS_ON = date(2026, 12, 1), date(2026, 12, 29), date(2027, 1, 12)
DAY = timedelta(days=1)
NINE = datetime(2026, 12, 1, 9, tzinfo=UTC)


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def study(ppb, **fields):
    """A topic group that the PPB commissioned, with its report out."""
    body = factories.BodyFactory(partnership=ppb.partnership, kind="topic-group")
    return factories.TopicGroupFactory(body=body, commissioned_by=ppb, received_on=date(2026, 1, 1), **fields)


def meeting_of(ppb, held_on=MEETS_ON, **fields) -> Meeting:
    return factories.MeetingFactory(
        **{"body": ppb, "title": "Corporate PPB", "held_on": held_on, "status": "planned"} | fields
    )


def owner(partnership, name, *people, **fields) -> Owner:
    """An organisation with these people, each given by the first part of an address."""
    organisation = factories.OrganisationFactory(partnership=partnership, name=name)
    for one in people:
        factories.PersonFactory(
            partnership=partnership, name=one.title(), email=f"{one}@example.org", organisation=organisation
        )
    return factories.OwnerFactory(partnership=partnership, name=name, organisation=organisation, **fields)


def recommend(group, number, *owners, lead=None, **fields):
    made = factories.RecommendationFactory(topic_group=group, number=number, **fields)
    for position, one in enumerate(owners, start=1):
        factories.RecommendationOwnerFactory(recommendation=made, owner=one, position=position, is_lead=one == lead)
    return made
