"""The files of dated facts and of people: names, lines, holders, contacts, appointments, targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from boards.choices import ChangeKind, Position, StrategyStatus
from boards.models import (
    Appointment,
    BodyChange,
    BodyName,
    Contact,
    OrganisationName,
    ReportingLine,
    Seat,
    SeatHolding,
    Strategy,
)
from core.rules.text import compare_key
from imports.cells import Row
from imports.columns import (
    ENDS,
    STARTS,
    Choice,
    Flag,
    Holder,
    Number,
    PreciseDay,
    Reference,
    SeatReference,
    Text,
    Whole,
)
from imports.fact_files import FactFile
from imports.record_files import RecordFile
from imports.run import ImportRun
from performance.choices import ComparatorKind, Polarity, ToleranceKind
from performance.models import Comparator, Comparison, Measure, Target

SOURCE, NOTE = Text("source"), Text("note")
BODY = Reference("body_id", "body", needed=True)
ORGANISATION = Reference("org_id", "organisation", needed=True, among=lambda run: run.organisations)
PERSON = Reference("person_id", "person", needed=True, among=lambda run: run.people)
MEASURE = Reference("measure_id", "measure", needed=True, among=lambda run: run.measures)


class ComparatorFile(RecordFile):
    """No two have one name: in tables and charts they would stand for each other."""

    def write(self, row: Row, run: ImportRun) -> models.Model:
        name = compare_key(row["name"])
        others = Comparator.objects.filter(partnership=run.partnership).exclude(code=row["comparator_id"])
        if same := next((other for other in others if compare_key(other.name) == name), None):
            row.refuse("name", f"the comparator “{same.code}” has this name already")
        return super().write(row, run)


class SeveralFile(FactFile):
    """Several may hold at a time: only one that a file has told of before is taken for another that is gone from it."""

    def may_mean(self, fact: Any, names: tuple[str, ...], run: ImportRun) -> bool:
        return run.memory.knows(fact)


class AppointmentFile(FactFile):
    """One person sits in a seat, beside deputies; and nobody holds a position of a body twice."""

    def sole_by(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        if values["seat"] is None or values["position"] == Position.DEPUTY:
            return ("seat", "body", "person", "position")
        return ("seat",)

    def may_mean(self, fact: Any, names: tuple[str, ...], run: ImportRun) -> bool:
        """Many are members of a body from the same day: one who is no longer named was not a mistake for another."""
        return "person" in names or fact.seat_id is not None or fact.position != Position.MEMBER


BODY_NAMES = FactFile(
    "body_names.csv",
    "name of a body, from one day to another",
    (BODY, Text("name", needed=True), Text("short_name"), STARTS, ENDS, SOURCE),
    lambda partnership: BodyName.objects.filter(body__partnership=partnership).select_related("body"),
    model=BodyName,
    match=("body", "starts_on"),
    within=("body",),
    same=("name",),
)
REPORTING_LINES = SeveralFile(
    "reporting_lines.csv",
    "line from a body to one that it reports to",
    (BODY, Reference("reports_to", needed=True), STARTS, ENDS, SOURCE),
    lambda partnership: ReportingLine.objects.filter(body__partnership=partnership).select_related(
        "body", "reports_to"
    ),
    model=ReportingLine,
    match=("body", "reports_to", "starts_on"),
    within=("body",),
    same=("reports_to",),
)
BODY_CHANGES = SeveralFile(
    "body_changes.csv",
    "change of a body: ended, replaced, merged, renamed",
    (
        BODY,
        Choice("change", "kind", needed=True, choices=ChangeKind),
        Reference("successor_id", "successor"),
        PreciseDay("change", "happened"),
        Text("reason"),
        SOURCE,
    ),
    lambda partnership: BodyChange.objects.filter(body__partnership=partnership).select_related("body", "successor"),
    model=BodyChange,
    match=("body", "kind", "successor", "happened_on"),
    within=("body",),
    same=("kind", "successor"),
    day="happened_on",
    others=(("happened_on", "kind"), ("happened_on", "successor")),
)
ORGANISATION_NAMES = FactFile(
    "organisation_names.csv",
    "name of an organisation, from one day to another",
    (ORGANISATION, Text("name", needed=True), STARTS, ENDS, SOURCE),
    lambda partnership: OrganisationName.objects.filter(organisation__partnership=partnership).select_related(
        "organisation"
    ),
    model=OrganisationName,
    match=("organisation", "starts_on"),
    within=("organisation",),
    same=("name",),
)
SEAT_FACTS = FactFile(
    "seats.csv",
    "seat",
    (
        Whole("seat_no", "number", needed=True),
        BODY,
        Reference("sector_id", "sector", among=lambda run: run.sectors),
        Text("agency", "label", needed=True),
        STARTS,
        ENDS,
        SOURCE,
        NOTE,
    ),
    lambda partnership: Seat.objects.filter(body__partnership=partnership).select_related("body", "sector"),
    model=Seat,
    match=("body", "number", "starts_on"),
    within=("body",),
    same=("number", "label"),
    others=(("number", "starts_on"), ("label", "starts_on")),
)
SEAT_HOLDERS = FactFile(
    "seat_holders.csv",
    "holder of a seat, from one day to another",
    (SeatReference(needed=True), Holder(needed=True), STARTS, ENDS, SOURCE),
    lambda partnership: SeatHolding.objects.filter(seat__body__partnership=partnership).select_related(
        "seat__body", "organisation", "body"
    ),
    model=SeatHolding,
    match=("seat", "starts_on"),
    within=("seat",),
    same=("organisation", "body"),
)
CONTACTS = FactFile(
    "contacts.csv",
    "person who is with an organisation, and what they are written to about",
    (ORGANISATION, PERSON, Flag("for_actions"), Flag("for_invitations"), Flag("for_progress"), STARTS, ENDS),
    lambda partnership: Contact.objects.filter(organisation__partnership=partnership).select_related(
        "organisation", "person"
    ),
    model=Contact,
    match=("organisation", "person", "starts_on"),
    within=("organisation",),
    same=("person",),
    others=(),
)
APPOINTMENTS = AppointmentFile(
    "appointments.csv",
    "person in a seat, or in a position of a body",
    (PERSON, SeatReference(), Choice("position", needed=True, choices=Position), STARTS, ENDS, SOURCE),
    lambda partnership: Appointment.objects.filter(person__partnership=partnership).select_related(
        "person", "seat__body", "body"
    ),
    model=Appointment,
    match=("person", "seat", "body", "position", "starts_on"),
    within=("seat", "body"),
    same=("person", "position"),
    others=(("person", "starts_on"), ("position", "starts_on")),
)
STRATEGY_DETAILS = RecordFile(
    "strategy_details.csv",
    "strategy",
    (
        Text("strategy_id", "code", needed=True),
        Text("name", needed=True),
        Choice("status", needed=True, choices=StrategyStatus),
        STARTS,
        ENDS,
        SOURCE,
        NOTE,
    ),
    lambda partnership: partnership.strategies.all(),
    model=Strategy,
    match=("code",),
)
MEASURE_DETAILS = RecordFile(
    "measure_details.csv",
    "measure",
    (
        Text("measure_id", "code", needed=True),
        Text("name", needed=True),
        Text("unit"),
        Text("theme"),
        Reference("priority_id", "priority", among=lambda run: run.priorities),
        Choice("polarity", needed=True, choices=Polarity),
        Number("tolerance", needed=True),
        Choice("tolerance_kind", needed=True, choices=ToleranceKind),
        Whole("decimals_shown", needed=True),
        SOURCE,
        NOTE,
    ),
    lambda partnership: partnership.measures.select_related("priority"),
    model=Measure,
    match=("code",),
)
TARGETS = RecordFile(
    "targets.csv",
    "target of a measure in a year",
    (MEASURE, Whole("year", needed=True), Number("low"), Number("high"), Text("reason")),
    lambda partnership: Target.objects.filter(measure__partnership=partnership).select_related("measure"),
    model=Target,
    match=("measure", "year"),
)

COMPARATORS = ComparatorFile(
    "comparators.csv",
    "place or group of places that measures are compared with",
    (
        Text("comparator_id", "code", needed=True),
        Text("name", needed=True),
        Choice("kind", needed=True, choices=ComparatorKind),
        Whole("sort_order", otherwise=100),
    ),
    lambda partnership: partnership.comparators.all(),
    model=Comparator,
    match=("code",),
)
COMPARISONS = RecordFile(
    "comparisons.csv",
    "figure of a comparator in a year",
    (
        MEASURE,
        Reference("comparator_id", "comparator", needed=True, among=lambda run: run.comparators),
        Whole("year", needed=True),
        Number("value", needed=True),
        SOURCE,
    ),
    lambda partnership: Comparison.objects.filter(measure__partnership=partnership).select_related(
        "measure", "comparator"
    ),
    model=Comparison,
    match=("measure", "comparator", "year"),
)
