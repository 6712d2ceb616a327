"""Who was one person, and who had moved, at a moment: decisions and moves that were not there yet do not count."""

from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.households import aliases
from qiaomen.ledger import stages
from qiaomen.ledger.past import Past

# Whose aliases may have been others: written since, decided since, or of somebody who was not there yet.
ALIASES = """
SELECT a.id FROM {stored} a WHERE a.change IN (SELECT id FROM asof_since)
UNION SELECT a.canonical FROM {stored} a WHERE a.change IN (SELECT id FROM asof_since)
UNION SELECT a.id FROM {stored} a JOIN asof_absent b ON b.id = a.id OR b.id = a.canonical
UNION SELECT a.canonical FROM {stored} a JOIN asof_absent b ON b.id = a.id OR b.id = a.canonical
UNION SELECT unnest(ARRAY[r.person, (r.body ->> 'other')::uuid]) FROM {records} r JOIN asof_hidden h
  ON h.id = coalesce(r.root, r.id) OR h.id = r.id WHERE r.kind = 'person_merge'
UNION SELECT unnest(ARRAY[o.person, (o.body ->> 'other')::uuid]) FROM asof_hidden h JOIN {records} r ON r.id = h.id
  JOIN {records} o ON o.id = r.root WHERE o.kind = 'person_merge'
"""
KEPT = "CREATE TEMPORARY TABLE asof_alias (id uuid PRIMARY KEY, canonical uuid, record uuid, change uuid)"
KEEP = """
INSERT INTO asof_alias SELECT n.id, n.canonical, n.record, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[]) AS n(id, canonical, record)
"""
GROUP = """
SELECT w.id, coalesce(a.canonical, w.id) FROM unnest(%b::uuid[]) w(id) LEFT JOIN people_alias a ON a.id = w.id
"""
# All ids that were, or are, one person's with any of these.
EVERY_ID = """
WITH canonical AS (
  SELECT coalesce(a.canonical, w.id) AS id FROM unnest(%b::uuid[]) w(id) LEFT JOIN {table} a ON a.id = w.id)
SELECT id FROM canonical UNION SELECT a.id FROM {table} a JOIN canonical c ON c.id = a.canonical
"""
MOVES = "SELECT DISTINCT person FROM {records} r JOIN asof_hidden h ON h.id = r.id WHERE r.kind = 'move'"
UNMOVED = "SELECT DISTINCT person FROM {stored} m WHERE m.change IN (SELECT id FROM asof_since)"
NEWEST = """
SELECT DISTINCT ON (w.canonical) w.canonical, r.id, r.door, r.at FROM ledger_record r
JOIN unnest(%b::uuid[], %b::uuid[]) AS w(id, canonical) ON w.id = r.person
WHERE r.kind = 'move' ORDER BY w.canonical, r.at DESC, r.id DESC
"""
STATED = "SELECT person, stated_door FROM {stored} WHERE person = ANY(%b)"
# What a file said of somebody who had moved, if it had come by then.
LISTED = """
SELECT person, listed_at, listed_door FROM {stored}
WHERE person = ANY(%b) AND listed_at <= (SELECT at FROM base_change WHERE seq <= %b ORDER BY seq DESC LIMIT 1)
"""
MOVED = """
CREATE TEMPORARY TABLE asof_moved (
  person uuid PRIMARY KEY, stated_door uuid, record uuid, change uuid, listed_at timestamptz, listed_door uuid)
"""
MOVE = """
INSERT INTO asof_moved (person, stated_door, record, change, listed_at, listed_door)
SELECT n.person, n.stated, n.record, %b, n.listed_at, n.listed
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::timestamptz[], %b::uuid[])
  AS n(person, stated, record, listed_at, listed)
"""
MOVED_COLUMNS = "person, stated_door, record, change, listed_door, listed_at"
BEFORE = """
INSERT INTO asof_person SELECT p.* FROM people_person p
WHERE p.id = ANY(%b) AND NOT EXISTS (SELECT FROM asof_moved_people m WHERE m.id = p.id)
"""
MOVING = "INSERT INTO asof_moved_people SELECT unnest(%b::uuid[]) ON CONFLICT DO NOTHING"
SETTLE = """
UPDATE asof_person p SET home_door_id = n.door
FROM unnest(%b::uuid[], %b::uuid[]) AS n(id, door) JOIN asof_person o ON o.id = n.id WHERE p.id = n.id
RETURNING o.home_door_id, n.door
"""


def go_back(past: Past) -> None:
    """Shape aliases, and homes that follow a move, as they were at the moment."""
    past.fold(next(step for step in stages.rebuilds if step.tables[0] == "households_judgement"))
    around = aliases.near(_ids(ALIASES, past, "people_alias"))
    joined = aliases.named(around) if around else {}
    past.name("asof_aliased", around)
    run(KEPT)
    columns = ([one.canonical for one in joined.values()], [one.record for one in joined.values()])
    run(KEEP, [past.change, list(joined), *columns])
    past.shadow(
        "people_alias",
        "SELECT a.* FROM {stored} a WHERE NOT EXISTS (SELECT FROM asof_aliased b WHERE b.id = a.id)"
        " UNION ALL SELECT * FROM asof_alias",
    )
    past.touch("people", *around)
    _widen(past)
    _unmove(past, around)
    for appear in stages.appearances:
        past.touch("doors", *appear(past.touched["people"]))


def _widen(past: Past) -> None:
    """Whoever is touched is so under all ids, as they are joined now and as they were."""
    for table in (past.stored("people_alias"), "people_alias"):
        statement: Any = EVERY_ID.format(table=table)
        past.touch("people", *(row[0] for row in rows(statement, [list(past.touched["people"])])))


def _unmove(past: Past, around: set[UUID]) -> None:
    """Who had moved by then lives where the newest move of then says; the others have not moved."""
    ahead = _ids(MOVES, past, "households_moved")
    statement: Any = EVERY_ID.format(table="people_alias")
    asked = ahead | around | _ids(UNMOVED, past, "households_moved")
    people = [row[0] for row in rows(statement, [list(asked)])] if asked else []
    canonical = dict(rows(GROUP, [people]))
    newest = {row[0]: row[1:] for row in rows(NEWEST, [list(canonical), list(canonical.values())])}
    stated = dict(rows(_named(STATED, past, "households_moved"), [people]))
    said = {row[0]: row[1:] for row in rows(_named(LISTED, past, "households_moved"), [people, past.seq])}
    past.name("asof_unmoved", people)
    run(MOVED)
    lines = [
        (one, stated.get(one), newest[head][0], *said.get(one, (None, None)))
        for one, head in canonical.items()
        if head in newest
    ]
    run(MOVE, [past.change, *([list(column) for column in zip(*lines, strict=True)] or [[], [], [], [], []])])
    past.shadow(
        "households_moved",
        f"SELECT {MOVED_COLUMNS} FROM {{stored}} m"
        " WHERE NOT EXISTS (SELECT FROM asof_unmoved b WHERE b.id = m.person)"
        f" UNION ALL SELECT {MOVED_COLUMNS} FROM asof_moved",
    )
    if past.happened is not None:
        later = _newest_listed(canonical, said)
        homes = {one: _home(newest.get(head), later.get(head), stated.get(one)) for one, head in canonical.items()}
        _settle(past, {one: home for one, home in homes.items() if canonical[one] in newest or one in stated})


def _newest_listed(
    canonical: dict[UUID, UUID], said: dict[UUID, tuple[datetime, UUID]]
) -> dict[UUID, tuple[datetime, UUID]]:
    """What the newest file said of each person, under whichever id."""
    found: dict[UUID, tuple[datetime, UUID]] = {}
    for person, one in said.items():
        head = canonical[person]
        found[head] = max(found.get(head, one), one)
    return found


def _home(
    move: tuple[UUID, UUID, datetime] | None, listed: tuple[datetime, UUID] | None, stated: UUID | None
) -> UUID | None:
    """Where somebody lived: as a file said that came after their newest move, as that move said, or as before it."""
    if move is None:
        return stated
    _record, door, at = move
    return listed[1] if listed is not None and listed[0] > at else door


def _settle(past: Past, homes: dict[UUID, UUID | None]) -> None:
    """A move that is known, but had not happened yet, is no home."""
    asked = list(homes)
    run(BEFORE, [asked])
    run(MOVING, [asked])
    for before, now in rows(SETTLE, [asked, list(homes.values())]):
        past.touch("doors", before, now)


def _ids(statement: str, past: Past, table: str) -> set[UUID]:
    return {row[0] for row in rows(_named(statement, past, table)) if row[0] is not None}


def _named(statement: str, past: Past, table: str) -> Any:
    return statement.format(stored=past.stored(table), records=past.stored("ledger_record"))
