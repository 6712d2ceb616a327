"""The report's tables: editions of its definition, frozen reports, and who or what each figure counted."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place
from qiaomen.reports.models_sending import Recipient, Sending, Table

__all__ = ["Edition", "Members", "Recipient", "Report", "Sending", "Table"]


class Edition(models.Model):
    """An edition of the report's definition: its text as written. Never edited; the newest one is in force."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.PositiveIntegerField(_("edition"), unique=True)
    text = models.TextField(_("definition"), help_text="TOML")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField(null=True)
    change = models.UUIDField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.name_zh


class Report(models.Model):
    """A frozen report (日报): what its figures were at the cut-off. Never changed; the next one carries corrections.

    Two cuts: `known_seq` (at `known_at`) is the last change that was known when it was frozen, `cut_seq` the last one
    at the cut-off `cut_at`.
    """

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, related_name="reports")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reports")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    cut_at = models.DateTimeField(_("cut-off"))
    cut_seq = models.BigIntegerField()
    known_at = models.DateTimeField(_("frozen"))
    known_seq = models.BigIntegerField()
    made_by = models.UUIDField(null=True, help_text="who froze it; empty: it was frozen at the cut-off by itself")
    tree = models.JSONField(help_text="the places down to the compound as they were: see levels.Node")
    numbers = models.JSONField(help_text="by figure: pairs of a place's position in the tree and its number")
    digest = models.BinaryField(help_text="SHA-256 of its canonical bytes: see members.digest")
    change = models.UUIDField()

    class Meta:
        verbose_name = _("daily report")
        ordering = ["-cut_at", "-known_at"]
        constraints = [models.UniqueConstraint(fields=["place", "cut_at"], name="reports_report_once")]


class Correction(models.Model):
    """How a figure of the report before is corrected by this one, as known when this one was frozen."""

    table_class: ClassVar = TableClass.LEDGER
    pk = models.CompositePrimaryKey("report_id", "figure")
    report = models.ForeignKey(Report, models.PROTECT, related_name="corrections")
    figure = models.CharField(max_length=40)
    reported = models.BigIntegerField(help_text="as the report before says")
    now = models.BigIntegerField(help_text="as known when this report was frozen")
    came = models.BinaryField(help_text="who came late, packed as members are")
    taken = models.BinaryField(help_text="who was taken back")


class Members(models.Model):
    """Whom or what one figure of a report counted, by innermost place: ids and amounts only, compressed."""

    table_class: ClassVar = TableClass.LEDGER
    pk = models.CompositePrimaryKey("report_id", "figure")
    report = models.ForeignKey(Report, models.PROTECT, related_name="members")
    figure = models.CharField(max_length=40)
    packed = models.BinaryField(help_text="see members.Group")
