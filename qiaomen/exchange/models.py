"""Imports that come in through the console: a run over some files, and the files, sealed until they are in."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass

# Who works on a run says so every second; after this long without a word it is taken for dead.
SILENCE = timedelta(seconds=30)


class Kind(models.TextChoices):
    """What a file lists; also the order in which files of one import go in, for each helps to place the next."""

    ZONES = "zones", _("zones and their places")
    ORGANISATIONS = "organisations", _("backing organisations")
    WORKERS = "workers", _("workers")
    BUILDINGS = "buildings", _("buildings and their number of dwellings")
    REGISTER = "register", _("households and people")
    OUTSIDE = "outside", _("a list from outside")


class State(models.TextChoices):
    """How far an import is. In received, checking and running a machine has to do something, else a person."""

    RECEIVED = "received", _("being read")
    READ = "read", _("columns to look at")
    CHECKING = "checking", _("dry run under way")
    CHECKED = "checked", _("dry run done")
    RUNNING = "running", _("under way")
    DONE = "done", _("imported")
    FAILED = "failed", _("stopped")


DUE = (State.RECEIVED, State.CHECKING, State.RUNNING)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Reads of imports."""

    def light(self) -> "ImportRunQuerySet":
        """Without what is long: lists of cells, and refused rows."""
        return self.defer("result", "sealed_refused")

    def alive(self) -> "ImportRunQuerySet":
        """Somebody is at work on them."""
        return self.filter(state__in=DUE, heartbeat__gt=timezone.now() - SILENCE)

    def waiting(self) -> "ImportRunQuerySet":
        """There is something to do, and nobody does it."""
        silent = Q(heartbeat=None) | Q(heartbeat__lte=timezone.now() - SILENCE)
        return self.filter(silent, state__in=DUE).order_by("id")


class ImportRun(models.Model):
    """One import by a worker over one or several files: how far it is, and what came of it; no values of cells."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    done = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    reading = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    sealed_refused = models.BinaryField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state"], name="exchange_run_state")]

    @property
    def is_due(self) -> bool:
        """Whether a machine has something to do."""
        return self.state in DUE


class UploadQuerySet(models.QuerySet["Upload"]):
    """Reads of uploaded files."""

    def light(self) -> "UploadQuerySet":
        """Without what is in the files."""
        return self.defer("sealed", "sealed_preview")


class Upload(models.Model):
    """One file of an import; its content and its first rows are sealed, and gone once it is in or a day old."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=Kind.choices, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    read_as = models.CharField(max_length=20, blank=True)
    mapping = models.JSONField(default=dict)
    about = models.JSONField(default=dict, help_text="what is said of a list from outside as a whole")
    rows = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField(null=True)
    sealed_preview = models.BinaryField(null=True)
    problem = models.JSONField(default=dict)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        ordering = ["name", "id"]
