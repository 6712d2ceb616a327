"""By what many are told: texts that come again, and channels that reach a place."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place


class Language(models.TextChoices):
    """In which language somebody is told."""

    ZH = "zh", _("Chinese")
    EN = "en", _("English")
    BOTH = "both", pgettext_lazy("message", "both languages")
    OWN = "own", pgettext_lazy("message", "each in their own")


class Template(models.Model):
    """The words of a message that comes again, in both languages, with fields in braces."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(pgettext_lazy("template", "Name"), max_length=60, unique=True)
    zh = models.TextField(_("In Chinese"), max_length=1000, blank=True)
    en = models.TextField(_("In English"), max_length=1000, blank=True)
    is_offered = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)
    change = models.UUIDField()

    class Meta:
        ordering = ["title"]
        constraints = [models.CheckConstraint(condition=~Q(zh="", en=""), name="outreach_template_says_something")]

    def __str__(self) -> str:
        return self.title


class Channel(models.Model):
    """A chat group, a mailing list or a loudspeaker's gateway that reaches a place. Its address is sealed."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField(pgettext_lazy("channel", "Name"), max_length=60)
    language = models.CharField(max_length=4, choices=Language.choices, default=Language.ZH)
    sealed = models.BinaryField(help_text="an address of apprise's")
    key = models.BinaryField(help_text="a keyed hash of the address, by which two channels are known as one")
    made_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], condition=Q(until=None), name="outreach_channel_once")
        ]

    def __str__(self) -> str:
        return self.name
