"""Addresses of the installation as a whole: health and sign-in."""

from tests.access import ROLES, Row, everyone

SIGNED_IN = dict.fromkeys(ROLES, 200) | {"anonymous": "login"}
SIGNED_OUT = dict.fromkeys(ROLES, 302) | {"anonymous": 200}


def moved_on(anonymous="login"):
    """A step that makes sense only in the middle of something: everyone signed in is sent on."""
    return dict.fromkeys(ROLES, 302) | {"anonymous": anonymous}


# Nobody in the table has a second step of sign-in, so there is nothing to switch off or to show.
NO_SECOND_STEP = dict.fromkeys(ROLES, 404) | {"anonymous": "login"}

ROWS = [
    Row("health", everyone(200), whole=True),
    # Readable by everyone; no worker runs here, so it is not ready.
    Row("ready", everyone(503), whole=True),
    Row("account_login", SIGNED_OUT, whole=True),
    Row("account_logout", dict.fromkeys(ROLES, 200) | {"anonymous": 302}, whole=True),
    Row("account_inactive", everyone(200), whole=True),
    Row("account_signup", SIGNED_OUT, whole=True),
    Row("account_reauthenticate", SIGNED_IN, whole=True),
    Row("account_email", SIGNED_IN, whole=True),
    # Everyone is asked for their password first.
    Row("account_email", dict.fromkeys(ROLES, 302) | {"anonymous": "login"}, method="post", whole=True),
    Row("account_name", SIGNED_IN, whole=True),
    Row("account_name", moved_on(), method="post", whole=True, data=lambda world: {"name": "Another Name"}),
    Row("account_stop_address", everyone(200), whole=True, kwargs=lambda world: {"key": "no-such-key"}),
    Row("account_stop_address", everyone(200), method="post", whole=True, kwargs=lambda world: {"key": "no-such-key"}),
    Row("account_confirm_email", everyone(200), method="post", whole=True, kwargs=lambda world: {"key": "no-such-key"}),
    Row("account_email_verification_sent", everyone(200), whole=True),
    Row("account_change_password", SIGNED_IN, whole=True),
    Row("account_set_password", moved_on(), whole=True),
    Row("account_reset_password", everyone(200), whole=True),
    Row("account_confirm_login_code", moved_on(), whole=True),
    Row("account_confirm_email", everyone(200), whole=True, kwargs=lambda world: {"key": "no-such-key"}),
    Row("account_reset_password_done", everyone(200), whole=True),
    Row("account_reset_password_from_key_done", everyone(200), whole=True),
    Row(
        "account_reset_password_from_key",
        everyone(200),
        whole=True,
        kwargs=lambda world: {"uidb36": "1", "key": "no-such-key"},
    ),
    Row("mfa_index", SIGNED_IN, whole=True),
    Row("mfa_authenticate", moved_on(), whole=True),
    Row("mfa_reauthenticate", moved_on(), whole=True),
    Row("mfa_activate_totp", moved_on(), whole=True),
    Row("mfa_deactivate_totp", NO_SECOND_STEP, whole=True),
    Row("mfa_view_recovery_codes", NO_SECOND_STEP, whole=True),
    Row("mfa_generate_recovery_codes", moved_on(), whole=True),
    Row("mfa_download_recovery_codes", NO_SECOND_STEP, whole=True),
    Row("usersessions_list", SIGNED_IN, whole=True),
]
