"""What the stages of a report are called, two of which are named after bodies."""

from django.utils.text import capfirst

from boards.words import Words
from scrutiny.choices import ReportStage


def stage_names(words: Words) -> dict[str, str]:
    """The place's names by stage."""
    named = {ReportStage.GROUP.value: words.topic_group.one, ReportStage.PPB.value: words.scrutiny.one}
    return dict(ReportStage.choices) | {stage: capfirst(name) for stage, name in named.items()}
