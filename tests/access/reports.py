"""Reports and papers: published ones are public, the bench is the office's, publishing is the admin's."""

from datetime import UTC, datetime

from core.models import RenderedFile
from reports.choices import SectionKey
from reports.models import AnnualReport
from reports.services.annual import start_report
from tests.access import ROLES, Row, everyone, from_role
from tests.reports.makers import published_report, published_summary

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


def of_version(world):
    return {"year": of_numbered_version(world)["year"]}


def of_numbered_version(world):
    found = report(world)
    number = found.versions.count() + 1
    published_report(found, by=world.admin, number=number, note="" if number == 1 else "A figure was wrong")
    return {"year": found.year, "number": number}


def public_paper(world):
    return {"token": paper(world, is_public=True, state=RenderedFile.State.FAILED, error="No luck").token}


def office_paper(world):
    return {"token": paper(world, is_public=False, state=RenderedFile.State.FAILED, error="No luck").token}


def paper(world, **values):
    return RenderedFile.objects.create(
        kind="progress-table", scope=world.partnership.slug, filename="table.pdf", **values
    )


def of_summary(world):
    version = published_summary(world.board, by=world.officer)
    return {"pk": version.summary.meeting_id, "number": version.number}


PAPER = everyone(200)
OFFICE_PAPER = from_role("officer", 200)
MOVED = everyone(302)

ROWS = [
    Row("reports:list", everyone(200)),
    Row("reports:start", from_role("officer", 200)),
    Row("reports:start", from_role("officer", 302), method="post", data=lambda world: {"year": YEAR}),
    Row("reports:version", everyone(200), kwargs=of_version),
    Row("reports:version", everyone(404), kwargs=of_year),
    Row("reports:version_pdf", everyone(200), kwargs=of_version),
    Row("reports:numbered_version", everyone(200), kwargs=of_numbered_version),
    Row("reports:numbered_version_pdf", everyone(200), kwargs=of_numbered_version),
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
    Row("reports:summary_pdf", MOVED, kwargs=of_summary),
]
