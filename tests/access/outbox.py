"""Mail: officers see what was sent to whom; everybody says how they want their own."""

from core.links import make_token
from tests.access import Row, everyone
from tests.outbox.makers import message

OWN = {**everyone(200), "anonymous": "login"}


def by_link(world):
    return {"token": make_token("mail", message(world.partnership).pk)}


ROWS = [
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
