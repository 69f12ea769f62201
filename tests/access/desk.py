"""The first pages, and the pages about the portal."""

from core import audit
from tests.access import ROLES, Row, everyone, from_role


def act(world):
    event = audit.record("body.changed", by=world.officer, about=world.board, scope=world.partnership.slug)
    return {"pk": event.pk}


ROWS = [
    # Two partnerships are in the world of the tests, so the choice between them is shown.
    Row("desk:installation", everyone(200), whole=True),
    Row("desk:landing", dict.fromkeys(ROLES, 302) | {"anonymous": "login"}, whole=True),
    Row("desk:accessibility", everyone(200), whole=True),
    Row("desk:privacy", everyone(200), whole=True),
    Row("desk:guide", everyone(200), whole=True),
    Row("desk:guide_page", everyone(200), kwargs=lambda world: {"page": "people"}, whole=True),
    Row("office:home", everyone(200)),
    Row("office:today", from_role("officer", 200)),
    Row("office:background", from_role("admin", 200)),
    Row("office:background_retry", from_role("admin", 302), method="post"),
    Row("office:act", from_role("admin", 200), kwargs=act),
    Row("office:history", from_role("officer", 200), kwargs=lambda world: {"kind": "bodies", "key": world.board.code}),
]
