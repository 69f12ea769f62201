"""Agendas: published ones are public save what is for members, drafts and every change are the officers'."""

from datetime import UTC, date, datetime

from agendas.models import AgendaItem
from tests import factories
from tests.access import Row, everyone, from_role
from tests.core import files

LATER = date(2036, 11, 17)
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


def meeting(world, **given):
    return factories.MeetingFactory(body=world.board, held_on=LATER, **given)


def item(world, **given):
    return factories.AgendaItemFactory(meeting=meeting(world, agenda_published_at=NOON), **given)


def paper(world, **given):
    return factories.DocumentFactory(meeting=meeting(world, agenda_published_at=NOON), **given)


def of_empty(world):
    return {"pk": meeting(world).pk}


def of_draft(world):
    return {"pk": factories.AgendaItemFactory(meeting=meeting(world)).meeting_id}


def of_published(world):
    return {"pk": item(world).meeting_id}


def of_item(world):
    found = item(world)
    return {"pk": found.meeting_id, "item_pk": found.pk}


def of_members_item(world):
    found = item(world, title="Item", is_members_only=True)
    return {"pk": found.meeting_id, "item_pk": found.pk}


def of_paper(world):
    found = paper(world)
    return {"pk": found.meeting_id, "document_pk": found.pk}


def of_members_paper(world):
    found = paper(world, is_members_only=True)
    return {"pk": found.meeting_id, "document_pk": found.pk}


def of_draft_paper(world):
    found = factories.DocumentFactory(meeting=meeting(world))
    return {"pk": found.meeting_id, "document_pk": found.pk}


def of_withdrawn_paper(world):
    found = paper(world, withdrawn_at=NOON)
    return {"pk": found.meeting_id, "document_pk": found.pk}


def of_minutes(world):
    found = factories.DocumentFactory(meeting=meeting(world), kind="minutes")
    return {"pk": found.meeting_id, "document_pk": found.pk}


def of_version(world):
    return of_paper(world) | {"number": 1}


def chosen(world):
    return {"title": "Budget", "file": files.upload(files.pdf())}


def newer(world):
    return {"note": "October added", "seen": "1", "file": files.upload(files.pdf(2))}


def seen(world):
    return {"seen": AgendaItem.objects.latest("pk").digest}


def changed(world):
    return ITEM | {"title": "Money"}


OFFICER, CHANGED = from_role("officer", 200), from_role("officer", 302)
OFFICERS_ALONE = dict.fromkeys(("anonymous", "outsider", "member", "ppb_member"), 404) | {"officer": 200, "admin": 200}
# What the reader does not even see is not found; what they see but may not do is refused.
OF_DRAFT_PAPER = OFFICERS_ALONE
MEMBERS = dict.fromkeys(("anonymous", "outsider"), 404) | dict.fromkeys(
    ("member", "ppb_member", "officer", "admin"), 200
)
ITEM = {"kind": "item", "title": "Budget"}

ROWS = [
    Row("agendas:agenda", everyone(200), kwargs=of_empty),
    Row("agendas:agenda", everyone(200), kwargs=of_draft),
    Row("agendas:agenda", everyone(200), kwargs=of_published),
    Row("agendas:agenda_edit", OFFICER, kwargs=of_draft),
    Row("agendas:agenda_edit", CHANGED, "post", kwargs=of_draft),
    Row("agendas:agenda_start", CHANGED, "post", kwargs=of_empty),
    Row("agendas:agenda_publish", OFFICER, kwargs=of_draft),
    Row("agendas:agenda_publish", CHANGED, "post", kwargs=of_draft),
    Row("agendas:agenda_take_back", OFFICER, kwargs=of_published),
    Row("agendas:agenda_take_back", CHANGED, "post", kwargs=of_published),
    Row("agendas:agenda_item_add", OFFICER, kwargs=of_empty),
    Row("agendas:agenda_item_add", CHANGED, "post", kwargs=of_empty, data=lambda world: ITEM),
    Row("agendas:agenda_item_edit", OFFICER, kwargs=of_item),
    Row("agendas:agenda_item_edit", CHANGED, "post", kwargs=of_item, data=changed),
    Row("agendas:agenda_item_remove", OFFICER, kwargs=of_item),
    Row("agendas:agenda_item_remove", CHANGED, "post", kwargs=of_item, data=seen),
    Row("agendas:agenda_item_release", OFFICER, kwargs=of_members_item),
    Row("agendas:agenda_item_release", CHANGED, "post", kwargs=of_members_item, data=seen),
    Row("agendas:confidential", OFFICER),
    Row("agendas:document_add", OFFICER, kwargs=of_draft),
    Row("agendas:document_add", CHANGED, "post", kwargs=of_draft, data=chosen),
    Row("agendas:minutes_add", OFFICER, kwargs=of_empty),
    Row("agendas:minutes_add", CHANGED, "post", kwargs=of_empty, data=chosen),
    Row("agendas:document", OFFICER, kwargs=of_paper),
    Row("agendas:document_file", everyone(200), kwargs=of_paper),
    Row("agendas:document_file", everyone(200), kwargs=of_minutes),
    Row("agendas:document_file", MEMBERS, kwargs=of_members_paper),
    Row("agendas:document_file", OF_DRAFT_PAPER, kwargs=of_draft_paper),
    Row("agendas:document_file", OFFICERS_ALONE, kwargs=of_withdrawn_paper),
    Row("agendas:document_version", everyone(200), kwargs=of_version),
    Row("agendas:document_edit", OFFICER, kwargs=of_paper),
    Row("agendas:document_edit", CHANGED, "post", kwargs=of_paper, data=lambda world: {"title": "Budget"}),
    Row("agendas:document_replace", OFFICER, kwargs=of_paper),
    Row("agendas:document_replace", CHANGED, "post", kwargs=of_paper, data=newer),
    Row("agendas:document_withdraw", OFFICER, kwargs=of_paper),
    Row("agendas:document_withdraw", CHANGED, "post", kwargs=of_paper, data=lambda world: {"reason": "Wrong file"}),
    Row("reports:agenda_pack", everyone(302), "post", kwargs=of_published),
    Row("reports:agenda_pack", everyone(405), kwargs=of_published),
]
