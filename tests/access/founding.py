"""Setting up a partnership: with a code, or by somebody who needs none."""

from core import clock
from founding.services import make_code
from tests.access import Row, everyone, from_role

ROWS = [
    Row("founding:start", everyone(200), whole=True),
    Row(
        "founding:start",
        everyone(302),
        method="post",
        data=lambda world: {"code": make_code(at=clock.now())},
        whole=True,
    ),
    # Nobody in the table was let in by a code, and admins of a partnership need one unless the operator says otherwise.
    Row("founding:step", everyone(302), kwargs=lambda world: {"step": "name"}, whole=True),
    Row("founding:step", everyone(302), method="post", kwargs=lambda world: {"step": "name"}, whole=True),
    Row("founding:check", everyone(302), whole=True),
    Row("founding:check", everyone(302), method="post", whole=True),
    Row("getting_started:dismiss", from_role("officer", 302), method="post"),
]
