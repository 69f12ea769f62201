"""The officer's day."""

from django.views.generic import TemplateView

from boards.views.base import PartnershipMixin


class Today(PartnershipMixin, TemplateView):
    permission = "boards.work_at_desk"
    template_name = "desk/today.html"
