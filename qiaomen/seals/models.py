"""Seals' table: each as its records have it. Whether one holds is asked of the clock, and never stored."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import TableClass


class Form(models.TextChoices):
    """What a seal is."""

    PAPER = "paper", pgettext_lazy("seal", "paper strip")
    SENSOR = "sensor", pgettext_lazy("seal", "sensor")


class Standing(models.TextChoices):
    """How it was seen, or told, last."""

    INTACT = "intact", pgettext_lazy("seal", "unbroken")
    OPENED = "opened", pgettext_lazy("seal", "opened")
    BROKEN = "broken", pgettext_lazy("seal", "seen broken")


class Why(models.TextChoices):
    """Why it was opened. None of these needs leave."""

    ILLNESS = "illness", pgettext_lazy("seal", "illness")
    BIRTH = "birth", pgettext_lazy("seal", "birth")
    FIRE = "fire", pgettext_lazy("seal", "fire")
    DOCTOR = "doctor", pgettext_lazy("seal", "a doctor came")
    DELIVERY = "delivery", pgettext_lazy("seal", "a delivery")
    RUBBISH = "rubbish", pgettext_lazy("seal", "rubbish taken away")
    TEST = "test", pgettext_lazy("seal", "a test at the door")
    ACCIDENT = "accident", pgettext_lazy("seal", "by accident")
    OTHER = "other", pgettext_lazy("seal", "another reason")


class EndedBy(models.TextChoices):
    """Why a seal is none any more, before its own date."""

    EPISODE = "episode", _("nobody behind it is under a measure")
    REMOVED = "removed", pgettext_lazy("seal", "taken off")


class Seal(models.Model):
    """A seal on a door or road (封条), its ground and end, and how it stands."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the seal's record")
    place = models.UUIDField(db_index=True)
    door = models.UUIDField(null=True)
    form = models.CharField(max_length=6, choices=Form.choices)
    people = ArrayField(models.UUIDField(), default=list, help_text="whose episodes are its ground")
    episodes = ArrayField(models.UUIDField(), default=list)
    document = models.CharField(max_length=120, blank=True)
    until_at = models.DateTimeField(null=True, help_text="its own end; that of its episodes may come earlier")
    emergency = models.CharField(max_length=20)
    put_at = models.DateTimeField()
    put_by = models.UUIDField()
    standing = models.CharField(max_length=6, choices=Standing.choices)
    checked_at = models.DateTimeField(null=True, help_text="when somebody looked at it last")
    openings = models.SmallIntegerField(help_text="how often it was opened, or seen broken")
    opened_at = models.DateTimeField(null=True, help_text="the last time")
    unexplained = ArrayField(models.UUIDField(), default=list, help_text="openings of which nobody said why")
    ask_since = models.DateTimeField(null=True, help_text="since when somebody is to knock and ask")
    ask_worker = models.UUIDField(null=True, help_text="who was asked to")
    ask_told = ArrayField(models.UUIDField(), default=list, help_text="who was asked, or knocked, since then")
    asked_at = models.DateTimeField(null=True)
    finds = models.CharField(max_length=6, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, blank=True, choices=EndedBy.choices)
    change = models.UUIDField()

    class Meta:
        indexes = [
            GinIndex(fields=["people"], name="seals_seal_people", condition=Q(ended_at=None)),
            GinIndex(fields=["episodes"], name="seals_seal_episodes", condition=Q(ended_at=None)),
            models.Index(fields=["door"], condition=Q(door__isnull=False), name="seals_seal_door"),
        ]


class Source(models.Model):
    """Who sends what sensors of seals in a place report: by a token of which only the hash is kept."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True)
    outbreak = models.UUIDField()
    name = models.CharField(max_length=60)
    place = models.UUIDField(help_text="its seals lie there or below")
    token_hash = models.BinaryField(unique=True)
    heard_at = models.DateTimeField(null=True, help_text="when it called last")
    window_at = models.DateTimeField(null=True, help_text="since when calls are counted")
    calls = models.IntegerField(default=0, help_text="calls since then")
    ended_at = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        verbose_name = pgettext_lazy("seal", "source of sensors")
