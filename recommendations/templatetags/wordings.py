"""What changed between two wordings, as a page shows it."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recommendations.word_changes import Piece, PieceKind

register = template.Library()

CHANGED = {PieceKind.REMOVED: ("del", "removed"), PieceKind.ADDED: ("ins", "added")}


@register.simple_tag
def shown_piece(piece: Piece) -> SafeString:
    """The piece without a space more than it has; what changed is said in words, too, for those who hear it."""
    words = linebreaksbr(piece.text)
    if piece.kind not in CHANGED:
        return words
    return format_html(
        '<{0}><span class="govuk-visually-hidden"> [{1}: </span>{2}<span class="govuk-visually-hidden">] </span></{0}>',
        *CHANGED[piece.kind],
        words,
    )
