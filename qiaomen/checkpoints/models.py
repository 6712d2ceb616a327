"""Checkpoints: vehicles stopped and shifts, folded from records; plates, kept apart and for 14 days."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import TableClass


class Vehicle(models.TextChoices):
    """Kinds of vehicle."""

    CAR = "car", _("car")
    VAN = "van", _("van")
    BUS = "bus", _("bus")
    TRUCK = "truck", _("truck")
    MOTORCYCLE = "motorcycle", _("motorcycle")
    EMERGENCY = "emergency", _("ambulance, fire or police")
    OTHER = "other", pgettext_lazy("vehicle", "other")


class Reason(models.TextChoices):
    """Why a vehicle was turned back."""

    RISK_AREA = "risk_area", _("comes from a risk area")
    NO_PERMIT = "no_permit", _("has no permit")
    STRANGER = "stranger", _("has nothing to do here")
    FEVER = "fever", _("somebody has a fever")
    ROAD_CLOSED = "road_closed", _("the road is closed")
    REFUSED = "refused", _("refuses to be measured or registered")
    OTHER = "other", pgettext_lazy("reason", "something else")


class PlateForm(models.TextChoices):
    """Makes of number plate."""

    STANDARD = "standard", _("ordinary plate")
    NEW_ENERGY = "new_energy", _("new-energy plate")
    FOREIGN = "foreign", _("foreign or special plate")
    NONE = "none", _("no plate")


class Stop(models.Model):
    """A vehicle at a checkpoint, folded from its `vehicle_stop` record. Nothing in it says whose vehicle it was.

    `people` = `own` province + `elsewhere` (other provinces) + `abroad` + `unknown`. `high`: first readings above
    37.3 °C; `fevers`: those whose second reading is above it, too; `unsettled`: those without a second one.
    """

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the vehicle_stop record")
    record = models.UUIDField(help_text="its newest correction")
    place = models.UUIDField()
    at = models.DateTimeField()
    author = models.UUIDField()
    lane = models.CharField(max_length=12, blank=True)
    form = models.CharField(max_length=10, choices=PlateForm.choices)
    province = models.CharField(max_length=1, blank=True)
    vehicle = models.CharField(max_length=10, choices=Vehicle.choices)
    people = models.PositiveSmallIntegerField()
    own = models.PositiveSmallIntegerField()
    elsewhere = models.PositiveSmallIntegerField()
    abroad = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    regions = ArrayField(models.CharField(max_length=6), default=list)
    measured = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    fevers = models.PositiveSmallIntegerField()
    unsettled = models.PositiveSmallIntegerField()
    turned_back = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    people_turned_back = models.PositiveSmallIntegerField()
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["place", "-at", "-id"], name="checkpoints_stop_at"),
            models.Index(fields=["record"], name="checkpoints_stop_record"),
            models.Index(fields=["place", "at"], name="checkpoints_stop_back", condition=~Q(turned_back="")),
        ]


class Plate(models.Model):
    """By which records a plate was stopped: a keyed hash beside each record that holds one, for 14 days."""

    table_class: ClassVar = TableClass.REGISTER
    record = models.UUIDField(primary_key=True)
    hash = models.BinaryField()
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["hash"], name="checkpoints_plate_hash")]


class Shift(models.Model):
    """A shift at a checkpoint, folded from its begin and its end."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the checkpoint_shift record that began it")
    place = models.UUIDField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    author = models.UUIDField()
    lane = models.CharField(max_length=12, blank=True)
    crew = ArrayField(models.UUIDField(), default=list, help_text="workers with an account")
    others = models.JSONField(default=list, help_text="[{agency, count}] of those without")
    others_count = models.PositiveIntegerField()
    note = models.UUIDField(null=True, help_text="the record that may hold the note of what is handed over")
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["place", "-began_at", "-id"], name="checkpoints_shift_began")]
