"""Zones give authority: who works for an organisation that backs a zone, or is in one of the zone's teams, may record
at the zone's places.

Each such grant names its zone as `source`; bringing grants in line again changes nothing, and what no longer follows
from zones, organisations and teams is ended.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from qiaomen.access.models import Organisation, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.base.sql import run
from qiaomen.duty.models import Backing, Zone, ZonePlace
from qiaomen.places.models import Place

# What ought to be: active workers of backing organisations, and members of teams (lent ones, volunteers), at each
# place of their zones.
OUGHT = """
SELECT w.id AS worker_id, zp.place_id, zp.zone_id
FROM duty_zoneplace zp
JOIN duty_backing b ON b.zone_id = zp.zone_id
JOIN access_worker w ON w.organisation_id = b.organisation_id AND w.is_active
UNION
SELECT w.id, zp.place_id, zp.zone_id
FROM duty_zoneplace zp
JOIN duty_team t ON t.zone_id = zp.zone_id AND t.is_active
JOIN duty_membership m ON m.team_id = t.id AND m.until_change IS NULL
JOIN access_worker w ON w.id = m.worker_id AND w.is_active
"""
# A grant that begins again starts where the last one of the same source ended, so that no two overlap.
GIVE = f"""
WITH ought AS ({OUGHT})
INSERT INTO access_grant (id, worker_id, role, place_id, since, until, ground, source, given_by_id, change)
SELECT gen_random_uuid(), o.worker_id, %s, o.place_id, greatest(%s::timestamptz, max(g.until)), NULL, '', o.zone_id,
       %s::uuid, %s::uuid
FROM ought o
LEFT JOIN access_grant g
  ON g.worker_id = o.worker_id AND g.place_id = o.place_id AND g.role = %s AND g.source = o.zone_id
GROUP BY o.worker_id, o.place_id, o.zone_id
HAVING count(*) FILTER (WHERE g.id IS NOT NULL AND g.until IS NULL) = 0
"""
END = f"""
WITH ought AS ({OUGHT})
UPDATE access_grant g SET until = greatest(%s::timestamptz, g.since), change = %s::uuid
WHERE g.until IS NULL AND g.role = %s AND g.source IN (SELECT id FROM duty_zone)
  AND NOT EXISTS (
    SELECT 1 FROM ought o WHERE o.worker_id = g.worker_id AND o.place_id = g.place_id AND o.zone_id = g.source
  )
"""
# Two at once would give the same grants twice: one waits for the other.
ONE_AT_A_TIME = "SELECT id FROM duty_zone ORDER BY id FOR UPDATE"


def grant_zones(*, since: datetime, change: UUID, given_by: UUID | None = None) -> tuple[int, int]:
    """Bring field grants in line with zones, organisations and teams; answers how many were given and how many ended.

    Part of the caller's change. New grants hold from `since` on; those that no longer follow end now.
    """
    run(ONE_AT_A_TIME)
    ended = run(END, [timezone.now(), change, Role.FIELD]).rowcount
    given = run(GIVE, [Role.FIELD, since, given_by, change, Role.FIELD]).rowcount
    return given, ended


def back_zone(
    *, organisation: Organisation, zone: Zone, by: Worker | None, contact: Worker | None = None,
    since: datetime | None = None,
) -> Backing:  # fmt: skip
    """The organisation answers for the zone from `since` (default: now) on: its workers may record there."""
    with changes.change("back zone", worker=by.id if by else None) as change:
        backing, _ = Backing.objects.update_or_create(
            organisation=organisation, zone=zone, defaults={"contact": contact} if contact else {}
        )
        grant_zones(since=since or timezone.now(), change=change.id, given_by=by.id if by else None)
    return backing


def leave_zone(*, backing: Backing, by: Worker | None) -> None:
    """The organisation no longer answers for the zone; grants that followed from it end now."""
    with changes.change("leave zone", worker=by.id if by else None) as change:
        backing.delete()
        grant_zones(since=timezone.now(), change=change.id, given_by=by.id if by else None)


def set_zone_places(*, zone: Zone, places: Sequence[Place], by: Worker | None, since: datetime | None = None) -> None:
    """Give a zone exactly these places, in walking order; grants follow.

    Raises `duty.place_taken` when one of them, or something inside or around it, belongs to another zone.
    """
    with changes.change("zone places", worker=by.id if by else None) as change:
        run(ONE_AT_A_TIME)
        others = ZonePlace.objects.exclude(zone=zone).values_list("place__path", "zone__name")
        for path, owner in others:
            if any(path.startswith(place.path) or place.path.startswith(path) for place in places):
                raise Problem("duty.place_taken", zone=owner)
        ZonePlace.objects.filter(zone=zone).exclude(place__in=places).delete()
        ZonePlace.objects.bulk_create(
            [ZonePlace(zone=zone, place=place, ordinal=position) for position, place in enumerate(places)],
            update_conflicts=True,
            unique_fields=["place"],
            update_fields=["ordinal"],
        )
        grant_zones(since=since or timezone.now(), change=change.id, given_by=by.id if by else None)


def zone_of(place: Place) -> Zone | None:
    """The zone that a place lies in, by itself or by something around it."""
    steps = [place.path[: end + 1] for end, char in enumerate(place.path) if char == "."]
    found = ZonePlace.objects.filter(place__path__in=steps).select_related("zone").order_by("-place__path").first()
    return found.zone if found else None
