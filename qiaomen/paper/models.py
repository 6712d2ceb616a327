"""Walk lists that were printed: by whom, until when they may be kept, and which line is which door."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass
from qiaomen.campaigns.models import Campaign
from qiaomen.duty.models import Team
from qiaomen.places.models import Place


class WalkList(models.Model):
    """A printed walk list: personal data on paper, so it has an owner, a last day, and an end that somebody states."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="walk_lists")
    place = models.ForeignKey(Place, models.PROTECT, related_name="walk_lists")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="walk_lists", verbose_name=_("team"))
    printed_by = models.ForeignKey(Worker, models.PROTECT, related_name="walk_lists")
    printed_at = models.DateTimeField()
    destroy_by = models.DateTimeField(help_text="until when the paper may be kept")
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("walk list")
        ordering = ["-printed_at"]


class WalkPage(models.Model):
    """A page of a walk list, by the code that stands on it."""

    table_class: ClassVar = TableClass.REGISTER
    code = models.CharField(primary_key=True, max_length=8)
    walk_list = models.ForeignKey(WalkList, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["walk_list", "number"], name="paper_walkpage_once")]

    def __str__(self) -> str:
        """As it is printed, in two parts that a hand writes."""
        return f"{self.code[:4]}-{self.code[4:]}"


class WalkLine(models.Model):
    """A line of a page is a door; `record` is the visit that was entered from it and not taken back."""

    table_class: ClassVar = TableClass.REGISTER
    pk = models.CompositePrimaryKey("page_id", "number")
    page = models.ForeignKey(WalkPage, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    door_id = models.UUIDField()
    record = models.UUIDField(null=True)
    batch = models.UUIDField(null=True, help_text="what was entered together is taken back together")
    entered_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["door_id"], name="paper_walkline_door")]
