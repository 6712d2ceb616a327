"""The atlas's tables: plans by version, the pictures under them, and posters that were made."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place

# Whoever works on a run says so with every poster; after this long without a word they are taken for dead.
SILENCE = timedelta(seconds=60)


class Copy(models.TextChoices):
    """For whom a copy of the map is: for those on duty, or for everybody."""

    INTERNAL = "internal", _("duty copy")
    PUBLIC = "public", _("public copy")


class Picture(models.Model):
    """An aerial picture or a drawing of a compound, without what says when, where and by what it was taken."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(Place, models.PROTECT, related_name="pictures")
    type = models.CharField(max_length=12, help_text="image/jpeg, image/png or image/webp")
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    content = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)


class Plan(models.Model):
    """One version of a place's plan, saved whole. The newest holds; going back saves an older one once more."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(Place, models.PROTECT, related_name="plans", verbose_name=_("place"))
    number = models.PositiveIntegerField(help_text="from 1 on, within its place")
    document = models.JSONField(help_text="see atlas.document.Document")
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="plans")
    made_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    change = models.UUIDField()

    class Meta:
        verbose_name = _("plan")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="atlas_plan_number_once")]


class PosterRunQuerySet(models.QuerySet["PosterRun"]):
    """Reads of runs."""

    def alive(self) -> "PosterRunQuerySet":
        """Somebody is at work on them."""
        return self.filter(finished_at=None, heartbeat__gt=timezone.now() - SILENCE)

    def waiting(self) -> "PosterRunQuerySet":
        """There is something to do, and nobody does it."""
        silent = Q(heartbeat=None) | Q(heartbeat__lte=timezone.now() - SILENCE)
        return self.filter(silent, finished_at=None).order_by("id")


class PosterRun(models.Model):
    """One job that makes the posters of many compounds; `day` is set for the one of each morning."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", help_text="all compounds below it")
    copies = ArrayField(models.CharField(max_length=8, choices=Copy.choices))
    language = models.CharField(max_length=10)
    base = models.CharField(max_length=200, blank=True, help_text="where phones reach the installation, for the code")
    asked_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    day = models.DateField(null=True)
    expected = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=list, help_text="place, copy, and the Problem of each that could not be made")
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)

    objects = PosterRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("posters")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["outbreak", "day"], condition=Q(day__isnull=False), name="atlas_posterrun_one_a_morning"
            )
        ]


class Poster(models.Model):
    """The poster of one compound, as PDF, sealed: it holds phones, and its duty copy floors. Kept for a day."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    run = models.ForeignKey(PosterRun, models.CASCADE, related_name="posters")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    copy = models.CharField(max_length=8, choices=Copy.choices)
    as_of = models.DateTimeField()
    seconds = models.FloatField(help_text="that its making took")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("poster")
        constraints = [models.UniqueConstraint(fields=["run", "place", "copy"], name="atlas_poster_once")]
