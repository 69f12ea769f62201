"""What an act needs on record, and what is posted for it, where the access table’s own would be refused."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from actions.models import Sharing
from agendas.models import AgendaItem
from core import clock
from core.asks import make_token
from core.models import ChoreFailure, User
from invitations.models import Invitation
from invitations.services.recipients import notice_recipients, recipients
from meetings.models import CalendarFeed, Meeting
from meetings.services.calendar_feed import make_feed
from reports.services.annual import make_draft_paper
from summaries.models import MeetingSummary
from tests import factories
from tests.access.actions import sharing, sharing_token
from tests.access.agendas import meeting as coming
from tests.access.calendars import NEXT_YEAR
from tests.access.invitations import invitation
from tests.access.meetings import drafted, published
from tests.access.monitoring_follow_ups import one as recommendation
from tests.access.reports import paper, report
from tests.access.scrutiny import group
from tests.monitoring.factories import FollowUpFactory
from tests.outbox.makers import message
from tests.reports.makers import finished_paper
from tests.scrutiny.factories import ReportParagraphFactory, StagePassedFactory


def of_recipients(world):
    """All who are entitled to the summary get it."""
    persons = [one.person for one in recipients(meeting=newest(Meeting, world), on=clock.today())]
    return {"shown": persons, "send_to": persons, "people": str(len(persons)), "draft_version": "1"}


def someone_new(world):
    return {"email": f"new@{world.partnership.slug}.example.org", "name": "New Person", "role": "member"}


def of_cancelled(world):
    """A meeting that is off, of a board on which somebody sits."""
    person = factories.PersonFactory(partnership=world.partnership)
    factories.AppointmentFactory(person=person, body=world.board)
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2036, 11, 16), status="cancelled")
    return {"pk": meeting.pk, "of": "date"}


def to_members(world):
    persons = [
        one.person for one in notice_recipients(meeting=newest(Meeting, world), on=clock.today()) if one.can_be_mailed
    ]
    return {"shown": persons, "send_to": persons, "people": str(len(persons)), "sequence": "0"}


def to_correct(world):
    """A published summary of which a corrected draft is ready."""
    summary = MeetingSummary.objects.get(pk=published(world).summary_id)
    summary.draft = {"key_issues": "<p>Waiting times at night</p>", "note": "At night"}
    summary.draft_version, summary.saved_by = 1, world.officer
    summary.save()
    return {"pk": summary.meeting_id}


def draft(world):
    return {"pk": drafted(world).meeting_id}


def newest(model, world):
    return model.objects.filter(partnership=world.partnership).latest("pk")


def to_remind(world):
    """A meeting whose actions an organisation with a contact has not passed on."""
    asked = sharing(world)
    factories.PersonFactory(partnership=world.partnership, organisation=asked.organisation)
    return {"pk": asked.action.meeting_id}


def last_sharing(world):
    return {"actions": Sharing.objects.latest("pk").action_id}


def shared(world):
    """What a contact has passed on already, and may add a sentence to."""
    token = sharing_token(world)
    Sharing.objects.filter(action=newest_action(world)).update(shared_at=clock.now(), recorded_by=world.officer)
    return token


def with_calendar(world):
    make_feed(partnership=world.partnership, user=world.officer, at=clock.now())
    return {}


def its_token(world):
    return {"token": CalendarFeed.objects.get(partnership=world.partnership, user=world.officer).token}


def own_action(world):
    action = newest_action(world)
    return {f"action-{action}-status": "done", f"action-{action}-text": "It is done"}


def newest_action(world):
    return world.partnership.actions.latest("pk").pk


def two_items(world):
    meeting = coming(world)
    for position in (1, 2):
        factories.AgendaItemFactory(meeting=meeting, position=position)
    return {"pk": meeting.pk}


def the_other_way_round(world):
    upper, lower = newest(Meeting, world).agenda_items.order_by("position").values_list("pk", flat=True)
    return {"move": f"up-{lower}", "seen": f"{upper},{lower}"}


def changed_item(world):
    return {"kind": "item", "title": "Money"}


def draft_item(world):
    item = factories.AgendaItemFactory(meeting=coming(world), title="Budget")
    return {"pk": item.meeting_id, "item_pk": item.pk}


def seen_item(world):
    return {"seen": AgendaItem.objects.latest("pk").digest}


def dates(world):
    for held_on in (NEXT_YEAR, NEXT_YEAR.replace(month=12)):
        factories.MeetingFactory(body=world.board, held_on=held_on, status="proposed")
    return {"code": world.board.code}


def both_dates(world):
    return {"meeting": list(world.partnership.meetings.filter(status="proposed").values_list("pk", flat=True))}


def invited(world):
    return {"pk": invitation(world)["pk"]}


def the_ppb(world):
    return {"group": "body:ppb", "do": "send", "send_to": world.partnership.people.latest("pk").pk}


def everyone_came(world):
    return {f"came-{Invitation.objects.latest('pk').pk}": "yes"}


def follow_up(world):
    return {"pk": FollowUpFactory(recommendation=recommendation(world), asked_by=world.ppb_member).pk}


def draft_group(world):
    of = group(world, is_draft=True)
    for stage in ("draft", "group"):
        StagePassedFactory(topic_group=of, stage=stage, happened_on=date(2026, 8, 1))
    return {"pk": of.pk}


def at_the_ppb(world):
    meeting = factories.MeetingFactory(body=world.ppb, held_on=date(2026, 9, 1), status="held")
    return {"stage": "ppb", "meeting": meeting.pk, "outcome": "agreed", "happened_on": "", "confirmed": "on"}


def two_paragraphs(world):
    of = group(world)
    upper, lower = (
        ReportParagraphFactory(topic_group=of, number=f"6.{position}", position=position) for position in (1, 2)
    )
    assert upper.position < lower.position
    return {"pk": of.pk, "paragraph_pk": lower.pk}


def box(world):
    asked = world.partnership.recommendations.latest("pk").pk
    return {f"r{asked}-text": "Half of it", f"r{asked}-status": "in-progress"}


def measured(world):
    """A measure that has a figure of the year."""
    measure = factories.MeasureFactory(partnership=world.partnership)
    factories.ResultFactory(measure=measure, year=2025)
    return {"code": measure.code}


def with_paper(world):
    """A report whose PDF was made of what it says now."""
    made = report(world)
    on = clock.today()
    paper = make_draft_paper(report=made, correction_note="", by=world.officer, at=clock.now(), on=on)
    paper.state = "done"
    paper.file = finished_paper(world.partnership.slug).file
    paper.save()
    return {"year": made.year}


def of_a_kind_that_may_be_stopped(world):
    return {"token": make_token("mail", message(world.partnership, kind="comment", email="reader@example.org").pk)}


def switched_off(world):
    User.objects.filter(pk=world.member.pk).update(is_active=False)
    return {"pk": world.member.pk}


def signed_in(world):
    """Somebody who is signed in with a browser."""
    client = Client(**{"wsgi.url_scheme": "https"})
    client.post(reverse("account_login"), {"login": world.member.email, "password": factories.PASSWORD})
    client.get(reverse("desk:privacy"))
    return {"pk": world.member.pk}


def with_second_step(world):
    Authenticator.objects.get_or_create(user=world.member, type="recovery_codes", defaults={"data": {}})
    return {"pk": world.member.pk}


def failure(world):
    now = clock.now()
    ChoreFailure.objects.create(
        chore="send-mail",
        scope=world.partnership.slug,
        about=f"outbox.message {world.partnership.pk}",
        error="Refused",
        failed_at=now,
        last_failed_at=now,
        retry_at=now,
    )
    return {}


def example(world):
    world.partnership.example_note = "All of it is made up."
    world.partnership.save()
    return {}


def queued_paper(world):
    return {"token": paper(world).token}
