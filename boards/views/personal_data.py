"""All that is kept about a person, as a file."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic.base import View

from boards.models import Person
from boards.services.personal_data import personal_data
from boards.views.base import PartnershipMixin
from core import clock
from core.downloads import download


class PersonalData(PartnershipMixin, View):
    """For admins alone: the audit trail is part of it."""

    permission = "boards.manage_roles"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        people = Person.objects.visible_to(request.user).filter(partnership=self.partnership)
        person = get_object_or_404(people.select_related("partnership", "user"), pk=kwargs["pk"])
        content = json.dumps(
            personal_data(person, on=clock.today()), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False
        )
        return download(content.encode(), filename=f"person-{person.pk}.json", content_type="application/json")
