from core.models.audit import AuditEvent
from core.models.change import Change, ChangeQuerySet, Governed, governed_models
from core.models.chore import Chore, ChoreFailure
from core.models.comment import CommentModel
from core.models.dated import DatedEvent, DatedModel, SoleFact, precision_pair
from core.models.form_token import FormToken
from core.models.pictured import Pictured, remove_orphaned_pictures
from core.models.render import RenderedFile
from core.models.user import User

__all__ = [
    "AuditEvent",
    "Change",
    "ChangeQuerySet",
    "Chore",
    "ChoreFailure",
    "CommentModel",
    "DatedEvent",
    "DatedModel",
    "FormToken",
    "Governed",
    "Pictured",
    "RenderedFile",
    "SoleFact",
    "User",
    "governed_models",
    "precision_pair",
    "remove_orphaned_pictures",
]
