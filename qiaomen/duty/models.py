"""Who answers for which place, from when to when: zones, backing organisations, the chain, teams."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Organisation, Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place


class Zone(models.Model):
    """A responsibility zone (责任区): a set of places that organisations answer for."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("name"), max_length=60, unique=True)
    ordinal = models.PositiveIntegerField(default=0)
    places = models.ManyToManyField(Place, through="ZonePlace", related_name="zones")
    organisations = models.ManyToManyField(Organisation, through="Backing", related_name="zones")

    class Meta:
        verbose_name = _("zone")
        ordering = ["ordinal", "name"]

    def __str__(self) -> str:
        return self.name


class ZonePlace(models.Model):
    """A place that belongs to a zone; no place belongs to two."""

    table_class: ClassVar = TableClass.REGISTER
    place = models.OneToOneField(Place, models.PROTECT, primary_key=True, related_name="zone_place")
    zone = models.ForeignKey(Zone, models.CASCADE, related_name="zone_places")
    ordinal = models.PositiveIntegerField(default=0, help_text="walking order within the zone")


class Backing(models.Model):
    """An organisation that answers for a zone (后盾单位)."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="backings")
    zone = models.ForeignKey(Zone, models.CASCADE, related_name="backings")
    contact = models.ForeignKey(Worker, models.SET_NULL, null=True, verbose_name=_("contact"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "zone"], name="duty_backing_once")]


class DutyRole(models.TextChoices):
    """Links of the chain: 包社区 → 包小区 → 包楼栋 → 包户."""

    LEADER = "leader", _("district leader")
    CHIEF = "chief", _("chief")
    CADRE = "cadre", _("cadre")
    GRID_WORKER = "grid_worker", _("grid worker")
    PROPERTY = "property", _("property manager")


class DutyQuerySet(models.QuerySet["Duty"]):
    """Reads of duties."""

    def in_force(self, at: datetime | None = None) -> "DutyQuerySet":
        """Those in force at a time (default: now)."""
        moment: Any = at or Now()
        return self.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)


class Duty(models.Model):
    """A worker who answers for a place, in a role, from when to when."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="duties", verbose_name=_("worker"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="duties", verbose_name=_("place"))
    role = models.CharField(_("role"), max_length=12, choices=DutyRole.choices)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    from_change = models.UUIDField()
    until_change = models.UUIDField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="duty_duty_until_after_since"
            ),
            ExclusionConstraint(
                name="duty_duty_once_at_a_time",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Func("since", "until", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Team(models.Model):
    """One to three people who knock together in a zone, one of them local."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    zone = models.ForeignKey(Zone, models.CASCADE, related_name="teams")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="teams")
    number = models.PositiveIntegerField(_("number"))
    lent_from = models.ForeignKey(Zone, models.SET_NULL, null=True, related_name="lent_teams")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "number"], condition=Q(is_active=True), name="duty_team_number_once"
            )
        ]


class Membership(models.Model):
    """A worker's time in a team, from one change until another."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="memberships")
    is_local = models.BooleanField(_("local"), default=False)
    from_change = models.UUIDField()
    until_change = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker"], condition=Q(until_change=None), name="duty_membership_one_now")
        ]


class Bulletin(models.Model):
    """A message from headquarters or a leader to everybody who knocks in some places, for a while."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    places = ArrayField(models.UUIDField(), help_text="it reaches whoever knocks in, below or above one of them")
    where = models.CharField(_("for"), max_length=80, help_text="the zone or place as it was chosen")
    sealed = models.BinaryField()
    at = models.DateTimeField()
    until = models.DateTimeField(_("until"))
    written_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        verbose_name = _("message")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="duty_bulletin_until_after")]
