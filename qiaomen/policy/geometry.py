"""Who is exposed to a case at home, by where doors are: the same flat, the same floor, the floors next to it.

What the edition in force says of own and of shared kitchens and toilets gives candidates; health staff confirm them
into exposures. Source: RULES 1, contact by geometry.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.households.file import every_id
from qiaomen.ledger import desk, told
from qiaomen.ledger.told import Told
from qiaomen.ledger.wire import Verdict
from qiaomen.policy import editions
from qiaomen.policy.records import Case, Exposure

Closeness = Literal["close", "secondary"]
Where = Literal["same_door", "same_floor", "next_floors", "building"]

# Everybody else who lives in the case's building, and how near. A building is a place of its kind, with its stairwells;
# in an alley or a resident group it is what the doors' labels say, and a door without that is a building alone.
NEIGHBOURS = """
WITH ids AS (SELECT unnest(%b::uuid[]) AS id),
home AS (
  SELECT d.*, p.path, coalesce(
    (SELECT b.path FROM places_place b WHERE b.kind = 'building' AND starts_with(p.path, b.path)
     ORDER BY length(b.path) DESC LIMIT 1),
    CASE WHEN p.kind = 'stairwell' THEN p.path END) AS house
  FROM people_person h JOIN places_door d ON d.id = h.home_door_id JOIN places_place p ON p.id = d.place_id
  WHERE h.id = %b),
near AS (
  SELECT d.id, d.place_id, d.stairwell, d.floor FROM home, places_door d JOIN places_place p ON p.id = d.place_id
  WHERE d.id = home.id OR CASE WHEN home.house IS NOT NULL THEN starts_with(p.path, home.house)
    ELSE d.place_id = home.place_id AND home.building <> '' AND d.building = home.building END)
SELECT DISTINCT coalesce(a.canonical, r.id), near.id,
  CASE WHEN near.id = home.id THEN 'same_door'
       WHEN near.place_id = home.place_id AND near.stairwell = home.stairwell AND near.floor = home.floor
       THEN 'same_floor'
       WHEN near.place_id = home.place_id AND near.stairwell = home.stairwell AND abs(near.floor - home.floor) = 1
       THEN 'next_floors'
       ELSE 'building' END
FROM near JOIN people_person r ON r.home_door_id = near.id LEFT JOIN people_alias a ON a.id = r.id, home
WHERE r.id NOT IN (SELECT id FROM ids) AND coalesce(a.canonical, r.id) NOT IN (SELECT id FROM ids)
"""
NEARNESS: tuple[Closeness, ...] = ("close", "secondary")
# What holds for the whole building holds on the same floor, too.
NEARER: dict[str, tuple[Where, ...]] = {
    "same_door": ("same_door", "building"),
    "same_floor": ("same_floor", "building"),
    "next_floors": ("next_floors", "building"),
    "building": ("building",),
}


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who is exposed by where they live, until health staff confirm it."""

    person: UUID
    closeness: Closeness
    door: UUID
    where: Where


def exposed(case: UUID, *, now: datetime, rooms: Literal["", "own", "shared"] = "") -> list[Candidate]:
    """Who is exposed to a case at home, by closeness and door.

    `rooms`: whether the case has a kitchen and toilet of their own; empty: as the case's record says, else own. Raises
    `policy.none`, or `policy.no_geometry` where the edition in force says nothing of it.
    """
    edition = editions.in_force(now)
    if edition is None:
        raise Problem("policy.none")
    geometry = editions.document_of(edition).geometry
    if geometry is None:
        raise Problem("policy.no_geometry")
    ids = every_id([case])
    rule = geometry.shared if (rooms or _rooms_of(ids)) == "shared" else geometry.own
    found: list[Candidate] = []
    for person, door, where in rows(NEIGHBOURS, [ids, case]):
        closeness = next((each for each in NEARNESS if set(NEARER[where]) & set(rule.get(each, ()))), None)
        if closeness is not None:
            found.append(Candidate(person, closeness, door, where))
    return sorted(found, key=lambda each: (each.closeness, each.door.bytes, each.person.bytes))


def confirm(
    case: UUID,
    candidates: Sequence[Candidate],
    *,
    first: datetime,
    last: datetime | None = None,
    by: Worker,
    now: datetime,
) -> list[Verdict]:
    """State these exposures as verified by the case's record, from first to last contact; without a last they go on.

    Answers a verdict for each; the ledger refuses those at whose home the worker does not decide.
    """
    goes_on = last is None
    said = _accounts_of(every_id([case]))
    evidence = said[-1].record if said else None
    other = (said[-1].person if said else None) or case
    envelopes = []
    for each in candidates:
        body = Exposure(
            closeness=each.closeness, first=first, last=last, ongoing=goes_on, other=other, how="geometry",
            verified=evidence is not None, evidence=evidence,
        )  # fmt: skip
        envelopes.append(desk.record("exposure", body, person=each.person, at=now))
    return desk.send(envelopes, by=by, now=now)


def _rooms_of(ids: Collection[UUID]) -> str:
    bodies: list[Case] = [one.body for one in _accounts_of(ids)]
    return next((body.rooms for body in reversed(bodies) if body.rooms), "own")


def _accounts_of(ids: Collection[UUID]) -> list[Told]:
    """What is said of somebody's illness, in order."""
    said = told.of_people(ids, ("case",)).values()
    return told.in_order(one for several in said for one in several)
