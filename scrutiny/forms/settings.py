"""How the partnership's scrutiny is run, as admins set it."""

from __future__ import annotations

from typing import Any

from django import forms

from boards.models import Partnership

MOST_WEEKS = 26


def _weeks(*, label: str, help_text: str, noun: str, least: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=MOST_WEEKS,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Enter {noun} as a whole number of weeks from {least} to {MOST_WEEKS}",
        ),
    )


class ScrutinySettingsForm(forms.Form):
    asks_for_progress = forms.BooleanField(
        required=False,
        help_text="The owner of an open recommendation gets an email with a link to one box, without an account.",
    )
    weeks_before = _weeks(
        label="How many weeks before the meeting the request goes out",
        help_text="For example 6.",
        noun="when the request goes out",
        least=1,
    )
    answer_weeks_before = _weeks(
        label="How many weeks before the meeting answers are wanted",
        help_text="For example 2, so that they can be printed with the agenda. 0 is the day of the meeting itself.",
        noun="when answers are wanted",
        least=0,
    )
    executive_clock = forms.BooleanField(
        label="Run the two-month clock for the council’s executive",
        required=False,
        help_text=(
            "A scrutiny committee can require the executive to answer its report within two months, beginning with "
            "the day on which the executive received it (Local Government Act 2000, section 9FE). With the clock on, "
            "each report that is recorded as having been at the executive shows the last day for its answer, and "
            "Today lists what is due. Leave it off if your scrutiny boards do not give such notice."
        ),
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scrutiny = partnership.words.scrutiny.a
        self.fields["asks_for_progress"].label = f"Ask for progress before each meeting of {scrutiny}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("weeks_before"), given.get("answer_weeks_before")
        if first is not None and last is not None and last >= first:
            self.add_error(
                "answer_weeks_before", f"Answers must be wanted after the request goes out: enter fewer than {first}"
            )
        return given
