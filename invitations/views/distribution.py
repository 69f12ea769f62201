"""Who gets the summaries of a body: its lines, and who they stand for today."""

from __future__ import annotations

from typing import Any, ClassVar

from boards.records import RecordPages
from boards.views.body import body_pages
from core import clock
from core.records import RecordAdd, RecordRemove
from invitations.forms import LineForm
from invitations.models import DistributionLine
from invitations.services.recipients import add_line, lines_of, stands_for


class LineAdd(RecordAdd):
    """The list, with the form that adds to it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = lines_of(self.parent)
        people = stands_for(lines, on=clock.today())
        shown = [(line, line.words, people_of) for line, people_of in zip(lines, people, strict=True)]
        return super().get_context_data(body=self.parent, lines=shown, is_usual=not lines[0].pk, **kwargs)


class LineRemove(RecordRemove):
    """Asks first."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [people] = stands_for([self.object], on=clock.today())
        is_last = self.parent.distribution_lines.count() == 1
        return super().get_context_data(body=self.parent, people=people, is_last=is_last, **kwargs)


class DistributionPages(RecordPages):
    model, form_class, permission = DistributionLine, LineForm, "invitations.keep_lists"
    namespace, url_name, path = "invitations", "distribution", "distribution"
    parent, parent_field = body_pages, "body"
    actions = ("add", "remove")
    views: ClassVar[dict[str, Any]] = {"add": LineAdd, "remove": LineRemove}
    templates: ClassVar[dict[str, str]] = {
        "add": "invitations/distribution.html",
        "remove": "invitations/distribution_remove.html",
    }
    messages: ClassVar[dict[str, str]] = {"remove": "It is not on the list any more."}
    gone_text = messages["remove"]
    audited_by_services = ("add",)
    verbs: ClassVar[dict[str, str]] = {"remove": "distribution.removed"}

    def route(self, action: str) -> str:
        """The form that adds a line stands below the list."""
        return super().route(action).removesuffix("add/")

    def name_of(self, action: str) -> str:
        return self.url_name if action == "add" else super().name_of(action)

    def get_queryset(self, view: Any) -> Any:
        return view.parent_of(self).distribution_lines.select_related("of_body", "person", "body")

    def get_success_url(self, view: Any) -> str:
        return self.url("add", view)

    def store(self, form: Any) -> DistributionLine:
        line = form.instance
        return add_line(body=line.body, kind=line.kind, of_body=line.of_body, person=line.person, by=form.reader)

    def get_details(self, record: DistributionLine) -> dict[str, Any]:
        return {"line": record.words}

    def get_message(self, action: str, record: DistributionLine) -> str:
        return f"{record.words}: on the list from now on." if action == "add" else self.messages[action]
