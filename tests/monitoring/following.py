"""A member asks for follow-up, the office puts it on an agenda, and a chair who may do so."""

from datetime import UTC, date, datetime

from agendas.models import AgendaItem
from agendas.services.agenda import remove_item
from monitoring.models import FollowUp
from monitoring.services.follow_ups import ask_follow_up, put_on_agenda
from recommendations.services.ppb_meetings import ComingPpbs
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NEXT, LATER = date(2026, 12, 3), date(2027, 3, 4)


def asked(recommendation, by, text="What became of it?", at=NOON):
    return ask_follow_up(recommendation=recommendation, text=text, by=by, at=at)


def put_on(follow_up, by, wording=None, at=NOON):
    """Where the page would put it; in the member's words unless told otherwise."""
    recommendation = follow_up.recommendation
    follow_up = again(follow_up)
    coming = ComingPpbs(recommendation.partnership, at=at)
    meeting = coming.next_for(recommendation, after=follow_up.meeting)
    seen = meeting.pk if meeting else 0
    return put_on_agenda(follow_up=follow_up, wording=wording or follow_up.text, seen_meeting=seen, by=by, at=at)


def placed(recommendation, by, text="What became of it?", at=NOON):
    return put_on(asked(recommendation, by, text, at), by, at=at)


def again(follow_up):
    return FollowUp.objects.select_related("item__meeting").get(pk=follow_up.pk)


def take_off(item, officer):
    item = AgendaItem.objects.get(pk=item.pk)
    remove_item(item=item, by=officer)


def chair_of(body, email="chair@example.org", role="ppb-member"):
    """Someone who chairs the board and can sign in."""
    user = factories.UserFactory(name="PPB Chair", email=email)
    factories.RoleGrantFactory(user=user, partnership=body.partnership, role=role)
    person = factories.PersonFactory(partnership=body.partnership, name="PPB Chair", email=email, user=user)
    factories.AppointmentFactory(person=person, body=body, position="chair", starts_on=date(2024, 5, 1))
    return user
