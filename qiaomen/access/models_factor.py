"""The second factor of a login: what makes its codes, and the codes for a lost phone."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from qiaomen.access.models_workers import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass


class SecondFactor(models.Model):
    """What a worker shows beside the password: the codes of an app. It counts once one of them confirmed it."""

    table_class: ClassVar = TableClass.REGISTER
    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True, related_name="second_factor")
    sealed = models.BinaryField(help_text="the app's secret, under the district's own key")
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    step = models.BigIntegerField(default=0, help_text="of the last code that counted: none counts twice")


class RecoveryCode(models.Model):
    """A code that stands in for a lost phone, once: it goes when it is used."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(unique=True)
