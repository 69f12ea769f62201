"""The pages on which a kind of governed record is kept: list, page, add, change, end, remove.

Declared as Django's ModelAdmin is, on Django's generic views::

    class FindingPages(RecordPages):
        model, form_class, permission = Finding, FindingForm, "scrutiny.manage_scrutiny"
        url_name, path, parent, parent_field = "finding", "findings", TopicGroupPages(), "topic_group"

Every page asks for the permission, finds only what is ``visible_to`` the reader, and does what it does in one
transaction: the parent's row locked first, then the record's; written into the audit trail; once, however often the
button is pressed.
"""

from core.records.facts import FactPages
from core.records.pages import RecordPages
from core.records.views import RecordAct, RecordAdd, RecordEdit, RecordPress, RecordRemove, RecordView

__all__ = [
    "FactPages",
    "RecordAct",
    "RecordAdd",
    "RecordEdit",
    "RecordPages",
    "RecordPress",
    "RecordRemove",
    "RecordView",
]
