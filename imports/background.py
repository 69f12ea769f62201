"""Reading, importing and exporting files in the background: each a job whose row says how far it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import models, transaction

from boards.models import Partnership
from core import audit
from core.acts import Refused, lock
from core.models import Change, RenderedFile, User
from core.papers import CannotBeMade, MadeFile, ask_for_paper, record_step
from core.rules.working_days import london_day
from imports.exporting import export_zip
from imports.importer import import_into
from imports.left_out import NOTHING, Decision
from imports.packages import Package, pack, unpack
from imports.reporting import Report, report_of

UPLOAD, PREVIEW, IMPORT, EXPORT = "import-upload", "import-preview", "import", "export"
# An upload and what was read out of it are deleted a day after, if nobody imports or discards them; so are exports.
KINDS = (UPLOAD, PREVIEW, IMPORT, EXPORT)
FOR_ADMINS = {"lowest_role": "admin"}
CHANGED_SINCE = "Records of these files were changed since you looked. Nothing was imported. Look again, then import."
BEGUN = "The import of these files has begun, so they can no longer be discarded."
GONE = "The files are no longer kept. Choose them again."


@transaction.atomic
def start_import(*, partnership: Partnership, package: Package, by: User, at: datetime) -> RenderedFile:
    """Keep the files, and ask for a preview of what they would change. Raises ``TooManyWaiting``."""
    upload = RenderedFile(
        kind=UPLOAD,
        scope=partnership.slug,
        about={**FOR_ADMINS, "left_aside": package.left_aside},
        state=RenderedFile.State.DONE,
        filename="upload.zip",
        asked_by=by,
        asked_at=at,
        finished_at=at,
    )
    upload.file.save(f"{upload.token}.zip", ContentFile(pack(package.files)), save=False)
    upload.save()
    return preview_of(upload, by=by, at=at)


def preview_of(
    upload: RenderedFile, *, by: User, at: datetime, first: Mapping[str, Decision] = NOTHING
) -> RenderedFile:
    """Ask for a preview of the files as things are now, and after what was decided of what is no longer in them."""
    about = {**FOR_ADMINS, "upload": str(upload.token), "asked_at": at.isoformat(), "first": dict(first)}
    return _ask(upload, PREVIEW, about, by=by, at=at)


@transaction.atomic
def import_previewed(
    *,
    preview: RenderedFile,
    take: Iterable[str],
    then: Mapping[str, Decision] = NOTHING,
    by: User,
    at: datetime,
) -> RenderedFile:
    """Ask for the import of what the preview has shown; ``take`` are keys of conflicts, ``then`` is what was decided of
    records that are no longer in the files. Asked for twice, it is one.
    """
    if begun := _begun(preview) or (_locked_uploads(preview).first() and _begun(preview)):
        return begun
    kept = {"upload": preview.about["upload"], "preview": str(preview.token), "take": sorted(take), "then": dict(then)}
    kept["first"] = preview.about.get("first", {})
    about = {**FOR_ADMINS, **kept}
    return _ask(preview, IMPORT, about, by=by, at=at)


def _ask(job: RenderedFile, kind: str, about: Mapping[str, Any], *, by: User, at: datetime) -> RenderedFile:
    return ask_for_paper(
        kind=kind, scope=job.scope, about=about, filename=f"{kind}.json", is_public=False, by=by, at=at
    )


def start_export(*, partnership: Partnership, by: User, at: datetime) -> RenderedFile:
    """Ask for everything as files. Asked for again while nothing was changed, it is the same."""
    newest = Change.objects.filter(partnership=partnership.pk).order_by("-pk").values_list("pk", flat=True).first()
    return ask_for_paper(
        kind=EXPORT,
        scope=partnership.slug,
        about={**FOR_ADMINS, "by": by.pk, "change": newest},
        filename=f"{partnership.slug}-{london_day(at).isoformat()}.zip",
        is_public=False,
        by=by,
        at=at,
    )


@transaction.atomic
def discard(*, preview: RenderedFile) -> None:
    """Throw the files and what was read out of them away. Raises ``Refused`` where their import has begun."""
    if _begun(preview):  # which may hold the files for as long as it runs
        raise Refused(BEGUN)
    uploads = list(_locked_uploads(preview))
    if _begun(preview):
        raise Refused(BEGUN)
    for job in uploads:
        _remove(job)
    _remove(preview)


def _remove(job: RenderedFile) -> None:
    name, storage = job.file.name, job.file.storage
    job.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def read_report(job: RenderedFile) -> Report:
    """What a finished preview or import has found."""
    with job.file.open("rb") as file:
        return Report(**json.load(file))


# What a worker does


def make_preview(job: RenderedFile) -> MadeFile:
    upload = _upload(job)
    record_step(paper=job, progress=30, step="Reading the files and comparing them with the records")
    run = import_into(
        _partnership(job),
        _files(upload),
        today=london_day(job.asked_at),
        by=_person(job),
        check=True,
        first=job.about.get("first", NOTHING),
    )
    report = report_of(run, left_aside=upload.about["left_aside"])
    return MadeFile(report.to_json(), "json")


def make_import(job: RenderedFile) -> MadeFile:
    """All of it, or nothing; what the preview did not show is not done. Begun again, it does nothing twice."""
    if done := _upload(job).about.get("imported"):
        return MadeFile(done.encode(), "json")
    record_step(paper=job, progress=30, step="Importing the files")
    with transaction.atomic():
        # A second worker waits here for the first, and finds what that has done.
        upload = _upload(job, is_locked=True)
        if "imported" in upload.about:
            return MadeFile(upload.about["imported"].encode(), "json")
        preview = RenderedFile.objects.filter(kind=PREVIEW, token=UUID(job.about["preview"])).first()
        if preview is None:
            raise CannotBeMade(GONE)
        shown = read_report(preview)
        run = import_into(
            _partnership(job),
            _files(upload),
            today=london_day(preview.asked_at),
            by=_person(job),
            take=job.about["take"],
            first=job.about.get("first", NOTHING),
            then=job.about.get("then", NOTHING),
        )
        report = report_of(run, left_aside=[])
        if run.refusals and (job.about["take"] or job.about.get("then")):
            raise CannotBeMade(f"Nothing was imported: {run.refusals[0]}")
        if run.refusals or report.digest != shown.digest:
            raise CannotBeMade(CHANGED_SINCE)
        # As text: a database may keep JSON in another order than the files'.
        upload.about["imported"] = report.without_rows().to_json().decode()
        upload.save(update_fields=["about"])
        _remove(preview)
    return MadeFile(upload.about["imported"].encode(), "json")


@transaction.atomic
def make_export(job: RenderedFile) -> MadeFile:
    """Everything that files have. Who asked for it is in the audit trail. While codes are given, nobody else does."""
    partnership, by = _partnership(job), _person(job)
    record_step(paper=job, progress=30, step="Writing the files")
    lock(partnership)
    content = export_zip(partnership)
    audit.record("partnership.exported", by=by, about=partnership, scope=partnership.slug)
    return MadeFile(content, "zip")


def _upload(job: RenderedFile, *, is_locked: bool = False) -> RenderedFile:
    uploads = _locked_uploads(job) if is_locked else RenderedFile.objects.filter(kind=UPLOAD)
    upload = uploads.filter(scope=job.scope, token=UUID(job.about["upload"])).first()
    if upload is None:
        raise CannotBeMade(GONE)
    return upload


def _locked_uploads(job: RenderedFile) -> models.QuerySet[RenderedFile]:
    """The files of a preview or an import, of which nobody else decides in the meantime."""
    uploads = RenderedFile.objects.select_for_update(no_key=True)
    return uploads.filter(kind=UPLOAD, token=UUID(job.about["upload"]))


def _begun(preview: RenderedFile) -> RenderedFile | None:
    """The import of its files, if one was asked for and did not fail."""
    imports = RenderedFile.objects.filter(kind=IMPORT, about__upload=preview.about["upload"])
    return imports.exclude(state__in=(RenderedFile.State.FAILED, RenderedFile.State.CANCELLED)).first()


def _files(upload: RenderedFile) -> dict[str, bytes]:
    with upload.file.open("rb") as file:
        return unpack(file.read())


def _partnership(job: RenderedFile) -> Partnership:
    return Partnership.objects.get(slug=job.scope)


def _person(job: RenderedFile) -> User:
    """Who asked for it, as long as they may: they may have lost their role while it waited."""
    by = job.asked_by
    if by is None or not by.has_perm("boards.manage_partnership", _partnership(job)):
        raise CannotBeMade("You are no longer an admin of this partnership.")
    return by


def forget_imported(paper: RenderedFile, **_: Any) -> None:
    """The files are not needed once they are imported; the job that imported them says what came of it."""
    if paper.kind == IMPORT and RenderedFile.objects.filter(pk=paper.pk, state=RenderedFile.State.DONE).exists():
        for upload in RenderedFile.objects.filter(kind=UPLOAD, token=UUID(paper.about["upload"])):
            _remove(upload)


DOINGS = {PREVIEW: "Reading the files", IMPORT: "The import", EXPORT: "The export"}
MAKERS = {PREVIEW: make_preview, IMPORT: make_import, EXPORT: make_export}
