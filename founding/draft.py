"""What somebody has typed so far while setting up a partnership: kept with their session until it is set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from founding.forms import STEPS, StepForm

ANSWERS, CODE = "founding_answers", "founding_code"


class Draft:
    """The answers by step, as they were typed; of a password only the hash that an account would keep."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    @property
    def code_pk(self) -> int | None:
        """The code by which this browser was let in."""
        pk: int | None = self.session.get(CODE)
        return pk

    def let_in(self, code_pk: int) -> None:
        self.session[CODE] = code_pk
        self.session.cycle_key()

    def answers_to(self, step: str) -> dict[str, Any]:
        answers: dict[str, Any] = self.session.get(ANSWERS, {}).get(step, {})
        return answers

    def keep(self, step: str, form: StepForm) -> None:
        """Keep the answers of a valid form."""
        self.session[ANSWERS] = {**self.session.get(ANSWERS, {}), step: form.kept()}

    def forms(self) -> Iterator[tuple[str, StepForm]]:
        """The form of each step, bound to what is kept."""
        for step, form_class in STEPS.items():
            kept = self.answers_to(step)
            yield step, form_class(kept, kept=kept)

    def next_step(self) -> str | None:
        """The first step that is not answered, or not as it would be taken now; ``None`` if all are."""
        return next((step for step, form in self.forms() if not form.is_valid()), None)

    def forget(self) -> None:
        for key in (ANSWERS, CODE):
            self.session.pop(key, None)
