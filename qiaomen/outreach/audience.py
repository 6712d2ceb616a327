"""Who a message is for: households of a place, a category of people, every door of a kind, or each link of the chain.

Answered by one or two statements; no address is opened. Whoever belongs to an audience and cannot be reached belongs to
it all the same, so that a message can name whom it missed.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.ids import NOBODY
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.lists.membership import Members
from qiaomen.places.models import Place

Kind = Literal["households", "category", "doors", "chain"]
MOST = 60_000


class Audience(msgspec.Struct, omit_defaults=True):
    """`word`: the category (`of` a policy or a trait), the kind of door, or the kind of place whose links are told."""

    kind: Kind
    word: str = ""
    of: str = ""

    @property
    def of_health(self) -> bool:
        """Whether who sees its recipients learns something of somebody's health."""
        return self.kind == "category"


class Recipient(msgspec.Struct):
    """Somebody who is to be told; `key` is None where there is no way to reach them."""

    place: UUID
    path: str
    door: UUID | None = None
    label: str = ""
    person: UUID | None = None
    worker: UUID | None = None
    channel: UUID | None = None
    key: bytes | None = None
    where: str = ""


# The first person with a phone, in the order of the household; of a shop who works there before who lives there.
REACHED: LiteralString = """
LEFT JOIN LATERAL (
  SELECT h.id, i.phone_hashes[1] AS key FROM people_person h JOIN people_identity i ON i.person_id = h.id
  WHERE ({belongs}) AND cardinality(i.phone_hashes) > 0
  ORDER BY (h.work_door_id = d.id) IS TRUE DESC, h.ordinal, h.id LIMIT 1) who ON true
"""
DOORS: LiteralString = """
SELECT p.id, p.path, d.id, d.label, who.id, NULL::uuid, NULL::uuid, who.key
FROM places_door d JOIN places_place p ON p.id = d.place_id
{reached}
WHERE p.path >= %b AND p.path < %b || 'g' AND d.is_open AND d.kind = ANY(%b)
  AND ({has_people})
ORDER BY p.path, d.walk, d.id
"""
LIVING: LiteralString = "SELECT FROM people_person h WHERE h.home_door_id = d.id"
# What stands empty is no household; a shop is a shop, whoever is known of it.
HOUSEHOLDS: LiteralString = DOORS.format(
    reached=REACHED.format(belongs="h.home_door_id = d.id"), has_people=f"EXISTS ({LIVING})"
)
OF_KIND: LiteralString = DOORS.format(
    reached=REACHED.format(belongs="h.work_door_id = d.id OR h.home_door_id = d.id"), has_people="true"
)
PEOPLE = """
SELECT h.id, p.id, i.phone_hashes[1] FROM people_person h JOIN places_door d ON d.id = h.home_door_id
JOIN places_place p ON p.id = d.place_id LEFT JOIN people_identity i ON i.person_id = h.id WHERE h.id = ANY(%b)
"""
# Each channel of a place; where it has none, the first in the chain who answers for it and has a phone.
CHAIN = """
SELECT p.id, p.path, NULL::uuid, '', NULL::uuid, w.id, c.id, coalesce(c.key, w.phone_hash)
FROM places_place p
LEFT JOIN outreach_channel c ON c.place_id = p.id AND c.until IS NULL
LEFT JOIN LATERAL (
  SELECT k.id, k.phone_hash FROM duty_duty u JOIN access_worker k ON k.id = u.worker_id
  WHERE u.place_id = p.id AND u.since <= %b AND (u.until IS NULL OR u.until > %b)
    AND k.is_active AND k.sealed_phone IS NOT NULL AND c.id IS NULL
  ORDER BY array_position(ARRAY['property', 'grid_worker', 'cadre', 'chief', 'leader'], u.role::text), k.name, k.id
  LIMIT 1) w ON true
WHERE p.path >= %b AND p.path < %b || 'g' AND p.kind = %b
ORDER BY p.path, c.name, c.id
"""
HOMES = ["dwelling", "dormitory"]


def recipients(audience: Audience, place: Place, *, now: datetime) -> list[Recipient]:
    """Everybody of an audience at and below a place, along the way. Raises `message.too_many` above 60,000."""
    match audience.kind:
        case "households":
            found = [Recipient(*row) for row in rows(HOUSEHOLDS, [place.path, place.path, HOMES])]
        case "doors":
            found = [Recipient(*row) for row in rows(OF_KIND, [place.path, place.path, [audience.word]])]
        case "chain":
            found = [Recipient(*row) for row in rows(CHAIN, [now, now, place.path, place.path, audience.word])]
        case "category":
            found = list(_category(audience, place))
    if len(found) > MOST:
        raise Problem("message.too_many", most=MOST)
    return in_walking_order(found, place)


def in_walking_order(several: list[Recipient], place: Place) -> list[Recipient]:
    """Along the way from building to building; who is at one place stays in their order."""
    walks = {path: (walk, name) for path, walk, name in place.below().values_list("path", "walk", "name")}
    begins = len(place.path) + 9

    def way(one: Recipient) -> list[tuple[str, str]]:
        return [walks[one.path[:end]] for end in range(begins, len(one.path) + 1, 9) if one.path[:end] in walks]

    ways = {path: way(one) for path, one in {one.path: one for one in several}.items()}
    return sorted(several, key=lambda one: ways[one.path])


def digest(several: Iterable[Recipient]) -> str:
    """What settles whether these are the very recipients that somebody saw before they pressed the button."""
    made = hashlib.sha256()
    for one in several:
        for id in (one.place, one.door, one.person, one.worker, one.channel):
            made.update((id or NOBODY).bytes)
        made.update(one.key or b"-")
    return made.hexdigest()


def reached(several: Sequence[Recipient]) -> tuple[int, int, int]:
    """How many addresses are told, how many share one with another, and how many have none."""
    keys = [bytes(one.key) for one in several if one.key is not None]
    return len(set(keys)), len(keys) - len(set(keys)), len(several) - len(keys)


def _category(audience: Audience, place: Place) -> Iterator[Recipient]:
    for chunk in Members(audience.of, audience.word, [place.path]).chunks():
        known = {id: (home, key) for id, home, key in rows(PEOPLE, [[one.id for one in chunk]])}
        for one in chunk:
            home, key = known[one.id]
            yield Recipient(home, one.path, one.door, one.label, one.id, key=key)
