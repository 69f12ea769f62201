from outbox.models.message import Message
from outbox.models.preference import MailPreference

__all__ = ["MailPreference", "Message"]
