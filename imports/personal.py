"""What is kept of people in what files call records."""

from __future__ import annotations

from django.db.models import Q

from core.personal import declare
from imports.models import FileRecord

declare(
    FileRecord,
    nothing={"it goes with the person": ("record_type", "key", "digests")},
    theirs=lambda subject: Q(record_type="boards.person", record_pk=subject.person.pk),
    go=True,
)
