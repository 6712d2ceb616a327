"""Reading frozen reports: their numbers by place, and the list behind each number."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from qiaomen.base.problems import Problem
from qiaomen.places.models import Place
from qiaomen.reports import levels, members
from qiaomen.reports.levels import Node
from qiaomen.reports.members import Member
from qiaomen.reports.models import Members, Report


class PlaceRow(msgspec.Struct, frozen=True):
    """A place of a report, as it was called when it was frozen: how deep it lies below the report's, its numbers."""

    place: UUID
    name: str
    code: str
    kind: str
    path: str
    depth: int
    numbers: dict[str, int]


def reports(place: Place | None = None) -> QuerySet[Report]:
    """All reports, or those of a place; the newest cut-off first."""
    found = Report.objects.select_related("edition", "place")
    return found.filter(place=place) if place is not None else found


def before(report: Report) -> Report | None:
    """The report before it: same place, the next earlier cut-off."""
    return Report.objects.filter(place_id=report.place_id, cut_at__lt=report.cut_at).first()


def rows(report: Report, under: UUID | None = None) -> list[PlaceRow]:
    """The places of a report at and below one (default: all), parents before children, with every figure's number.

    Raises `access.not_found` for a place that is none of the report's.
    """
    nodes = nodes_of(report)
    top = nodes[0] if under is None else next((node for node in nodes if node.id == under), None)
    if top is None:
        raise Problem("access.not_found")
    numbers: list[dict[str, int]] = [dict.fromkeys(report.numbers, 0) for _node in nodes]
    for key, pairs in report.numbers.items():
        for index, number in pairs:
            numbers[index][key] = number
    level = top.path.count(".")
    return [
        PlaceRow(node.id, node.name, node.code, node.kind, node.path, node.path.count(".") - level, numbers[index])
        for index, node in enumerate(nodes)
        if node.path.startswith(top.path)
    ]


def totals(report: Report) -> dict[str, int]:
    """Every figure of the whole report."""
    return {key: next((number for index, number in pairs if index == 0), 0) for key, pairs in report.numbers.items()}


def number(report: Report, figure: str, place: UUID) -> int:
    """One figure at and below a place of the report's tree. Raises `access.not_found` or `report.no_figure`."""
    if figure not in report.numbers:
        raise Problem("report.no_figure", figure=figure)
    index = next((index for index, node in enumerate(nodes_of(report)) if node.id == place), None)
    if index is None:
        raise Problem("access.not_found")
    return next((number for at, number in report.numbers[figure] if at == index), 0)


def members_of(report: Report, figure: str, paths: Iterable[str] | None = None) -> list[Member]:
    """Whom or what a figure counted, at and below these paths (default: everywhere).

    The amounts of the list add up to the figure's number there. Raises `report.no_figure`.
    """
    kept = Members.objects.filter(report=report, figure=figure).first()
    if kept is None:
        raise Problem("report.no_figure", figure=figure)
    groups = list(members.unpack(members.loaded(kept.packed)))
    if paths is not None:
        wanted, stand = tuple(paths), levels.paths(group.place for group in groups)
        groups = [group for group in groups if stand.get(group.place, "").startswith(wanted)] if wanted else []
    return [member for group in groups for member in group.members()]


def nodes_of(report: Report) -> list[Node]:
    """The tree of a report, parents before children; its own place comes first."""
    return msgspec.convert(report.tree, list[Node])


def last_cut(report: Report) -> datetime | None:
    """The cut-off before this one, for “since the last report”."""
    earlier = before(report)
    return earlier.cut_at if earlier else None
