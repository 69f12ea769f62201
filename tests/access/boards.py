"""Structure, people and the admin's pages."""

from datetime import date

from boards.models import BankHolidayAdded, Strategy
from tests import factories
from tests.access import Row, everyone, from_role


def strategy(world):
    code = f"strategy-{Strategy.objects.count()}"
    Strategy.objects.create(
        partnership=world.partnership, code=code, name="A strategy", status="adopted", starts_on=date(2026, 4, 1)
    )
    return {"code": code}


def holiday(world):
    one = BankHolidayAdded.objects.create(
        partnership=world.partnership, day=date(2026, 11, 16), name="A day off", added_by=world.admin
    )
    return {"pk": one.pk}


def member_grant(world):
    return {"pk": world.member.role_grants.get(partnership=world.partnership).pk}


def member(world):
    return {"pk": world.member.pk}


def reason(world):
    return {"reason": "Left the council"}


def role_data(world):
    return {"email": "new.person@example.org", "name": "New Person", "role": "member"}


def settings_data(world):
    return {"nation": "scotland"}


def details_data(world):
    return {"name": "Halton", "accent": "#1d5b6e", "purpose": "To work together."}


def logo(world):
    """The name of the file of the partnership's logo."""
    return {"name": factories.add_picture(world.partnership).picture_name}


ROWS = [
    Row("boards:structure", everyone(200)),
    Row("boards:membership", everyone(200)),
    Row("boards:membership_csv", everyone(200)),
    Row("boards:body", everyone(200), kwargs=lambda world: {"code": world.board.code}),
    Row("boards:organisations", everyone(200)),
    Row(
        "boards:organisation",
        everyone(200),
        kwargs=lambda world: {"code": factories.OrganisationFactory(partnership=world.partnership).code},
    ),
    Row("boards:strategies", everyone(200)),
    Row("boards:strategy", everyone(200), kwargs=strategy),
    Row("boards:theme", everyone(200)),
    Row("boards:roles", from_role("admin", 200)),
    Row("boards:role_grant", from_role("admin", 200)),
    Row("boards:role_grant", from_role("admin", 302), method="post", data=role_data),
    Row("boards:role_end", from_role("admin", 200), kwargs=member_grant),
    Row("boards:role_end", from_role("admin", 302), method="post", kwargs=member_grant),
    Row("boards:account", from_role("admin", 200), kwargs=member),
    Row("boards:change_address", from_role("admin", 200), kwargs=member),
    Row(
        "boards:change_address",
        from_role("admin", 302),
        method="post",
        kwargs=member,
        data=lambda world: {"email": "new.address@example.org", "reason": "New employer"},
    ),
    Row("boards:switch_off", from_role("admin", 200), kwargs=member),
    Row("boards:switch_off", from_role("admin", 302), method="post", kwargs=member, data=reason),
    Row("boards:switch_on", from_role("admin", 200), kwargs=member),
    Row("boards:switch_on", from_role("admin", 302), method="post", kwargs=member, data=reason),
    Row("boards:remove_second_step", from_role("admin", 200), kwargs=member),
    Row("boards:remove_second_step", from_role("admin", 302), method="post", kwargs=member, data=reason),
    Row("boards:end_sessions", from_role("admin", 302), method="post", kwargs=member),
    Row("boards:logo", everyone(200), kwargs=logo),
    Row("boards:partnership_edit", from_role("admin", 200)),
    Row("boards:partnership_edit", from_role("admin", 302), method="post", data=details_data),
    Row("boards:settings", from_role("admin", 200)),
    Row("boards:settings", from_role("admin", 302), method="post", data=settings_data),
    Row("boards:holidays", from_role("admin", 200)),
    Row(
        "boards:holidays",
        from_role("admin", 302),
        method="post",
        data=lambda world: {"day": "16 11 2026", "name": "A day off"},
    ),
    Row("boards:holiday_remove", from_role("admin", 200), kwargs=holiday),
    Row("boards:holiday_remove", from_role("admin", 302), method="post", kwargs=holiday),
    Row("boards:audit", from_role("admin", 200)),
]
