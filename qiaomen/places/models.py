"""Places (a tree of containers) and doors (everything you can knock on)."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate
from django.db.models.indexes import IndexExpression
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass, TextCField


class PlaceKind(models.TextChoices):
    """Kinds of container, from the district down to the stairwell."""

    DISTRICT = "district", _("district")
    STREET = "street", _("street")
    COMMUNITY = "community", _("community")
    GRID = "grid", _("grid")
    ENCLOSURE = "enclosure", _("enclosure")
    COMPOUND = "compound", _("compound")
    URBAN_VILLAGE = "urban_village", _("urban village")
    RESIDENT_GROUP = "resident_group", _("resident group")
    BUILDING = "building", _("building")
    STAIRWELL = "stairwell", _("stairwell")
    ALLEY = "alley", _("alley")
    GATE = "gate", _("gate")
    CHECKPOINT = "checkpoint", _("checkpoint")
    STATION = "station", _("station")
    SCHOOL = "school", _("school")


class DoorKind(models.TextChoices):
    """What is behind a door; the questions differ."""

    DWELLING = "dwelling", _("dwelling")
    SHOP = "shop", _("shop")
    RESTAURANT = "restaurant", _("restaurant")
    HOTEL = "hotel", _("hotel")
    VENUE = "venue", _("venue")
    DORMITORY = "dormitory", _("dormitory")
    OFFICE = "office", _("office")
    SCHOOL = "school", _("school")
    OTHER = "other", _("other")


def segment(place: UUID) -> str:
    """A place's own part of its path: eight characters from the random end of its id."""
    return f"{place.int & 0xFFFFFFFF:08x}."


def steps_to(path: str) -> list[str]:
    """The paths on the way to a place: from the district's down to its own."""
    return [path[: end + 1] for end, char in enumerate(path) if char == "."]


class Place(models.Model):
    """A node of the place tree. `path` holds its ancestors and itself, so that a prefix finds everything below."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name=_("parent"))
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    name = models.CharField(_("name"), max_length=80)
    code = models.CharField(_("division code"), max_length=12, blank=True)
    path = TextCField(unique=True)
    walk = TextCField(default="", help_text="sort key among siblings, in walking order")
    has_lift = models.BooleanField(_("has a lift"), null=True)
    shape = models.JSONField(_("shape"), null=True, help_text="GeoJSON point or polygon, WGS-84")
    version = models.PositiveIntegerField(default=1)
    change = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("place")
        constraints = [
            models.UniqueConstraint(fields=["parent", "kind", "name"], name="places_place_name_once"),
            models.UniqueConstraint(models.Value(1), condition=Q(parent=None), name="places_place_one_root"),
        ]
        indexes = [models.Index(fields=["change"], name="places_place_change")]

    def __str__(self) -> str:
        return self.name

    def below(self) -> "models.QuerySet[Place]":
        """Itself and everything in it."""
        return Place.objects.filter(path__startswith=self.path)

    def ancestors(self) -> "models.QuerySet[Place]":
        """From the district down to itself."""
        return Place.objects.filter(path__in=steps_to(self.path)).order_by("path")


# Django knows an index's operator class beside an expression only once it is told so (`django.contrib.postgres` would).
IndexExpression.register_wrappers(OrderBy, OpClass, Collate)
# Each letter of the label twice, so that an index of three letters each finds two of them (`places/search.py`).
_TWICE = Func("label", Value("(.)"), Value(r"\1\1"), Value("g"), function="regexp_replace")


class Door(models.Model):
    """One thing to knock on, at its innermost container."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(Place, models.PROTECT, related_name="doors", verbose_name=_("place"))
    label = models.CharField(_("label"), max_length=60, help_text="as people say it: 3-2-501")
    key = TextCField(help_text="the label's normal form, unique within its place")
    building = models.CharField(_("building"), max_length=20, blank=True)
    stairwell = models.CharField(_("stairwell"), max_length=20, blank=True)
    floor = models.SmallIntegerField(_("floor"), null=True)
    room = models.CharField(_("room"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=DoorKind.choices, default=DoorKind.DWELLING)
    walk = TextCField(help_text="sort key within its place, in walking order")
    is_open = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)
    change = models.UUIDField()

    class Meta:
        verbose_name = _("door")
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="places_door_key_once")]
        indexes = [
            models.Index(fields=["room", "building", "stairwell"], name="places_door_room", condition=~Q(room="")),
            GinIndex(OpClass(_TWICE, "gin_trgm_ops"), name="places_door_letters", condition=~Q(kind="dwelling")),
        ]

    def __str__(self) -> str:
        return self.label


class DoorSpan(models.Model):
    """Where a door was, of what kind and whether in use, from one change until another."""

    table_class: ClassVar = TableClass.REGISTER
    pk = models.CompositePrimaryKey("door_id", "from_change")
    door_id = models.UUIDField()
    place_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    is_open = models.BooleanField()
    from_change = models.UUIDField()
    until_change = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["door_id"], condition=Q(until_change=None), name="places_doorspan_one_now")
        ]
