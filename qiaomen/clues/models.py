"""Clues' tables: what was told and how far it is; marks by which doubles and series are found; the district's rules."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import Outbreak, TableClass


class What(models.TextChoices):
    """What a clue is about."""

    PERSON = "person", pgettext_lazy("clue", "somebody came back from elsewhere")
    VEHICLE = "vehicle", pgettext_lazy("clue", "a vehicle from elsewhere")
    GATHERING = "gathering", pgettext_lazy("clue", "many people together")
    VENUE = "venue", pgettext_lazy("clue", "a place open that should be closed")
    OTHER = "other", pgettext_lazy("clue", "something else")


class Source(models.TextChoices):
    """By which way a clue came."""

    RESIDENT = "resident", pgettext_lazy("clue", "a resident, by a code")
    VOLUNTEER = "volunteer", pgettext_lazy("clue", "a volunteer, on the phone")
    HOTLINE = "hotline", pgettext_lazy("clue", "the hotline")
    AGENCY = "agency", pgettext_lazy("clue", "another agency")


class State(models.TextChoices):
    """How far it is. What was joined to another goes as that one does."""

    OPEN = "open", pgettext_lazy("clue", "to be looked at")
    VERIFIED = "verified", pgettext_lazy("clue", "verified")
    UNFOUNDED = "unfounded", pgettext_lazy("clue", "unfounded")
    ELSEWHERE = "elsewhere", pgettext_lazy("clue", "handed on elsewhere")
    JOINED = "joined", pgettext_lazy("clue", "joined to another")


class Reward(models.TextChoices):
    """Whether whoever told it gets something. What is not verified any more, or was joined, is no longer owed."""

    NONE = "none", pgettext_lazy("reward", "none")
    BOOKED = "booked", pgettext_lazy("reward", "to be collected")
    COLLECTED = "collected", pgettext_lazy("reward", "collected")
    LAPSED = "lapsed", pgettext_lazy("reward", "not owed any more")


class Clue(models.Model):
    """A clue (线索), and how far it is. Hearsay: nothing of it stands in anybody's file."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the clue's record")
    record = models.UUIDField(help_text="its newest correction")
    place = models.UUIDField(db_index=True)
    what = models.CharField(max_length=12, choices=What.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    organisation = models.UUIDField(null=True, help_text="the agency that told it")
    told_at = models.DateTimeField(db_index=True)
    told_by = models.UUIDField()
    state = models.CharField(max_length=12, choices=State.choices)
    worker = models.UUIDField(null=True, help_text="who goes there")
    due_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="when somebody was there first")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_as = models.CharField(max_length=12, blank=True, help_text="how it ended by itself, also where it was joined")
    handed_to = models.UUIDField(null=True, help_text="the organisation that it was handed on to")
    joined_to = models.UUIDField(null=True, db_index=True)
    apart_from = ArrayField(models.UUIDField(), default=list, help_text="clues that are of something else")
    reopened = models.SmallIntegerField()
    told_level = models.SmallIntegerField(help_text="how far it was told that it is late; -1: to nobody")
    late_told = ArrayField(models.UUIDField(), default=list, help_text="who was told that it is late")
    late_last = models.BooleanField(help_text="nobody is left to be told")
    reward = models.CharField(max_length=10, choices=Reward.choices)
    reward_what = models.CharField(max_length=40, blank=True)
    reward_count = models.IntegerField(null=True)
    reward_number = models.IntegerField(null=True, help_text="the receipt's")
    rewarded_at = models.DateTimeField(null=True)
    collected_at = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        verbose_name = _("clue")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="clues_clue_open"),
            models.Index(fields=["worker"], condition=Q(state="open"), name="clues_clue_worker"),
            models.Index(fields=["state", "-told_at"], name="clues_clue_state"),
            models.Index(fields=["-reward_number"], condition=Q(reward_number__isnull=False), name="clues_clue_reward"),
        ]


class Mark(models.Model):
    """A keyed hash beside a clue's record: of the plate that it names, or of who told it. It says nothing by itself."""

    class Of(models.TextChoices):
        PLATE = "plate", _("plate")
        REPORTER = "reporter", pgettext_lazy("clue", "who told it")

    table_class: ClassVar = TableClass.REGISTER
    pk = models.CompositePrimaryKey("record", "of")
    record = models.UUIDField()
    of = models.CharField(max_length=8, choices=Of.choices)
    hash = models.BinaryField()
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["of", "hash"], name="clues_mark_hash")]


class Rules(models.Model):
    """How an outbreak's clues are handled: the clock, who sends somebody, and what a verified one earns."""

    table_class: ClassVar = TableClass.REGISTER
    outbreak = models.OneToOneField(Outbreak, models.CASCADE, primary_key=True)
    hours = models.PositiveSmallIntegerField(default=4, help_text="until somebody has looked")
    step_minutes = models.PositiveSmallIntegerField(default=60, help_text="from one rung of those told to the next")
    sends = models.BooleanField(default=True, help_text="a new clue goes to the grid worker by itself")
    rewards = models.BooleanField(default=False)
    reward_what = models.CharField(max_length=40, blank=True)
    reward_count = models.PositiveIntegerField(default=10)
    change = models.UUIDField()
