"""Prepared queries of what a reader may see."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from boards.choices import Role
from boards.models import Body
from boards.prepared import prepared
from boards.roles import partnerships_with_role
from core.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def test_reader_is_known_by_the_roles_of_the_day():
    @prepared()
    def own(reader: User | AnonymousUser) -> QuerySet[Body]:
        return Body.objects.filter(partnership__in=partnerships_with_role(reader, Role.OFFICER))

    body = factories.BodyFactory()
    officer = factories.UserFactory()
    assert [list(own(officer)), list(own(AnonymousUser())), list(own(officer))] == [[], [], []]
    factories.RoleGrantFactory(user=officer, partnership=body.partnership, role="officer")
    assert list(own(User.objects.get(pk=officer.pk))) == [body]
    factories.BodyFactory()
    assert list(own(User.objects.get(pk=officer.pk))) == [body]
    assert list(own(AnonymousUser())) == []
