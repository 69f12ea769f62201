"""Halton's facts and the made-up cycle, loaded together or not at all."""

from datetime import date, datetime

from django.db import transaction

from boards.models import Partnership
from boards.services.calendar import holidays_of
from core import audit
from example.cadence import add_cadences
from example.calendar import ExampleCalendar
from example.content import FACTS, report_sections
from example.cycle import Cycle, add_meetings
from example.figures import add_figures
from example.invitations import add_gatherings
from example.mail import let_mail_have_gone
from example.people import add_people
from example.recommended import add_picks, ask_for_progress
from example.reviews import add_reviews
from example.scrutiny import add_scrutiny
from example.topics import add_topics
from imports.importer import import_directory
from reports.services.annual import change_section, start_report

ADDRESS, CODE = "halton", "hsp"
ACCENT = "#1f5c4d"
EXAMPLE_NOTE = "Facts from 2005 to 2013 come from published papers. Everything later, and every person, is made up."
OFFICE_EMAIL = "partnership.office@example.org"
WELCOME = (
    "We bring together the council, the health service, police, schools, businesses and community groups to make "
    "Halton a better place to live and work. Here you can read what we decide and how far we have come."
)


class ExampleRefused(Exception):
    """Its text says why the example can't be loaded."""


@transaction.atomic
def load_example(*, today: date, now: datetime) -> Partnership:
    """Import ``fixtures/halton`` and add the cycle, dated from ``today``. Other partnerships stay as they are."""
    if Partnership.objects.filter(code=CODE).exists() or Partnership.objects.filter(slug=ADDRESS).exists():
        raise ExampleRefused(
            f"There is a partnership at /{ADDRESS}/ or with the code {CODE} already: the example is not added to it."
        )
    run = import_directory(FACTS, today=today, address=ADDRESS)
    if run.refusals:
        raise ExampleRefused("\n".join(map(str, run.refusals)))
    add_cycle(run.partnership, today=today, now=now)
    return run.partnership


@transaction.atomic
def add_cycle(partnership: Partnership, *, today: date, now: datetime) -> None:
    """The made-up part: people, meetings, scrutiny, figures and a draft report."""
    _mark(partnership)
    days = ExampleCalendar(today, holidays_of(partnership, range(today.year - 2, today.year + 2)))
    cycle = Cycle(partnership, days, add_people(partnership, today=today))
    add_cadences(cycle)
    add_meetings(cycle)
    add_gatherings(cycle)
    add_reviews(cycle)
    add_scrutiny(cycle)
    add_topics(cycle)
    ask_for_progress(cycle)
    add_figures(cycle)
    _add_report(cycle, now=now)
    add_picks(cycle)
    let_mail_have_gone(partnership, now=now)
    audit.record("example.loaded", by=None, about=partnership, scope=partnership.slug)


def _mark(partnership: Partnership) -> None:
    partnership.example_note = EXAMPLE_NOTE
    partnership.accent = ACCENT
    partnership.office_email = OFFICE_EMAIL
    partnership.welcome = WELCOME
    partnership.full_clean()
    partnership.save()


def _add_report(cycle: Cycle, *, now: datetime) -> None:
    """A draft of the annual report, with what only people can write."""
    admin = cycle.users["admin@example.org"]
    year = cycle.days.report_year.start
    report = start_report(partnership=cycle.partnership, year=year, by=admin, at=now, on=cycle.days.today)
    for key, text in report_sections().items():
        section = report.sections.get(key=key)
        change_section(section=section, heading=section.heading, text=text, is_included=True, version=0, by=admin)
