"""Lists from outside: what was sent, and how far each row of it is."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qiaomen.base.models import Outbreak, TableClass


class Source(models.TextChoices):
    """Who sends lists."""

    POLICE = "police", _("police")
    RAILWAY = "railway", _("railway or airline")
    TELECOMS = "telecoms", _("telecoms")
    DISTRICT = "district", _("another district")
    HOSPITAL = "hospital", _("hospital")
    HEALTH = "health", _("health authority")
    OTHER = "other", _("somebody else")


class Category(models.TextChoices):
    """What somebody is on an outside list for. What a policy makes of it is the policy's own."""

    RETURNEE = "returnee", _("came from elsewhere")
    CONTACT = "contact", _("contact of a case")
    PASSENGER = "passenger", _("travelled with a case")
    PATIENT = "patient", _("patient")
    OVERLAP = "overlap", _("was where a case was")
    OTHER = "other", _("something else")


OF_HEALTH = (Category.CONTACT, Category.PASSENGER, Category.PATIENT, Category.OVERLAP)
"""Whoever stands on such a list is ill, or was near somebody who is: no police member reads it."""


class State(models.TextChoices):
    """How far a row is. The first three are open: somebody has something to do."""

    DOUBTFUL = "doubtful", _("doubtful: to be decided")
    UNKNOWN = "unknown", _("not in the register: to be found")
    LINKED = "linked", _("known: to be verified")
    VERIFIED = "verified", _("verified")
    ELSEWHERE = "elsewhere", _("lives elsewhere")
    WRONG = "wrong", _("the list is wrong")
    NOT_FOUND = "not_found", _("not found")
    REMOVED = "removed", _("removed after 7 days")


OPEN = (State.DOUBTFUL, State.UNKNOWN, State.LINKED)


class Certainty(models.TextChoices):
    """Why a row is taken for a person."""

    NONE = "", _("not linked")
    ID = "id", _("by id number and name")
    PHONE = "phone", _("by phone and name")
    NAME_PLACE = "name_place", _("by name and building")
    DECIDED = "decided", _("decided by a person")


class List(models.Model):
    """A list that came from outside (外来名单): by whom, of what day, for which category. It holds nobody's name.

    Its id follows from the file's content under the outbreak's key, so that a file handed in again is the same list.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="lists")
    title = models.CharField(_("title"), max_length=80)
    source = models.CharField(_("from"), max_length=10, choices=Source.choices, default=Source.OTHER)
    category = models.CharField(_("category"), max_length=24, choices=Category.choices, default=Category.RETURNEE)
    dated = models.DateField(_("date of the list"))
    received_at = models.DateTimeField(_("received"))
    received_by = models.UUIDField(null=True)
    change = models.UUIDField()

    class Meta:
        verbose_name = _("list from outside")
        ordering = ["-received_at", "id"]

    def __str__(self) -> str:
        return self.title


class Row(models.Model):
    """How far a row of a list is: whom it is taken for, who follows it up, what came of it. Folded from its records.

    `place` is whose task it is: the community that the row names, else the district. `spot` is the innermost place
    that it names, by which those who knock there find it.
    """

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the list_row record")
    list_id = models.UUIDField()
    line = models.PositiveIntegerField()
    category = models.CharField(max_length=24)
    place = models.UUIDField(db_index=True)
    spot = models.UUIDField(null=True)
    person = models.UUIDField(null=True, help_text="the id that the record uses; an alias may join it to another")
    certainty = models.CharField(max_length=10, choices=Certainty.choices, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    candidates = models.JSONField(default=list, help_text="see records.Candidate; best first, without those denied")
    unlike = ArrayField(models.UUIDField(), default=list, help_text="people whom it was said not to be")
    origin = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=12, blank=True)
    arrived = models.DateField(null=True)
    transport = models.CharField(max_length=24, blank=True)
    worker = models.UUIDField(null=True, help_text="who has taken it over")
    tries = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True, help_text="when somebody last did something about it")
    next_at = models.DateTimeField(null=True, help_text="when something is due next; empty once it has ended")
    ended_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True, help_text="when whom it meant was forgotten")
    received_at = models.DateTimeField()
    change = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, certainty="") | (Q(person__isnull=False) & ~Q(certainty="")),
                name="lists_row_person_and_why",
            )
        ]
        indexes = [
            models.Index(fields=["list_id", "state"], name="lists_row_list"),
            models.Index(fields=["state", "place"], name="lists_row_state"),
            models.Index(fields=["person"], name="lists_row_person", condition=Q(person__isnull=False)),
            models.Index(fields=["spot"], name="lists_row_spot", condition=Q(spot__isnull=False)),
        ]
