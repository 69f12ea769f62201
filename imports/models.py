"""What files call the records of a partnership, and what they last said of them."""

from __future__ import annotations

from django.db import models

from boards.models import Partnership


class FileRecord(models.Model):
    """A record that came from a file or went into one: by which ``key``, and what was last imported of it.

    ``digests`` has one of each field's value, so that no address is kept here; none where the record only went out.
    What the portal has is compared with them, so that a file that comes again does not undo what the office changed.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="file_records")
    record_type = models.CharField(max_length=60)
    record_pk = models.PositiveBigIntegerField()
    key = models.CharField("what files call it", max_length=60, blank=True)
    digests = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record_type", "record_pk"), name="imports_record_once"),
            models.UniqueConstraint(
                fields=("partnership", "record_type", "key"),
                condition=~models.Q(key=""),
                name="imports_record_key",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_pk}"
