"""Import and export by files: the admin's."""

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from imports.background import import_previewed, start_export, start_import
from imports.packages import Package
from tests.access import Row, from_role

SECTORS = b"sector_id,name\nhealth,Health\n"


def preview(world):
    package = Package({"sectors.csv": SECTORS})
    return start_import(partnership=world.partnership, package=package, by=world.admin, at=clock.now())


def of_preview(world):
    return {"token": preview(world).token}


def of_import(world):
    return {"token": import_previewed(preview=preview(world), take=(), by=world.admin, at=clock.now()).token}


def of_export(world):
    return {"token": start_export(partnership=world.partnership, by=world.admin, at=clock.now()).token}


def files(world):
    return {"upload": SimpleUploadedFile("sectors.csv", SECTORS)}


def of_refused(world):
    return {**of_preview(world), "name": "sectors"}


SHOWN, SENT_ON = from_role("admin", 200), from_role("admin", 302)

ROWS = [
    Row("imports:start", SHOWN),
    Row("imports:start", SENT_ON, method="post", data=files),
    Row("imports:templates", SHOWN),
    Row("imports:template", SHOWN, kwargs=lambda world: {"name": "sectors"}),
    Row("imports:job", SHOWN, kwargs=of_preview),
    Row("imports:job", SHOWN, kwargs=of_import),
    Row("imports:status", SHOWN, kwargs=of_preview),
    Row("imports:refused", from_role("admin", 404), kwargs=of_refused),
    Row("imports:import", SENT_ON, method="post", kwargs=of_preview),
    Row("imports:again", SENT_ON, method="post", kwargs=of_preview),
    Row("imports:export", SENT_ON, method="post"),
    Row("imports:job", SHOWN, kwargs=of_export),
    Row("imports:export_file", SENT_ON, kwargs=of_export),
    Row("imports:discard", SENT_ON, method="post", kwargs=of_preview),
]
