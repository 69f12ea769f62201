from core.models.audit import AuditEvent
from core.models.chore import Chore, ChoreFailure
from core.models.comment import CommentModel
from core.models.dated import DatedModel, precision_pair
from core.models.form_token import FormToken
from core.models.render import RenderedFile
from core.models.user import User

__all__ = [
    "AuditEvent",
    "Chore",
    "ChoreFailure",
    "CommentModel",
    "DatedModel",
    "FormToken",
    "RenderedFile",
    "User",
    "precision_pair",
]
