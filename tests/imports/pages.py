"""The pages of import and export, as an admin uses them while a worker does what they ask for."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import papers
from core.models import RenderedFile
from imports.background import PREVIEW, read_report


class Pages:
    def __init__(self, world, client):
        self.world, self.client = world, client

    def url(self, name, *args):
        return reverse(f"imports:{name}", args=[self.world.partnership.slug, *args])

    def choose(self, **files):
        """Upload the files, named by their names without ``.csv``."""
        uploads = [SimpleUploadedFile(f"{name}.csv", content.encode()) for name, content in files.items()]
        return self.send(*uploads)

    def send(self, *uploads):
        answer = self.client.post(self.url("start"), {"upload": list(uploads)})
        if answer.status_code != 302:
            return answer
        return self.work(answer.url)

    def work(self, url):
        for job in RenderedFile.objects.filter(state="queued"):
            papers.render_paper(job.pk)
        return self.client.get(url)

    def confirm(self, **ticked):
        """Import what the preview shows; what is not selected of records that are no longer in the files is kept."""
        answer = self.confirm_only(**ticked)
        return self.work(answer.url)

    def confirm_only(self, **ticked):
        """The answer to the button."""
        job = RenderedFile.objects.filter(kind=PREVIEW).latest("pk")
        left_out = read_report(job).left_out if job.state == RenderedFile.State.DONE else []
        kept = {f"act-{one['key']}": "keep" for one in left_out}
        return self.client.post(self.url("import", job.token), kept | ticked)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("files.zip", out.getvalue())
