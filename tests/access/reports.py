"""Reports and papers: published ones are public, the bench is the office's, publishing is the admin's."""

from datetime import UTC, datetime

from core.models import RenderedFile
from reports.choices import SectionKey
from reports.models import AnnualReport
from reports.services.annual import start_report
from tests.access import ROLES, Row, everyone, from_role
from tests.reports.makers import published_edition, published_revision

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
YEAR = 2012


def report(world):
    found = AnnualReport.objects.filter(partnership=world.partnership, year=YEAR).first()
    return found or start_report(
        partnership=world.partnership, year=YEAR, by=world.officer, at=MOMENT, on=MOMENT.date()
    )


def of_year(world):
    return {"year": report(world).year}


def of_section(world):
    return {**of_year(world), "key": SectionKey.FOREWORD}


def of_edition(world):
    return {"year": of_numbered_edition(world)["year"]}


def of_numbered_edition(world):
    found = report(world)
    number = found.editions.count() + 1
    published_edition(found, by=world.admin, number=number, note="" if number == 1 else "A figure was wrong")
    return {"year": found.year, "number": number}


def public_paper(world):
    return {"token": paper(world, is_public=True, state=RenderedFile.State.FAILED, error="No luck").token}


def office_paper(world):
    return {"token": paper(world, is_public=False, state=RenderedFile.State.FAILED, error="No luck").token}


def paper(world, **values):
    return RenderedFile.objects.create(
        kind="progress-table", scope=world.partnership.slug, filename="table.pdf", **values
    )


def of_revision(world):
    revision = published_revision(world.board, by=world.officer)
    return {"pk": revision.summary.meeting_id, "number": revision.number}


PAPER = everyone(200)
OFFICE_PAPER = from_role("officer", 200)
MOVED = everyone(302)

ROWS = [
    Row("reports:list", everyone(200)),
    Row("reports:start", from_role("officer", 200)),
    Row("reports:start", from_role("officer", 302), method="post", data=lambda world: {"year": YEAR}),
    Row("reports:edition", everyone(200), kwargs=of_edition),
    Row("reports:edition", everyone(404), kwargs=of_year),
    Row("reports:edition_pdf", everyone(200), kwargs=of_edition),
    Row("reports:numbered_edition", everyone(200), kwargs=of_numbered_edition),
    Row("reports:numbered_edition_pdf", everyone(200), kwargs=of_numbered_edition),
    Row("reports:detail", from_role("officer", 200), kwargs=of_year),
    Row("reports:preview", from_role("officer", 200), kwargs=of_year),
    Row("reports:section", from_role("officer", 200), kwargs=of_section),
    Row(
        "reports:section",
        from_role("officer", 302),
        method="post",
        kwargs=of_section,
        data=lambda world: {"heading": "Foreword", "text": "Words", "is_included": "on", "version": 0},
    ),
    Row("reports:section_reset", from_role("officer", 200), kwargs=of_section),
    Row("reports:section_reset", from_role("officer", 302), method="post", kwargs=of_section),
    Row("reports:make_pdf", from_role("officer", 302), method="post", kwargs=of_year),
    Row("reports:make_pdf", from_role("officer", 405), kwargs=of_year),
    Row("reports:publish", from_role("admin", 200), kwargs=of_year),
    Row("reports:publish", from_role("admin", 302), method="post", kwargs=of_year),
    Row("reports:paper", PAPER, kwargs=public_paper),
    Row("reports:paper", OFFICE_PAPER, kwargs=office_paper),
    Row("reports:paper_status", PAPER, kwargs=public_paper),
    Row("reports:paper_status", OFFICE_PAPER, kwargs=office_paper),
    Row("reports:paper_file", MOVED, kwargs=public_paper),
    Row("reports:paper_file", from_role("officer", 302), kwargs=office_paper),
    Row("reports:paper_retry", MOVED, method="post", kwargs=public_paper),
    Row("reports:paper_retry", from_role("officer", 302), method="post", kwargs=office_paper),
    Row("reports:paper_cancel", from_role("officer", 302), method="post", kwargs=public_paper),
    Row("reports:paper_cancel", from_role("officer", 302), method="post", kwargs=office_paper),
    Row("reports:recommendations_pdf", MOVED, method="post"),
    Row("reports:recommendations_pdf", dict.fromkeys(ROLES, 405)),
    Row("reports:summary_pdf", MOVED, kwargs=of_revision),
]
