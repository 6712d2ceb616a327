"""Clues' table: what was told and waits to be looked at."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import TableClass


class What(models.TextChoices):
    """What a clue is about."""

    PERSON = "person", pgettext_lazy("clue", "somebody came back from elsewhere")
    VEHICLE = "vehicle", pgettext_lazy("clue", "a vehicle from elsewhere")
    GATHERING = "gathering", pgettext_lazy("clue", "many people together")
    VENUE = "venue", pgettext_lazy("clue", "a place open that should be closed")
    OTHER = "other", pgettext_lazy("clue", "something else")


class State(models.TextChoices):
    """How far it is."""

    OPEN = "open", pgettext_lazy("clue", "to be looked at")


class Clue(models.Model):
    """A clue (线索). Hearsay: nothing of it stands in anybody's file."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the clue's record")
    place = models.UUIDField(db_index=True)
    what = models.CharField(max_length=12, choices=What.choices)
    told_at = models.DateTimeField(db_index=True)
    told_by = models.UUIDField()
    state = models.CharField(max_length=12, choices=State.choices)
    change = models.UUIDField()

    class Meta:
        verbose_name = _("clue")
