"""The outbreak, and the order in which everything happened: changes and the district's one clock."""

from enum import Enum
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys, of
from qiaomen.base.problems import Problem


class TableClass(Enum):
    """What may happen to a table: registers are never truncated, the ledger only grows, state is folded anew."""

    REGISTER = "register"
    LEDGER = "ledger"
    STATE = "state"


class TextCField(models.TextField):  # type: ignore[type-arg]
    """Text in C collation: prefix search and sorting by code point, whatever the server's locale."""

    def __init__(self, **options: object) -> None:
        options.setdefault("db_collation", "C")
        super().__init__(**options)  # type: ignore[arg-type]


class OutbreakQuerySet(models.QuerySet["Outbreak"]):
    """Reads of outbreaks."""

    def current(self) -> "Outbreak":
        """The open outbreak. Raises `outbreak.none_open`."""
        found = self.filter(closed_at=None).first()
        if found is None:
            raise Problem("outbreak.none_open")
        return found


class Outbreak(models.Model):
    """One outbreak in the district: what personal data belongs to, and ends with."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = OutbreakQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbreak")
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(closed_at=None), name="base_outbreak_one_open")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def keys(self) -> Keys:
        """Its keys. Raises `outbreak.closed` or `outbreak.key_missing`."""
        if self.closed_at is not None:
            raise Problem("outbreak.closed")
        return of(self.id)


class Clock(models.Model):
    """One row: how many changes have been committed, in commit order and without gaps.

    A restored backup or a move makes a new generation, by which phones know to send again what they kept.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.SmallIntegerField(primary_key=True, default=1)
    generation = models.UUIDField(default=new_id)
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="base_clock_one_row")]


class Change(models.Model):
    """One committed transaction that changed a register, the ledger or state."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    what = models.CharField(max_length=40)
    worker = models.UUIDField(null=True)

    class Meta:
        ordering = ["seq"]
