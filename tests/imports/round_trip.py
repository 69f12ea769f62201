"""Exports read into an empty portal, and records told field by field, whatever their keys in the database are."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, models

from agendas.models import AgendaItem
from boards.models import (
    Appointment,
    Body,
    BodyChange,
    BodyKind,
    BodyName,
    Contact,
    Organisation,
    OrganisationName,
    Partnership,
    Person,
    Priority,
    ReportingLine,
    Seat,
    SeatHolding,
    Sector,
    SourceDocument,
    Strategy,
)
from core.models import User
from imports.importer import import_directory
from meetings.models import JointBody, Meeting
from performance.models import Achievement, Comparator, Comparison, Measure, Result, Target
from progress.models import ProgressUpdate
from recommendations.models import Recommendation, RecommendationOwner
from scrutiny.models import Finding, ReportParagraph, StagePassed, TopicGroup
from tests.halton import TODAY

MODELS = (
    *(
        Partnership,
        SourceDocument,
        BodyKind,
        Body,
        BodyName,
        ReportingLine,
        BodyChange,
        Sector,
        Organisation,
        OrganisationName,
    ),
    *(Person, Seat, SeatHolding, Contact, Appointment, Strategy, Priority, Measure, Result, Target, Achievement),
    *(Comparator, Comparison),
    *(Meeting, JointBody, AgendaItem, TopicGroup, Finding, Recommendation, RecommendationOwner, ProgressUpdate),
    *(ReportParagraph, StagePassed),
)
# Who recorded a figure, and when, and which account somebody signs in with, is not in files.
NOT_IN_FILES = {
    *("id", "slug", "user", "recorded_at", "recorded_by", "two_step_from", "example_note", "summary_due_on"),
    *("uid", "sequence", "changed_at"),
}
# What was entered in the portal has a code once it comes out of a file.
HAVE_CODES_FROM_FILES = (Meeting, ProgressUpdate)


def described() -> dict[str, list[Any]]:
    """Every record of ``MODELS`` by its fields; another record by its own description."""
    return {
        model.__name__: sorted((fields_of(record) for record in model._base_manager.all()), key=repr)
        for model in MODELS
    }


def fields_of(record: Any) -> dict[str, Any]:
    return {
        field.name: told(getattr(record, field.name))
        for field in record._meta.concrete_fields
        if field.name not in NOT_IN_FILES and not (field.name == "code" and isinstance(record, HAVE_CODES_FROM_FILES))
    }


def told(value: Any) -> Any:
    if not isinstance(value, models.Model):
        return value
    parent = getattr(value, "body", None) or getattr(value, "strategy", None)
    return (*((str(parent),) if parent else ()), str(value), str(getattr(value, "starts_on", "")))


def empty_portal() -> None:
    """Every table empty, but for those of the framework."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.constraint_checks_disabled():
        for name in ours - {"django_content_type", "auth_permission"}:
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{name}"')
    User.objects.all().delete()


def read_again(files: dict[str, bytes], directory: Any) -> Partnership:
    """What files make of an empty portal."""
    empty_portal()
    directory.mkdir()
    for name, content in files.items():
        (directory / name).write_bytes(content)
    run = import_directory(directory, today=TODAY)
    assert [str(refusal) for refusal in run.refusals] == []
    return run.partnership
