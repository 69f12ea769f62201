"""A file is chosen and shown before anything is done; the button below does it, all of it or nothing.

What the views of an app are mixed with finds the partnership and asks for the permission.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.generic import FormView, View
from django.views.generic.base import ContextMixin

from core import clock
from core.sheets.forms import SheetForm
from core.sheets.importing import ImportSheet, Input, Preview
from core.signed_plans import Moved, PlanRefused

OK, BAD_REQUEST, CONFLICT = 200, 400, 409


class SheetView(ContextMixin, View):
    """What the views of one file share: where they start, and the pages that they show in place of their own."""

    def start_url(self) -> str:
        """Where one starts again."""
        raise NotImplementedError

    def page(self, template: str, status: int, **context: Any) -> HttpResponse:
        given = {"form": None, "start_url": self.start_url(), **context}
        return TemplateResponse(self.request, template, self.get_context_data(**given), status=status)


class UploadView(SheetView, FormView[SheetForm]):
    """Reads a file and shows what it would do. What is wrong with it, or that it does nothing, stands on this page.

    Its template extends ``sheets/upload.html``, that of the preview may use ``sheets/encoding.html``.
    """

    form_class = SheetForm
    sheet: type[ImportSheet[Any, Any]]

    def get_records(self) -> Iterable[Any]:
        """What a file may change."""
        raise NotImplementedError

    def show(self, read: Preview[Any, Any]) -> HttpResponse:
        """What the file would do, with the button that does it."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sheet": self.sheet}

    def form_valid(self, form: SheetForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        read = self.sheet(self.get_records(), today=clock.today()).read(file.name or "file", file.read())
        if read.changes and not read.refusals:
            return self.show(read)
        context = self.get_context_data(form=form, read=read)
        return self.render_to_response(context, status=BAD_REQUEST if read.refusals else OK)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inputs = [column for column in self.sheet.columns if isinstance(column, Input)]
        return super().get_context_data(inputs=inputs, most=self.sheet.most_changes, **kwargs)


class ApplyView(SheetView):
    """Does what a preview has shown."""

    http_method_names = ["post"]
    old_page: ClassVar[str]
    nothing_new: ClassVar[str]

    def apply(self, plan: str) -> str:
        """Do it, and say so; nothing is said where all of it was so already. Raises ``PlanRefused`` and ``Moved``."""
        raise NotImplementedError

    def conflict(self, keys: list[int]) -> HttpResponse:
        """Which of the records others changed since the preview: nothing was done."""
        raise NotImplementedError

    def done_url(self) -> str:
        return self.start_url()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = self.apply(request.POST.get("plan", ""))
        except PlanRefused:
            messages.error(request, self.old_page)
            return redirect(self.start_url())
        except Moved as moved:
            return self.conflict(moved.keys)
        if done:
            messages.success(request, done)
        else:
            messages.info(request, self.nothing_new)
        return redirect(self.done_url())
