"""Outreach: the district's list of materials, and what was handed out, folded from records."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import TableClass
from qiaomen.outreach.models_means import Channel as Channel
from qiaomen.outreach.models_means import Language as Language
from qiaomen.outreach.models_means import Template as Template
from qiaomen.outreach.models_messages import Daily as Daily
from qiaomen.outreach.models_messages import Message as Message
from qiaomen.outreach.models_messages import Outcome as Outcome
from qiaomen.outreach.models_messages import Telling as Telling
from qiaomen.outreach.models_messages import Via as Via
from qiaomen.outreach.models_messages import Why as Why
from qiaomen.outreach.models_rounds import Round as Round
from qiaomen.outreach.models_rounds import RoundDone as RoundDone
from qiaomen.outreach.models_rounds import RoundWhat as RoundWhat


class MaterialForm(models.TextChoices):
    """What a material is made as."""

    LEAFLET = "leaflet", _("leaflet")
    NOTICE = "notice", pgettext_lazy("material", "notice")
    POSTER = "poster", _("poster")
    BANNER = "banner", _("banner")
    OTHER = "other", pgettext_lazy("material", "other")


class Way(models.TextChoices):
    """How copies were given out."""

    VISIT = "visit", pgettext_lazy("handout", "on a visit")
    GATE = "gate", pgettext_lazy("handout", "at a gate")
    DROP = "drop", pgettext_lazy("handout", "left where people pass")
    CHECKPOINT = "checkpoint", pgettext_lazy("handout", "at a checkpoint")
    HUNG = "hung", pgettext_lazy("handout", "hung up")


class Material(models.Model):
    """A title of the district's list. What was printed of it is `stock`; null where nobody counts."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(pgettext_lazy("material", "title"), max_length=80, unique=True)
    form = models.CharField(
        pgettext_lazy("material", "kind"), max_length=8, choices=MaterialForm.choices, default=MaterialForm.LEAFLET
    )
    stock = models.PositiveIntegerField(_("printed"), null=True, blank=True)
    is_offered = models.BooleanField(_("given out now"), default=True)
    version = models.PositiveIntegerField(default=1)
    change = models.UUIDField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("outreach", "material")

    def __str__(self) -> str:
        return self.title


class Handout(models.Model):
    """So many copies of a title at a place, folded from a `handout` record."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the handout record")
    place = models.UUIDField()
    door = models.UUIDField(null=True)
    at = models.DateTimeField()
    author = models.UUIDField()
    material = models.UUIDField()
    copies = models.PositiveIntegerField()
    way = models.CharField(max_length=10, choices=Way.choices)
    during = models.UUIDField(null=True)
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["place", "-at", "-id"], name="outreach_handout_at"),
            models.Index(fields=["material"], name="outreach_handout_material"),
        ]
