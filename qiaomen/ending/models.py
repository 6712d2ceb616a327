"""How far the end of an outbreak is, what retention took away, and the counts that stay."""

from typing import ClassVar

from django.db import models

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass


class Closing(models.Model):
    """The end of an outbreak: asked for by one person, confirmed by another, then carried out step by step."""

    class Wal(models.TextChoices):
        CLEARED = "cleared"
        NOT_OURS = "not_ours"

    table_class: ClassVar = TableClass.REGISTER
    outbreak = models.OneToOneField(Outbreak, models.PROTECT, primary_key=True, related_name="closing")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    keys_at = models.DateTimeField(null=True, help_text="no copy of the keys that we know of is left")
    emptied_at = models.DateTimeField(null=True, help_text="names, search keys and notes are blank")
    rewritten_at = models.DateTimeField(null=True, help_text="no dead row holds one any more")
    wal = models.CharField(max_length=8, choices=Wal.choices, blank=True)
    backups_asked_at = models.DateTimeField(null=True, help_text="the backup process was told to forget older ones")
    forgotten_at = models.DateTimeField(null=True, help_text="links to people and doors are gone, too")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="ending_closing_two_people",
            )
        ]


class Remaining(models.Model):
    """A count of a closed outbreak that stays when its records have gone: of what, where, on which day."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="+")
    what = models.CharField(max_length=160, help_text="a kind of record, or a sweep's name and its state of a door")
    place = models.UUIDField(null=True)
    day = models.DateField(null=True)
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["outbreak", "what"], name="ending_remaining_what")]


class Removal(models.Model):
    """What one rule of retention took away in one run: how much, nothing else."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True, default=new_id)
    rule = models.CharField(max_length=24)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["rule", "at"], name="ending_removal_rule")]
