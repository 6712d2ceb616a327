"""What the import wizard's pages show, made from an import and its files."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaomen.access.models import Worker
from qiaomen.console.parts import Crumb, Step, Text
from qiaomen.exchange.cells import column_name
from qiaomen.exchange.columns import FIELDS, VOCABULARIES, is_read
from qiaomen.exchange.encodings import CHOICES
from qiaomen.exchange.files import is_readable, preview_of
from qiaomen.exchange.headers import TITLE_ROWS, Column
from qiaomen.exchange.models import ImportRun, Kind, State, Upload
from qiaomen.exchange.outcomes import Outcome
from qiaomen.exchange.preview import SheetPreview, restored
from qiaomen.exchange.reasons import reason
from qiaomen.lists.taking_back import Stays

_ROWS_SHOWN, _COLUMNS_SHOWN = 6, 40
ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GBK / GB18030", "big5hkscs": "Big5", "utf-16": "UTF-16"}
NOUNS: dict[str, str | Promise] = {
    "zones": gettext_lazy("zones"),
    "organisations": gettext_lazy("organisations"),
    "workers": gettext_lazy("workers"),
    "backings": gettext_lazy("organisations given to zones"),
    "places": gettext_lazy("places in zones"),
    "new_places": gettext_lazy("places new to the register"),
    "rows": gettext_lazy("rows"),
    "rows_before": gettext_lazy("rows that were here already"),
    "linked": gettext_lazy("known for certain: to be verified"),
    "doubtful": gettext_lazy("doubtful: to be decided by a person"),
    "unknown": gettext_lazy("not in the register: a task for their community"),
}
_AT_STEP = {State.RECEIVED: 2, State.READ: 2, State.CHECKING: 3, State.CHECKED: 3, State.RUNNING: 4, State.DONE: 5}
_AT_STEP |= {State.UNDOING: 5, State.UNDONE: 5}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select."""

    value: str
    label: Text
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column: its letter, its header, some of its values, what it was taken for and how surely."""

    index: int
    letter: str
    header: str
    samples: tuple[str, ...]
    choices: list[Choice]
    sure: Text
    is_known: bool


@dataclass(frozen=True, slots=True)
class SheetShown:
    """One sheet with its columns and first rows; `rows` are number, is-header, cells."""

    index: int
    name: str
    count: int
    is_read: bool
    header_choices: list[Choice]
    columns: list[ColumnShown] = field(default_factory=list)
    rows: list[tuple[int, bool, list[str]]] = field(default_factory=list)

    @property
    def known(self) -> int:
        """How many of its columns were understood."""
        return sum(column.is_known for column in self.columns)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row refused or a cell to blame, by its place."""

    file: str
    sheet: str
    row: int
    column: str
    cell: str
    code: str
    state: str

    @property
    def reason(self) -> str:
        """Why, in the reader's language."""
        return reason(self.code)


def crumbs(here: Text) -> list[Crumb]:
    """The way to an import."""
    return [Crumb(_("Import"), reverse("console:imports")), Crumb(here)]


def steps(run: ImportRun | None, first: Upload | None = None) -> dict[str, object]:
    """The wizard's steps and the current one; the columns can be gone back to until the import begins."""
    columns = ""
    if run is not None and first is not None and run.state in (State.CHECKED, State.FAILED):
        columns = reverse("console:import_file", args=[run.id, first.id])
    shown = [Step(_("Choose files")), Step(_("Check columns"), columns), Step(_("Dry run")), Step(_("Import"))]
    return {"steps": shown, "step": _AT_STEP.get(State(run.state), 3) if run else 1}


def file_choices(upload: Upload) -> dict[str, object]:
    """What a file may list and be encoded in; a workbook carries its own encoding."""
    read_as = ENCODINGS.get(upload.read_as, upload.read_as.upper())
    auto = _("found by itself: %(encoding)s") % {"encoding": read_as} if read_as else _("find it by itself")
    encodings = [Choice("", auto, not upload.encoding)]
    encodings += [Choice(code, ENCODINGS[code], code == upload.encoding) for code in CHOICES]
    is_text = bool(upload.read_as or upload.encoding or upload.problem.get("code", "").startswith("file.encoding"))
    kinds = [Choice(kind, kind.label, kind == upload.kind) for kind in reversed(Kind)]
    return {"kinds": kinds, "encodings": encodings if is_text else []}


def sheets(upload: Upload, run: ImportRun) -> list[SheetShown]:
    """The sheets of a file as they were understood."""
    if not upload.kind:
        return []
    seen = preview_of(upload, run.outbreak.keys)
    return [_sheet(upload, index, sheet) for index, sheet in enumerate(seen.sheets)]


def badge_of(upload: Upload) -> tuple[str, str]:
    """In one word whether a file can go in; and its tone."""
    if upload.problem:
        return _("cannot be read"), "urgent"
    return (_("ready"), "brand") if is_readable(upload) else (_("columns missing"), "urgent")


def faults(outcome: Outcome) -> list[Fault]:
    """Everything to blame: refused rows, then cells that lost something, then what only wants a look."""
    found = [Fault(row.file, row.sheet, row.row, "", "", row.reason, "refused") for row in outcome.refused]
    ordered = sorted(outcome.cells, key=lambda cell: not cell.lost)
    return found + [
        Fault(cell.file, cell.sheet, cell.row, cell.column, cell.cell, cell.reason, "lost" if cell.lost else "note")
        for cell in ordered
    ]


def by_reason(found: list[Fault]) -> list[tuple[Fault, int]]:
    """One fault of each reason and how many there are, worst and most frequent first."""
    counts = Counter((fault.state, fault.code) for fault in found)
    first = {(fault.state, fault.code): fault for fault in reversed(found)}
    rank = {"refused": 0, "lost": 1, "note": 2}
    return [(first[key], count) for key, count in sorted(counts.items(), key=lambda item: (rank[item[0][0]], -item[1]))]


def lists(outcome: Outcome) -> list[tuple[str, str, list[tuple[Text, int | None, int, int]]]]:
    """What each list of zones, organisations or workers did: file, kind, and by noun total, new and changed."""
    return [
        (each.file, str(Kind(each.kind).label), _counts(each.total, each.added, each.changed)) for each in outcome.lists
    ]


def stays(counts: Mapping[str, int]) -> list[tuple[Text, int]]:
    """Why rows of an import stay, and how many for each reason, the weightiest first."""
    return [(reason.label, counts[reason]) for reason in Stays if counts.get(reason)]


def writes_register(outcome: Outcome) -> bool:
    """Whether some file of it went into the register, which nothing takes back as a whole."""
    return outcome.has_register or any(each.kind != Kind.OUTSIDE for each in outcome.lists)


def is_own(run: ImportRun, worker: Worker) -> bool:
    """Whether the worker handed the files in, and so may look into them."""
    return run.worker_id == worker.id


def _counts(*parts: dict[str, int]) -> list[tuple[Text, int | None, int, int]]:
    nouns = dict.fromkeys(noun for part in parts for noun in part)
    total, added, changed = parts
    return [
        (NOUNS.get(noun, noun), total.get(noun), added.get(noun, 0), changed.get(noun, 0))
        for noun in nouns
        if total.get(noun) or added.get(noun) or changed.get(noun)
    ]


def _sheet(upload: Upload, index: int, sheet: SheetPreview) -> SheetShown:
    mapping = restored(upload.mapping.get(sheet.name), sheet.as_sheet())
    at = mapping.header_row if mapping else None
    rows = [Choice("", _("leave this sheet alone"), at is None)]
    for number in range(1, min(len(sheet.rows), TITLE_ROWS) + 1):
        rows.append(Choice(str(number), _("row %(number)s") % {"number": number}, at == number - 1))
    first = max((at or 0) - 1, 0)
    return SheetShown(
        index=index,
        name=sheet.name,
        count=sheet.count,
        is_read=mapping is not None and is_read(Kind(upload.kind), mapping.fields),
        header_choices=rows,
        columns=[_column(Kind(upload.kind), column) for column in mapping.columns] if mapping else [],
        rows=[
            (number + 1, number == at, row[:_COLUMNS_SHOWN])
            for number, row in enumerate(sheet.rows[: first + _ROWS_SHOWN])
            if number >= first
        ],
    )


def _column(kind: Kind, column: Column) -> ColumnShown:
    choices = [Choice("", _("not used"), column.field is None)]
    choices += [Choice(each, FIELDS[each], each == column.field) for each in VOCABULARIES[kind]]
    sure: Text = ""
    if column.field is not None and column.confidence < 1:
        sure = _("by a similar word") if column.confidence > 0.5 else _("by what stands in it")
    return ColumnShown(
        index=column.index,
        letter=column_name(column.index),
        header=column.header,
        samples=column.samples[:3],
        choices=choices,
        sure=sure,
        is_known=column.field is not None,
    )
