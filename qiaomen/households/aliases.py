"""Aliases: which ids are one person's, as `joining` says, written where everybody reads it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.households.joining import Joined, Judged, join
from qiaomen.ledger import told

# Everything that a number, a decision or an alias leads to from these ids.
NEAR = """
WITH RECURSIVE near(id) AS (
  SELECT unnest(%b::uuid[])
  UNION
  SELECT l.id FROM near n CROSS JOIN LATERAL (
    SELECT o.person_id AS id FROM people_identity i JOIN people_identity o ON o.id_hash = i.id_hash
    WHERE i.person_id = n.id AND i.id_hash IS NOT NULL
    UNION ALL SELECT j.other FROM households_judgement j WHERE j.one = n.id
    UNION ALL SELECT j.one FROM households_judgement j WHERE j.other = n.id
    UNION ALL SELECT a.canonical FROM people_alias a WHERE a.id = n.id
    UNION ALL SELECT a.id FROM people_alias a WHERE a.canonical = n.id) l)
SELECT id FROM near
"""
NUMBERS = """
SELECT w, i.id_hash FROM unnest(%b::uuid[]) w LEFT JOIN people_identity i ON i.person_id = w
"""
JUDGED = """
SELECT record, at, one, other, same FROM households_judgement WHERE same IS NOT NULL AND one = ANY(%b)
"""
STANDING = "SELECT id, canonical, record FROM people_alias WHERE id = ANY(%b)"
PART = "DELETE FROM people_alias WHERE id = ANY(%b)"
JOIN = """
INSERT INTO people_alias (id, canonical, record, change)
SELECT n.id, n.canonical, n.record, %b FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[]) AS n(id, canonical, record)
ON CONFLICT (id) DO UPDATE SET canonical = excluded.canonical, record = excluded.record, change = excluded.change
"""
# Who is who follows from several rows: two transactions that look at them at once would each miss the other's.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('households'), hashtext(current_schema()))"
JUDGE = """
INSERT INTO households_judgement (record, one, other, same, at, by, change)
SELECT n.record, least(n.a, n.b), greatest(n.a, n.b), n.same, n.at, n.author, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::bool[], %b::timestamptz[], %b::uuid[])
  AS n(record, a, b, same, at, author)
ON CONFLICT (record) DO UPDATE SET one = excluded.one, other = excluded.other, same = excluded.same, at = excluded.at,
  by = excluded.by, change = excluded.change
RETURNING one, other
"""
JUDGED_BY = "SELECT one, other FROM households_judgement WHERE record = ANY(%b)"
ORIGINALS = """
SELECT id, person, (body->>'other')::uuid, at, author FROM ledger_record
WHERE id = ANY(%b) AND kind = 'person_merge' AND person IS NOT NULL
"""
DROP_ORPHANS = (
    "DELETE FROM households_judgement j WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = j.record)"
)


def lock() -> None:
    """Wait until nobody else decides who is who, or where they live, and keep others waiting until the commit."""
    rows(ONE_AT_A_TIME)


def judge(records: Collection[UUID], change: UUID) -> set[UUID]:
    """Keep what these records (by their originals) decide now; answers whom they are about."""
    says = told.of_chains(records)
    lines = []
    for record, person, other, at, author in rows(ORIGINALS, [list(records)]) if records else []:
        now = says.get(record)
        if now is not None:
            person, other = now.person or person, now.body.other
        if person != other:
            lines.append((record, person, other, None if now is None else now.body.same, at, author))
    if not lines:
        return set()
    before = rows(JUDGED_BY, [[line[0] for line in lines]])
    kept = rows(JUDGE, [change, *(list(column) for column in zip(*lines, strict=True))])
    return {person for pair in before + kept for person in pair}


def near(people: Collection[UUID]) -> set[UUID]:
    """These ids, and every id that could be one person with any of them."""
    return {row[0] for row in rows(NEAR, [list(people)])} if people else set()


def settle(people: Collection[UUID], change: UUID) -> dict[UUID, UUID]:
    """Write who is who among these ids, which `near` has closed; answers id → canonical for all of them.

    The caller holds `lock`.
    """
    wanted = named(people)
    standing = {row[0]: Joined(row[1], row[2]) for row in rows(STANDING, [list(people)])}
    gone = [one for one in standing if one not in wanted]
    if gone:
        run(PART, [gone])
    new = [(one, joined.canonical, joined.record) for one, joined in wanted.items() if standing.get(one) != joined]
    if new:
        run(JOIN, [change, *(list(column) for column in zip(*new, strict=True))])
    return {one: wanted[one].canonical if one in wanted else one for one in people}


def named(people: Collection[UUID]) -> dict[UUID, Joined]:
    """The aliases among these ids, which `near` has closed, as numbers and decisions have it."""
    asked = list(people)
    numbers = {row[0]: None if row[1] is None else bytes(row[1]) for row in rows(NUMBERS, [asked])}
    return join(numbers, [Judged(*row) for row in rows(JUDGED, [asked])])


def refold(records: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: the decisions. Aliases are a register, which rebuilding leaves as it is."""
    judge(records, change)


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(DROP_ORPHANS)
