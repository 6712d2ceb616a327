"""Households' tables: what was decided about two files, and where the home of who moved had been."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from qiaomen.base.models import TableClass


class Judgement(models.Model):
    """Somebody decided whether two files are one person's: folded from the records that say so."""

    table_class: ClassVar = TableClass.STATE
    record = models.UUIDField(primary_key=True, help_text="the original of the record")
    one = models.UUIDField(db_index=True, help_text="the smaller of the two ids")
    other = models.UUIDField(db_index=True)
    same = models.BooleanField(null=True, help_text="empty: it was taken back")
    at = models.DateTimeField()
    by = models.UUIDField()
    change = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="households_judgement_order"),
        ]


class Moved(models.Model):
    """A person whose home follows a `move`; `stated_door` is where it stood, and stands again, without one.

    A file that said another home later, `listed_door`, counts until a newer move: the newest information does.
    """

    table_class: ClassVar = TableClass.REGISTER
    person = models.UUIDField(primary_key=True)
    stated_door = models.UUIDField(null=True)
    listed_door = models.UUIDField(null=True)
    listed_at = models.DateTimeField(null=True, help_text="when that file was brought in")
    record = models.UUIDField(help_text="the newest move of this person, under any of their ids")
    change = models.UUIDField()
