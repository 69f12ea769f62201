"""What boards, the kernel and the accounts keep of people."""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django_q.models import Failure, OrmQ, Schedule, Success, Task

from boards import models
from core.models import AuditEvent, Change, Chore, ChoreFailure, FormToken, RenderedFile, User
from core.personal import Subject, declare

OF_THE_PORTAL = "the portal's own word"
AN_ADDRESS = "part of an address, made of the name of a thing"
A_FILE = "a file's name or content: files are listed, not read"
CAME_FROM_A_SOURCE = ("source", "note")


def _changes_of(subject: Subject) -> Q:
    """Those of the person, and of who was merged into them."""
    former = [int(key) for key in subject.person.former_records.values_list("key", flat=True) if key.isdigit()]
    return Q(record_type="boards.person", record_pk__in=[subject.person.pk, *former])


def _acts_of(subject: Subject) -> Q:
    """About the person; and about the account, where it is erased as well."""
    person = subject.person
    of_partnership = Q(about_type="boards.person", about_pk=str(person.pk))
    for label, rows in (("boards.appointment", person.appointments), ("boards.contact", person.contact_of)):
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        of_partnership |= Q(about_type=label, about_pk__in=keys)
    found = of_partnership & Q(scope=subject.partnership.slug)
    if subject.user:
        grants = subject.user.role_grants.values_list("pk", flat=True)
        found |= Q(account=subject.user)
        found |= Q(about_type="boards.rolegrant", about_pk__in=[str(pk) for pk in grants])
    return found


def _network_of(subject: Subject) -> Q:
    return Q(pk=subject.user.pk) if subject.user else Q(pk=None)


def _account(subject: Subject) -> Q:
    return Q(user=subject.user) if subject.user else Q(pk=None)


# The register

declare(
    models.Person,
    copied=("name", "email", "telephone"),
    written=("shown_as",),
    theirs=lambda subject: Q(pk=subject.person.pk),
)
declare(
    models.Partnership,
    written=(
        *(
            "purpose",
            "welcome",
            "chair_provided_by",
            "secretariat_provided_by",
            "office_email",
            "office_phone",
            "office_address",
        ),
        *("picture_alt", "picture_credit", "picture_consent", "example_note", "legal_status", *CAME_FROM_A_SOURCE),
        *("name", "short_name", "area", "kind", "accountable_body"),
    ),
    nothing={AN_ADDRESS: ("slug", "code"), A_FILE: ("picture", "picture_sha256"), OF_THE_PORTAL: ("accent",)},
)
declare(models.SourceDocument, written=("title",), nothing={AN_ADDRESS: ("code",)})
declare(models.BankHolidayAdded, written=("name",))
declare(
    models.BodyKind,
    written=("name", "plural", "abbreviation", "heading", "also_called"),
    nothing={AN_ADDRESS: ("code",)},
)
declare(
    models.Body,
    written=(
        *("name", "short_name", "theme", "purpose", "contact_email", "website", "end_reason", "also_reports_to"),
        *("usual_venue", "kind_as_printed", "structure_set", *CAME_FROM_A_SOURCE),
    ),
    nothing={AN_ADDRESS: ("code",)},
)
declare(models.BodyName, written=("name", "short_name", "source"))
declare(models.ReportingLine, written=("source",))
declare(models.BodyChange, written=("reason", "source"))
declare(models.Sector, written=("name", "source"), nothing={AN_ADDRESS: ("code",)})
declare(
    models.Organisation,
    written=("name", "kind", "website", *CAME_FROM_A_SOURCE),
    nothing={AN_ADDRESS: ("code",)},
)
declare(models.OrganisationName, written=("name", "source"))
declare(models.RoleGrant)
declare(models.Seat, written=("label", *CAME_FROM_A_SOURCE))
declare(models.SeatHolding, written=("source",))
declare(models.Contact)
declare(models.Appointment, written=("source",))
declare(models.FormerRecord, nothing={"a number, or part of an address of an organisation": ("key",)})
declare(models.Strategy, written=("name", *CAME_FROM_A_SOURCE), nothing={AN_ADDRESS: ("code",)})
declare(models.Priority, written=("name", *CAME_FROM_A_SOURCE), nothing={AN_ADDRESS: ("code", "kind")})

# The kernel

declare(
    Change,
    copied=("name", "fields", "reason"),
    nothing={OF_THE_PORTAL: ("record_type", "parent_type")},
    theirs=_changes_of,
)
declare(
    AuditEvent,
    copied=("about_label", "details"),
    nothing={OF_THE_PORTAL: ("verb", "scope", "about_type", "about_pk", "counted_as")},
    theirs=_acts_of,
)
declare(Chore, nothing={OF_THE_PORTAL: ("name", "worker")})
declare(
    ChoreFailure,
    copied=("about_label", "error"),
    nothing={OF_THE_PORTAL: ("chore", "scope", "about")},
)
declare(FormToken, nothing={"an address of a page, kept for two days": ("leads_to",)})
declare(
    RenderedFile,
    copied=("about", "error", "step"),
    nothing={A_FILE: ("file", "filename"), OF_THE_PORTAL: ("kind", "scope", "worker")},
)

# Accounts

declare(User, copied=("name", "email"), nothing={"a hash": ("password",)}, theirs=_network_of)
declare(EmailAddress, copied=("email",), theirs=_account, go=True)
declare(EmailConfirmation, nothing={"a key that is not used here": ("key",)})
declare(Authenticator, nothing={"a secret; it goes with the account": ("data",)}, theirs=_account, go=True)
declare(
    UserSession,
    nothing={"it ends with the account": ("session_key", "user_agent", "data")},
    theirs=_account,
    go=True,
)

# Of the libraries

declare(Session, nothing={"coded; it ends after 12 hours": ("session_key", "session_data")})
declare(Permission, nothing={OF_THE_PORTAL: ("name", "codename")})
declare(Group, nothing={"not used": ("name",)})
declare(ContentType, nothing={OF_THE_PORTAL: ("app_label", "model")})
RUN = ("id", "name", "func", "hook", "group", "cluster")
for run in (Task, Success, Failure):
    declare(run, nothing={"what a worker has done; an address in it goes with the account": RUN})
declare(OrmQ, nothing={"what a worker does next": ("key", "payload")})
declare(
    Schedule,
    nothing={
        OF_THE_PORTAL: ("name", "func", "hook", "args", "kwargs", "cron", "task", "cluster", "intended_date_kwarg")
    },
)
