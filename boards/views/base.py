"""What every page of a partnership does first: find the partnership, ask permission, know the day."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic.base import ContextMixin, View

from boards.models import Body, Partnership
from boards.prepared import prepared
from boards.roles import waiting_roles
from core import clock, security_trail
from core.addresses import address
from core.downloads import filename_of
from core.models import User
from core.panels import Panel, PanelRequest, Place, Record
from core.two_steps import GOING_TO


def signed_in(request: HttpRequest) -> User:
    """Who acts: nobody holds a permission without being signed in."""
    assert isinstance(request.user, User)
    return request.user


def partnership_at(slug: str) -> Partnership:
    """Raises ``Http404``. Whoever asks: what is listed is open to everyone."""
    for partnership in _listed(slug):
        return partnership
    raise Http404


@prepared("slug")
def _listed(slug: str) -> QuerySet[Partnership]:
    return Partnership.objects.visible_to(AnonymousUser()).filter(slug=slug)


class PartnershipMixin(ContextMixin, View):
    """Sets ``self.partnership`` from the address and asks for ``permission`` on it before the view runs.

    ``permission`` is a name such as ``"summaries.write_summary"``; empty means that the page is public. Somebody who
    is not signed in is asked to sign in; somebody without the permission gets 403, or is led to turn on two-step
    sign-in where their role waits for that. A file that not everyone may have is written into the audit trail when it
    is downloaded.
    """

    permission: str = ""
    partnership: Partnership
    # A view without a permission sets this where the file that it serves is not for everyone.
    serves_members_only = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.partnership = partnership_at(kwargs["partnership"])
        request.partnership = self.partnership  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission and not request.user.has_perm(self.permission, self.partnership):
            if request.user.is_anonymous:
                return redirect_to_login(self._page_to_return_to(request))
            if self.partnership.pk in waiting_roles(request.user):
                return self.to_two_steps(request)
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        filename = filename_of(response)
        if filename and (self.permission or self.serves_members_only) and isinstance(request.user, User):
            security_trail.file_downloaded(request, request.user, scope=self.partnership.slug, filename=filename)
        return response

    def to_two_steps(self, request: HttpRequest) -> HttpResponseBase:
        """To where it is turned on; from there a link leads back here."""
        request.session[GOING_TO] = self._page_to_return_to(request)
        return redirect("mfa_index")

    def _page_to_return_to(self, request: HttpRequest) -> str:
        """This page; where it is a button's address and no page, the one that the button stands on."""
        if "get" in self.http_method_names and hasattr(self, "get"):
            return request.get_full_path()
        came_from = urlsplit(request.headers.get("Referer", ""))
        if came_from.netloc == request.get_host():
            return came_from._replace(scheme="", netloc="", fragment="").geturl()
        return address("office:home", self.partnership.slug)

    def panels_at(self, place: Place[Record], record: Record, **asked: Any) -> list[Panel]:
        """What apps show of the record at a place of its page; ``asked`` are further fields of ``PanelRequest``."""
        today = clock.today()
        return place.panels(PanelRequest(record, reader=self.request.user, today=today, **({"on": today} | asked)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The address gives its slug under the same name.
        return super().get_context_data(**(kwargs | {"partnership": self.partnership}))


class BodyMixin(PartnershipMixin):
    """Sets ``self.body`` from the address as well."""

    body: Body

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.body = get_object_or_404(self.get_bodies(), code=kwargs["code"])

    def get_bodies(self) -> QuerySet[Body]:
        bodies = Body.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return bodies.select_related("partnership")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(body=self.body, **kwargs)
