"""Organisations to zones when nobody has said who answers for what: by affinity, within what each zone needs."""

from collections.abc import Mapping, Sequence

from qiaomen.campaigns.planner.split import parts_needed
from qiaomen.campaigns.planner.work import Walk, ZoneWork


def quotas(zones: Sequence[ZoneWork], teams: int) -> dict[str, int]:
    """Teams for each zone so that the longest contiguous workload of all is as short as possible: exact.

    Teams beyond that go one by one to the zone with most seconds a team. ValueError when there are fewer teams than
    zones with doors.
    """
    walks = {zone.zone: Walk(zone.stretches) for zone in zones}
    if teams < sum(walk.doors > 0 for walk in walks.values()):
        raise ValueError("every zone with doors needs a team")
    low = max((walk.heaviest() for walk in walks.values()), default=0)
    high = max((walk.prefix[-1] for walk in walks.values()), default=0)
    while low < high:
        middle = (low + high) // 2
        if sum(_needed(walk, middle) for walk in walks.values()) <= teams:
            high = middle
        else:
            low = middle + 1
    share = {zone: _needed(walk, high) for zone, walk in walks.items()}
    for _ in range(teams - sum(share.values()) if high else 0):
        zone = max(walks, key=lambda zone: walks[zone].prefix[-1] / (share[zone] or 1))
        share[zone] += 1
    return share


def _needed(walk: Walk, limit: int) -> int:
    needed = parts_needed(walk, limit)
    if needed is None:
        raise ValueError("the limit is below a single door")
    return needed


def zones_for(
    quota: Mapping[str, int], crews: Mapping[str, int], affinity: Mapping[tuple[str, str], float]
) -> dict[str, str]:
    """A zone for each organisation: `crews` are its teams, `affinity[organisation, zone]` how well it knows the zone.

    The strongest ties are honoured first, as long as at least half of the organisation's teams are still needed
    there; the others, the largest first, go where most teams are missing. A heuristic: organisations are not split.
    """
    missing = dict(quota)
    found: dict[str, str] = {}
    ties = sorted(affinity.items(), key=lambda tie: (-tie[1], tie[0]))
    for (organisation, zone), strength in ties:
        fits = 2 * missing.get(zone, 0) >= crews.get(organisation, 0) > 0
        if strength > 0 and fits and organisation not in found:
            found[organisation] = zone
            missing[zone] -= crews[organisation]
    for organisation in sorted(crews.keys() - found.keys(), key=lambda name: (-crews[name], name)):
        zone = max(sorted(missing), key=lambda zone: (missing[zone], affinity.get((organisation, zone), 0.0)))
        found[organisation] = zone
        missing[zone] -= crews[organisation]
    return found
