"""Who is visited daily because they live alone, or could come to harm unnoticed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import TableClass


class Why(models.TextChoices):
    """Why somebody is visited daily."""

    ALONE = "alone", pgettext_lazy("daily visit", "lives alone")
    FRAIL = "frail", pgettext_lazy("daily visit", "frail or ill")
    DISABLED = "disabled", pgettext_lazy("daily visit", "disabled")
    PREGNANT = "pregnant", pgettext_lazy("daily visit", "pregnant")
    CHILD = "child", pgettext_lazy("daily visit", "a child without carers")
    OTHER = "other", pgettext_lazy("daily visit", "another reason")


class DailyVisit(models.Model):
    """Somebody is to be seen each day by an hour (每日探访); and what came of it lately."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the record that began it")
    place = models.UUIDField(db_index=True)
    door = models.UUIDField()
    person = models.UUIDField(null=True, help_text="the id that the record uses")
    why = models.CharField(max_length=10, choices=Why.choices)
    by = models.CharField(max_length=5, help_text="local time by which somebody has been there: 10:00")
    worker = models.UUIDField(null=True, help_text="who goes")
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()
    seen_at = models.DateTimeField(null=True, help_text="when they were seen, or spoken to, last")
    seen_by = models.UUIDField(null=True)
    how = models.CharField(max_length=6, blank=True, help_text="seen or phoned, the last time")
    tried_at = models.DateTimeField(null=True, help_text="when nobody opened last")
    told_at = models.DateTimeField(null=True, help_text="when it was told last that nobody had been there")
    told_level = models.SmallIntegerField(help_text="how far that day: 0 who goes, 1 who leads, 2 headquarters")
    told = ArrayField(models.UUIDField(), default=list, help_text="who was told that day")
    led_at = models.DateTimeField(null=True, help_text="when those who lead were told last")
    missed = models.SmallIntegerField(help_text="on how many days it was told to those who lead")
    ended_at = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["by"], condition=Q(ended_at=None), name="care_dailyvisit_open")]
