"""Removing the example: the partnership of the access table is one."""

from tests.access import Row, from_role

ROWS = [
    Row("example:remove", from_role("admin", 200)),
    Row(
        "example:remove",
        from_role("admin", 302),
        method="post",
        data=lambda world: {"name": world.partnership.name},
    ),
]
