"""Venues' table: orders that suspend them, as their records have them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass


class Ground(models.TextChoices):
    """Why a venue is suspended."""

    KIND = "kind_of_venue", _("every venue of its kind is closed")
    CASE = "case_here", _("a case was here")
    CROWDING = "crowding", _("crowding")
    NOT_MEASURED = "not_measured", _("temperature or codes not checked")
    STAFF = "staff_untested", _("staff not tested")
    AREA = "area_closed", _("it lies in a closed area")
    OTHER = "other", pgettext_lazy("ground", "another ground")


class OrderedSuspension(models.Model):
    """An order that suspends a shop or venue (停业通知).

    In force from `since_at` until it was reopened or its period is over: nothing that we fail to do prolongs it.
    """

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the order's record")
    door_id = models.UUIDField(db_index=True)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, help_text="with every extension; empty: until it is reopened")
    ordered_at = models.DateTimeField()
    author = models.UUIDField(help_text="who entered the order")
    ordered_by = models.CharField(max_length=12)
    document = models.CharField(max_length=120, blank=True)
    remedy = models.CharField(max_length=16, blank=True)
    extended = models.SmallIntegerField()
    served_at = models.DateTimeField(null=True)
    served_how = models.CharField(max_length=12, blank=True)
    looked_at = models.DateTimeField(null=True)
    finds = models.CharField(max_length=6, blank=True, help_text="what the newest second look found")
    found_open = models.SmallIntegerField(help_text="how often it was found open though suspended")
    reopened_at = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["since_at"], condition=Q(reopened_at=None), name="venues_suspension_open")]


class Statement(models.Model):
    """What a household filled in by a worker's code, sealed, until that worker's phone takes it in.

    The page looks nothing up, so that it answers everybody alike; what fits no door of the worker is gone after a day.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.CASCADE)
    worker = models.UUIDField(db_index=True, help_text="whose code it was, if it was a worker's at all")
    at = models.DateTimeField()
    sealed = models.BinaryField()
