"""The ledger: everything anybody observed, decided or handed out, and what waits or was refused."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass, TextCField


class Record(models.Model):
    """One immutable fact. Its id was made by the device; `at` was fixed at first receipt."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True)
    content_hash = models.BinaryField(help_text="keyed hash of everything that the author sent")
    outbreak = models.UUIDField()
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    device_at = models.DateTimeField()
    received_at = models.DateTimeField()
    author = models.UUIDField()
    device = models.UUIDField(null=True)
    place = models.UUIDField(null=True)
    door = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    body = models.JSONField()
    sealed = models.BinaryField(null=True)
    amends = models.UUIDField(null=True)
    root = models.UUIDField(null=True, help_text="what a chain of amendments began with")
    mends = models.UUIDField(null=True)
    flags = ArrayField(models.CharField(max_length=24), default=list, help_text="clock_ahead, late_after_grant …")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["door"], name="ledger_record_door", condition=Q(door__isnull=False)),
            models.Index(fields=["person"], name="ledger_record_person", condition=Q(person__isnull=False)),
            models.Index(fields=["place"], name="ledger_record_place", condition=Q(place__isnull=False)),
            models.Index(fields=["root"], name="ledger_record_root", condition=Q(root__isnull=False)),
            models.Index(fields=["change"], name="ledger_record_change"),
        ]


class Held(models.Model):
    """A record that refers to something not here yet, or from before its phone was enrolled. Sealed as it was sent."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True)
    content_hash = models.BinaryField()
    outbreak = models.UUIDField()
    kind = models.CharField(max_length=24)
    author = models.UUIDField()
    device = models.UUIDField(null=True)
    enrolment = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    offset_ms = models.BigIntegerField(default=0)
    door = models.UUIDField(null=True)
    place = models.UUIDField(null=True)
    sealed = models.BinaryField(null=True, help_text="the record as it was sent, until its verdict")
    code = models.CharField(max_length=40)
    needs = ArrayField(models.UUIDField(), default=list)
    verdict = models.CharField(max_length=8, blank=True, help_text="the later verdict; empty while it waits")
    change = models.UUIDField()

    class Meta:
        indexes = [
            GinIndex(fields=["needs"], name="ledger_held_needs"),
            models.Index(fields=["author"], name="ledger_held_author"),
            models.Index(fields=["received_at"], condition=Q(verdict=""), name="ledger_held_waiting"),
        ]


class Refusal(models.Model):
    """A rejected record, kept sealed: its author and their lead see it, and mend it by a new record."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.UUIDField(db_index=True)
    content_hash = models.BinaryField()
    outbreak = models.UUIDField()
    kind = models.CharField(max_length=24)
    author = models.UUIDField(db_index=True)
    device = models.UUIDField(null=True)
    door = models.UUIDField(null=True)
    place = models.UUIDField(null=True)
    device_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    sealed = models.BinaryField(help_text="the record as it was sent")
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)
    mended_by = models.UUIDField(null=True)
    change = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "content_hash"], name="ledger_refusal_once")]
        indexes = [
            models.Index(fields=["mended_by"], name="ledger_refusal_mended", condition=Q(mended_by__isnull=False)),
        ]


class Unreadable(models.Model):
    """The beginning of an upload that could not be read, sealed; each phone has a quota."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.UUIDField()
    enrolment = models.UUIDField()
    received_at = models.DateTimeField(auto_now_add=True)
    sealed = models.BinaryField(help_text="the first 64 kB")
    reason = TextCField()

    class Meta:
        indexes = [models.Index(fields=["enrolment", "received_at"], name="ledger_unreadable_enrolment")]
