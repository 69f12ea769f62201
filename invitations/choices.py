"""The words of invitations and distribution lists."""

from __future__ import annotations

from django.db import models


class InvitationState(models.TextChoices):
    ASKED = "asked", "not answered"
    ACCEPTED = "accepted", "is coming"
    DECLINED = "declined", "can’t come"
    WITHDRAWN = "withdrawn", "invitation withdrawn"


class ListedKind(models.TextChoices):
    """What one line of a distribution list stands for, worked out on the day of sending."""

    PPBS = "ppbs", "Everybody appointed to a scrutiny board"
    BODY = "body", "Everybody appointed to a body, or to one of its seats"
    PERSON = "person", "One person"


INVITATION_TONES = {
    InvitationState.ASKED: "blue",
    InvitationState.ACCEPTED: "green",
    InvitationState.DECLINED: "grey",
    InvitationState.WITHDRAWN: "grey",
}
