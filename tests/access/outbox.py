"""Mail: officers see what was sent to whom; everybody says how they want their own."""

from core.asks import make_token
from tests.access import Row, everyone, from_role
from tests.access.boards import member_grant
from tests.outbox.makers import message

OFFICER = from_role("officer", 200)
CHANGED = from_role("officer", 302)
OWN = {**everyone(200), "anonymous": "login"}


def by_link(world):
    return {"token": make_token("mail", message(world.partnership).pk)}


def waiting(world):
    return {"pk": message(world.partnership).pk}


def waiting_of_known_kind(world):
    """A notice that some mail could not be delivered, to an officer."""
    message(world.partnership, state="failed")
    return {"pk": message(world.partnership, kind="given-up", email=world.officer.email).pk}


def failed(world):
    return {"pk": message(world.partnership, state="failed").pk}


ROWS = [
    Row("outbox:list", OFFICER),
    Row("outbox:all_again", OFFICER, kwargs=lambda world: failed(world) and {}),
    Row("outbox:all_again", CHANGED, "post", kwargs=lambda world: failed(world) and {}),
    Row("outbox:message", OFFICER, kwargs=waiting),
    Row("outbox:read", OFFICER, kwargs=waiting_of_known_kind),
    Row("outbox:html", OFFICER, kwargs=waiting_of_known_kind),
    Row("outbox:again", CHANGED, "post", kwargs=failed),
    Row("outbox:stop", OFFICER, kwargs=waiting),
    Row("outbox:stop", CHANGED, "post", kwargs=waiting),
    Row("outbox:role_again", from_role("admin", 200), kwargs=member_grant),
    Row("outbox:role_again", from_role("admin", 302), "post", kwargs=member_grant),
    Row("outbox:preferences", OWN),
    Row(
        "outbox:preferences",
        {**everyone(302), "anonymous": "login"},
        "post",
        data=lambda world: {"rhythm": "daily"},
    ),
    Row("outbox:preferences_by_link", everyone(200), kwargs=by_link),
    Row("outbox:preferences_by_link", everyone(302), "post", kwargs=by_link, data=lambda world: {"rhythm": "daily"}),
    Row("outbox:stop_by_link", everyone(200), kwargs=by_link),
    Row("outbox:stop_by_link", everyone(302), "post", kwargs=by_link),
]
