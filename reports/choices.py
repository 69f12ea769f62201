"""The parts of an annual report, and the kinds of paper that are made in the background."""

from django.db import models


class SectionKey(models.TextChoices):
    """The sections, in the order in which they are printed."""

    FOREWORD = "foreword", "Foreword"
    KEY_FIGURES = "key-figures", "The year in figures"
    STRUCTURE = "structure", "Who we are"
    MEETINGS = "meetings", "Meetings and summaries"
    ACHIEVEMENTS = "achievements", "What partners achieved"
    MEASURES = "measures", "How the measures moved"
    RECOMMENDATIONS = "recommendations", "What scrutiny asked"
    LOOKING_AHEAD = "looking-ahead", "Looking ahead"


WRITTEN = (SectionKey.FOREWORD, SectionKey.LOOKING_AHEAD)


class PaperKind(models.TextChoices):
    """What a ``core.models.RenderedFile`` is a paper of."""

    SUMMARY = "summary", "Meeting summary"
    PROGRESS_TABLE = "progress-table", "Progress on recommendations"
    ANNUAL_REPORT = "annual-report", "Annual report"
    AGENDA_PACK = "agenda-pack", "Agenda and papers"
    REPORT_SUMMARY = "report-summary", "Summary of a scrutiny report"
    PPB_INSERT = "ppb-insert", "Progress for a scrutiny meeting"


# Everyone may ask for these, as often as they like: they must not fill the disk.
PASSING_KINDS = (
    PaperKind.PROGRESS_TABLE,
    PaperKind.AGENDA_PACK,
    PaperKind.REPORT_SUMMARY,
    PaperKind.PPB_INSERT,
)
