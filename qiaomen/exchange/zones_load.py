"""How a district is cut into zones, into the register: zones, their places in walking order, the grants that follow."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.duty.models import Zone, ZonePlace
from qiaomen.duty.zones import grant_zones
from qiaomen.exchange.cells import CellIssue
from qiaomen.exchange.headers import Mappings
from qiaomen.exchange.lists_load import ListResult, one_change
from qiaomen.exchange.people_lists import ListReading, ZoneRow, read_zones
from qiaomen.exchange.tables import Table
from qiaomen.exchange.territory import Node, Territory


def import_zones(
    table: Table, *, mappings: Mappings | None = None, dry_run: bool = False, worker: UUID | None = None
) -> ListResult:
    """Make the file's zones and give them their places, which are made where they are not known.

    The file wins over what was known; a place that the file gives to two zones stays with the first, and the second
    row is blamed. Nothing that the file leaves out is taken away. Raises `file.no_header`.
    """
    reading = read_zones(table, mappings)
    result = ListResult(
        total={}, added={}, changed={}, cells=reading.issues, refused_rows=reading.refused, dry_run=dry_run
    )
    with one_change("import zones", dry_run=dry_run, worker=worker) as change:
        territory = Territory()
        wanted = _wanted(reading, territory, result)
        new_places = territory.write(change)
        zones, new_zones = zones_named(row.zone for row, _place in wanted)
        given, moved = _give(wanted, zones)
        grant_zones(since=timezone.now(), change=change, given_by=worker)
    result.total = {"zones": len({row.zone for row in reading.found}), "places": len(wanted)}
    result.added = {"zones": new_zones, "places": given, "new_places": new_places}
    result.changed = {"zones": 0, "places": moved}
    return result


def zones_named(names: Iterable[str]) -> tuple[dict[str, Zone], int]:
    """The zones of these names, made where they are not known, in the order of the numbers in their names."""
    wanted = dict.fromkeys(names)
    known = {zone.name: zone for zone in Zone.objects.filter(name__in=wanted)}
    fresh = [
        Zone(name=name, ordinal=_ordinal(name, position))
        for position, name in enumerate(wanted, start=1)
        if name not in known
    ]
    Zone.objects.bulk_create(fresh)
    return known | {zone.name: zone for zone in fresh}, len(fresh)


def _ordinal(name: str, position: int) -> int:
    found = re.search(r"\d{1,6}", name)
    return int(found[0]) if found else position


def _wanted(reading: ListReading[ZoneRow], territory: Territory, result: ListResult) -> list[tuple[ZoneRow, Node]]:
    """Each row with its place; a row that cannot be placed, or whose place was given away above, is blamed."""
    taken: dict[UUID, str] = {}
    wanted: dict[UUID, tuple[ZoneRow, Node]] = {}
    for row in reading.found:
        try:
            community = territory.community(row.street, row.community, file=reading.file)
        except Problem as problem:
            result.cells.append(CellIssue(reading.file, "", row.row, "", "", problem.code, lost=True))
            continue
        place = territory.compound(community, row.compound) if row.compound else community
        if taken.setdefault(place.id, row.zone) != row.zone:
            result.cells.append(CellIssue(reading.file, "", row.row, "", "", "place.in_two_zones", lost=True))
        else:
            wanted.setdefault(place.id, (row, place))
    return list(wanted.values())


def _give(wanted: list[tuple[ZoneRow, Node]], zones: dict[str, Zone]) -> tuple[int, int]:
    """Bring the zones' places in line with the file; answers how many are new and how many changed zone."""
    known = {given.place_id: given for given in ZonePlace.objects.filter(place__in=[node.id for _row, node in wanted])}
    counts: dict[str, int] = {}
    fresh, moved = [], []
    for row, place in wanted:
        counts[row.zone] = counts.get(row.zone, 0) + 1
        zone, given = zones[row.zone], known.get(place.id)
        if given is None:
            fresh.append(ZonePlace(place_id=place.id, zone=zone, ordinal=counts[row.zone]))
        elif given.zone_id != zone.id:
            given.zone, given.ordinal = zone, counts[row.zone]
            moved.append(given)
    ZonePlace.objects.bulk_create(fresh)
    ZonePlace.objects.bulk_update(moved, ["zone", "ordinal"])
    return len(fresh), len(moved)
