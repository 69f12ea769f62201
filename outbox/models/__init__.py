from outbox.models.attempt import Attempt
from outbox.models.message import Message
from outbox.models.preference import MailPreference
from outbox.models.sent_copy import SentCopy

__all__ = ["Attempt", "MailPreference", "Message", "SentCopy"]
