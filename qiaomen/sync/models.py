"""What phones were given: scopes by content, and first syncs built once."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from qiaomen.base.models import TableClass, TextCField


class Scope(models.Model):
    """What a phone sees: its zones' places, and the doors of its own teams. The version is a hash of both."""

    table_class: ClassVar = TableClass.STATE
    version = TextCField(primary_key=True)
    places = ArrayField(models.UUIDField(), help_text="innermost places whose doors are in scope")
    doors = ArrayField(models.UUIDField(), help_text="own doors, whose people are in scope")
    made_at = models.DateTimeField(auto_now_add=True)


class Bundle(models.Model):
    """A page of a first sync, compressed and sealed, shared by all phones that see the same places."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True)
    key = TextCField(unique=True)
    seq = models.BigIntegerField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
