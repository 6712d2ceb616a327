"""Policy's tables: editions, risk areas, and everybody's standing."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place


class Edition(models.Model):
    """An edition of the policy: its text as written, in force from an hour on; never edited once published.

    A draft has no `published_at`. Of the published ones whose hour has come, the one with the latest hour is in force.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="editions")
    text = models.TextField(_("policy"), help_text="TOML")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    effective = models.DateTimeField(_("in force from"))
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.UUIDField(null=True)
    change = models.UUIDField(null=True)

    class Meta:
        ordering = ["effective", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outbreak", "effective"], condition=Q(published_at__isnull=False), name="policy_edition_hour"
            )
        ]


class RiskArea(models.Model):
    """A place, or a region outside the district, with a level of risk from a moment on (风险区).

    It counts from `confirmed_at` on, when a second person said so, too; a further case waits for one as well. Its level
    goes down by itself as the edition in force says: so many clear days after `last_case_on`.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="risk_areas")
    place = models.ForeignKey(Place, models.PROTECT, null=True, verbose_name=_("place"))
    region = models.CharField(_("division code"), max_length=12, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=24)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    last_case_on = models.DateField(_("last case"), null=True)
    ground = models.CharField(_("ground"), max_length=200, blank=True)
    given_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    waiting_case_on = models.DateField(null=True, help_text="a further case that nobody else has confirmed yet")
    waiting_case_by = models.UUIDField(null=True)
    change = models.UUIDField()

    class Meta:
        verbose_name = _("risk area")
        constraints = [
            models.CheckConstraint(condition=Q(place=None) ^ Q(region=""), name="policy_riskarea_place_or_region"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="policy_riskarea_span"),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("given_by")), name="policy_riskarea_confirmed_by_another"
            ),
        ]


class Standing(models.Model):
    """What holds for a person now (状态): folded from the newest status record; without one: green."""

    table_class: ClassVar = TableClass.STATE
    person = models.UUIDField(primary_key=True, help_text="the canonical id")
    record = models.UUIDField(help_text="the status record")
    number = models.IntegerField(default=1, help_text="how many statuses the person has had")
    digest = models.CharField(max_length=64, blank=True, help_text="of the reasons; empty: none")
    edition = models.UUIDField(null=True)
    measure = models.CharField(max_length=24, blank=True)
    isolates = models.BooleanField(default=False)
    colour = models.CharField(max_length=6, default="green")
    categories = ArrayField(models.CharField(max_length=24), default=list)
    since = models.DateTimeField(help_text="when this status took effect")
    until = models.DateTimeField(null=True, help_text="when the measure in force ends; empty: not settled yet, or none")
    due_end = models.DateTimeField(null=True, help_text="when the last phase ends")
    reasons = models.JSONField(default=list, help_text="see records.Reason")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["measure"], condition=~Q(measure=""), name="policy_standing_measure"),
            models.Index(fields=["colour"], condition=~Q(colour="green"), name="policy_standing_colour"),
            GinIndex(fields=["categories"], name="policy_standing_categories"),
        ]


class Moment(models.Model):
    """Until when the clock's part of policy has been worked out: midnights, editions' hours, areas' hours, lapses."""

    table_class: ClassVar = TableClass.REGISTER
    outbreak = models.OneToOneField(Outbreak, models.CASCADE, primary_key=True)
    done_until = models.DateTimeField()


class Objection(models.Model):
    """Somebody objects to a person's status; another person than who decided it answers within 24 hours."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the objection record")
    person = models.UUIDField(db_index=True)
    status = models.UUIDField(null=True, help_text="the status record that it objects to")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_by = models.UUIDField(help_text="who wrote it down")
    answer = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    upheld = models.BooleanField(null=True)
    change = models.UUIDField()
