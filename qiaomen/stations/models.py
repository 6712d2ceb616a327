"""Stations' tables: rooms with their beds, and stays as the records have them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass
from qiaomen.places.models import Place


class Room(models.Model):
    """A room of a station, with so many beds; they go by their number from 1 on."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(Place, models.PROTECT, related_name="rooms", verbose_name=_("station"))
    name = models.CharField(_("room"), max_length=20)
    beds = models.SmallIntegerField(_("beds"))
    change = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="stations_room_name_once"),
            models.CheckConstraint(condition=Q(beds__gte=0, beds__lte=200), name="stations_room_beds"),
        ]

    def __str__(self) -> str:
        return self.name


class Stay(models.Model):
    """One person's stay at a station, from arriving to leaving."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the record of the arrival")
    person = models.UUIDField(db_index=True, help_text="the canonical id")
    place = models.UUIDField(help_text="the station")
    room = models.UUIDField(null=True)
    bed = models.SmallIntegerField(null=True)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_to = models.CharField(max_length=8, blank=True, help_text="home, hospital, left, or another station: station")
    test_due = models.DateField(null=True, help_text="by hand, and not done yet; the policy's own days come beside it")
    tested_at = models.DateTimeField(null=True, help_text="the newest test during the stay")
    tested_by = models.UUIDField(null=True, help_text="the record of its sample or result")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["place"], condition=Q(left_at=None), name="stations_stay_here"),
            models.Index(fields=["place", "arrived_at"], name="stations_stay_arrived"),
        ]
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(left_at=None), name="stations_stay_one")]
