"""Sweeps: campaigns, what they ask, their targets, and coverage."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import NOBODY, new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.campaigns.states import Presence, State
from qiaomen.places.models import DoorKind, Place


class Questionnaire(models.Model):
    """What is asked at the door, by a name that stays while its editions follow each other."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("name"), max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """An immutable edition of a questionnaire: its questions as data."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    questions = models.JSONField(_("questions"))
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="campaigns_edition_once")]


class Campaign(models.Model):
    """A sweep (敲门行动): which doors, which questions, from when to when."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="campaigns")
    name = models.CharField(_("name"), max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, verbose_name=_("where"))
    door_kinds = models.JSONField(_("which doors"), default=list, help_text="values of DoorKind")
    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("questions"))
    opens_at = models.DateTimeField(_("opens"))
    deadline = models.DateTimeField(_("deadline"))
    day_from = models.TimeField(_("knocking from"))
    day_until = models.TimeField(_("knocking until"))
    pace = models.FloatField(_("doors a team and day"), default=11)
    team_size = models.PositiveSmallIntegerField(_("people a team"), default=3)
    max_tries = models.PositiveSmallIntegerField(_("tries before phoning"), default=3)
    sample_share = models.FloatField(_("share knocked again"), default=0.03)
    remote_closes = models.BooleanField(_("a phone call closes a door"), default=True)
    launched_at = models.DateTimeField(_("launched"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    from_change = models.UUIDField(null=True, help_text="the change that launched it")
    until_change = models.UUIDField(null=True, help_text="the change that closed it")
    forecast = models.JSONField(default=dict, help_text="what the planner said at launch")
    change = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("campaign")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(deadline__gt=models.F("opens_at")), name="campaigns_campaign_span"),
            models.CheckConstraint(condition=Q(day_until__gt=models.F("day_from")), name="campaigns_campaign_hours"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kinds(self) -> list[str]:
        """The door kinds that it knocks on; all when none is named."""
        return list(self.door_kinds) or [str(kind) for kind in DoorKind.values]


class Assignment(models.Model):
    """Which team knocks on a door, from one change until another."""

    table_class: ClassVar = TableClass.REGISTER
    pk = models.CompositePrimaryKey("campaign_id", "door_id", "from_change")
    campaign_id = models.UUIDField()
    door_id = models.UUIDField()
    team_id = models.UUIDField(db_index=True)
    from_change = models.UUIDField()
    until_change = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign_id", "door_id"],
                condition=Q(until_change=None),
                name="campaigns_assignment_one_now",
            )
        ]


class Target(models.Model):
    """A door in a sweep: its state, folded from the visits, and who is to knock."""

    table_class: ClassVar = TableClass.STATE
    pk = models.CompositePrimaryKey("campaign_id", "door_id")
    campaign_id = models.UUIDField()
    door_id = models.UUIDField()
    place_id = models.UUIDField()
    team_id = models.UUIDField(default=NOBODY)
    state = models.SmallIntegerField(choices=State.choices, default=State.UNTOUCHED)
    attempts = models.SmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    last_record = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    next_from = models.DateTimeField(null=True)
    next_until = models.DateTimeField(null=True)
    by_phone = models.BooleanField(default=False, help_text="tried often enough: phone, or the door's code")
    claim = models.UUIDField(null=True, help_text="the record whose claim waits for review")
    flags = models.SmallIntegerField(default=0)
    people = models.SmallIntegerField(default=0)
    unaccounted = models.SmallIntegerField(default=0)
    change = models.UUIDField()

    class Meta:
        # None on what a visit changes, nor on a condition of it: a row that keeps its entries is written anew in a
        # third of the time. Tallies say where gaps and flags are, and their doors are read by the place.
        indexes = [
            models.Index(fields=["campaign_id", "place_id", "team_id"], name="campaigns_target_place"),
            models.Index(fields=["campaign_id", "team_id"], name="campaigns_target_team"),
        ]


class Roll(models.Model):
    """How one registered person of a knocked door is accounted for in a sweep."""

    table_class: ClassVar = TableClass.STATE
    pk = models.CompositePrimaryKey("campaign_id", "door_id", "person_id")
    campaign_id = models.UUIDField()
    door_id = models.UUIDField()
    person_id = models.UUIDField()
    presence = models.CharField(max_length=12, choices=Presence.choices)
    record = models.UUIDField(null=True)
    at = models.DateTimeField()
    flags = models.SmallIntegerField(default=0)
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id"], name="campaigns_roll_person"),
            models.Index(
                fields=["campaign_id", "door_id"],
                condition=Q(presence=Presence.UNACCOUNTED),
                name="campaigns_roll_gap",
            ),
        ]


class Tally(models.Model):
    """Coverage of one innermost place by one team, recomputed whenever one of its targets was touched."""

    table_class: ClassVar = TableClass.STATE
    pk = models.CompositePrimaryKey("campaign_id", "place_id", "team_id")
    campaign_id = models.UUIDField()
    place_id = models.UUIDField()
    team_id = models.UUIDField()
    doors = models.IntegerField()
    untouched = models.IntegerField()
    absent = models.IntegerField()
    partial = models.IntegerField()
    refused = models.IntegerField()
    inaccessible = models.IntegerField()
    unverified = models.IntegerField()
    wrong_address_claimed = models.IntegerField()
    vacant_claimed = models.IntegerField()
    conflict = models.IntegerField()
    answered = models.IntegerField()
    vacant = models.IntegerField()
    remote = models.IntegerField()
    wrong_address = models.IntegerField()
    people = models.IntegerField()
    unaccounted = models.IntegerField()
    attempts = models.IntegerField()
    fever = models.IntegerField()
    returnee = models.IntegerField()
    need = models.IntegerField()
    symptom = models.IntegerField()
    change = models.UUIDField()


class HourTally(models.Model):
    """How many doors of one place were closed in an hour: the pace."""

    table_class: ClassVar = TableClass.STATE
    pk = models.CompositePrimaryKey("campaign_id", "place_id", "hour")
    campaign_id = models.UUIDField()
    place_id = models.UUIDField()
    hour = models.DateTimeField()
    closed = models.IntegerField()


class Reknock(models.Model):
    """A closed door drawn to be knocked again by another team, and whether the two agree."""

    table_class: ClassVar = TableClass.REGISTER
    pk = models.CompositePrimaryKey("campaign_id", "door_id")
    campaign_id = models.UUIDField()
    door_id = models.UUIDField()
    team_id = models.UUIDField()
    drawn_at = models.DateTimeField(auto_now_add=True)
    seed = models.CharField(max_length=32)
    from_change = models.UUIDField()
