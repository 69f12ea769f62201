"""What PPB members ask to be followed up."""

from datetime import timedelta

from core import clock
from tests import factories
from tests.access import Row, from_role
from tests.monitoring.factories import FollowUpFactory


def one(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    return factories.RecommendationFactory(topic_group=group, number=1)


def pk(world):
    return {"pk": one(world).pk}


def follow_up(world):
    return {"pk": FollowUpFactory(recommendation=one(world), asked_by=world.ppb_member).pk}


def placeable(world):
    factories.MeetingFactory(body=world.ppb, held_on=clock.today() + timedelta(days=14), status="planned")
    return follow_up(world)


ROWS = [
    Row("monitoring:follow_up_ask", from_role("ppb_member", 200), kwargs=pk),
    Row(
        "monitoring:follow_up_ask",
        from_role("ppb_member", 302),
        "post",
        kwargs=pk,
        data=lambda world: {"text": "What became of it?"},
    ),
    # Only the member who asked; the others are led back, and told so.
    Row("monitoring:follow_up_take_back", from_role("ppb_member", 302) | {"ppb_member": 200}, kwargs=follow_up),
    Row("monitoring:follow_up_take_back", from_role("ppb_member", 302), "post", kwargs=follow_up),
    Row("monitoring:follow_up_requests", from_role("officer", 200)),
    Row("monitoring:follow_up_put_on", from_role("officer", 200), kwargs=follow_up),
    Row(
        "monitoring:follow_up_put_on",
        from_role("officer", 302),
        "post",
        kwargs=placeable,
        data=lambda world: {"wording": "Progress", "meeting": world.ppb.meetings.get().pk},
    ),
    Row("monitoring:follow_up_settle", from_role("officer", 200), kwargs=follow_up),
    Row(
        "monitoring:follow_up_settle",
        from_role("officer", 302),
        "post",
        kwargs=follow_up,
        data=lambda world: {"reason": "Answered by letter"},
    ),
]
