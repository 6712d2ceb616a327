"""Who reads their own file, by which codes; and how often somebody tried."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass


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
