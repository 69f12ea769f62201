"""The form in which a summary is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from actions.forms import Owners
from actions.picks import ACTION_PICKS
from boards.models import Body, Seat
from core.fields import RichTextBox, RichTextField
from core.rules.text import clean_text, one_line
from meetings.models import Meeting
from summaries.forms.rows import UNCUT, ActionRow, EarlierRow, Problem, SeatRow, problems_of
from summaries.services.content import SummaryContent
from summaries.services.drafts import picked_in, row_count
from summaries.services.earlier import earlier_actions

LONGEST_TEXT = 20_000
# More than these and the error summary names the seats in one line instead of one each.
SEATS_NAMED_ONE_BY_ONE = 3


class SummaryForm(forms.Form):
    """Attendance, key issues, decisions and actions.

    ``draft`` is the draft to start from; with ``check`` it is judged, without it is only shown: a draft may be
    incomplete.
    """

    others_present = forms.CharField(
        label="Others present",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=UNCUT),
        help_text="Guests, officers and anybody else, with their role.",
        error_messages={"max_length": "Others present must be 2,000 characters or fewer"},
    )
    key_issues = RichTextField(
        label="Key issues",
        noun="the key issues",
        max_length=LONGEST_TEXT,
        help_text="What was discussed, and what matters for scrutiny. You can paste from Word.",
    )
    decisions = RichTextField(
        label="Decisions",
        noun="the decisions",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="Leave empty if nothing was decided.",
    )
    note = forms.CharField(
        label="What was corrected",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "govuk-input", "maxlength": False}),
        help_text="Readers see this beside the corrected summary.",
        error_messages={
            "required": "Enter what was corrected",
            "max_length": "What was corrected must be 300 characters or fewer",
        },
    )

    def __init__(
        self, draft: dict[str, str], *, meeting: Meeting, seats: list[Seat], is_correction: bool, check: bool, on: date
    ) -> None:
        super().__init__(data=draft if check else None, initial=draft)
        assert meeting.held_on is not None
        self.seats = seats
        # Seats of several bodies are asked for, so that a number alone names none of them.
        self.is_joint = len({seat.body_id for seat in seats}) > 1
        owners = Owners(meeting, today=on)
        self.items = owners.items
        self.earlier = [
            EarlierRow(draft, action=action, held_on=meeting.held_on, on=on, check=check)
            for action in earlier_actions(meeting, draft, on=on)
        ]
        if not is_correction:
            del self.fields["note"]
        if not seats:
            self.fields["others_present"].label = "Present"
            self.fields["others_present"].help_text = "Who came, with the organisation or role of each."
        self.seat_rows = [
            SeatRow(
                draft,
                seat=seat,
                name=f"{seat.body}, seat {seat.number}" if self.is_joint else f"Seat {seat.number}",
                body=str(seat.body) if self.is_joint else "",
                items=self.items,
                check=check,
            )
            for seat in seats
        ]
        self.known = {str(action.pk): action for action in meeting.actions.with_owner()}
        for action in self.known.values():
            owners.add(action.owner)
        picks = ACTION_PICKS.picker.choices(meeting, on=on, also=picked_in(draft))
        row: dict[str, Any] = {"owners": owners, "known": self.known, "held_on": meeting.held_on}
        row["recommendations"] = {str(pk): pick for pk, pick in picks.items()}
        self.rows = [ActionRow(draft, place=place, check=check, **row) for place in range(row_count(draft))]
        self.empty_row = ActionRow({}, place="__prefix__", check=False, **row)

    def is_valid(self) -> bool:
        # All of them, so that all errors are told at once.
        parts = [part.is_valid() for part in (*self.seat_rows, *self.earlier, *self.rows)]
        self._refuse_repeated_actions()
        return super().is_valid() and all(parts) and not any(row.errors for row in self.rows)

    def _refuse_repeated_actions(self) -> None:
        """No page of ours sends one action's number in two rows: both would be written over one action."""
        seen: set[str] = set()
        for row in self.rows:
            pk = row["id"].value()
            if row.has_changed() and pk in self.known:
                if pk in seen:
                    row.add_error("what", f"Action {row.number} is on the page twice. Remove it, then add it again")
                seen.add(pk)

    def clean_others_present(self) -> str:
        return clean_text(self.cleaned_data["others_present"]).strip()

    def clean_note(self) -> str:
        return one_line(self.cleaned_data["note"])

    @property
    def seat_groups(self) -> list[tuple[Body, list[SeatRow]]]:
        """The rows of each body that met, in their order."""
        groups: dict[Body, list[SeatRow]] = {}
        for row in self.seat_rows:
            groups.setdefault(row.seat.body, []).append(row)
        return list(groups.items())

    @cached_property
    def problems(self) -> list[Problem]:
        """The error summary: from the top of the page to its end."""
        if not self.is_bound:
            return []
        others = [field for row in self.seat_rows for field in row if field.name != "state"]
        rows = [field for row in (*self.earlier, *self.rows) for field in row]
        return [*self._unmarked_seats(), *problems_of(others), *problems_of(self), *problems_of(rows)]

    def _unmarked_seats(self) -> Iterator[Problem]:
        wrong = [row for row in self.seat_rows if row["state"].errors]
        found = problems_of(row["state"] for row in wrong)
        if len(wrong) <= SEATS_NAMED_ONE_BY_ONE:
            yield from found
            return
        named = (f"{row.body} {row.seat.number}" if self.is_joint else str(row.seat.number) for row in wrong)
        yield Problem(next(found).id, f"Select attendance for {len(wrong)} seats: {', '.join(named)}")

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """Label of each text that is kept without a part of what was pasted, and the sentence that says which."""
        boxes = [self[name] for name in ("key_issues", "decisions")]
        return [(str(box.label), box.left_out) for box in boxes if isinstance(box, RichTextBox) and box.left_out]

    def content(self) -> SummaryContent:
        """The summary, once the form is valid."""
        given = self.cleaned_data
        return SummaryContent(
            key_issues=given["key_issues"],
            decisions=given["decisions"],
            others_present=given["others_present"],
            note=given.get("note", ""),
            seats=[row.answer() for row in self.seat_rows],
            actions=[row.answer() for row in self.rows if row.has_changed()],
            earlier=[answer for row in self.earlier if (answer := row.answer())],
        )
