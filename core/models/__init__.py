from core.models.audit import AuditEvent
from core.models.comment import CommentModel
from core.models.dated import DatedModel, precision_pair
from core.models.render import RenderedFile
from core.models.user import User

__all__ = ["AuditEvent", "CommentModel", "DatedModel", "RenderedFile", "User", "precision_pair"]
