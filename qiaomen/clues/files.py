"""Whose file a clue touches: a link counts only while its clue is verified.

A clue that is opened again takes its links back, and gives them again when it is verified again; what was joined to
another clue stands and falls with that one.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, LiteralString
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.clues.folds import CLUES
from qiaomen.clues.models import State
from qiaomen.clues.progress import Progress, progress
from qiaomen.clues.records import CluePerson
from qiaomen.ledger import told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told
from qiaomen.people.facts import FactRow

if TYPE_CHECKING:
    from qiaomen.ledger.past import Past

# The clues behind touched records, and what was joined to them.
BEHIND: LiteralString = """
WITH behind AS (
  SELECT CASE kind WHEN 'clue' THEN id ELSE (body->>'clue')::uuid END AS clue FROM {records}
  WHERE (id = ANY(%(ids)b) OR root = ANY(%(ids)b)) AND (kind = 'clue_step' OR (kind = 'clue' AND root IS NULL)))
SELECT clue FROM behind UNION SELECT c.id FROM {clues} c JOIN behind b ON c.joined_to = b.clue
"""
LINKS: LiteralString = """
SELECT DISTINCT coalesce(root, id), person FROM {records}
WHERE kind = 'clue_person' AND body->>'clue' = ANY(%b::text[])
"""


def links(clues: Iterable[UUID]) -> list[Told]:
    """The links of these clues that nobody took back, in order, whether they count now or not."""
    found = rows(LINKS.format(records="ledger_record"), [[str(one) for one in clues]])
    chains = told.of_chains({row[0] for row in found})
    return [one for one in told.in_order(chains.values()) if isinstance(one.body, CluePerson)]


def verified(clues: Collection[UUID]) -> set[UUID]:
    """Which of these are verified, as their records say: by themselves, or by what they were joined to."""
    standing = _standing(clues)
    heads = _standing({one.joined_to for one in standing.values() if one.joined_to is not None})
    stands = {id: heads.get(one.joined_to) if one.joined_to else one for id, one in standing.items()}
    return {id for id, one in stands.items() if one is not None and one.state == State.VERIFIED}


def touch(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage before the facts: what links of a clue state is stated anew when something is done about it."""
    if not touched.records or not touched.kinds & {"clue", "clue_step", "void"}:
        return
    statement = BEHIND.format(records="ledger_record", clues="clues_clue")
    if behind := [row[0] for row in rows(statement, {"ids": list(touched.records)})]:
        touched.records |= {row[0] for row in rows(LINKS.format(records="ledger_record"), [_texts(behind)])}


def vouch(says: dict[UUID, Told], stated: dict[UUID, list[FactRow]]) -> None:
    """What links of clues that are not verified state does not count."""
    clues = {
        record: one.body.clue for record, one in says.items() if isinstance(one.body, CluePerson) and stated.get(record)
    }
    if not clues:
        return
    standing = verified(set(clues.values()))
    for record, clue in clues.items():
        if clue not in standing:
            stated[record] = []


def past(past: "Past") -> None:
    """As of a moment: what was done about a clue since changes what its links state of people."""
    records = past.stored("ledger_record")
    statement = BEHIND.format(records=records, clues=past.stored("clues_clue"))
    behind = [row[0] for row in rows(statement, {"ids": list(past.touched["records"])})]
    found: Sequence[tuple[UUID, UUID]] = rows(LINKS.format(records=records), [_texts(behind)]) if behind else []
    for record, person in found:
        past.touch("records", record)
        past.touch("people", person)


def _standing(clues: Collection[UUID]) -> dict[UUID, Progress]:
    found = {id for id, one in told.of_chains(clues).items() if one.kind == "clue"}
    steps = CLUES.steps_of(found)
    return {id: progress(steps[id]) for id in found}


def _texts(ids: Iterable[UUID]) -> list[str]:
    return [str(one) for one in ids]
