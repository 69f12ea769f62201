"""Those who do the work are asked for progress before each PPB, and reminded until they answer (PR-1, PR-2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from boards.models import Partnership
from boards.services.calendar import holidays_of
from core import audit
from core.acts import act, lock
from core.asks import once_a_day
from core.chores import about_of, each
from core.history import bulk_create, bulk_update
from core.models import ChoreFailure, User
from core.rules.working_days import is_working_day, london_day
from meetings.models import Meeting
from outbox.asks import send_links
from progress.mail import RequestLink, subject_of
from progress.models import ProgressRequest
from progress.rules import answers_wanted_on, is_request_reminder_day, is_time_to_ask
from progress.services.owner_contacts import owner_contacts
from progress.services.request_reading import asked_day, coming_meetings, open_questions, waiting_requests
from recommendations.models import Owner, Recommendation
from scrutiny.models import ScrutinySettings
from scrutiny.services.settings import settings_of
from summaries.rules import is_reminder_time

ASKING = "ask-for-progress"
ASK, REMIND = "ask", "remind"


def queue_requests(*, at: datetime) -> int:
    """Ask and remind whoever is due this morning, of all partnerships; returns how many mails. It repeats nothing.

    Called every minute; a working day's morning is gone through once, so any other call costs one query.
    """
    day = london_day(at)
    if not is_reminder_time(at) or not is_working_day(day, holidays=frozenset()):
        return 0
    meets = coming_meetings(on=day).filter(partnership=OuterRef("pk"))
    waiting = Partnership.objects.filter(Exists(meets), is_listed=True).exclude(
        scrutiny_settings__asked_for_on__gte=day
    )
    return each(
        ASKING,
        waiting.exclude(scrutiny_settings__asks_for_progress=False),
        lambda partnership: _go_through(partnership=partnership, at=at),
        at=at,
        scope=lambda partnership: partnership.slug,
    )


@act("partnership")
def _go_through(*, partnership: Partnership, at: datetime) -> int:
    """The morning's requests of one partnership, unless another worker has gone through them.

    As long as one of its meetings or owners fails, the partnership is gone through again: nobody is asked twice.
    """
    day = london_day(at)
    settings, _ = ScrutinySettings.objects.get_or_create(partnership=partnership)
    if settings.asked_for_on and settings.asked_for_on >= day:
        return 0
    holidays = holidays_of(partnership, (day.year - 1, day.year, day.year + 1))
    queued = 0
    if is_working_day(day, holidays=holidays):
        queued = each(
            ASKING,
            coming_meetings(on=day).filter(partnership=partnership).select_related("partnership", "body"),
            lambda meeting: _ask_and_remind(meeting, settings, holidays, at=at),
            at=at,
            scope=lambda meeting: meeting.partnership.slug,
        )
    failed = ChoreFailure.objects.unsettled().filter(chore=ASKING, scope=partnership.slug)
    if not failed.exclude(about=about_of(partnership)).exists():
        # Without a line in the history: nobody has changed a setting.
        ScrutinySettings.objects.filter(pk=settings.pk).update(asked_for_on=day)
    return queued


@act()
def _ask_and_remind(meeting: Meeting, settings: ScrutinySettings, holidays: frozenset[date], *, at: datetime) -> int:
    assert meeting.held_on is not None  # ``coming_meetings`` have a day
    day = london_day(at)
    _follow_moved_meeting(meeting, settings)
    queued = 0
    if is_time_to_ask(meeting.held_on, weeks_before=settings.weeks_before, on=day):
        queued = _ask(meeting, settings, at=at)
    return queued + _remind(meeting, _due_for_reminder(meeting, holidays, on=day), at=at)


@act()
def ask_now(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Ask before the schedule does, for the office; returns how many mails were queued."""
    lock(meeting.partnership)
    queued = _ask(meeting, settings_of(meeting.partnership), at=at)
    if queued:
        audit.record("progress.asked", by=by, about=meeting, scope=meeting.partnership.slug, mails=queued)
    return queued


@act()
def remind_now(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Remind whoever has not answered, at most once a day; returns how many mails were queued."""
    lock(meeting.partnership)
    day = london_day(at)
    waiting = waiting_requests(on=day).filter(meeting=meeting).select_related("owner")
    queued = _remind(meeting, waiting, at=at)
    if queued:
        audit.record("progress.reminded", by=by, about=meeting, scope=meeting.partnership.slug, mails=queued)
    return queued


def _ask(meeting: Meeting, settings: ScrutinySettings, *, at: datetime) -> int:
    """Write down who is asked about what, and the mail that asks them; what was asked before is not asked again."""
    assert meeting.held_on is not None  # ``coming_meetings`` have a day
    day = london_day(at)
    known = set(meeting.progress_requests.values_list("recommendation", "owner"))
    answer_by = answers_wanted_on(meeting.held_on, answer_weeks_before=settings.answer_weeks_before, asked_on=day)
    fresh: dict[Owner, list[Recommendation]] = {}
    for recommendation, owner in open_questions([meeting], on=day)[meeting.pk]:
        if (recommendation.pk, owner.pk) not in known:
            fresh.setdefault(owner, []).append(recommendation)

    def write_down(owner: Owner) -> list[ProgressRequest]:
        asked = [
            ProgressRequest(
                recommendation=recommendation,
                owner=owner,
                meeting=meeting,
                asked_at=at,
                answer_by=answer_by,
            )
            for recommendation in fresh[owner]
        ]
        bulk_create(asked)
        return asked

    return _mail_owners(meeting, fresh, write_down, verb=ASK, at=at)


def _remind(meeting: Meeting, waiting: Iterable[ProgressRequest], *, at: datetime) -> int:
    """Nobody is reminded on the day on which they were asked."""
    day = london_day(at)
    by_owner: dict[Owner, list[ProgressRequest]] = {}
    for one in waiting:
        if asked_day(one) < day:
            by_owner.setdefault(one.owner, []).append(one)
    return _mail_owners(meeting, by_owner, by_owner.__getitem__, verb=REMIND, at=at)


def _due_for_reminder(meeting: Meeting, holidays: frozenset[date], *, on: date) -> list[ProgressRequest]:
    assert meeting.held_on is not None  # ``coming_meetings`` have a day
    waiting = waiting_requests(on=on).filter(meeting=meeting).select_related("owner")
    return [
        one
        for one in waiting
        if is_request_reminder_day(one.answer_by, meeting.held_on, asked_on=asked_day(one), on=on, holidays=holidays)
    ]


def _follow_moved_meeting(meeting: Meeting, settings: ScrutinySettings) -> None:
    """A meeting that has moved wants its answers on another day."""
    assert meeting.held_on is not None  # ``coming_meetings`` have a day
    moved = []
    for one in meeting.progress_requests.waiting():
        wanted = answers_wanted_on(
            meeting.held_on, answer_weeks_before=settings.answer_weeks_before, asked_on=asked_day(one)
        )
        if one.answer_by != wanted:
            one.answer_by = wanted
            moved.append(one)
    bulk_update(moved, ["answer_by"])


def _mail_owners(
    meeting: Meeting,
    owners: Collection[Owner],
    requests_of: Callable[[Owner], list[ProgressRequest]],
    *,
    verb: str,
    at: datetime,
) -> int:
    """One mail for each owner's contacts, which lists all that it is asked before the meeting.

    An owner for which that fails holds no other back; it is tried again.
    """
    people = owner_contacts(owners, on=london_day(at))

    @act()
    def write_to(owner: Owner) -> int:
        asked = requests_of(owner)
        is_reminder = verb == REMIND
        return send_links(
            [RequestLink(meeting, owner, person) for person in people.get(owner.pk, ())],
            reason=f"answers for {owner}",
            subject=subject_of(asked, is_reminder=is_reminder),
            at=at,
            key=once_a_day(verb, at=at),
            is_reminder=is_reminder,
        )

    return each(ASKING, owners, write_to, at=at, scope=lambda _: meeting.partnership.slug)
