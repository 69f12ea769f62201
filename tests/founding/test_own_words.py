"""A community safety partnership reads its own words: on pages, in a mail and in a paper."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from boards.choices import Role
from founding.choices import Country, PartnershipKind
from founding.services import found_partnership
from outbox.models import Message
from outbox.services.composing import compose
from reports.printing import ppb_insert
from summaries.choices import SUMMARY
from tests import factories
from tests.conftest import holder
from tests.cycle import WEDNESDAY_NOON, content, meeting, publish, seats

__all__ = ["content", "meeting", "publish", "seats"]

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HALTONS = re.compile(r"\b(PPBs?|SSPs?|Policy and Performance|Specialist Strategic|[Tt]opic groups?)\b")
PUBLIC = (
    *("office:home", "boards:structure", "boards:membership", "boards:organisations", "meetings:list"),
    *("recommendations:list", "scrutiny:topic_groups", "scrutiny:programme", "monitoring:overview"),
)
OFFICERS = (
    *("office:today", "boards:kinds", "boards:body_add", "boards:people", "scrutiny:topic_add", "progress:requests"),
    *("monitoring:follow_up_requests", "boards:sectors"),
)
ADMINS = ("boards:roles", "boards:role_grant", "boards:settings", "scrutiny:scrutiny_settings")


@pytest.fixture
def place(db):
    made = found_partnership(
        name="Our Place Community Safety Partnership",
        slug="our-place",
        country=Country.WALES,
        office_email="office@example.org",
        admin_name="First Admin",
        admin_email="first@example.org",
        password_hash="hashed",
        kind=PartnershipKind.SAFETY,
        code=None,
        by=None,
        at=NOON,
    )
    scrutiny = made.bodies.scrutinising().get()
    person = factories.PersonFactory(partnership=made, name="A Councillor", email="councillor@example.org")
    factories.AppointmentFactory(person=person, body=scrutiny, starts_on=date(2026, 1, 1))
    body = factories.BodyFactory(
        partnership=made, name="Night-time Economy Review", kind=made.body_kinds.get(is_topic_group=True)
    )
    group = factories.TopicGroupFactory(
        partnership=made,
        body=body,
        commissioned_by=scrutiny,
        title="The night-time economy",
        received_on=date(2026, 3, 1),
    )
    factories.RecommendationFactory(topic_group=group, number=1)
    return made


def haltons_words(text):
    shown = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL)
    return [shown[max(found.start() - 40, 0) : found.end() + 20] for found in HALTONS.finditer(shown)]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (None, PUBLIC),
        (Role.MEMBER, PUBLIC),
        (Role.PPB_MEMBER, PUBLIC),
        (Role.OFFICER, (*PUBLIC, *OFFICERS)),
        (Role.ADMIN, (*PUBLIC, *OFFICERS, *ADMINS)),
    ],
)
def test_no_page_has_another_places_words(role, names, place, client_for):
    client = client_for(holder(role, place, "Somebody") if role else None)
    said = {}
    for name in names:
        answer = client.get(reverse(name, args=[place.slug]))
        assert answer.status_code == 200, name
        said[name] = haltons_words(answer.content.decode())
    for record in (*place.bodies.all(), place.topic_groups.get(), place.recommendations.get()):
        said[str(record)] = haltons_words(client.get(record.get_absolute_url()).content.decode())
    assert {page: words for page, words in said.items() if words} == {}


def test_pages_have_the_places_own(place, client_for):
    admin = client_for(holder(Role.ADMIN, place, "Somebody"))
    expected = {
        "boards:membership": "Who sits on the Partnership Board.",
        "scrutiny:topic_groups": "Task and Finish Groups",
        "recommendations:list": "Any Crime and Disorder Scrutiny Committee",
        "boards:role_grant": "Crime and Disorder Scrutiny Committee member: also gets each summary by email",
        "boards:settings": "Crime and Disorder Scrutiny Committee members, officers and admins",
        "boards:structure": "Priority groups",
    }
    missing = {
        name
        for name, words in expected.items()
        if words not in admin.get(reverse(name, args=[place.slug])).content.decode()
    }
    assert missing == set()


@pytest.fixture
def board(place):
    return place.bodies.boards().get()


@pytest.fixture
def officer(place):
    return holder(Role.OFFICER, place, "An Officer")


def test_summary_mail_has_the_places_own_words(publish):
    [message] = Message.objects.of(SUMMARY, publish().pk)
    letter = compose(message, at=WEDNESDAY_NOON + timedelta(days=1))
    assert message.reason == (
        "Crime and Disorder Scrutiny Committee member since January 2026 (Crime and Disorder Scrutiny Committee)"
    )
    assert haltons_words("\n".join((letter.subject, letter.text, letter.html))) == []


def test_paper_for_a_scrutiny_meeting_has_the_places_own_words(place):
    scrutiny = place.bodies.scrutinising().get()
    meeting = factories.MeetingFactory(body=scrutiny, held_on=date(2026, 12, 8), title="December meeting")
    html = ppb_insert.html(meeting, ppb_insert.insert_for(meeting, on=date(2026, 12, 1)))
    assert "Progress on recommendations" in html
    assert haltons_words(html) == []
