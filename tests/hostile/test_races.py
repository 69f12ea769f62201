"""Two people at the same moment, which takes PostgreSQL (script/postgres): SQLite lets one write after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from actions.models import Sharing
from actions.services.actions import ActionChange, Reporter, apply_changes, standings, update_action
from actions.services.sharing import share
from agendas.models import AgendaItem, Document
from agendas.services.agenda import add_item, publish_agenda, reorder_agenda
from agendas.services.documents import add_document
from boards.choices import Role
from boards.services.accounts import switch_off
from core import audit
from core.acts import Refused, lock
from core.models import AuditEvent, User
from core.rules.working_days import LONDON
from core.signed_plans import Moved
from core.uploads import check_upload
from invitations.models import Invitation
from invitations.services.invitations import answer_invitation, invite
from meetings.models import CalendarFeed
from meetings.services.calendar_feed import make_feed
from meetings.services.scheduling import confirm_meeting, postpone_meeting
from monitoring.models import Review
from monitoring.services.decisions import stop_monitoring
from monitoring.services.reviews import record_review
from outbox.choices import Rhythm
from outbox.models import MailPreference, Message
from outbox.services.digests import gather_digests
from outbox.services.preferences import set_preferences
from progress.services.proposals import confirm_proposal
from progress.services.status import change_status
from recommendations.models import Recommendation
from summaries.models import MeetingSummary
from summaries.services.content import ActionAnswer, SummaryContent
from summaries.services.drafts import DraftConflict
from summaries.services.publication import publish_summary
from tests import factories
from tests.core import files
from tests.invitations.inviting import guest, housing
from tests.outbox.makers import message
from tests.progress.factories import StatusProposalFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="only one can write at a time"),
]

NOON = datetime(2026, 11, 18, 12, tzinfo=LONDON)
HELD_ON, LATER = date(2026, 11, 16), date(2036, 11, 17)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each answers, or what it raises, all of them begun at the same moment on connections of their own."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(answers: list[Any]) -> list[type]:
    return [type(answer) for answer in answers if isinstance(answer, Exception)]


def told(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


@pytest.fixture
def held(world):
    return factories.MeetingFactory(body=world.board, held_on=HELD_ON, summary_due_on=date(2026, 11, 23))


@pytest.fixture
def ahead(world):
    return factories.MeetingFactory(body=world.board, held_on=LATER)


def test_summary_is_published_by_one_of_two(world, held):
    summary = MeetingSummary.objects.create(meeting=held)

    def publish(words):
        content = SummaryContent(key_issues=words, actions=[ActionAnswer(words, owner=world.board)])
        return publish_summary(
            summary=summary, content=content, draft_version=summary.draft_version, by=world.officer, at=NOON
        )

    answers = at_once(lambda: publish("One"), lambda: publish("Two"))
    assert refusals(answers) == [DraftConflict]
    assert (summary.versions.count(), held.actions.count(), told("summary.published")) == (1, 1, 1)
    assert Message.objects.filter(kind="summary").count() == 1


def test_agenda_is_published_once(world, ahead):
    factories.AgendaItemFactory(meeting=ahead)
    publish = lambda: publish_agenda(meeting=ahead, by=world.officer, at=NOON)  # noqa: E731
    assert refusals(at_once(publish, publish)) == []
    assert told("agenda.published") == 1


def test_items_added_by_two_stand_below_each_other(world, ahead):
    def add(title):
        return add_item(meeting=ahead, item=AgendaItem(title=title), by=world.officer)

    assert refusals(at_once(lambda: add("One"), lambda: add("Two"))) == []
    assert list(ahead.agenda_items.values_list("position", flat=True)) == [1, 2]


def test_order_of_one_of_two_holds(world, ahead):
    a, b, c = (factories.AgendaItemFactory(meeting=ahead, position=place).pk for place in (1, 2, 3))

    def put(*order):
        return reorder_agenda(meeting=ahead, seen=[a, b, c], order=order, by=world.officer)

    assert refusals(at_once(lambda: put(c, a, b), lambda: put(b, c, a))) == [Refused]
    assert tuple(ahead.agenda_items.values_list("pk", flat=True)) in {(c, a, b), (b, c, a)}
    assert list(AgendaItem.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_proposed_date_is_confirmed_once(world):
    meeting = factories.MeetingFactory(body=world.board, held_on=LATER, status="proposed")
    confirm = lambda: confirm_meeting(meeting=meeting, by=world.officer, at=NOON)  # noqa: E731
    assert refusals(at_once(confirm, confirm)) == []
    meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence, told("meeting.confirmed")) == ("planned", 1, 1)


def test_meeting_is_postponed_once(world, ahead):
    def postpone():
        return postpone_meeting(
            meeting=ahead, to_on=LATER + timedelta(days=7), reason="Snow", by=world.officer, at=NOON
        )

    assert refusals(at_once(postpone, postpone)) == []
    assert (ahead.moves.count(), told("meeting.postponed")) == (1, 1)


def test_invitation_goes_out_once(world, ahead):
    ask = lambda: invite(meeting=ahead, invitations=[housing()], by=world.officer, at=NOON)  # noqa: E731
    assert refusals(at_once(ask, ask)) == []
    assert (Invitation.objects.count(), Message.objects.count(), told("invitation.sent")) == (1, 1, 1)


def test_answer_pressed_twice_is_given_once(world, ahead):
    [asked] = invite(meeting=ahead, invitations=[guest("Head of housing")], by=world.officer, at=NOON)
    answer = lambda: answer_invitation(invitation=asked, answer={"state": "accepted"}, at=NOON)  # noqa: E731
    assert refusals(at_once(answer, answer)) == []
    assert told("invitation.answered") == 1


def test_actions_are_shared_once(world, held):
    action = factories.ActionFactory(meeting=held, number=1)
    organisation = factories.OrganisationFactory(partnership=world.partnership)
    Sharing.objects.create(action=action, organisation=organisation)
    told_by = {"note": "", "by": world.officer, "at": NOON}
    say = lambda: share(organisation=organisation, actions=[action.pk], **told_by)  # noqa: E731
    assert refusals(at_once(say, say)) == []
    assert told("action.shared") == 1


def test_report_pressed_twice_is_recorded_once(world, held):
    """Behind a link from an email, where no form carries a token."""
    action = factories.ActionFactory(meeting=held, number=1)
    reporter = Reporter("Chair", person=factories.PersonFactory(partnership=world.partnership))

    def report():
        said = {"status": "done", "text": "Lit", "reported_on": HELD_ON, "reporter": reporter}
        return update_action(action=action, by=None, at=NOON, **said)

    assert refusals(at_once(report, report)) == []
    assert action.updates.count() == 1


def test_many_actions_are_changed_by_one_of_two(world, held):
    actions = [factories.ActionFactory(meeting=held, number=number) for number in (1, 2)]
    seen = standings(actions)

    def change(status):
        changes = [ActionChange(one.pk, seen[one.pk], status=status) for one in actions]
        return apply_changes(partnership=world.partnership, changes=changes, by=world.officer, at=NOON)

    assert refusals(at_once(lambda: change("done"), lambda: change("in-progress"))) == [Moved]
    assert [one.updates.count() for one in actions] == [1, 1]


def test_minutes_are_added_by_one_of_two(world, held):
    def add(pages):
        return add_document(
            meeting=held,
            document=Document(kind="minutes", title="Minutes"),
            file=check_upload(files.upload(files.pdf(pages))),
            by=world.officer,
            at=NOON,
        )

    assert refusals(at_once(lambda: add(1), lambda: add(2))) == [Refused]
    assert held.documents.count() == 1


def test_calendar_gets_one_address(world):
    make = lambda: make_feed(partnership=world.partnership, user=world.member, at=NOON)  # noqa: E731
    assert refusals(at_once(make, make)) == []
    assert (CalendarFeed.objects.count(), told("calendar.address_made")) == (1, 1)


def test_digest_is_gathered_once(world):
    message(world.partnership, email="a@example.org", state="held", next_attempt_at=NOON)
    gather = lambda: gather_digests(at=NOON)  # noqa: E731
    answers = at_once(gather, gather)
    assert (sorted(answers), Message.objects.filter(kind="digest").count()) == ([0, 1], 1)


def test_choice_about_mail_is_written_once(world):
    def choose():
        return set_preferences(
            partnership=world.partnership,
            email="a@example.org",
            rhythm=Rhythm.DAILY,
            stopped=(),
            by=None,
            at=NOON,
        )

    assert sorted(at_once(choose, choose)) == [False, True]
    assert MailPreference.objects.count() == 1


def test_two_recommendations_do_not_come_to_supersede_each_other(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    a, b, c = (factories.RecommendationFactory(topic_group=group, number=number) for number in (1, 2, 3))

    def supersede(one, successor):
        return change_status(
            recommendation=one,
            to_status="superseded",
            reason="It does what this asked",
            superseded_by=successor,
            changed_on=HELD_ON,
            by=world.officer,
            at=NOON,
        )

    answers = at_once(lambda: supersede(a, b), lambda: supersede(b, c), lambda: supersede(c, a))
    assert refusals(answers) == [Refused]
    assert Recommendation.objects.filter(superseded_by__isnull=False).count() == 2


def test_pages_do_not_let_two_recommendations_supersede_each_other(world, client_for):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    pks = [factories.RecommendationFactory(topic_group=group, number=number).pk for number in (1, 2)]
    typed = {"to_status": "superseded", "reason": "It does what this asked", "changed_on": "1 9 2026"}
    clients = [client_for(world.officer) for _ in pks]

    def supersede(client, one, successor):
        url = reverse("progress:status_change", args=["halton", one])
        return client.post(url, typed | {"superseded_by": successor}).status_code

    answers = at_once(lambda: supersede(clients[0], *pks), lambda: supersede(clients[1], *reversed(pks)))
    assert sorted(answers) == [200, 302]
    assert Recommendation.objects.filter(superseded_by__isnull=False).count() == 1


def test_proposal_is_confirmed_once(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    waiting = StatusProposalFactory(recommendation=factories.RecommendationFactory(topic_group=group))

    def confirm():
        return confirm_proposal(
            proposal=waiting, seen_status="not-started", confirmed_on=HELD_ON, by=world.officer, at=NOON
        )

    assert refusals(at_once(confirm, confirm)) == [Refused]
    assert (waiting.recommendation.status_changes.count(), told("recommendation.proposal_confirmed")) == (1, 1)


def test_recommendation_is_closed_once(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    done = factories.RecommendationFactory(topic_group=group, status="implemented", status_reason="Done")
    meeting = factories.MeetingFactory(body=world.ppb, held_on=HELD_ON)

    def close():
        return stop_monitoring(recommendations=[done], meeting=meeting, reason="Done", by=world.officer, at=NOON)

    assert refusals(at_once(close, close)) == [Refused]
    assert done.monitoring_decisions.count() == 1


def test_reviews_of_two_give_their_new_recommendations_numbers_of_their_own(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    olds = [factories.RecommendationFactory(topic_group=group, number=number) for number in (1, 2)]

    def review(old):
        made = Review(
            recommendation=old,
            reviewed_on=HELD_ON,
            achieved="Much",
            cost="Little",
            next_steps="More",
            outcome="followed",
        )
        return record_review(review=made, follow_ons=[("Go on", "")], by=world.officer, at=NOON)

    assert refusals(at_once(lambda: review(olds[0]), lambda: review(olds[1]))) == []
    assert sorted(group.recommendations.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_two_admins_who_switch_each_other_off_do_not_both_succeed(world):
    second = factories.UserFactory(name="Second Admin")
    factories.RoleGrantFactory(user=second, partnership=world.partnership, role=Role.ADMIN)
    answers = at_once(
        lambda: switch_off(user=second, reason="x", by=world.admin, on=HELD_ON),
        lambda: switch_off(user=world.admin, reason="x", by=second, on=HELD_ON),
    )
    assert refusals(answers) == [Refused]
    assert User.objects.filter(pk__in=[world.admin.pk, second.pk], is_active=True).count() == 1


def test_what_is_counted_at_the_same_moment_is_one_row(world):
    refused = {"by": world.member, "label": "/halton/today/", "per": "office:today", "scope": "halton"}
    assert refusals(at_once(*[lambda: audit.count("page.refused", **refused)] * 6)) == []
    assert list(AuditEvent.objects.filter(verb="page.refused").values_list("times", flat=True)) == [6]


def test_what_refers_to_a_locked_partnership_is_written_without_waiting(world):
    """Else an act that holds a record and writes an email would wait for one that holds the partnership, and that one
    for the record.
    """

    def write():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return message(world.partnership, email="member@example.org")
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        lock(world.partnership)
        assert isinstance(other.submit(write).result(), Message)


def test_nothing_is_added_to_what_is_being_removed(world):
    def write():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            return factories.OrganisationFactory(partnership=world.partnership, sector_id=sector.pk)
        except OperationalError as error:
            return error
        finally:
            connection.close()

    sector = factories.SectorFactory(partnership=world.partnership)
    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        lock(sector, to_remove=True)
        assert isinstance(other.submit(write).result(), OperationalError)


def test_state_kept_knows_of_both_events_that_are_recorded_at_the_same_moment(world):
    """Each reads all events to keep the state, and sees none that is not committed yet."""
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    one = factories.RecommendationFactory(topic_group=group)
    first_is_written = Barrier(2)

    def report():
        with transaction.atomic():
            factories.ProgressUpdateFactory(recommendation=one, reported_on=HELD_ON)
            first_is_written.wait(timeout=20)
            time.sleep(0.5)

    def change():
        first_is_written.wait(timeout=20)
        factories.StatusChangeFactory(recommendation=one, changed_on=HELD_ON)

    assert refusals(at_once(report, change)) == []
    one.refresh_from_db()
    assert (one.state.reported_on, one.state.changed_on) == (HELD_ON, HELD_ON)
