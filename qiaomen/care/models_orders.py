"""Group orders: what a supplier offers the households of a place, and what each of them ordered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass
from qiaomen.places.models import Place


class Offer(models.Model):
    """What one supplier offers to a place (团购): until when one orders, when and at which gate it arrives.

    `contact` is the one person to whom every household turns, each by itself.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    gate = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=60)
    supplier = models.CharField(max_length=60, blank=True)
    contact = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    cut_off = models.DateTimeField(help_text="no order after it")
    arrives_at = models.DateTimeField(help_text="when it is promised at the gate")
    withdrawn_at = models.DateTimeField(null=True)
    made_by = models.UUIDField()
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["cut_off"], name="care_offer_cut_off")]
        constraints = [
            models.CheckConstraint(condition=Q(arrives_at__gte=models.F("cut_off")), name="care_offer_after_cut_off")
        ]


class OfferItem(models.Model):
    """One line of a supplier's list. It is never edited: what was ordered at a price was ordered at that price."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=20, blank=True)
    cents = models.PositiveIntegerField(null=True, help_text="price of one, in hundredths; empty: as on the day")
    most = models.PositiveSmallIntegerField(null=True, help_text="for one order")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "number"], name="care_offeritem_number_once")]


class OrderState(models.TextChoices):
    """How far an order is."""

    ORDERED = "ordered", pgettext_lazy("order", "ordered")
    ARRIVED = "arrived", pgettext_lazy("order", "at the gate")
    HANDED = "handed", pgettext_lazy("order", "handed over")
    MISSING = "missing", pgettext_lazy("order", "did not come")


class Order(models.Model):
    """What one household ordered of an offer (订单), and how far it is. Its lines are in its record."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the order's record")
    offer = models.UUIDField()
    place = models.UUIDField(db_index=True)
    door = models.UUIDField()
    person = models.UUIDField(null=True, help_text="of the household, the id that the record uses")
    for_others = models.BooleanField(help_text="whoever ordered lives elsewhere: a child for its parents")
    at_door = models.BooleanField(help_text="to be left at the door")
    units = models.BigIntegerField()
    cents = models.BigIntegerField(help_text="what it costs, as far as prices were given")
    paid_cents = models.BigIntegerField(help_text="what the household paid to the supplier, as was told")
    ordered_at = models.DateTimeField()
    ordered_by = models.UUIDField()
    state = models.CharField(max_length=8, choices=OrderState.choices)
    arrived_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.UUIDField(null=True)
    handed_how = models.CharField(max_length=9, blank=True, help_text="collected, or left at the door")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["offer"], name="care_order_offer"),
            models.Index(fields=["door"], name="care_order_door"),
        ]


class OrderLabel(models.Model):
    """The number by which an order's bag is known at the gate: handed out in walking order, and kept."""

    table_class: ClassVar = TableClass.REGISTER
    order = models.UUIDField(primary_key=True)
    offer = models.ForeignKey(Offer, models.CASCADE)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "number"], name="care_orderlabel_number_once")]
