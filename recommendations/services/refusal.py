"""What scrutiny's services say where something cannot be."""


class Refused(ValueError):
    """``field`` is what to correct, the text says how; an empty field means the whole."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)
