"""Who lives in a compound, and who isolates in it: one statement for the screen, the poster and the lists behind them.

Living here are the registered people of the doors in use, whatever they do, but who moved away, died or is elsewhere as
the newest knock says. They have never left, or left and came back, or have not stated it: the newest statement counts,
from a visit (the traits `never_left` and `came_back`, or a day of coming back), or a verified stay outside. Isolated is
another axis: who of them is under an isolating measure at home.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec

from qiaomen.atlas import suppression
from qiaomen.atlas.blocks import Ground, ground
from qiaomen.atlas.models import Copy
from qiaomen.atlas.suppression import Residents, Shown
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.queries.walking import walk
from qiaomen.places.models import Place

Group = Literal["living", "never_left", "came_back", "not_stated", "isolated", "isolated_elsewhere", "away"]
GROUPS: tuple[Group, ...] = (
    "living", "never_left", "came_back", "not_stated", "isolated", "isolated_elsewhere", "away",
)  # fmt: skip

# One row a registered person of a home under one of the paths. `said` is empty where nothing is stated of leaving. What
# is known of each is looked up by index, person by person: joined, it would be scanned where the planner guesses wrong.
MEMBERS = """
WITH home AS MATERIALIZED (
  SELECT d.id AS door, d.label, d.stairwell, d.floor, d.walk, d.place_id AS place, p.path
  FROM unnest(%(paths)s::text[]) area
  JOIN places_place p ON p.path >= area COLLATE "C" AND p.path < (area || 'g') COLLATE "C"
  JOIN places_door d ON d.place_id = p.id AND d.is_open),
lives AS MATERIALIZED (
  SELECT h.*, home.*,
         ARRAY(SELECT a.id FROM people_alias a WHERE a.canonical = h.person AND a.id <> h.person) || h.person AS ids
  FROM home CROSS JOIN LATERAL (
    SELECT h.id AS person, h.name, h.sex, h.birth_year FROM people_person h WHERE h.home_door_id = home.door OFFSET 0) h
  WHERE NOT EXISTS (SELECT FROM people_alias a WHERE a.id = h.person AND a.canonical <> h.person)),
known AS MATERIALIZED (
  SELECT l.*, coalesce((
           SELECT CASE f.kind WHEN 'trait' THEN f.value ELSE 'came_back' END FROM people_fact f
           WHERE f.person = ANY(l.ids) AND (
             f.kind = 'trait' AND f.value IN ('never_left', 'came_back')
             OR f.kind = 'stay' AND f.until IS NOT NULL AND f.place IS NULL AND (f.verified OR EXISTS (
                  SELECT FROM ledger_record r WHERE r.id = f.record AND r.kind IN ('visit', 'self_report'))))
           ORDER BY f.known_at DESC, f.kind, f.value LIMIT 1), '') AS said,
         coalesce((
           SELECT r.presence FROM campaigns_roll r
           WHERE r.person_id = ANY(l.ids) AND r.door_id = l.door AND r.presence <> 'unaccounted'
           ORDER BY r.at DESC LIMIT 1), '') AS presence,
         (SELECT e.state = 'open' AND e."where" IN ('', 'home') FROM monitoring_episode e
          WHERE e.person = l.person AND e.ended_at IS NULL AND e.isolates) AS held
  FROM lives l),
members AS (
  SELECT k.*, k.held IS TRUE AS isolated, k.held IS FALSE AS isolated_elsewhere,
         k.presence IN ('elsewhere', 'moved', 'died') AS gone
  FROM known k)
"""
CELLS = f"""{MEMBERS}
SELECT place, path, stairwell, floor, {{columns}} FROM members GROUP BY place, path, stairwell, floor
"""
ROWS = f"""{MEMBERS}
SELECT person, name, sex, birth_year, door, label, path, place, stairwell, floor, said, isolated
FROM members WHERE {{condition}} ORDER BY path, walk, door, birth_year, person
"""
_HERE = "NOT gone AND NOT isolated_elsewhere"
CONDITIONS: dict[Group, str] = {
    "living": _HERE,
    "never_left": f"{_HERE} AND said = 'never_left'",
    "came_back": f"{_HERE} AND said = 'came_back'",
    "not_stated": f"{_HERE} AND said = ''",
    "isolated": f"{_HERE} AND isolated",
    "isolated_elsewhere": "isolated_elsewhere AND presence <> 'died'",
    "away": "presence = 'elsewhere' AND NOT isolated_elsewhere",
}
"""What is counted, by name: the column of a count and the condition of its list."""
COLUMNS = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in CONDITIONS.values())


class Cell(msgspec.Struct, frozen=True):
    """The counts of one floor of one stairwell (`floor` empty where the door does not say)."""

    place: UUID
    path: str
    stairwell: str
    floor: int | None
    counts: dict[Group, int]


class Member(msgspec.Struct, frozen=True):
    """One person of a list."""

    person: UUID
    name: str
    sex: int
    birth_year: int | None
    door: UUID
    label: str
    path: str
    place: UUID
    stairwell: str
    floor: int | None
    said: str
    isolated: bool


class BlockCounts(msgspec.Struct):
    """What is counted of one building; `floors` and `stacks` say where its isolated people are (duty copy only)."""

    block: UUID
    doors: int
    living: Shown
    isolated: Shown
    floors: dict[int, int] = msgspec.field(default_factory=dict)
    stacks: dict[str, dict[int, int]] = msgspec.field(default_factory=dict)
    """Isolated people by stairwell and floor."""


class Counts(msgspec.Struct):
    """The figures of a compound, as one copy of its map shows them."""

    copy: Copy
    doors: int
    stairwells: int
    living: Shown
    never_left: Shown
    came_back: Shown
    not_stated: Shown
    isolated: Shown
    blocks: dict[UUID, BlockCounts]
    isolated_elsewhere: Shown = suppression.NOT_SHOWN
    away: Shown = suppression.NOT_SHOWN


def cells(paths: Sequence[str]) -> list[Cell]:
    """The counts of everything at and below these paths, by innermost place, stairwell and floor: one statement.

    No path may lie in another one.
    """
    found = ask(CELLS.format(columns=COLUMNS), {"paths": list(paths)})
    return [
        Cell(at, path, stairwell, floor, dict(zip(CONDITIONS, counted, strict=True)))
        for at, path, stairwell, floor, *counted in found
    ]


def members(place: Place, group: Group, *, block: UUID | None = None) -> list[Member]:
    """The people behind a number, in walking order of their doors; of one block only, if it is named."""
    found = ask(ROWS.format(condition=CONDITIONS[group]), {"paths": [place.path]})
    order = walk().ranks
    rows = sorted((Member(*row) for row in found), key=lambda row: order.get(row.place, len(order)))
    if block is None:
        return rows
    here = ground(place)
    return [row for row in rows if here.block_of(row.place) == block]


def living(paths: Sequence[str]) -> Counter[Group]:
    """The sums of all groups over these paths."""
    return _sum(cells(paths))


def counts_of(place: Place, copy: Copy = Copy.INTERNAL, *, on: Ground | None = None) -> Counts:
    """The figures of a compound for one copy of its map. `on` saves reading its blocks again.

    The public copy tells of no floor, and small counts only as "<5" (`suppression`).
    """
    here = on or ground(place)
    found = cells([place.path])
    by_block: dict[UUID, list[Cell]] = {block.place.id: [] for block in here.blocks}
    for cell in found:
        by_block[here.block_of(cell.place)].append(cell)
    if copy == Copy.PUBLIC:
        return _public(here, by_block, _sum(found))
    return _internal(here, by_block, _sum(found))


def _internal(here: Ground, by_block: dict[UUID, list[Cell]], sums: Counter[Group]) -> Counts:
    figures: dict[str, Any] = {group: Shown(exact=sums[group]) for group in GROUPS}
    return Counts(
        copy=Copy.INTERNAL, doors=_doors(here), stairwells=_stairwells(here), **figures,
        blocks={block.place.id: _open_block(here, block.place.id, block.doors, by_block) for block in here.blocks},
    )  # fmt: skip


def _open_block(here: Ground, block: UUID, doors: int, by_block: dict[UUID, list[Cell]]) -> BlockCounts:
    floors: Counter[int] = Counter()
    stacks: dict[str, dict[int, int]] = {}
    for cell in by_block[block]:
        if count := cell.counts["isolated"]:
            floor = cell.floor or 1
            floors[floor] += count
            stack = stacks.setdefault(here.stairwell(cell.place, cell.stairwell), {})
            stack[floor] = stack.get(floor, 0) + count
    sums = _sum(by_block[block])
    return BlockCounts(
        block=block, doors=doors, living=Shown(exact=sums["living"]), isolated=Shown(exact=sums["isolated"]),
        floors=dict(sorted(floors.items())), stacks=stacks,
    )  # fmt: skip


def _public(here: Ground, by_block: dict[UUID, list[Cell]], sums: Counter[Group]) -> Counts:
    isolated, total = suppression.parts({block: _sum(found)["isolated"] for block, found in by_block.items()})
    split: Residents = suppression.residents(
        never_left=sums["never_left"], came_back=sums["came_back"], not_stated=sums["not_stated"]
    )
    lived = {block: _sum(found)["living"] for block, found in by_block.items()}
    living = suppression.all_or_none(lived, split.living)
    return Counts(
        copy=Copy.PUBLIC, doors=_doors(here), stairwells=_stairwells(here), living=split.living,
        never_left=split.never_left, came_back=split.came_back, not_stated=split.not_stated, isolated=total,
        blocks={
            block.place.id: BlockCounts(
                block=block.place.id, doors=block.doors, living=living[block.place.id],
                isolated=isolated[block.place.id],
            )
            for block in here.blocks
        },
    )  # fmt: skip


def _sum(found: Sequence[Cell]) -> Counter[Group]:
    sums: Counter[Group] = Counter()
    for cell in found:
        sums.update(cell.counts)
    return sums


def _doors(here: Ground) -> int:
    return sum(block.doors for block in here.blocks)


def _stairwells(here: Ground) -> int:
    return sum(len([name for name in block.stairwells if name]) for block in here.blocks)
