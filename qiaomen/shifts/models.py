"""Shifts' tables: what a roster is made from, rosters, and who stands where as the records have it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass
from qiaomen.places.models import Place
from qiaomen.shifts.models_roster import Proposed as Proposed
from qiaomen.shifts.models_roster import Roster as Roster
from qiaomen.shifts.models_roster import RosterState as RosterState


class PostKind(models.TextChoices):
    """What people stand there for."""

    GATE = "gate", pgettext_lazy("post", "gate")
    SITE = "site", pgettext_lazy("post", "testing site")
    CHECKPOINT = "checkpoint", pgettext_lazy("post", "checkpoint")
    PHONES = "phones", pgettext_lazy("post", "phone desk")
    TEAM = "team", pgettext_lazy("post", "team")
    STATION = "station", pgettext_lazy("post", "station")
    STORE = "store", pgettext_lazy("post", "store and deliveries")
    OTHER = "other", pgettext_lazy("post", "other")


class Skill(models.TextChoices):
    """What a post may need somebody to be able to do."""

    LEADING = "leading", pgettext_lazy("shift skill", "leads a shift")
    NURSING = "nursing", pgettext_lazy("shift skill", "doctor or nurse")
    SAMPLING = "sampling", pgettext_lazy("shift skill", "takes samples")
    COMPUTER = "computer", pgettext_lazy("shift skill", "phone app and computer")
    TALKING = "talking", pgettext_lazy("shift skill", "on the phone")
    DRIVING = "driving", pgettext_lazy("shift skill", "driving")
    ORDER = "order", pgettext_lazy("shift skill", "keeps order")
    DIALECT = "dialect", pgettext_lazy("shift skill", "local language")


class Slot(models.Model):
    """A stretch of each day, over midnight where it is long enough."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(pgettext_lazy("slot", "Name"), max_length=20)
    begins = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    change = models.UUIDField()

    class Meta:
        ordering = ["begins", "minutes"]
        constraints = [
            models.UniqueConstraint(fields=["begins", "minutes"], name="shifts_slot_once"),
            models.CheckConstraint(condition=Q(minutes__gte=60, minutes__lte=1440), name="shifts_slot_minutes"),
        ]


def in_words(place: str, post: str) -> str:
    """A place and what a post there is called; the place is not said twice."""
    return post if post.startswith(place) else f"{place} {post}"


class Post(models.Model):
    """Somewhere to stand (岗位): a place and what for; how many people at which slot, and what they must be able to."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PostKind.choices)
    name = models.CharField(pgettext_lazy("post", "Name"), max_length=40)
    skills = models.JSONField(default=dict, help_text="{skill: how many, at each time}")
    is_active = models.BooleanField(default=True)
    change = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="shifts_post_once")]

    @property
    def words(self) -> str:
        """Where it is, and what it is called there."""
        return in_words(self.place.name, self.name)


class Heads(models.Model):
    """How many people a post needs at a slot of each day."""

    table_class: ClassVar = TableClass.REGISTER
    post = models.ForeignKey(Post, models.CASCADE, related_name="heads")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="+")
    heads = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "slot"], name="shifts_heads_once"),
            models.CheckConstraint(condition=Q(heads__gte=1, heads__lte=60), name="shifts_heads_some"),
        ]


class Rostered(models.Model):
    """A worker who stands shifts (排班人员): where they are at home, what they can do, and when they cannot stand."""

    table_class: ClassVar = TableClass.REGISTER
    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", help_text="at home at and below it")
    skills = ArrayField(models.CharField(max_length=10, choices=Skill.choices), default=list)
    is_woman = models.BooleanField(default=False)
    no_nights = models.BooleanField(default=False)
    not_slots = ArrayField(models.UUIDField(), default=list)
    not_kinds = ArrayField(models.CharField(max_length=10, choices=PostKind.choices), default=list)
    is_active = models.BooleanField(default=True)
    change = models.UUIDField()


class Away(models.Model):
    """When a worker is not there. Why is nobody's business, and is not kept."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["worker", "since"], name="shifts_away_worker")]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="shifts_away_until_after")]


class RuleBook(models.Model):
    """The rules by which rosters of a place are made, and of what lies in it without rules of its own."""

    table_class: ClassVar = TableClass.REGISTER
    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="+")
    document = models.JSONField(help_text="problem.Rules")
    change = models.UUIDField()


class Shift(models.Model):
    """Somebody's shift at a post, folded from its `shift` record and what came of it."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the shift record")
    roster = models.UUIDField()
    post = models.UUIDField()
    slot = models.UUIDField()
    place = models.UUIDField()
    planned = models.UUIDField(help_text="the worker by the roster")
    worker = models.UUIDField(help_text="who stands it, after swaps and replacements")
    day = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_night = models.BooleanField()
    late_at = models.DateTimeField(help_text="from when on whoever has not come is missing")
    came_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=4, blank=True, help_text="scan or tap")
    left_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True, help_text="when it last went to somebody else")
    told_at = models.DateTimeField(null=True)
    told_level = models.SmallIntegerField(help_text="-1: nobody was told that it is not stood")
    told = ArrayField(models.UUIDField(), default=list)
    is_last = models.BooleanField(help_text="nobody is left to be told")
    answered_at = models.DateTimeField(null=True, help_text="somebody who leads has it in hand")
    answered_by = models.UUIDField(null=True)
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["worker", "begins_at"], name="shifts_shift_worker"),
            models.Index(fields=["place", "begins_at"], name="shifts_shift_place"),
            models.Index(fields=["post", "begins_at"], name="shifts_shift_post"),
            models.Index(fields=["begins_at"], name="shifts_shift_begins"),
            models.Index(
                fields=["late_at"], name="shifts_shift_open", condition=Q(came_at=None, cancelled_at=None)
            ),
        ]  # fmt: skip


class SwapState(models.TextChoices):
    """How far a swap is."""

    ASKED = "asked", pgettext_lazy("swap", "asked")
    ACCEPTED = "accepted", pgettext_lazy("swap", "accepted")
    DECLINED = "declined", pgettext_lazy("swap", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("swap", "withdrawn")


class Swap(models.Model):
    """Two workers exchange shifts, or one takes another's, once the other one accepts."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the shift_swap record")
    place = models.UUIDField()
    shift = models.UUIDField(db_index=True)
    other = models.UUIDField(null=True, db_index=True, help_text="what is given for it; none: it is taken over")
    asked_by = models.UUIDField(db_index=True)
    to = models.UUIDField(db_index=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=SwapState.choices)
    settled_at = models.DateTimeField(null=True)
    change = models.UUIDField()


class Handover(models.Model):
    """What a shift hands over to the next one at its post; the words stay sealed in the record."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the shift_handover record")
    record = models.UUIDField(help_text="its newest correction")
    place = models.UUIDField()
    post = models.UUIDField()
    author = models.UUIDField()
    at = models.DateTimeField()
    read_by = ArrayField(models.UUIDField(), default=list)
    change = models.UUIDField()

    class Meta:
        verbose_name = _("handover")
        indexes = [models.Index(fields=["post", "-at"], name="shifts_handover_post")]
