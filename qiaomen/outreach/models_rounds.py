"""Rounds: what is said aloud or hung up at each of a set of places, and where that was done."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import TableClass


class RoundWhat(models.TextChoices):
    """What is done at each place of a round."""

    LOUDSPEAKER = "loudspeaker", pgettext_lazy("round", "loudspeaker")
    POSTER = "poster", pgettext_lazy("round", "posters hung up")
    BANNER = "banner", pgettext_lazy("round", "banners hung up")
    DROP = "drop", pgettext_lazy("round", "leaflets or notices left")
    CHECK = "check", pgettext_lazy("round", "what hangs is looked after")


class Round(models.Model):
    """A round over places that is due by a time (宣传巡回), folded from its record and whether it was ended."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the record that asks for it")
    place = models.UUIDField(db_index=True)
    title = models.CharField(max_length=60)
    what = models.CharField(max_length=11, choices=RoundWhat.choices)
    material = models.UUIDField(null=True)
    copies = models.PositiveIntegerField()
    photo = models.BooleanField()
    due = models.DateTimeField()
    places = ArrayField(models.UUIDField())
    at = models.DateTimeField()
    author = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    change = models.UUIDField()


class RoundDone(models.Model):
    """A place of a round at which somebody was, folded from an `outreach_round_done` record."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the record that says so")
    round = models.UUIDField()
    place = models.UUIDField()
    at = models.DateTimeField()
    author = models.UUIDField()
    how = models.CharField(max_length=4)
    photos = models.PositiveSmallIntegerField()
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["round", "place"], name="outreach_rounddone_place")]
