"""Performance: everybody reads it, officers record figures."""

from tests import factories
from tests.access import Row, everyone, from_role


def code(world):
    return {"code": factories.MeasureFactory(partnership=world.partnership).code}


RESULT = {"year": "2025", "value": "74.8", "basis": "stated"}

ROWS = [
    Row("performance:list", everyone(200)),
    Row("performance:achievements", everyone(200)),
    Row("performance:measure", everyone(200), kwargs=code),
    Row("performance:result_add", from_role("officer", 200), kwargs=code),
    Row("performance:result_add", from_role("officer", 302), "post", kwargs=code, data=lambda world: RESULT),
]
