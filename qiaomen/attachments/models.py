"""Photos of records, and what has arrived of those that are on their way."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from qiaomen.base.models import TableClass


class Attachment(models.Model):
    """A photo, sealed. Its id is a keyed hash of its bytes: the same photo is kept once in an outbreak."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True)
    outbreak = models.UUIDField()
    type = models.CharField(max_length=12, help_text="image/jpeg or image/webp")
    size = models.PositiveIntegerField(help_text="bytes, before sealing")
    sealed = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)


class Upload(models.Model):
    """A photo that a phone sends for a record, under an id of the phone's; `attachment` once it is here as a whole."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True)
    outbreak = models.UUIDField()
    record = models.UUIDField(db_index=True)
    author = models.UUIDField()
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    attachment = models.UUIDField(null=True)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["author", "begun_at"], name="attachments_upload_author")]
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="attachments_upload_within")
        ]


class Part(models.Model):
    """A piece of a photo that is on its way, sealed; gone once the photo is here as a whole."""

    table_class: ClassVar = TableClass.REGISTER
    pk = models.CompositePrimaryKey("upload_id", "start")
    upload_id = models.UUIDField()
    start = models.PositiveIntegerField()
    sealed = models.BinaryField()
