"""Imports that come in through the console: a run over some files, and the files, sealed until they are in."""

from datetime import timedelta
from typing import Any, ClassVar

import msgspec
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys, of
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.base.sealing import seal, unseal

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
    """How far an import is. In received, checking, running and undoing a machine has to do something, else a person."""

    RECEIVED = "received", _("being read")
    READ = "read", _("columns to look at")
    CHECKING = "checking", _("dry run under way")
    CHECKED = "checked", _("dry run done")
    RUNNING = "running", _("under way")
    DONE = "done", _("imported")
    FAILED = "failed", _("stopped")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")


DUE = (State.RECEIVED, State.CHECKING, State.RUNNING, State.UNDOING)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Reads of imports."""

    def light(self) -> "ImportRunQuerySet":
        """Without what is long: lists of cells, and refused rows."""
        return self.defer("sealed_result", "sealed_refused")

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
    reading = models.CharField(max_length=200, blank=True, help_text="which of its files, by number from 0")
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    sealed_result = models.BinaryField(null=True, help_text="see outcomes.Outcome: it names files and sheets")
    sealed_refused = models.BinaryField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, help_text="when that was asked for")
    taken_back = models.JSONField(default=dict, help_text="numbers of rows: see undoing.TakenBack")

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state"], name="exchange_run_state")]

    @property
    def is_due(self) -> bool:
        """Whether a machine has something to do."""
        return self.state in DUE

    @property
    def result(self) -> dict[str, Any] | None:
        """What it did, as `outcomes.Outcome`; None before its dry run."""
        if self.sealed_result is None:
            return None
        found: dict[str, Any] = msgspec.json.decode(
            unseal(of(self.outbreak_id), bytes(self.sealed_result), row=self.id)
        )
        return found

    @property
    def reading_name(self) -> str:
        """The file that is being read; nothing before the first. Of a hundred files one is opened."""
        if not self.reading.isdecimal():
            return ""
        at = int(self.reading)
        return next((upload.name for upload in self.uploads.light()[at : at + 1]), "")


class Said(msgspec.Struct):
    """What words stand about a file: its name and its sheets' may be somebody's."""

    name: str = ""
    mapping: dict[str, Any] = {}
    problem: dict[str, Any] = {}


def _part(name: str) -> property:
    def get(upload: "Upload") -> Any:
        return getattr(upload.said, name)

    def put(upload: "Upload", value: Any) -> None:
        setattr(upload.said, name, value)

    return property(get, put)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Reads of uploaded files."""

    def light(self) -> "UploadQuerySet":
        """Without what is in the files."""
        return self.defer("sealed", "sealed_preview")


class Upload(models.Model):
    """One file of an import; its content and its first rows are sealed, and gone once it is in or a day old.

    Its `name`, its `mapping` (sheet → how its columns are read) and its `problem` are sealed together, as long as it
    is known at all: offices name files after people.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="uploads")
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=Kind.choices, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    read_as = models.CharField(max_length=20, blank=True)
    about = models.JSONField(default=dict, help_text="what is said of a list from outside as a whole")
    rows = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField(null=True)
    sealed_preview = models.BinaryField(null=True)
    sealed_said = models.BinaryField(null=True)

    objects = UploadQuerySet.as_manager()
    name, mapping, problem = _part("name"), _part("mapping"), _part("problem")

    class Meta:
        verbose_name = _("uploaded file")
        ordering = ["id"]

    def save(self, **how: Any) -> None:
        """Save it with its words sealed."""
        self.sealed_said = seal(self._keys, msgspec.json.encode(self.said), row=self.id)
        super().save(**how)

    @property
    def said(self) -> Said:
        """What is kept sealed of it in words, to be changed and saved."""
        if "opened" not in self.__dict__:
            sealed = self.sealed_said
            self.__dict__["opened"] = (
                Said()
                if sealed is None
                else msgspec.json.decode(unseal(self._keys, bytes(sealed), row=self.id), type=Said)
            )
        opened: Said = self.__dict__["opened"]
        return opened

    def refresh_from_db(self, *given: Any, **how: Any) -> None:
        """Read it anew, its words too."""
        self.__dict__.pop("opened", None)
        super().refresh_from_db(*given, **how)

    @property
    def _keys(self) -> Keys:
        return of(self.run.outbreak_id)
