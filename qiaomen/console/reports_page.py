"""What the report's pages show: the part of a frozen report that a worker sees, down the tree, each number its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.roles import MAY, Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import STEP
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.parts import Crumb, Segment
from qiaomen.reports import corrections, editions, queries, showing
from qiaomen.reports.definition import Document
from qiaomen.reports.levels import Node
from qiaomen.reports.models import Report
from qiaomen.reports.shown import Column, Line, Shown, minute, signed


@dataclass(frozen=True, slots=True)
class Looked:
    """A report, and the place of it that is looked at; `shown` is that part, `areas` are the worker's."""

    worker: Worker
    report: Report
    node: Node
    nodes: list[Node]
    areas: list[str]
    shown: Shown
    document: Document

    @property
    def is_whole(self) -> bool:
        return self.node.id == self.report.place_id

    def link(self, name: str, *arguments: object, **more: object) -> str:
        """The address of another page about the same report and place."""
        place = None if self.is_whole else self.node.id
        return link(name, self.report.id, *arguments, **{"place": place, **more})


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that opens its list."""

    column: Column
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Figures under one heading."""

    key: str
    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place below the one that is looked at, with the numbers of one heading."""

    line: Line
    url: str
    cells: list[Cell]


def visible(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Report]:
    """Reports of the places that the worker sees, and of what lies around them: of these they see their own part."""
    paths = areas(worker, verb)
    around = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    found = Report.objects.filter(below(paths, "place__") | Q(place__path__in=around))
    return found.select_related("place", "edition")


def newest(worker: Worker) -> Report | None:
    """The last report of the outermost place, its tree and numbers not read yet."""
    return visible(worker).defer("tree", "numbers").order_by(Length("place__path"), "-cut_at").first()


def look(request: HttpRequest, report: UUID, verb: Verb = Verb.SEE) -> Looked:
    """The part of a report that the address names, or all of it that the worker sees. Raises `access.not_found`.

    A page shows the places right below; what is exported has them all.
    """
    worker, place = worker_of(request), id_of(request, "place")
    found = visible(worker, verb).filter(pk=report).first()
    if found is None:
        raise Problem("access.not_found")
    paths, nodes = areas(worker, verb), queries.nodes_of(found)
    seen = [node for node in nodes if node.path.startswith(tuple(paths)) and (place is None or node.id == place)]
    if not seen:
        raise Problem("access.not_found")
    node = seen[0]
    under = None if node.id == found.place_id else node.id
    shown = showing.shown(found, health=shows_health(worker), under=under, deep=1 if verb == Verb.SEE else queries.ALL)
    return Looked(worker, found, node, nodes, paths, shown, editions.document_of(found.edition))


def headings(looked: Looked) -> list[Heading]:
    """The figures under their headings, in the definition's order."""
    groups = {figure.key: figure.group for figure in looked.document.figures}
    cells: dict[str, list[Cell]] = {}
    for at, column in enumerate(looked.shown.columns):
        number = looked.shown.lines[0].numbers[at]
        cells.setdefault(groups[column.key], []).append(Cell(column, number, _members(looked, column)))
    named = {key: showing.said(group.name) for key, group in looked.document.groups.items()}
    return [Heading(key, named.get(key, _("Figures")), several) for key, several in cells.items()]


def by_place(looked: Looked, heading: Heading) -> list[PlaceLine]:
    """The places right below, with the figures of one heading."""
    at = {column.key: index for index, column in enumerate(looked.shown.columns)}
    found = []
    for line in looked.shown.lines:
        if line.depth == 1:
            cells = [
                Cell(cell.column, line.numbers[at[cell.column.key]], _members(looked, cell.column, line.place))
                for cell in heading.cells
            ]
            found.append(PlaceLine(line, link("report", looked.report.id, place=line.place, group=heading.key), cells))
    return found


def own_places(looked: Looked) -> list[Segment]:
    """Where somebody answers for several places that lie apart: one view of the report for each."""
    seen = [node for node in looked.nodes if node.path.startswith(tuple(looked.areas))]
    tops: list[Node] = []
    for node in seen:  # parents come before children
        if not tops or not node.path.startswith(tops[-1].path):
            tops.append(node)
    if len(tops) < 2:
        return []
    here = looked.node.path
    return [
        Segment(top.name, link("report", looked.report.id, place=top.id), here.startswith(top.path)) for top in tops
    ]


def crumbs(looked: Looked, *more: Crumb) -> list[Crumb]:
    """The way down the tree to the place that is looked at, as far as the worker sees it."""
    way = [node for node in looked.nodes if looked.node.path.startswith(node.path)]
    seen = tuple(looked.areas)
    steps = [
        Crumb(node.name, link("report", looked.report.id, place=node.id)) for node in way if node.path.startswith(seen)
    ]
    steps[0] = Crumb(steps[0].label, link("report", looked.report.id))
    if not more:
        steps[-1] = Crumb(steps[-1].label)
    return [Crumb(_("Daily report"), link("reports")), *steps, *more]


def rooms(worker: Worker, current: str, report: Report | None = None) -> list[Segment]:
    """The rooms of the report."""
    changes = link("report_changes", report.id) if report is not None else ""
    listed = [
        ("today", pgettext("report", "Newest"), link("reports"), Verb.SEE),
        ("changes", _("What changed"), changes, Verb.SEE),
        ("earlier", _("Earlier"), link("reports_earlier"), Verb.SEE),
        ("phone", _("Phone desk"), link("report_phone"), Verb.RECORD),
        ("definition", _("What is counted"), link("report_definition"), Verb.SEE),
        ("sending", pgettext("report", "Sending"), link("report_sending"), Verb.ADMINISTER),
    ]
    may = {verb for role in worker.roles() for verb in MAY[role]}
    return [Segment(label, url, key == current) for key, label, url, verb in listed if url and verb in may]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure then and now: as sent, corrected by whom, today, and what really changed."""

    column: Column
    now: int
    came: Cell | None
    taken: Cell | None
    new: str
    gone: str

    @property
    def then(self) -> int | None:
        return self.column.before

    @property
    def then_now(self) -> int | None:
        return self.column.before_now

    @property
    def change(self) -> str:
        """What is no correction has really changed."""
        return "" if self.then_now is None else signed(self.now - self.then_now)

    @property
    def is_still(self) -> bool:
        """There was a report before; nothing of it was corrected, and nothing changed since."""
        return self.then is not None and self.came is None and self.taken is None and not self.change


def differences(looked: Looked) -> list[Difference]:
    """Figure by figure, what changed since the report before; corrections are of the whole report."""
    corrected = {one.figure: one for one in corrections.of(looked.report)} if looked.is_whole else {}
    found = []
    for column, now in zip(looked.shown.columns, looked.shown.lines[0].numbers, strict=True):
        one = corrected.get(column.key)
        found.append(
            Difference(
                column,
                now,
                _correction(looked, column, "came", len(one.came) if one else 0),
                _correction(looked, column, "taken", len(one.taken) if one else 0),
                _members(looked, column, show="new"),
                _members(looked, column, show="gone"),
            )
        )
    return found


def _correction(looked: Looked, column: Column, show: str, count: int) -> Cell | None:
    return Cell(column, count, _members(looked, column, show=show)) if count else None


def title_of(report: Report) -> str:
    """What a report is called in a list: its place and cut-off."""
    return f"{report.place.name} {minute(report.cut_at)}"


def _members(looked: Looked, column: Column, place: UUID | None = None, show: str | None = None) -> str:
    if place is not None:
        return link("report_members", looked.report.id, column.key, place=place, show=show)
    return looked.link("report_members", column.key, show=show)


def chosen(headings: Sequence[Heading], key: str) -> Heading | None:
    """The heading that the address asks for, else the first."""
    return next((one for one in headings if one.key == key), headings[0] if headings else None)
