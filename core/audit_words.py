"""What the audit trail calls its acts, and by which kinds it is filtered."""

from __future__ import annotations

from django.db.models import Q

from core.models.audit import AuditEvent, AuditEventQuerySet

SIGNED_IN, SIGNED_OUT = "account.signed_in", "account.signed_out"
WRONG_PASSWORD, WRONG_CODE, TOLD_TO_WAIT = "account.wrong_password", "account.wrong_code", "account.told_to_wait"
IS_SWITCHED_OFF = "account.is_switched_off"
WRONG_SET_UP_CODE = "account.wrong_set_up_code"
PASSWORD_CHANGED, PASSWORD_RESET = "account.password_changed", "account.password_reset"
TWO_STEP_ON, TWO_STEP_OFF, CODES_MADE = "account.two_step_on", "account.two_step_off", "account.codes_made"
SWITCHED_OFF, SWITCHED_ON = "account.switched_off", "account.switched_on"
NAME_CHANGED, ADDRESS_CHANGED = "account.name_changed", "account.address_changed"
ADDRESS_ASKED, ADDRESS_STOPPED = "account.address_asked", "account.address_stopped"
SESSIONS_ENDED, TWO_STEP_REMOVED = "account.sessions_ended", "account.two_step_removed"
REFUSED, DOWNLOADED = "page.refused", "file.downloaded"

WORDS = {
    SIGNED_IN: "Signed in",
    SIGNED_OUT: "Signed out",
    WRONG_PASSWORD: "Wrong password",
    WRONG_CODE: "Wrong two-step code",
    TOLD_TO_WAIT: "Too many attempts to sign in",
    WRONG_SET_UP_CODE: "Wrong set-up code",
    IS_SWITCHED_OFF: "Sign-in to an account that is switched off",
    PASSWORD_CHANGED: "Password changed",
    PASSWORD_RESET: "Password set by a link from an email",
    TWO_STEP_ON: "Two-step sign-in turned on",
    TWO_STEP_OFF: "Two-step sign-in turned off",
    CODES_MADE: "New recovery codes made",
    NAME_CHANGED: "Name of the account changed",
    ADDRESS_ASKED: "New sign-in address asked for",
    ADDRESS_CHANGED: "Sign-in address changed",
    ADDRESS_STOPPED: "Change of the sign-in address stopped",
    SWITCHED_OFF: "Account switched off",
    SWITCHED_ON: "Account switched on",
    SESSIONS_ENDED: "Signed out everywhere by an admin",
    TWO_STEP_REMOVED: "Two-step sign-in turned off by an admin",
    REFUSED: "Page refused",
    DOWNLOADED: "Members-only file downloaded",
}

# Key in the address, words, verbs. A verb that ends in a point stands for all that begin with it.
KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("sign-ins", "Sign-ins", (SIGNED_IN, SIGNED_OUT)),
    ("failed", "Failed sign-ins", (WRONG_PASSWORD, WRONG_CODE, TOLD_TO_WAIT, IS_SWITCHED_OFF, WRONG_SET_UP_CODE)),
    (
        "security",
        "Passwords and two-step sign-in",
        (PASSWORD_CHANGED, PASSWORD_RESET, TWO_STEP_ON, TWO_STEP_OFF, CODES_MADE),
    ),
    ("refused", "Refused pages", (REFUSED,)),
    ("downloads", "Members-only downloads", (DOWNLOADED,)),
    (
        "access",
        "Roles and accounts",
        (
            *("role.", SWITCHED_OFF, SWITCHED_ON, SESSIONS_ENDED, TWO_STEP_REMOVED),
            *(NAME_CHANGED, ADDRESS_ASKED, ADDRESS_CHANGED, ADDRESS_STOPPED),
        ),
    ),
    ("settings", "Settings", ("partnership.", "holiday.", "scrutiny.", "body.meets_changed")),
)
RECORDS = "records"
CHOICES = (*((key, words) for key, words, _ in KINDS), (RECORDS, "Everything else"))


def _is_one_of(verbs: tuple[str, ...]) -> Q:
    found = Q()
    for verb in verbs:
        found |= Q(verb__startswith=verb) if verb.endswith(".") else Q(verb=verb)
    return found


def of_kind(events: AuditEventQuerySet, kind: str) -> AuditEventQuerySet:
    """Those of one kind; what belongs to none is “everything else”."""
    if kind == RECORDS:
        return events.exclude(_is_one_of(tuple(verb for _, _, verbs in KINDS for verb in verbs)))
    [verbs] = [verbs for key, _, verbs in KINDS if key == kind]
    return events.filter(_is_one_of(verbs))


def act_in_words(event: AuditEvent) -> str:
    """“Summary published” for ``summary.published``."""
    words = WORDS.get(event.verb) or event.verb.replace(".", " ").replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
