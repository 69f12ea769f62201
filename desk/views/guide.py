"""The user guide, as it comes with the portal."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from desk.guide import INDEX, page_names, read_page


class GuidePage(TemplateView):
    """The index, or the page that the address names."""

    template_name = "desk/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = kwargs.get("page", INDEX)
        if name != INDEX and name not in page_names():
            raise Http404
        return super().get_context_data(guide=read_page(name), is_index=name == INDEX, **kwargs)
