"""The list of those who get a body's summaries: lines that name roles, not the people who hold them."""

from __future__ import annotations

from django.db import transaction

from boards.models import Body, Person
from core import audit
from core.models import User
from invitations.choices import ListedKind
from invitations.models import DistributionLine


def lines_of(body: Body) -> list[DistributionLine]:
    """The body's lines; the one that holds as long as nobody has made a list is not in the database."""
    return list(body.distribution_lines.select_related("of_body", "person", "body")) or [usual_line(body)]


def usual_line(body: Body) -> DistributionLine:
    return DistributionLine(body=body, kind=ListedKind.PPBS)


@transaction.atomic
def add_line(
    *, body: Body, kind: str, by: User, of_body: Body | None = None, person: Person | None = None
) -> DistributionLine:
    """Add a line; one that is there already is answered as it is.

    The first line adds to the usual list: the PPBs stay on it until somebody takes them off.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    if kind != ListedKind.PPBS and not body.distribution_lines.exists():
        usual_line(body).save()
    line, is_new = DistributionLine.objects.get_or_create(body=body, kind=kind, of_body=of_body, person=person)
    if is_new:
        audit.record("distribution.added", by=by, about=body, scope=body.partnership.slug, line=in_words(line))
    return line


@transaction.atomic
def remove_line(*, line: DistributionLine, by: User) -> None:
    """Take a line off the list. Without any line, all PPBs get the summaries again."""
    body = Body.objects.select_for_update().get(pk=line.body_id)
    known = DistributionLine.objects.filter(pk=line.pk).first()
    if known is None:
        return
    audit.record("distribution.removed", by=by, about=body, scope=body.partnership.slug, line=in_words(known))
    known.delete()


def in_words(line: DistributionLine) -> str:
    """“Everybody appointed to the Safer SSP, or to one of its seats”."""
    if line.person:
        return line.person.name
    if line.of_body:
        return f"Everybody appointed to {line.of_body}, or to one of its seats"
    return ListedKind.PPBS.label
