"""What no page may show: anything of another partnership; to the public anything in preparation, and names that people
wish to keep from it.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from boards.models import Contact, Person
from core.models import RenderedFile
from core.papers import page_of
from invitations.models import Invitation
from recommendations.models import Recommendation
from reports.assembly.document import assemble
from reports.services.annual import start_report
from tests import factories
from tests.access.test_access import ROWS
from tests.conftest import World, new_world, world_of
from tests.quality.tree import APPS
from tests.scrutiny.factories import EvidenceFactory, ReportParagraphFactory
from tests.starting_points import StartingPoint

MARK = "Zanzibar"
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
PAGES = [row for row in ROWS if row.method == "get" and set(row.answers.values()) & {200}]
FREE_TEXTS = {
    *("title", "name", "label", "text", "note", "explanation", "task", "reason", "answer", "printed_as", "venue"),
    *("theme", "description", "key_issues", "decisions", "short_name", "purpose", "heading", "subject", "given_by"),
    *("what", "story"),
}
OURS = {*APPS} - {"core", "imports", "example", "desk"}


def marked_texts() -> int:
    """Puts the mark before every free text of every record there is; returns how many it marked."""
    count = 0
    # With the record's number, because some texts may stand only once in a group.
    marked = Concat(Value(MARK), Cast("pk", models.CharField()))
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for field in model._meta.concrete_fields:
            is_free = isinstance(field, models.CharField | models.TextField) and not isinstance(
                field, models.EmailField | models.SlugField | models.URLField | models.FileField
            )
            if is_free and not field.choices and not field.unique and field.name in FREE_TEXTS:
                count += model._base_manager.exclude(**{field.name: ""}).update(**{field.name: marked})
    return count


def two_partnerships() -> World:
    """The world beside another partnership that has something of everything, all of it marked."""
    elsewhere, halton = (factories.PartnershipFactory(slug=slug) for slug in ("elsewhere", "halton"))
    outsider = factories.UserFactory()
    theirs = world_of(elsewhere, elsewhere=halton, outsider=outsider)
    for row in PAGES:
        if not row.whole:
            row.kwargs(theirs)
    in_preparation(theirs)
    assert marked_texts() > 20
    halton.refresh_from_db()
    type(halton).objects.filter(pk=halton.pk).update(name="Halton Strategic Partnership", short_name="HSP")
    for code, fields in factories.halton_kinds().items():
        halton.body_kinds.filter(code=code).update(**fields)
    halton.refresh_from_db()
    return world_of(halton, elsewhere=elsewhere, outsider=outsider)


TWO_PARTNERSHIPS = StartingPoint(two_partnerships)


@pytest.mark.django_db
@pytest.mark.parametrize("row", [row for row in PAGES if not row.whole], ids=str)
def test_page_shows_nothing_of_another_partnership(row, client_for):
    world = deepcopy(TWO_PARTNERSHIPS.put_back())
    url = reverse(row.name, kwargs={"partnership": "halton", **row.kwargs(world)})
    page = client_for(world.admin).get(url, row.query)
    assert MARK.encode() not in b"".join(page)


def in_preparation(world) -> None:
    """Something of everything that only the office, or those who scrutinise, may read. That a topic group is at work,
    and on what, everyone may know.
    """
    group = factories.TopicGroupFactory(body__partnership=world.partnership, commissioned_by=world.ppb, is_draft=True)
    recommendation = factories.RecommendationFactory(topic_group=group, number=7, title=MARK, explanation=MARK)
    factories.ProgressUpdateFactory(recommendation=recommendation, text=MARK)
    ReportParagraphFactory(topic_group=group, number="9.9", text=MARK)
    EvidenceFactory(topic_group=group, text=MARK)
    public = factories.TopicGroupFactory(body__partnership=world.partnership, commissioned_by=world.ppb)
    EvidenceFactory(topic_group=public, text=MARK, is_members_only=True)
    for held_on, published_at in ((NOON.date(), None), (NOON.date().replace(month=10), NOON)):
        meeting = factories.MeetingFactory(body=world.board, held_on=held_on, status="held")
        factories.MeetingSummaryFactory(
            meeting=meeting, draft={"key_issues": f"<p>{MARK}</p>"}, draft_version=1, published_at=published_at
        )
    ahead = factories.MeetingFactory(body=world.board, held_on=NOON.date().replace(year=2036))
    factories.AgendaItemFactory(meeting=ahead, title=MARK)
    factories.DocumentFactory(meeting=ahead, title=MARK)
    factories.AchievementFactory(partnership=world.partnership, title=MARK, headline=MARK, is_public=False)
    report = start_report(partnership=world.partnership, year=2011, by=world.officer, at=NOON, on=NOON.date())
    report.sections.update(text=MARK)
    factories.PersonFactory(partnership=world.partnership, email=f"{MARK.lower()}@example.org", organisation=None)
    kept_from_the_public(world, meeting=ahead, group=public)


def kept_from_the_public(world, *, meeting, group) -> None:
    """Somebody whose name is not shown sits, chairs and acts wherever people do."""
    person = factories.PersonFactory(partnership=world.partnership, name=MARK, shown_as="Head of Service")
    seat = factories.SeatHoldingFactory(seat__body=world.board, seat__number=90).seat
    for position in ("member", "deputy"):
        factories.AppointmentFactory(person=person, body=None, seat=seat, position=position)
    for body in (world.board, world.ssp, world.ppb, group.body):
        for position in ("chair", "member", "lead-officer"):
            factories.AppointmentFactory(person=person, body=body, position=position)
    held = factories.MeetingFactory(body=world.board, held_on=NOON.date().replace(month=9), status="held")
    factories.ActionFactory(meeting=held, number=1, owner_body=None, owner_person=person)
    organisation = factories.OrganisationFactory(partnership=world.partnership)
    Contact.objects.create(organisation=organisation, person=person, for_actions=True)
    factories.OwnerFactory(partnership=world.partnership, name="Chamber", contact=person)
    Invitation.objects.create(meeting=meeting, person=person, name=MARK, email="")


def keep_all_names() -> None:
    Person.objects.update(name=MARK, shown_as="Head of Service")


def world_in_preparation() -> World:
    world = new_world()
    in_preparation(world)
    return world


PREPARING = StartingPoint(world_in_preparation)


@pytest.mark.django_db
@pytest.mark.parametrize("row", [row for row in PAGES if row.answers["anonymous"] == 200], ids=str)
def test_page_shows_the_public_nothing_in_preparation(row, client_for):
    world = deepcopy(PREPARING.put_back())
    place = {} if row.whole else {"partnership": world.partnership.slug}
    url = reverse(row.name, kwargs={**place, **row.kwargs(world)})
    keep_all_names()
    for reader in (None, world.outsider):
        page = client_for(reader).get(url, row.query)
        assert MARK.lower() not in b"".join(page).decode("utf-8", "replace").lower()


PAPERS = [row for row in ROWS if row.method == "post" and row.name.startswith("reports:") and "retry" not in row.name]


@pytest.mark.django_db
@pytest.mark.parametrize("row", [row for row in PAPERS if row.answers["anonymous"] == 302], ids=str)
def test_paper_shows_the_public_nothing_in_preparation(row, client_for):
    world = deepcopy(PREPARING.put_back())
    url = reverse(row.name, kwargs={"partnership": "halton", **row.kwargs(world)})
    keep_all_names()
    client_for(None).post(url, row.data(world))
    paper = RenderedFile.objects.latest("pk")
    if "rows" in paper.about:
        paper.about["rows"] = list(Recommendation.objects.values_list("pk", flat=True))
    assert MARK not in page_of(paper).html


@pytest.mark.parametrize("year", [2011, 2026])
def test_annual_report_prints_nothing_in_preparation(year, world):
    in_preparation(world)
    report = world.partnership.annual_reports.filter(year=year).first() or start_report(
        partnership=world.partnership, year=year, by=world.officer, at=NOON, on=NOON.date()
    )
    report.sections.update(text="Written by the office")
    assert MARK not in assemble(report, on=NOON.date()).html
