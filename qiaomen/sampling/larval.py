"""Larval indices of mosquitoes, from what visits found of standing water: house, container and Breteau index.

A questionnaire that asks for them has two number questions: `water_containers` (with water, inside and out) and
`larvae_containers` (those of them with larvae or pupae). A door counts by its newest visit that answered the first.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import LiteralString

import msgspec

from qiaomen.base.sql import rows

# Visits as they count now: the newest correction of each, none that was taken back; then the newest of each door.
INSPECTED: LiteralString = """
WITH corrected AS (
  SELECT DISTINCT ON (a.root) a.root, a.door, a.kind, a.body FROM ledger_record a
  WHERE a.root IS NOT NULL ORDER BY a.root, a.at DESC, a.id DESC),
visit AS (
  SELECT r.id, r.at, r.received_at, coalesce(a.door, r.door) AS door,
         CASE WHEN a.root IS NULL THEN r.body ELSE a.body END -> 'answers' AS said
  FROM ledger_record r LEFT JOIN corrected a ON a.root = r.id
  WHERE r.kind = 'visit' AND r.root IS NULL AND coalesce(a.kind, 'visit') = 'visit')
SELECT DISTINCT ON (n.door) n.door AS subject, n.door, d.place_id AS place, n.at AS happened, n.received_at AS known,
       (n.said ->> 'water_containers')::numeric::int AS containers,
       least(coalesce((n.said ->> 'larvae_containers')::numeric::int, 0),
             (n.said ->> 'water_containers')::numeric::int) AS positive
FROM visit n JOIN places_door d ON d.id = n.door
WHERE jsonb_typeof(n.said -> 'water_containers') = 'number'
ORDER BY n.door, n.at DESC, n.id DESC
"""
SUMS: LiteralString = f"""
SELECT count(*)::int8, count(*) FILTER (WHERE s.positive > 0)::int8, coalesce(sum(s.containers), 0)::int8,
       coalesce(sum(s.positive), 0)::int8
FROM ({INSPECTED}) s JOIN places_place p ON p.id = s.place
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g') AND s.happened <= %b
"""


class House(msgspec.Struct, frozen=True):
    """A house that was looked through: containers with water, and those of them with larvae."""

    containers: int
    positive: int


class Indices(msgspec.Struct, frozen=True):
    """Counts of an area, and what follows from them. An index is None where nothing was looked at.

    House index: houses with larvae per 100 houses; container index: containers with larvae per 100 containers with
    water; Breteau index: containers with larvae per 100 houses. As the dengue guidelines of the WHO (2009) have them.
    """

    houses: int = 0
    positive_houses: int = 0
    containers: int = 0
    positive: int = 0

    @property
    def house(self) -> float | None:
        return 100 * self.positive_houses / self.houses if self.houses else None

    @property
    def container(self) -> float | None:
        return 100 * self.positive / self.containers if self.containers else None

    @property
    def breteau(self) -> float | None:
        return 100 * self.positive / self.houses if self.houses else None


def indices(houses: Iterable[House]) -> Indices:
    """The indices of these houses."""
    several = list(houses)
    return Indices(
        len(several), sum(one.positive > 0 for one in several), sum(one.containers for one in several),
        sum(one.positive for one in several),
    )  # fmt: skip


def of_areas(paths: Sequence[str], *, now: datetime) -> Indices:
    """The indices below these places, by what is known now."""
    return Indices(*rows(SUMS, [list(paths), now])[0])
