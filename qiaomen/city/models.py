"""Which districts tell the city their figures, and what they told."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass
from qiaomen.places.models import Place


class Kind(models.TextChoices):
    """What was published."""

    REPORT = "report", pgettext_lazy("published", "frozen report")
    LIVE = "live", pgettext_lazy("published", "live tally")


class Member(models.Model):
    """A district whose figures the city takes in. Its place in the city's own tree says who may see them."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.OneToOneField(Place, models.PROTECT, related_name="+", verbose_name=_("district"))
    salt = models.BinaryField(help_text="what its secret is made of, with the installation's own key")
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        ordering = ["place__name"]


class Published(models.Model):
    """What a district said of itself: a frozen report, one for each cut-off; of live tallies the newest alone.

    Figures as they came: keys, words and numbers. There is no person and no door in it, and no id of either.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, models.PROTECT, related_name="published")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    cut_at = models.DateTimeField(help_text="until when a report counts; of a live tally, when it was counted")
    known_at = models.DateTimeField()
    received_at = models.DateTimeField()
    definition = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="by which the district knows its report")
    figures = models.JSONField(help_text="key, name, counted, number of each")

    class Meta:
        ordering = ["-cut_at", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "cut_at"], condition=models.Q(kind="report"), name="city_published_report_once"
            ),
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(kind="live"), name="city_published_live_once"
            ),
        ]
