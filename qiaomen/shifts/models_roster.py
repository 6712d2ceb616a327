"""Rosters: asked for, solved by a job, proposed, published; published ones are not edited."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place

SILENCE = timedelta(seconds=60)
"""A job that has not been heard of for so long is dead."""


class RosterState(models.TextChoices):
    """How far a roster is."""

    SOLVING = "solving", pgettext_lazy("roster", "being worked out")
    PROPOSED = "proposed", pgettext_lazy("roster", "proposed")
    PUBLISHING = "publishing", pgettext_lazy("roster", "being published")
    PUBLISHED = "published", pgettext_lazy("roster", "published")
    DROPPED = "dropped", pgettext_lazy("roster", "dropped")
    FAILED = "failed", pgettext_lazy("roster", "failed")


UNDER_WAY = (RosterState.SOLVING, RosterState.PUBLISHING)
DROPPABLE = (RosterState.SOLVING, RosterState.PROPOSED, RosterState.FAILED)


class RosterQuerySet(models.QuerySet["Roster"]):
    """Reads of rosters."""

    def alive(self, now: datetime) -> "RosterQuerySet":
        """Somebody is at work on them."""
        return self.filter(state__in=UNDER_WAY, heartbeat__gt=now - SILENCE)

    def waiting(self, now: datetime) -> "RosterQuerySet":
        """There is something to do, and nobody does it."""
        idle = Q(heartbeat=None) | Q(heartbeat__lte=now - SILENCE)
        return self.filter(idle, state__in=UNDER_WAY).order_by("id")


class Roster(models.Model):
    """Who stands where for some days in a place, by rules as they were then. `gaps`: what it lacks."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    first = models.DateField()
    days = models.PositiveSmallIntegerField()
    edition = models.PositiveIntegerField(default=0, help_text="counted among those published in its outbreak")
    rules = models.JSONField(help_text="problem.Rules")
    seconds = models.PositiveSmallIntegerField(help_text="how long it may be worked out")
    state = models.CharField(max_length=10, choices=RosterState.choices, default=RosterState.SOLVING)
    asked_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    published_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    standing = models.PositiveIntegerField(default=0, help_text="when it was dropped, its shifts that had gone out")
    expected = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    gaps = models.JSONField(default=list, help_text="[post, slot, day, missing, lack]")
    is_proven = models.BooleanField(default=False, help_text="no roster lacks less")
    took = models.FloatField(null=True, help_text="seconds")
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=31), name="shifts_roster_days"),
            models.UniqueConstraint(
                fields=["outbreak", "edition"], condition=Q(edition__gt=0), name="shifts_roster_edition"
            ),
        ]


class Proposed(models.Model):
    """A line of a roster as it was worked out; with its publishing it becomes a record."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    roster = models.ForeignKey(Roster, models.CASCADE, related_name="proposed")
    post = models.UUIDField()
    slot = models.UUIDField()
    worker = models.UUIDField()
    day = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "worker", "begins_at"], name="shifts_proposed_once")]
