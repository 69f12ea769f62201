"""What is kept of people in scrutiny."""

from core.personal import declare
from scrutiny.models import (
    Evidence,
    Finding,
    ProgrammeTopic,
    ReportParagraph,
    ScrutinySettings,
    StagePassed,
    TopicGroup,
)

declare(TopicGroup, written=("title", "source", "note"))
declare(Finding, written=("text", "source", "note"))
declare(Evidence, copied=("given_by",), written=("text", "source"))
declare(ProgrammeTopic, copied=("suggested_by",), written=("title", "reason", "decision_reason"))
declare(ReportParagraph, written=("number", "text", "not_carried_reason", "source", "note"))
declare(StagePassed, written=("note", "source"))
declare(ScrutinySettings)
