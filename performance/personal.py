"""What is kept of people in performance."""

from core.personal import declare
from performance.models import Achievement, Comparator, Comparison, Measure, Result, Target

AN_ADDRESS = "part of an address, made of the name of a thing"

declare(
    Achievement,
    written=(
        *("title", "headline", "story", "figures", "partners", "theme", "source", "note"),
        *("picture_alt", "picture_credit", "picture_consent"),
    ),
    nothing={
        AN_ADDRESS: ("code",),
        "a file's name or content: files are listed, not read": ("picture", "picture_sha256"),
    },
)
declare(Measure, written=("name", "unit", "theme", "source", "note"), nothing={AN_ADDRESS: ("code",)})
declare(Target, written=("reason",))
declare(Result, written=("source", "note"))
declare(Comparator, written=("name",), nothing={AN_ADDRESS: ("code",)})
declare(Comparison, written=("source",))
