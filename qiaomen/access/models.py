"""Workers, their phones and what they may, each in a module of its own; messages to them, broken glass, the audit."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models_factor import RecoveryCode as RecoveryCode
from qiaomen.access.models_factor import SecondFactor as SecondFactor
from qiaomen.access.models_phones import Device as Device
from qiaomen.access.models_phones import Enrolment as Enrolment
from qiaomen.access.models_phones import Invitation as Invitation
from qiaomen.access.models_phones import JoinClaim as JoinClaim
from qiaomen.access.models_phones import JoinCode as JoinCode
from qiaomen.access.models_phones import JoinLink as JoinLink
from qiaomen.access.models_workers import Grant as Grant
from qiaomen.access.models_workers import GrantQuerySet as GrantQuerySet
from qiaomen.access.models_workers import Organisation as Organisation
from qiaomen.access.models_workers import Worker as Worker
from qiaomen.access.models_workers import WorkerSex as WorkerSex
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of messages."""

    def due(self, now: datetime) -> "MessageQuerySet":
        """Those that are to be tried now."""
        return self.filter(state="waiting", next_at__lte=now).order_by("next_at", "id")


class Message(models.Model):
    """A message to one phone: what for, and what came of it. Number and words are sealed, and gone once it is out."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "waits")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "failed")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.CASCADE)
    at = models.DateTimeField(default=timezone.now)
    purpose = models.CharField(max_length=24)
    subject = models.UUIDField(help_text="whom it is for, or what about")
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=16, blank=True, help_text="a word: no_channel, not_taken, too_late")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="access_message_waiting"),
            models.Index(fields=["at"], name="access_message_at"),
        ]


class Glass(models.Model):
    """Somebody broke the glass (破窗): three hours at a place outside their area, for a reason; reviewed afterwards."""

    class Found(models.TextChoices):
        JUSTIFIED = "justified", pgettext_lazy("break-glass", "justified")
        ASKED = "asked", pgettext_lazy("break-glass", "to be talked about")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="glasses")
    place = models.ForeignKey(Place, models.PROTECT, verbose_name=_("place"))
    sealed = models.BinaryField(null=True, help_text="the reason")
    since = models.DateTimeField()
    until = models.DateTimeField()
    found = models.CharField(max_length=12, choices=Found.choices, blank=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["since"], condition=Q(reviewed_at=None), name="access_glass_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("worker")), name="access_glass_by_another"
            )
        ]


class Audit(models.Model):
    """What somebody did or looked at, written in the same transaction."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField(auto_now_add=True)
    worker = models.UUIDField(null=True)
    action = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    details = models.JSONField(default=dict, help_text="never a name, an id number or a phone")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="access_audit_subject"),
            models.Index(fields=["action", "at"], name="access_audit_action"),
        ]
