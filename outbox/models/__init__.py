from outbox.models.attempt import Attempt
from outbox.models.message import Message
from outbox.models.preference import MailPreference

__all__ = ["Attempt", "MailPreference", "Message"]
