"""The words of structure and roles."""

from django.db import models


class QuorumShare(models.TextChoices):
    """A quorum given as a part of the seats, rounded up to whole seats."""

    QUARTER = "1/4", "one quarter of the seats"
    THIRD = "1/3", "one third of the seats"
    HALF = "1/2", "half of the seats"


class HolderKind(models.TextChoices):
    """Who holds a seat: never one person (the person is appointed to it)."""

    ORGANISATION = "organisation", "organisation"
    BODY = "body", "body of the partnership"
    OFFICE = "office", "office"
    NOMINEE = "nominee", "unnamed nominee"


class OrganisationKind(models.TextChoices):
    ORGANISATION = "organisation", "organisation"
    OFFICE = "office", "office"
    NOMINEE = "nominee", "unnamed nominee"


class Position(models.TextChoices):
    """What a person is appointed as."""

    CHAIR = "chair", "Chair"
    VICE_CHAIR = "vice-chair", "Vice-chair"
    MEMBER = "member", "Member"
    DEPUTY = "deputy", "Deputy"
    LEAD_OFFICER = "lead-officer", "Lead officer"
    CO_OPTED = "co-opted", "Co-opted member"


class ContactPurpose(models.TextChoices):
    """What the contact of an organisation is written to about."""

    ACTIONS = "actions", "actions"
    INVITATIONS = "invitations", "invitations and meeting dates"
    PROGRESS = "progress", "requests for progress"


class Role(models.TextChoices):
    """What a signed-in person may do in one partnership; each includes what those before it may."""

    MEMBER = "member", "Member"
    PPB_MEMBER = "ppb-member", "Scrutiny member"
    OFFICER = "officer", "Officer"
    ADMIN = "admin", "Admin"


class StrategyStatus(models.TextChoices):
    ADOPTED = "adopted", "adopted"
    PROPOSED = "proposed", "proposed"
    SUGGESTED = "suggested", "suggested"
    EVIDENCE = "evidence", "evidence"
    NATIONAL = "national context", "national context"


class ChangeKind(models.TextChoices):
    STARTED = "started", "started"
    ENDED = "ended", "ended"
    REPLACED = "replaced", "replaced by"
    MERGED = "merged", "merged into"
    RENAMED = "renamed", "renamed"
    STATUTORY = "statutory", "became statutory"


class Nation(models.TextChoices):
    """Whose bank holidays count (T-2)."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"
