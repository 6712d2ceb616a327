"""Phones: whose they are, from when to when, and the codes and links by which they become it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models_workers import Organisation, Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass


class Device(models.Model):
    """A phone. What an author signed in on it sends goes up under that author's own token."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("name"), max_length=60, blank=True)
    seen_at = models.DateTimeField(null=True)


class Enrolment(models.Model):
    """One author on one phone: the token's hash, from enrolment to revocation."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="enrolments")
    device = models.ForeignKey(Device, models.CASCADE, related_name="enrolments")
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    token_hash = models.BinaryField(unique=True, help_text="SHA-256 of a 256-bit random token")
    since = models.DateTimeField(help_text="records made earlier need a lead's review")
    enrolled_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "device"], condition=Q(revoked_at=None), name="access_enrolment_one_a_phone"
            )
        ]


class Invitation(models.Model):
    """A personal code by which a worker enrols a phone: used once, dead after 24 hours."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="invitations")
    code_hash = models.BinaryField(unique=True)
    since = models.DateTimeField(help_text="from when the phone's records count")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_on = models.UUIDField(null=True, help_text="the phone, which may ask again when the answer got lost")
    given_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")


class JoinLink(models.Model):
    """The link by which the people of an organisation ask to join; it dies after 24 hours, or when it is revoked."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_links")
    code_hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")


class JoinClaim(models.Model):
    """Somebody who asked to join: whom the roster knows by that name and phone, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    link = models.ForeignKey(JoinLink, models.CASCADE, related_name="claims")
    worker = models.ForeignKey(Worker, models.CASCADE, null=True, related_name="join_claims")
    sealed = models.BinaryField(null=True, help_text="name and phone as they were typed, until it is settled")
    secret_hash = models.BinaryField(unique=True)
    device = models.UUIDField()
    device_name = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="wrong codes typed on this phone")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="access_joinclaim_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "device"], condition=Q(state="waiting"), name="access_joinclaim_one_waiting"
            )
        ]


class JoinCode(models.Model):
    """Six digits that confirm one worker who asked to join: for 24 hours and a few tries."""

    table_class: ClassVar = TableClass.REGISTER
    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True, related_name="join_code")
    code_hash = models.BinaryField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    given_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
