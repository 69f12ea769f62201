"""manage.py import_partnership DIRECTORY: read a partnership's records from CSV files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from imports.changes import Outcome
from imports.importer import import_directory
from imports.run import ImportRun


class Command(BaseCommand):
    help = "Imports a partnership's records from a directory of CSV files: all of them, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="where the CSV files are")
        parser.add_argument(
            "--address", default="", help="where the partnership's pages will be, for example halton for /halton/"
        )
        parser.add_argument("--check", action="store_true", help="only show what the import would do")
        parser.add_argument(
            "--other-encodings", action="store_true", help="take UTF-16 and Windows-1252 after you looked at a sample"
        )
        parser.add_argument(
            "--take-files", action="store_true", help="take the files' values where the office changed the portal's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"].resolve()
        if not directory.is_dir():
            raise CommandError(f"There is no directory {options['directory']}.")
        run = import_directory(
            directory,
            today=clock.today(),
            address=options["address"],
            check=options["check"],
            other_encodings=options["other_encodings"],
            takes_all=options["take_files"],
        )
        self.report(run)
        if run.refusals:
            refused = len(run.refusals)
            raise CommandError(f"Nothing was saved: {refused} refusal{'' if refused == 1 else 's'}, listed above.")
        if options["check"]:
            self.stdout.write("This was a check: nothing was saved.")

    def report(self, run: ImportRun) -> None:
        """The counts for each file, then what was left aside, doubtful or refused."""
        width = max([len("All files"), *map(len, run.counts)])
        for file, counts in [*run.counts.items(), ("All files", run.totals)]:
            figures = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)
            self.stdout.write(f"{file:{width}}  {figures}")
        if run.not_read:
            self.stdout.write(f"Not read yet: {', '.join(run.not_read)}")
        for (file, number), change in run.changes.items():
            for conflict in change.conflicts:
                told = f"{change.title}: {conflict.name} is “{conflict.portal}”, the file says “{conflict.file}”"
                self.stdout.write(f"Changed in the portal: {file}, row {number}, {told}")
        for warning in run.warnings:
            self.stdout.write(self.style.WARNING(f"Please note: {warning}"))
        for refusal in run.refusals:
            self.stdout.write(self.style.ERROR(f"Refused: {refusal}"))
        if run.depending:
            self.stdout.write(f"Rows that refer to refused rows, and were refused with them: {run.depending}")
