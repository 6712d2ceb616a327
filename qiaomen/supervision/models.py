"""Supervision's table: findings as their records have them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import TableClass


class What(models.TextChoices):
    """What is not as it has to be."""

    GATE_UNMANNED = "gate_unmanned", _("gate unmanned")
    NOT_MEASURED = "not_measured", _("temperature not measured")
    NOT_SCANNED = "not_scanned", _("codes not checked")
    VENUE_OPEN = "venue_open", _("open though suspended")
    NOT_KNOCKED = "not_knocked", _("not knocked as written down")
    NOT_FOLLOWED = "not_followed", _("not followed up")
    LIST_WRONG = "list_wrong", _("list and reality differ")
    NOT_DISINFECTED = "not_disinfected", _("not disinfected")
    NOTICE_MISSING = "notice_missing", _("notice or map missing")
    CROWDING = "crowding", _("crowding")
    OTHER = "other", pgettext_lazy("finding", "something else")


class State(models.TextChoices):
    """How far a finding is."""

    OPEN = "open", pgettext_lazy("finding", "to be put right")
    RECTIFIED = "rectified", pgettext_lazy("finding", "to be looked at again")
    CLOSED = "closed", pgettext_lazy("finding", "closed")


class Finding(models.Model):
    """A finding (问题), and how far it is. Open and past `due_at` is overdue."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the finding's record")
    place = models.UUIDField(db_index=True)
    door = models.UUIDField(null=True)
    what = models.CharField(max_length=24, choices=What.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    organisation = models.UUIDField(null=True, help_text="who puts it right")
    duty = models.UUIDField(null=True, help_text="the duty that was not done")
    worker = models.UUIDField(null=True, help_text="who answered for it when it was found, or was handed it since")
    stand_in = models.UUIDField(null=True, help_text="who stands in for them")
    suspension = models.UUIDField(null=True, help_text="the order that an open venue did not keep")
    found_at = models.DateTimeField()
    found_by = models.UUIDField()
    due_at = models.DateTimeField(null=True)
    due_set_at = models.DateTimeField(help_text="when that date was set")
    told_level = models.SmallIntegerField(help_text="how far it was told for that date; -1: not yet")
    told = ArrayField(models.UUIDField(), default=list, help_text="who was told for that date")
    rectified_at = models.DateTimeField(null=True)
    rectified_by = models.UUIDField(null=True)
    rectifiers = ArrayField(models.UUIDField(), default=list, help_text="whoever put it right since it was opened last")
    looked_at = models.DateTimeField(null=True, help_text="when it was looked at again last")
    closed_at = models.DateTimeField(null=True)
    reopened = models.SmallIntegerField(help_text="how often it was not right after all, or found once more")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(state="closed"), name="supervision_finding_open"),
            models.Index(fields=["door"], condition=Q(door__isnull=False), name="supervision_finding_door"),
            models.Index(fields=["worker"], condition=~Q(state="closed"), name="supervision_finding_worker"),
        ]
