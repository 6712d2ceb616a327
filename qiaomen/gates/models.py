"""The gates' tables: passages, visitors and alarms. All are folded from records."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import TableClass
from qiaomen.places.models import Place


class PassageVerdict(models.TextChoices):
    """What the guard decided."""

    PASSED = "passed", pgettext_lazy("passage", "passed")
    PROVISIONAL = "provisional", _("let in provisionally")
    REFUSED = "refused", pgettext_lazy("passage", "refused")
    KEPT_APART = "kept_apart", _("kept apart")
    EMERGENCY = "emergency", pgettext_lazy("passage", "emergency")


THROUGH = (PassageVerdict.PASSED, PassageVerdict.PROVISIONAL, PassageVerdict.EMERGENCY)
"""Verdicts with which somebody goes on."""


class Passage(models.Model):
    """One check at a gate: what the guard saw and decided, and beside it what was true then."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the record")
    gate = models.UUIDField()
    at = models.DateTimeField()
    known_at = models.DateTimeField(help_text="when its first version was received")
    author = models.UUIDField()
    direction = models.CharField(max_length=3)
    verdict = models.CharField(max_length=12, choices=PassageVerdict.choices)
    holder = models.UUIDField(null=True, help_text="whom in and out belong to: the pass, or the visitor")
    pass_id = models.UUIDField(null=True)
    visitor = models.UUIDField(null=True)
    person = models.UUIDField(null=True, help_text="whose pass it is: the canonical id")
    colour_seen = models.CharField(max_length=6, blank=True)
    colour_true = models.CharField(
        max_length=6, blank=True, help_text="at that moment, by the statuses; empty: unknown"
    )
    state_true = models.CharField(max_length=10, blank=True, help_text="the pass's at that moment")
    missed_suspension = models.BooleanField(help_text="let through though it was suspended, revoked or red by then")
    twice = models.BooleanField(help_text="in, while the same pass was in already, here or elsewhere")
    was_twice = models.BooleanField(help_text="it was, by a passage that is forgotten")
    problem = models.CharField(max_length=14, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    emergency = models.CharField(max_length=8, blank=True)
    temperature = models.FloatField(null=True, help_text="°C")
    second_temperature = models.FloatField(null=True, help_text="°C, after five minutes")
    fever = models.BooleanField()
    way = models.CharField(max_length=8)
    health_code = models.CharField(max_length=6, blank=True)
    travel_code = models.CharField(max_length=6, blank=True)
    lane = models.CharField(max_length=12, blank=True)
    list_age_s = models.IntegerField(null=True, help_text="seconds")
    offline = models.BooleanField()
    people = models.SmallIntegerField(help_text="checked: those in the vehicle, else one")
    next = models.UUIDField(null=True, help_text="the holder's next passage here, whichever gate of the same place")
    emptied = models.BooleanField(help_text="whose it was is forgotten")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["gate", "at"], name="gates_passage_gate"),
            models.Index(fields=["holder", "at"], name="gates_passage_holder", condition=Q(holder__isnull=False)),
            models.Index(fields=["person"], name="gates_passage_person", condition=Q(person__isnull=False)),
            models.Index(
                fields=["gate"],
                name="gates_passage_inside",
                condition=Q(holder__isnull=False, next=None, direction="in"),
            ),
            models.Index(fields=["at"], name="gates_passage_missed", condition=Q(missed_suspension=True)),
            models.Index(fields=["at"], name="gates_passage_at"),
            models.Index(fields=["at"], name="gates_passage_kept", condition=Q(emptied=False)),
        ]


class Visitor(models.Model):
    """A visitor, announced or come. Name and phone stay sealed in the record."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the record")
    visitor = models.UUIDField(db_index=True, help_text="by which passages name them")
    gate = models.UUIDField()
    door = models.UUIDField(null=True, help_text="the household visited")
    at = models.DateTimeField()
    known_at = models.DateTimeField()
    author = models.UUIDField()
    verdict = models.CharField(max_length=8)
    origin = models.CharField(max_length=9, blank=True)
    purpose = models.CharField(max_length=8)
    registered_by = models.CharField(max_length=9)
    fetched_by_household = models.BooleanField()
    reason = models.CharField(max_length=24, blank=True)
    day = models.DateField(null=True, help_text="on which day the household expects them")
    temperature = models.FloatField(null=True, help_text="°C")
    second_temperature = models.FloatField(null=True, help_text="°C")
    fever = models.BooleanField()
    people = models.SmallIntegerField()
    emptied = models.BooleanField(help_text="who it was is forgotten")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["gate", "at"], name="gates_visitor_gate"),
            models.Index(fields=["at"], name="gates_visitor_kept", condition=Q(emptied=False)),
        ]


class Clinic(models.Model):
    """The fever clinic for a place and whatever lies in it, unless something nearer has its own. Nothing personal."""

    table_class: ClassVar = TableClass.REGISTER
    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="clinic")
    name = models.CharField(_("fever clinic"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=20)
    change = models.UUIDField()


class What(models.TextChoices):
    """What an alarm is about."""

    FEVER_VISITOR = "fever_visitor", _("Visitor with fever")
    FEVER_RESIDENT = "fever_resident", _("Fever at the gate")
    FEVER_VEHICLE = "fever_vehicle", _("Fever in a vehicle")
    SECOND_READING = "second_reading", _("Second reading missing")
    EMERGENCY = "emergency", _("Emergency at the gate")


class Alarm(models.Model):
    """Something at a gate or checkpoint that somebody must answer: a fever at the second reading, an emergency.

    A second reading that is due is one, too, of which nobody is told (`level` -1) until it is missing.
    """

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the passage's, visitor's or vehicle's record")
    gate = models.UUIDField()
    at = models.DateTimeField()
    known_at = models.DateTimeField()
    what = models.CharField(max_length=14, choices=What.choices)
    emergency = models.CharField(max_length=8, blank=True)
    due_at = models.DateTimeField(null=True, help_text="when the second reading was due, where none has come")
    level = models.SmallIntegerField(help_text="how many links of the chain were told, less one; -1: nobody")
    told = ArrayField(models.UUIDField(), default=list, help_text="who was told last")
    everybody = ArrayField(models.UUIDField(), default=list, help_text="who was ever told")
    told_at = models.DateTimeField(null=True)
    last = models.BooleanField(help_text="nobody is left to be told")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    explained_at = models.DateTimeField(null=True)
    explained_by = models.UUIDField(null=True)
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["gate", "at"], name="gates_alarm_gate"),
            models.Index(fields=["told_at"], name="gates_alarm_open", condition=Q(settled_at=None)),
        ]
