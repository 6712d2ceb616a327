"""Testing: cohorts, their rounds and whom each is for (registers); samples, tubes and results (folded from records)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass, TextCField
from qiaomen.places.models import Place


class Holds(models.TextChoices):
    """Whose samples a tube holds: one person's, one household's, or those of five or ten people."""

    SINGLE = "single", _("single tube")
    HOUSEHOLD = "household", _("one tube per household")
    POOL_5 = "pool_5", _("pool of five")
    POOL_10 = "pool_10", _("pool of ten")


class What(models.TextChoices):
    """What a sample without a person was taken of."""

    SURFACE = "surface", _("surface")
    AIR = "air", pgettext_lazy("sample", "air")
    WATER = "water", pgettext_lazy("sample", "water")
    WASTEWATER = "wastewater", _("wastewater")
    FOOD = "food", pgettext_lazy("sample", "food")
    GOODS = "goods", _("goods and packaging")
    ANIMAL = "animal", pgettext_lazy("sample", "animal")
    MOSQUITO = "mosquito", _("mosquitoes or larvae")
    OTHER = "other", pgettext_lazy("sample", "something else")


class Outcome(models.TextChoices):
    """What a laboratory found."""

    NEGATIVE = "negative", pgettext_lazy("result", "negative")
    POSITIVE = "positive", pgettext_lazy("result", "positive")
    INVALID = "invalid", pgettext_lazy("result", "invalid")


class Cohort(models.Model):
    """People who are tested (检测人群), by a rule: `document` as `rules.Document`; below `place`, from `since` on."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    name = models.CharField(_("name"), max_length=60)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    document = models.JSONField()
    since = models.DateTimeField(help_text="when the first round opens")
    ended_at = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outbreak", "name"], name="sampling_cohort_name_once")]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One round of a cohort (轮次): whom it is for is frozen when it opens, with the seed of its draw."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, help_text="when whom it is for was settled; empty: not open yet")
    seed = models.CharField(max_length=32)
    change = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="sampling_round_number_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="sampling_round_span"),
        ]


class Member(models.Model):
    """Somebody of a round as it was frozen: behind which door, in which stratum, in which tube, and whether drawn."""

    table_class: ClassVar = TableClass.REGISTER
    pk = models.CompositePrimaryKey("round_id", "person")
    round = models.ForeignKey(Round, models.CASCADE, related_name="members", db_index=False)
    person = models.UUIDField(db_index=True, help_text="the canonical id when the round opened")
    door = models.UUIDField(help_text="home, or class or workplace, as the cohort's rule says")
    place = models.UUIDField(help_text="the innermost place of that door")
    stratum = TextCField(blank=True)
    holds = models.CharField(max_length=10, choices=Holds.choices)
    is_drawn = models.BooleanField(default=True)
    slot = models.UUIDField(null=True)


class Site(models.Model):
    """Where samples are taken: how many teams work side by side, from when to when in a day."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    teams = models.PositiveSmallIntegerField(_("teams"), default=1)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    is_open = models.BooleanField(_("in use"), default=True)
    change = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="sampling_site_name_once"),
            models.CheckConstraint(condition=Q(teams__gt=0), name="sampling_site_teams"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="sampling_site_hours"),
        ]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """When a group, or a batch of one, comes to which site."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.CASCADE, related_name="slots")
    site = models.ForeignKey(Site, models.PROTECT)
    door = models.UUIDField(null=True, help_text="the class or workplace; empty: all of the place")
    place = models.UUIDField()
    batch = models.PositiveSmallIntegerField(default=1)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people = models.PositiveIntegerField()


class Sample(models.Model):
    """A person's sample, folded from its `sample` record."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the sample record")
    person = models.UUIDField(db_index=True, help_text="the id that the record uses; an alias may join it to another")
    round = models.UUIDField(null=True)
    place = models.UUIDField(null=True, help_text="where it was taken")
    tube = models.CharField(max_length=40, blank=True)
    holds = models.CharField(max_length=10, choices=Holds.choices)
    taken = models.DateTimeField()
    method = models.CharField(max_length=10)
    author = models.UUIDField()
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["tube"], condition=~Q(tube=""), name="sampling_sample_tube"),
            models.Index(fields=["round", "person"], name="sampling_sample_round"),
        ]


class PlaceSample(models.Model):
    """A sample of a place, water or goods, folded from its `place_sample` record."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the place_sample record")
    place = models.UUIDField(db_index=True)
    door = models.UUIDField(null=True)
    what = models.CharField(max_length=12, choices=What.choices)
    tube = models.CharField(max_length=40)
    taken = models.DateTimeField()
    author = models.UUIDField()
    change = models.UUIDField()


class Tube(models.Model):
    """What a laboratory said of a tube, folded from its `tube_result` record. The newest of a tube counts."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the tube_result record")
    tube = models.CharField(max_length=40)
    result = models.CharField(max_length=10, choices=Outcome.choices)
    reported = models.DateTimeField()
    at = models.DateTimeField()
    known_at = models.DateTimeField()
    place = models.UUIDField()
    author = models.UUIDField()
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["tube", "-at", "-id"], name="sampling_tube_newest")]


class Result(models.Model):
    """A person's result, folded from its `result` record and from who was told of it."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the result record")
    person = models.UUIDField(db_index=True, help_text="the id that the record uses")
    sample = models.UUIDField(null=True)
    result = models.CharField(max_length=10, choices=Outcome.choices)
    method = models.CharField(max_length=10)
    taken = models.DateTimeField()
    known_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.UUIDField(null=True)
    told_way = models.CharField(max_length=12, blank=True)
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["sample"], condition=Q(sample__isnull=False), name="sampling_result_sample")]
