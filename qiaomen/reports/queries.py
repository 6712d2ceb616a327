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
from qiaomen.reports.members import Group, Member
from qiaomen.reports.models import Members, Report

ALL = 99
"""More levels than there are."""


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
    """The report before it: same outbreak, same place, the next earlier cut-off."""
    return earlier(outbreak=report.outbreak_id, place=report.place_id, cut=report.cut_at)


def earlier(*, outbreak: UUID, place: UUID, cut: datetime) -> Report | None:
    """The last report of an outbreak at a place before a cut-off. Another outbreak's numbers compare with nothing."""
    return Report.objects.filter(outbreak=outbreak, place=place, cut_at__lt=cut).first()


def forgotten(report: Report) -> bool:
    """Whether whom it counted was deleted with its outbreak; its numbers stay."""
    return not Members.objects.filter(report=report).exists()


def rows(report: Report, under: UUID | None = None, *, deep: int = ALL) -> list[PlaceRow]:
    """The places of a report at and below one (default: all), parents before children, with every figure's number.

    `deep` is how many levels below it are wanted. Raises `access.not_found` for a place that is none of the report's.
    """
    nodes = nodes_of(report)
    top = nodes[0] if under is None else next((node for node in nodes if node.id == under), None)
    if top is None:
        raise Problem("access.not_found")
    level = top.path.count(".")
    keys, deepest = list(report.numbers), level + deep
    wanted = {
        index: PlaceRow(
            node.id, node.name, node.code, node.kind, node.path, node.path.count(".") - level, dict.fromkeys(keys, 0)
        )
        for index, node in enumerate(nodes)
        if node.path.startswith(top.path) and node.path.count(".") <= deepest
    }
    for key in keys:
        for index, number in report.numbers[key]:
            if index in wanted:
                wanted[index].numbers[key] = number
    return list(wanted.values())


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


def groups_of(report: Report, figure: str) -> list[Group]:
    """Whom or what a figure counted, by innermost place; nobody once that is forgotten. Raises `report.no_figure`."""
    kept = Members.objects.filter(report=report, figure=figure).first()
    if kept is None:
        if figure in report.numbers and forgotten(report):
            return []
        raise Problem("report.no_figure", figure=figure)
    return list(members.unpack(members.loaded(kept.packed)))


def below(groups: list[Group], paths: tuple[str, ...]) -> list[Group]:
    """The groups at and below these paths, as the places stand now. All lie below the district's own."""
    if any(path.count(".") == 1 for path in paths):
        return groups
    stand = levels.paths(group.place for group in groups) if paths else {}
    return [group for group in groups if stand.get(group.place, "").startswith(paths)]


def members_of(report: Report, figure: str, paths: Iterable[str] | None = None) -> list[Member]:
    """Whom or what a figure counted, at and below these paths (default: everywhere).

    The amounts of the list add up to the figure's number there, until it is forgotten. Raises `report.no_figure`.
    """
    groups = groups_of(report, figure)
    if paths is not None:
        groups = below(groups, tuple(paths))
    return [member for group in groups for member in group.members()]


def nodes_of(report: Report) -> list[Node]:
    """The tree of a report, parents before children; its own place comes first."""
    return msgspec.convert(report.tree, list[Node])


def last_cut(report: Report) -> datetime | None:
    """The cut-off before this one, for “since the last report”."""
    found = before(report)
    return found.cut_at if found else None
