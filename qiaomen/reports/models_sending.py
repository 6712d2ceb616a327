"""Where reports go: the office's own tables, who gets a report in which form, and each sending with its receipts."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place


class Way(models.TextChoices):
    """How a report leaves."""

    MAIL = "mail", _("mail")
    WEBHOOK = "webhook", _("webhook")


class Form(models.TextChoices):
    """In which form it is attached."""

    WORD = "docx", "Word"
    EXCEL = "xlsx", "Excel"
    PDF = "pdf", "PDF"


class State(models.TextChoices):
    """How far a sending is."""

    WAITING = "waiting", pgettext_lazy("sending", "to be sent")
    SENT = "sent", pgettext_lazy("sending", "received")
    FAILED = "failed", pgettext_lazy("sending", "given up")


class Table(models.Model):
    """The higher level's own Excel table, to be filled with each report; sealed, and with words in its cells."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    sealed = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField()
    until = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outbreak", "name"], condition=Q(until=None), name="reports_table_name_once"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """Who gets a place's reports as soon as they are frozen, how, and in which forms. The address is sealed."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    name = models.CharField(_("name"), max_length=80)
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    sealed = models.BinaryField(help_text="address, and the secret by which a webhook knows us")
    forms = ArrayField(models.CharField(max_length=4, choices=Form.choices), default=list)
    table = models.ForeignKey(Table, models.PROTECT, null=True, related_name="recipients")
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    live = models.BooleanField(default=False, help_text="also gets the live tally, every five minutes")
    live_receipt = models.JSONField(default=dict, help_text="what was answered to the last live tally")
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Sending(models.Model):
    """A report on its way to a recipient: each attempt leaves a receipt; what cannot be delivered is tried again."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="sendings")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="sendings")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    receipts = models.JSONField(default=list, help_text="at, ok, code and answer of each attempt")
    digest = models.BinaryField(null=True, help_text="SHA-256 of what was received")
    change = models.UUIDField()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["report", "recipient"], name="reports_sending_once")]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="reports_sending_due")]
