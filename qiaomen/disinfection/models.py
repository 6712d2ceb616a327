"""Disinfection's tables: products and regular rounds; what was asked for, and what was done."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass
from qiaomen.places.models import Place


class Why(models.TextChoices):
    """Why a place needs disinfection beside its regular rounds."""

    CASE = "case", pgettext_lazy("disinfection", "a case")
    TRANSFER = "transfer", pgettext_lazy("disinfection", "somebody was fetched")
    FEVER = "fever", pgettext_lazy("disinfection", "a fever")
    OTHER = "other", pgettext_lazy("disinfection", "asked for")


class Product(models.Model):
    """A product by which is disinfected (消毒产品), and how it is usually mixed."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("product"), max_length=80, unique=True)
    concentration = models.PositiveIntegerField(_("mg per litre"), help_text="mg of the active substance a litre")
    minutes = models.PositiveSmallIntegerField(_("minutes"), help_text="how long it stays on")
    is_active = models.BooleanField(default=True)
    change = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(concentration__gte=1, concentration__lte=100_000), name="disinfection_product_mixed"
            )
        ]


class Cadence(models.Model):
    """A place is disinfected regularly (消毒频次): itself, or each place of one kind in it, every so many hours."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    grain = models.CharField(max_length=24, blank=True, help_text="the kind of place in it; empty: the place itself")
    every = models.PositiveSmallIntegerField(help_text="hours")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every__gte=1, every__lte=720), name="disinfection_cadence_every"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="disinfection_cadence_until"
            ),
            models.UniqueConstraint(
                fields=["place", "grain"], condition=Q(until=None), name="disinfection_cadence_once"
            ),
        ]


class Asked(models.Model):
    """A place or door that needs disinfection, and when it was done."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the request's record")
    place = models.UUIDField(db_index=True)
    door = models.UUIDField(null=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done = models.UUIDField(null=True, help_text="the round that answered it first")
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="disinfection_asked_open")]


class Done(models.Model):
    """A round of disinfection (消毒记录)."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the round's record")
    place = models.UUIDField()
    door = models.UUIDField(null=True)
    behind_door = models.BooleanField(default=False, help_text="also once the door is forgotten")
    asked = models.UUIDField(null=True)
    product = models.UUIDField(null=True)
    concentration = models.IntegerField(null=True, help_text="mg/l")
    area = models.IntegerField(null=True, help_text="m²")
    photos = models.SmallIntegerField(help_text="how many the record names")
    at = models.DateTimeField()
    by = models.UUIDField()
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["place", "at"], name="disinfection_done_place"),
            models.Index(fields=["at"], name="disinfection_done_at"),
        ]
