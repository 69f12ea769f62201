"""The page on which an admin removes an example."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from boards.views.base import PartnershipMixin, signed_in
from core.acts import Refused
from example.forms import RemovalForm
from example.removal import accounts_of, remove_example


class ExampleRemove(PartnershipMixin, FormView[RemovalForm]):
    """Says what goes, and asks for the name. Of a partnership that is no example there is no such page."""

    permission = "boards.manage_partnership"
    template_name = "example/remove.html"
    form_class = RemovalForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.partnership.example_note:
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "called": self.partnership.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = accounts_of(self.partnership)
        return super().get_context_data(
            accounts=len(accounts),
            is_own_account_among=self.request.user in accounts,
            back_url=reverse("boards:settings", args=[self.partnership.slug]),
            **kwargs,
        )

    def form_valid(self, form: RemovalForm) -> HttpResponse:
        name = self.partnership.name
        try:
            is_own_account_gone = remove_example(partnership=self.partnership, by=signed_in(self.request))
        except Refused as refused:
            form.add_error("name", str(refused))
            return self.form_invalid(form)
        except IntegrityError:  # a row that came meanwhile leads to one of these
            form.add_error("name", "The example was changed in the meantime. Try again")
            return self.form_invalid(form)
        if is_own_account_gone:
            # Not by signing out, which would be written down of an account that is no more.
            self.request.session.flush()
            self.request.user = AnonymousUser()
        messages.success(self.request, f"{name} has been removed.")
        return redirect("desk:installation")
