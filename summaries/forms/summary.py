"""The form in which a summary is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from actions.forms import Owners
from actions.models import Action
from attendance.choices import AT_THE_TABLE, AttendanceState, Departure
from boards.models import Body, Seat
from core.fields import RichTextBox, RichTextField
from core.rules.text import clean_text, one_line
from meetings.models import Meeting
from summaries.forms.rows import ActionRow, ActionRowSet, EarlierRow
from summaries.services.content import ROW_FIELDS, ROWS, ActionAnswer, SeatAnswer, SummaryContent, seat_field
from summaries.services.drafts import row_count
from summaries.services.earlier import earlier_actions

LONGEST_TEXT = 20_000
# More than these and the error summary names the seats in one line instead of one each.
SEATS_NAMED_ONE_BY_ONE = 3
LEFT = (("", "Stayed to the end"), *((one.value, one.label.capitalize()) for one in Departure))
SELECT = forms.Select(attrs={"class": "govuk-select"})


@dataclass(frozen=True)
class Problem:
    """One line of the error summary."""

    id: str
    text: str


@dataclass(frozen=True)
class SeatRow:
    """One line of the attendance table."""

    seat: Seat
    holder: str
    people: str
    state: BoundField
    deputy: BoundField
    left: BoundField
    item: BoundField

    @property
    def has_left(self) -> bool:
        """Then the part of the row that is seldom needed stands open."""
        return bool(self.left.value() or self.left.errors or self.item.errors)


class SummaryForm(forms.Form):
    """Attendance, key issues, decisions and actions.

    ``draft`` is the draft to start from; with ``check`` it is judged, without it is only shown: a draft may be
    incomplete.
    """

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
    others_present = forms.CharField(
        label="Others present",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "govuk-textarea", "maxlength": False}),
        help_text="Guests, officers and anybody else, with their role.",
        error_messages={"max_length": "Others present must be 2,000 characters or fewer"},
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
        self.meeting = meeting
        self.seats = seats
        owners = Owners(meeting, today=on)
        self.items = owners.items
        listed = [(pk, f"{item.position}. {item.title}") for pk, item in self.items.items()]
        self.item_choices = [("", "No item"), *listed]
        self.earlier = [
            EarlierRow(draft, action=action, held_on=meeting.held_on, on=on, check=check)
            for action in earlier_actions(meeting, draft, on=on)
        ]
        if not is_correction:
            del self.fields["note"]
        for seat in seats:
            self._add_seat(seat)
        if not seats:
            self.fields["others_present"].label = "Present"
            self.fields["others_present"].help_text = "Who came, with the organisation or role of each."
        self.known = {str(action.pk): action for action in meeting.actions.with_owner()}
        for action in self.known.values():
            owners.add(action.owner)
        self.rows = ActionRowSet(
            data=draft | {f"{ROWS}-INITIAL_FORMS": "0", f"{ROWS}-TOTAL_FORMS": str(row_count(draft))}
            if check
            else None,
            initial=None if check else _rows_of(draft),
            prefix=ROWS,
            form_kwargs={"owners": owners, "held_on": meeting.held_on},
        )

    def _add_seat(self, seat: Seat) -> None:
        asked = f"{self._seat_named(seat)}, {seat.label}: select attendance"
        self.fields[seat_field(seat, "state")] = forms.ChoiceField(
            choices=AttendanceState.choices,
            widget=forms.RadioSelect,
            error_messages={"required": asked, "invalid_choice": asked},
        )
        self.fields[seat_field(seat, "deputy")] = forms.CharField(
            required=False,
            max_length=120,
            # No browser may cut a paste without a word: what is too long is refused with a message.
            widget=forms.TextInput(attrs={"class": "govuk-input", "maxlength": False, "autocomplete": "off"}),
            error_messages={
                "max_length": f"{self._seat_named(seat)}: the deputy’s name must be 120 characters or fewer"
            },
        )
        which = {"invalid_choice": f"{self._seat_named(seat)}: select from the list"}
        self.fields[seat_field(seat, "left")] = forms.ChoiceField(
            required=False, choices=LEFT, widget=SELECT, error_messages=which
        )
        self.fields[seat_field(seat, "item")] = forms.ChoiceField(
            required=False, choices=self.item_choices, widget=SELECT, error_messages=which
        )

    @property
    def is_joint(self) -> bool:
        """Seats of several bodies are asked for, so that a number alone names none of them."""
        return len({seat.body_id for seat in self.seats}) > 1

    def _seat_named(self, seat: Seat) -> str:
        return f"{seat.body}, seat {seat.number}" if self.is_joint else f"Seat {seat.number}"

    def is_valid(self) -> bool:
        # All of them, so that all errors are told at once.
        rows_valid = self.rows.is_valid()
        self._refuse_repeated_actions()
        earlier_valid = all([row.is_valid() for row in self.earlier])  # noqa: C419  (not only up to the first)
        return super().is_valid() and rows_valid and self.rows.is_valid() and earlier_valid

    def _refuse_repeated_actions(self) -> None:
        """No page of ours sends one action's number in two rows: both would be written over one action."""
        seen: set[str] = set()
        for number, row in enumerate(self.rows, start=1):
            pk = row["id"].value()
            if row.has_changed() and pk in self.known:
                if pk in seen:
                    row.add_error("what", f"Action {number} is on the page twice. Remove it, then add it again")
                seen.add(pk)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for seat in self.seats:
            left, item = (given.get(seat_field(seat, name)) for name in ("left", "item"))
            came = given.get(seat_field(seat, "state")) in AT_THE_TABLE
            if came and left == Departure.INTEREST and self.items and not item:
                self.add_error(seat_field(seat, "item"), f"{self._seat_named(seat)}: select the item they withdrew for")
        return given

    def clean_others_present(self) -> str:
        return clean_text(self.cleaned_data["others_present"]).strip()

    def clean_note(self) -> str:
        return one_line(self.cleaned_data["note"])

    @property
    def seat_rows(self) -> list[SeatRow]:
        return [
            SeatRow(
                seat=seat,
                holder=holder_of(seat),
                people=", ".join(str(one.person) for one in seat.people_on_day),
                state=self[seat_field(seat, "state")],
                deputy=self[seat_field(seat, "deputy")],
                left=self[seat_field(seat, "left")],
                item=self[seat_field(seat, "item")],
            )
            for seat in self.seats
        ]

    @property
    def seat_groups(self) -> list[tuple[Body, list[SeatRow]]]:
        """The rows of each body that met, in their order."""
        groups: dict[Body, list[SeatRow]] = {}
        for row in self.seat_rows:
            groups.setdefault(row.seat.body, []).append(row)
        return list(groups.items())

    @property
    def problems(self) -> list[Problem]:
        """The error summary: from the top of the page to its end."""
        if not self.is_bound:
            return []
        return [*self._seat_problems(), *self._text_problems(), *self._earlier_problems(), *self._row_problems()]

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """Label of each text that is kept without a part of what was pasted, and the sentence that says which."""
        boxes = [self[name] for name in ("key_issues", "decisions")]
        return [(str(box.label), box.left_out) for box in boxes if isinstance(box, RichTextBox) and box.left_out]

    def _seat_problems(self) -> Iterator[Problem]:
        wrong = [row for row in self.seat_rows if row.state.errors]
        if len(wrong) > SEATS_NAMED_ONE_BY_ONE:
            numbers = ", ".join(
                f"{row.seat.body} {row.seat.number}" if self.is_joint else str(row.seat.number) for row in wrong
            )
            yield Problem(
                first_choice(wrong[0]),
                f"Select attendance for {len(wrong)} seats: {numbers}",
            )
        else:
            yield from (Problem(first_choice(row), str(row.state.errors[0])) for row in wrong)
        for row in self.seat_rows:
            for field in (row.deputy, row.left, row.item):
                yield from (Problem(field.id_for_label, str(error)) for error in field.errors)

    def _text_problems(self) -> Iterator[Problem]:
        for name in ("others_present", "key_issues", "decisions", "note"):
            if name in self.fields:
                yield from (Problem(self[name].id_for_label, str(error)) for error in self[name].errors)

    def _earlier_problems(self) -> Iterator[Problem]:
        for row in self.earlier:
            yield from (Problem(f"{row['choice'].auto_id}_0", str(error)) for error in row["choice"].errors)
            for name in ("text", "due_on"):
                yield from (Problem(row[name].id_for_label, str(error)) for error in row[name].errors)

    def _row_problems(self) -> Iterator[Problem]:
        for row in self.rows:
            for name in ROW_FIELDS:
                yield from (Problem(row[name].id_for_label, str(error)) for error in row[name].errors)

    def content(self) -> SummaryContent:
        """The summary, once the form is valid."""
        given = self.cleaned_data
        return SummaryContent(
            key_issues=given["key_issues"],
            decisions=given["decisions"],
            others_present=given["others_present"],
            note=given.get("note", ""),
            seats=[self._seat_answer(seat) for seat in self.seats],
            actions=[self._action_answer(row) for row in self.rows if row.has_changed()],
            earlier=[answer for row in self.earlier if (answer := row.answer())],
        )

    def _seat_answer(self, seat: Seat) -> SeatAnswer:
        state = self.cleaned_data[seat_field(seat, "state")]
        deputy = clean_text(self.cleaned_data[seat_field(seat, "deputy")]).strip()
        departure = self.cleaned_data[seat_field(seat, "left")] if state in AT_THE_TABLE else ""
        item = self.items.get(self.cleaned_data[seat_field(seat, "item")]) if departure else None
        return SeatAnswer(
            seat=seat,
            state=state,
            holder=holder_of(seat),
            body=str(seat.body) if self.is_joint else "",
            # A name typed before the officer chose another answer stays in the draft and goes no further.
            deputy=deputy if state == AttendanceState.DEPUTY else "",
            departure=departure,
            item=item,
        )

    def _action_answer(self, row: ActionRow) -> ActionAnswer:
        given = row.cleaned_data
        action: Action | None = self.known.get(given["id"])
        return ActionAnswer(
            what=given["what"],
            owner=row.owners.found[given["owner"]],
            due_on=given["due_on"],
            action=action,
            item=row.owners.items.get(given["item"]),
        )


def first_choice(row: SeatRow) -> str:
    """Where the error summary leads: a group of radio buttons has no id of its own."""
    return f"{row.state.auto_id}_0"


def holder_of(seat: Seat) -> str:
    """Who holds the seat on the day that it was read for (``SeatQuerySet.with_holders``)."""
    held = seat.holdings_on_day
    return str(held[0].holder) if held else ""


def _rows_of(draft: dict[str, str]) -> list[dict[str, str]]:
    return [{name: draft.get(f"{ROWS}-{row}-{name}", "") for name in ROW_FIELDS} for row in range(row_count(draft))]
