"""What residents wrote and nobody has taken in yet; who reads their own file; and how often somebody tried."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass


class Letter(models.Model):
    """What somebody wrote by a door's or building's code, sealed, until it is taken in.

    The page that takes it looks nothing up, so that it answers everybody alike. What fitted nobody waits for a call.
    """

    class About(models.TextChoices):
        REPORT = "report", pgettext_lazy("letter", "self-report")
        HELP = "help", pgettext_lazy("letter", "asks for help")
        PASS = "pass", pgettext_lazy("letter", "asks for a pass")
        CLUE = "clue", pgettext_lazy("letter", "tells a clue")
        CODE = "code", pgettext_lazy("letter", "asks for a code")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter", "waits")
        UNMATCHED = "unmatched", pgettext_lazy("letter", "fits nobody of that door")
        CALLED = "called", pgettext_lazy("letter", "called back")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.CASCADE)
    at = models.DateTimeField()
    about = models.CharField(max_length=8, choices=About.choices)
    of_place = models.BooleanField(help_text="the code was a building's, not a door's")
    at_id = models.UUIDField(help_text="the door or place of the code, whether it exists or not")
    sealed = models.BinaryField(help_text="everything that was typed")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    place = models.UUIDField(null=True, help_text="where it belongs, once it was looked at")
    door = models.UUIDField(null=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(state="waiting"), name="resident_letter_waiting"),
            models.Index(fields=["place"], condition=Q(state="unmatched"), name="resident_letter_place"),
        ]


class OneTimeCode(models.Model):
    """Six digits that went to the phone on file, for the browser that asked (its ticket), for ten minutes."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    ticket_hash = models.BinaryField(unique=True)
    code_hash = models.BinaryField()
    person = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class Reading(models.Model):
    """Somebody reads their own file: a short session of its own, known by a cookie's hash."""

    class By(models.TextChoices):
        PHONE = "phone", pgettext_lazy("reading", "code to the phone")
        NOTICE = "notice", pgettext_lazy("reading", "code on the notice")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    token_hash = models.BinaryField(unique=True)
    person = models.UUIDField()
    by = models.CharField(max_length=8, choices=By.choices)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Attempt(models.Model):
    """How often something was tried within a while, under a keyed hash of what tried: address, door, claim."""

    table_class: ClassVar = TableClass.REGISTER
    key = models.BinaryField(primary_key=True)
    since = models.DateTimeField(db_index=True)
    count = models.IntegerField()
    until = models.DateTimeField(null=True, help_text="before then nothing more is taken")
