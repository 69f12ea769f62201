"""An import as a whole: counted, all or nothing, the same when it is repeated (I-1)."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.test import TestCase

from agendas.models import AgendaItem
from boards.models import Body, Organisation, Seat, SeatHolding
from core.models import AuditEvent, Change
from imports.changes import Outcome
from imports.importer import import_directory
from meetings.models import Meeting
from recommendations.models import (
    Recommendation,
)
from tests.halton import HALTON, IMPORTED, TODAY


class TestImporter(TestCase):
    """Halton is imported once; each test is rolled back to that state."""

    @classmethod
    def setUpTestData(cls):
        cls.first_run = IMPORTED.put_back()

    def test_import_counts_each_row_once(self):
        rows = {
            "partnership.csv": 2,
            "kinds.csv": 12,
            "bodies.csv": 29,
            "sectors.csv": 9,
            "organisations.csv": 30,
            "seats.csv": 26,
            "documents.csv": 3,
            "seat_changes.csv": 1,
            "strategies.csv": 71,
            "topic_groups.csv": 1,
            "topic_group.csv": 25,
            "recommendations.csv": 10,
            "progress.csv": 23,
            "report_paragraphs.csv": 19,
            "report_stages.csv": 3,
            "meetings.csv": 17,
            "agenda_items.csv": 7,
            "measures.csv": 21,
            "achievements.csv": 19,
        }
        assert {file: counts[Outcome.NEW] for file, counts in self.first_run.counts.items()} == rows
        assert (self.first_run.refusals, self.first_run.warnings) == ([], [])
        assert self.first_run.not_read == [
            "agreements.csv",
            "contributions.csv",
            "funding.csv",
            "policy_events.csv",
            "prioritisation_principles.csv",
            "projects.csv",
            "resources.csv",
        ]

    def test_import_a_second_time_changes_nothing(self):
        known = [Change.objects.of(model).count() for model in (Body, Seat, Recommendation)]
        second = import_directory(HALTON, today=TODAY)
        assert {outcome: count for outcome, count in second.totals.items() if count} == {Outcome.UNCHANGED: 328}
        assert [Change.objects.of(model).count() for model in (Body, Seat, Recommendation)] == known
        assert AuditEvent.objects.filter(verb="partnership.imported").count() == 1

    def test_import_writes_history_with_the_file_it_came_from(self):
        reasons = set(Change.objects.of(Body).values_list("reason", flat=True))
        assert reasons == {"Imported from bodies.csv"}

    def test_check_saves_nothing(self):
        Meeting.objects.get(code="M05").agenda_items.all().delete()
        run = import_directory(HALTON, today=TODAY, check=True)
        assert run.counts["agenda_items.csv"][Outcome.NEW] == 7
        assert AgendaItem.objects.count() == 0

    def test_what_the_office_changed_stays_and_is_told(self):
        organisation = Organisation.objects.get(code="hbc")
        organisation.name = "Halton Council"
        organisation.save()
        run = import_directory(HALTON, today=TODAY)
        assert run.counts["organisations.csv"] == {Outcome.UNCHANGED: 30}
        key = f"boards.organisation:{organisation.pk}:name"
        conflict = (key, "name", "Halton Council", "Halton Borough Council")
        assert [change.conflicts for change in run.changes.values()] == [[conflict]]
        assert Organisation.objects.get(code="hbc").name == "Halton Council"
        printed = StringIO()
        call_command("import_partnership", str(HALTON), check=True, stdout=printed)
        told = "Changed in the portal: organisations.csv, row 2, Halton Council: name is “Halton Council”, "
        assert f"{told}the file says “Halton Borough Council”" in printed.getvalue()

    def test_what_the_office_changed_is_taken_from_the_file_where_that_is_asked_for(self):
        Organisation.objects.filter(code="hbc").update(name="Halton Council")
        run = import_directory(HALTON, today=TODAY, takes_all=True)
        assert run.counts["organisations.csv"] == {Outcome.CHANGED: 1, Outcome.UNCHANGED: 29}
        assert Organisation.objects.get(code="hbc").name == "Halton Borough Council"

    def test_import_without_our_two_files_keeps_the_first_holder_and_says_so(self):
        directory = Path(self.enterContext(TemporaryDirectory())) / "elsewhere"
        directory.mkdir()
        for path in HALTON.glob("*.csv"):
            if path.name not in {"seat_changes.csv", "topic_groups.csv"}:
                text = path.read_text().replace("hsp,", "esp,").replace("halton-partnership", "earlier-partnership")
                (directory / path.name).write_text(text)
        run = import_directory(directory, today=TODAY)
        assert run.refusals == []
        assert run.warnings == [
            "seats.csv, row 11: the seat passed to pcc, but seat_changes.csv does not say when. "
            "police-authority is kept as its holder.",
            "topic_groups.csv does not say when the report of “HSP Topic Group” was received: "
            "no review date can be set for its recommendations.",
        ]
        holdings = SeatHolding.objects.filter(seat__body__partnership=run.partnership, seat__number=10)
        assert [(one.organisation.code, one.ends_on) for one in holdings] == [("police-authority", None)]
        assert set(run.partnership.recommendations.values_list("review_due_on", flat=True)) == {None}

    def test_command_prints_counts_and_what_is_not_read(self):
        printed = StringIO()
        call_command("import_partnership", str(HALTON), check=True, stdout=printed)
        told = printed.getvalue().splitlines()
        assert told[0] == "partnership.csv        0 new, 0 changed, 2 unchanged, 0 refused"
        assert told[-3] == "All files              0 new, 0 changed, 328 unchanged, 0 refused"
        assert told[-2].startswith("Not read yet: agreements.csv, ")
        assert told[-1] == "This was a check: nothing was saved."


def test_text_whose_column_the_file_lacks_stays_as_the_office_wrote_it(small, db):
    import_directory(small, today=TODAY)
    board = Body.objects.get(code="board")
    board.note, board.purpose = "Kept by the office", "Oversees the strategy"
    board.save()
    assert import_directory(small, today=TODAY).totals[Outcome.CHANGED] == 0
    board.refresh_from_db()
    assert (board.note, board.purpose) == ("Kept by the office", "Oversees the strategy")

    file = small / "bodies.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([f"{lines[0]},note", *(f"{line}," for line in lines[1:])]), encoding="utf-8")
    import_directory(small, today=TODAY)
    board.refresh_from_db()
    assert (board.note, board.purpose) == ("Kept by the office", "Oversees the strategy")
    import_directory(small, today=TODAY, takes_all=True)
    board.refresh_from_db()
    assert (board.note, board.purpose) == ("", "Oversees the strategy")
