"""The structure and the membership of a partnership, as at a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView

from boards.models import Body
from boards.seating import seating_of
from boards.sheets import MembershipSheet
from boards.structure import changes_since, structure_of
from boards.views.as_at import AsAtMixin


class StructureShow(AsAtMixin, TemplateView):
    template_name = "boards/structure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        past = self.on < self.today
        return super().get_context_data(
            structure=structure_of(self.partnership, on=self.on),
            changes=changes_since(self.partnership, on=self.on if past else None),
            **kwargs,
        )


class BoardMixin(AsAtMixin):
    """Finds the body whose seats are the partnership's membership: its Board."""

    def board(self) -> Body | None:
        return self.partnership.bodies.boards().current(on=self.on).first()


class MembershipShow(BoardMixin, TemplateView):
    template_name = "boards/membership.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board = self.board()
        return super().get_context_data(board=board, seating=board and seating_of(board, on=self.on), **kwargs)


class MembershipDownload(BoardMixin):
    """The seats of the membership page, as CSV."""

    def get(self, request: HttpRequest, partnership: str) -> HttpResponseBase:
        board = self.board()
        sectors = seating_of(board, on=self.on).sectors if board else ()
        table = MembershipSheet.table(seat for sector in sectors for seat in sector.seats)
        return table.download(f"{self.partnership.slug}-membership-{self.on.isoformat()}.csv")
