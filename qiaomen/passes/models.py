"""Passes: who has one and what it says now; who asked for one; the keys that sign them."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass, TextCField
from qiaomen.places.models import Place

SILENCE = timedelta(minutes=1)
"""After which a job that printed cards counts as dead."""


class Form(models.TextChoices):
    """What a pass is carried on."""

    PHONE = "phone", pgettext_lazy("pass on", "phone")
    CARD = "card", pgettext_lazy("pass on", "card")


class State(models.TextChoices):
    """Whether a pass counts. A suspended one can be resumed, a revoked one only be issued anew."""

    ACTIVE = "active", pgettext_lazy("pass", "active")
    SUSPENDED = "suspended", pgettext_lazy("pass", "suspended")
    REVOKED = "revoked", pgettext_lazy("pass", "revoked")


class Pass(models.Model):
    """A person's pass (通行证): folded from `pass_event` records and their standing. Its codes are not stored."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="random, made by whoever issued it")
    person = models.UUIDField(db_index=True, help_text="the canonical id")
    form = models.CharField(_("form"), max_length=5, choices=Form.choices)
    areas = ArrayField(models.CharField(max_length=8), default=list, help_text="places' short ids; none: everywhere")
    state = models.CharField(_("state"), max_length=9, choices=State.choices)
    colour = models.CharField(_("colour"), max_length=6)
    verified = models.BooleanField(default=True, help_text="somebody has checked who asked; else yellow at best")
    issued_at = models.DateTimeField(_("issued"))
    since = models.DateTimeField(help_text="when state or colour changed last; when it was issued, if they never did")
    ends = models.DateTimeField(_("ends"), null=True)
    reason = models.CharField(max_length=12, blank=True, help_text="why it was suspended or revoked")
    replaced_by = models.UUIDField(null=True, help_text="the pass that was issued in its stead")
    record = models.UUIDField(help_text="the record that issued it")
    change = models.UUIDField(db_index=True, help_text="the last one that made a difference")

    class Meta:
        verbose_name = _("pass")
        indexes = [models.Index(fields=["state"], name="passes_pass_stopped", condition=~Q(state="active"))]


class Ask(models.Model):
    """Somebody asked for a pass, by a door's code or a worker; granted by issuing one, or refused with a reason."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the record")
    door = models.UUIDField(db_index=True)
    person = models.UUIDField(null=True, help_text="who it is, where name and number were those of somebody there")
    form = models.CharField(_("form"), max_length=5, choices=Form.choices)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    pass_id = models.UUIDField(null=True, help_text="empty: refused, or not decided yet")
    reason = models.CharField(max_length=12, blank=True)
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="passes_ask_waiting", condition=Q(decided_at=None))]


class IssuerKey(models.Model):
    """A public key by which passes are verified: this district's own ones, and those of neighbours that were pinned.

    A key counts for what was issued from `since` on and before `until`. The private halves lie in the key file.
    """

    table_class: ClassVar = TableClass.REGISTER
    kid = TextCField(primary_key=True, help_text="hexadecimal: the first 8 bytes of SHA-256 of the public key")
    public = models.BinaryField(help_text="32 bytes, Ed25519")
    district = models.CharField(_("district"), max_length=20)
    name = models.CharField(_("name"), max_length=80, blank=True)
    own = models.BooleanField()
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="passes_issuerkey_span"),
            models.UniqueConstraint(
                models.Value(1), condition=Q(own=True, until=None), name="passes_issuerkey_one_signs"
            ),
        ]


class CardRunQuerySet(models.QuerySet["CardRun"]):
    """Reads of runs."""

    def alive(self, now: datetime) -> "CardRunQuerySet":
        """Somebody is at work on them."""
        return self.filter(finished_at=None, heartbeat__gt=now - SILENCE)

    def waiting(self, now: datetime) -> "CardRunQuerySet":
        """There is something to do, and nobody does it."""
        return self.filter(Q(heartbeat=None) | Q(heartbeat__lte=now - SILENCE), finished_at=None).order_by("id")


class CardRun(models.Model):
    """One job that prints cards for people of a place; `without_phone`: also issues one to whoever has no phone."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    without_phone = models.BooleanField()
    paper = models.CharField(max_length=2, default="a4", help_text="a4: four to a sheet; a6: one")
    language = models.CharField(max_length=10)
    asked_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expected = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)

    objects = CardRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("cards")
        ordering = ["-asked_at"]


class CardSheet(models.Model):
    """Some hundred cards of a run as PDF, sealed: they hold codes that open gates. Kept for a day."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    run = models.ForeignKey(CardRun, models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="passes_cardsheet_once")]
