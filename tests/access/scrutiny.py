"""Topic programmes, topic groups and reports: everybody reads what is public, officers write."""

from core import clock
from tests import factories
from tests.access import Row, everyone, from_role
from tests.scrutiny.factories import EvidenceFactory, ProgrammeTopicFactory, ReportParagraphFactory


def group(world, **fields):
    fields.setdefault("commissioned_by", world.ppb)
    return factories.TopicGroupFactory(body__partnership=world.partnership, **fields)


def pk(world):
    return {"pk": group(world).pk}


def topic(world, **fields):
    return {"pk": ProgrammeTopicFactory(ppb=world.ppb, **fields).pk}


def chosen(world):
    return topic(world, state="chosen")


def paragraph(world):
    one = ReportParagraphFactory(topic_group=group(world), number="6.1", position=1, is_recommended=True)
    return {"pk": one.topic_group_id, "paragraph_pk": one.pk}


def finding(world):
    of = group(world)
    one = of.findings.create(kind="conclusion", position=1, text="A forum is needed")
    return {"pk": of.pk, "finding_pk": one.pk}


def evidence(world):
    one = EvidenceFactory(topic_group=group(world))
    return {"pk": one.topic_group_id, "evidence_pk": one.pk}


def member(world):
    of = group(world)
    person = factories.PersonFactory(partnership=world.partnership)
    return {"pk": of.pk, "appointment_pk": factories.AppointmentFactory(person=person, body=of.body).pk}


def draft(world):
    return {"pk": group(world, is_draft=True).pk}


def said_topic(world):
    return {"ppb": world.ppb.pk, "year": clock.today().year - 1, "title": "Parking"}


def named(world):
    return {"name": "Parking Topic Group", "starts_on": "1 9 2026"}


DECIDED = {"state": "chosen", "decided_on": "1 9 2026"}
POINT = {"kind": "conclusion", "text": "A forum is needed"}
HEARD = {"kind": "witness", "given_by": "Fire Service", "text": "It works", "given_on": "1 9 2026"}
PARAGRAPH = {"number": "6.2", "text": "It should"}
JOINS = {"new_name": "A Councillor", "position": "member", "starts_on": "1 9 2026"}
DRAFTED = {"stage": "draft", "happened_on": "1 9 2026", "outcome": "noted"}

READ, CHANGED, OFFICER = everyone(200), from_role("officer", 302), from_role("officer", 200)
# What is in preparation is not there for others.
IN_PREPARATION = {**everyone(404), "ppb_member": 200, "officer": 200, "admin": 200}


def writes(name, kwargs, data, post=CHANGED):
    """A form for officers: to see, and to send."""
    return (
        Row(f"scrutiny:{name}", OFFICER, kwargs=kwargs),
        Row(f"scrutiny:{name}", post, "post", kwargs=kwargs, data=data if callable(data) else lambda world: data),
    )


ROWS = [
    Row("scrutiny:programme", READ),
    *writes("topic_add", lambda world: {}, said_topic),
    *writes("topic_edit", topic, said_topic),
    *writes("topic_decide", topic, DECIDED),
    *writes("topic_start", chosen, named),
    Row("scrutiny:topic_groups", READ),
    Row("scrutiny:topic_group", READ, kwargs=draft),
    *writes("topic_group_edit", pk, {"title": "A study"}),
    *writes("finding_add", pk, POINT),
    *writes("finding_edit", finding, POINT),
    *writes("finding_remove", finding, {}),
    *writes("topic_member_add", pk, JOINS),
    *writes("topic_member_end", member, {"ends_on": "1 9 2026"}),
    *writes("evidence_add", pk, HEARD),
    *writes("evidence_edit", evidence, HEARD),
    *writes("evidence_remove", evidence, {}),
    *writes("stage_add", pk, DRAFTED),
    Row("scrutiny:report", READ, kwargs=pk),
    Row("scrutiny:report", IN_PREPARATION, kwargs=draft),
    *writes("report_paste", pk, {"text": "6.1 It should", "confirmed": "on"}),
    *writes("paragraph_add", pk, PARAGRAPH),
    *writes("paragraph_edit", paragraph, PARAGRAPH),
    *writes("paragraph_remove", paragraph, {}),
    *writes("paragraph_not_carried", paragraph, {"reason": "In neither table"}),
    Row("scrutiny:paragraph_move", CHANGED, "post", kwargs=paragraph, data=lambda world: {"direction": "up"}),
    Row("scrutiny:paragraph_open_again", CHANGED, "post", kwargs=paragraph),
]
