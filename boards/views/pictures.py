"""The picture of a record, shown to those who may see the record."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.generic.base import View

from boards.models import Partnership
from boards.views.base import PartnershipMixin
from core.models import Pictured, User
from core.models.pictured import PICTURE_TYPES

logger = logging.getLogger(__name__)

# A picture that is replaced has another address; one that is taken away is soon nowhere.
ONE_DAY = 24 * 60 * 60


class PictureShow(PartnershipMixin, View):
    """Under an address that ends with the picture's digest, so that a browser need not ask for it again."""

    def get_records(self, reader: User | AnonymousUser) -> QuerySet[Any]:
        """The record that the address names, if the reader may see it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record: Pictured = get_object_or_404(self.get_records(request.user))
        if not record.picture or record.picture_name != kwargs["name"]:
            raise Http404
        try:
            with record.picture.open("rb") as file:
                content = file.read()
        except FileNotFoundError:
            logger.error("The file of a picture is missing: %s", record.picture.name)
            raise Http404 from None
        kind = PICTURE_TYPES[record.picture_name.rpartition(".")[2]]
        response = HttpResponse(content, content_type=kind)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        if self.get_records(AnonymousUser()).exists():
            patch_cache_control(response, public=True, max_age=ONE_DAY, immutable=True)
        else:
            response["Cache-Control"] = "private, no-store"
        return response


class LogoShow(PictureShow):
    def get_records(self, reader: User | AnonymousUser) -> QuerySet[Partnership]:
        return Partnership.objects.visible_to(reader).filter(pk=self.partnership.pk)
