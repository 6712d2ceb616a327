"""Folding passages and visitors: what each record says, what was true then, and in and out in a row."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.gates import alarms, presence, telling, truth
from qiaomen.gates.records import Passage
from qiaomen.gates.rows import Row, passage, visitor
from qiaomen.ledger import stages, told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told

if TYPE_CHECKING:
    from qiaomen.ledger.past import Past

KINDS = ("passage", "visitor")
KEYS = {"gates_passage": "id", "gates_visitor": "id", "gates_alarm": "id"}
TOUCHING = frozenset({"passage", "visitor", "alarm_step", "alarm_told", "void"})
STEPS = ("alarm_step", "alarm_told")
# What this change says of passages, visitors and alarms, by the originals; a void is of what it takes back.
SAID = """
SELECT DISTINCT coalesce(r.root, r.id), coalesce(o.kind, r.kind), coalesce(o.body, r.body)->>'alarm'
FROM ledger_record r LEFT JOIN ledger_record o ON o.id = r.root
WHERE r.change = %b AND coalesce(o.kind, r.kind) = ANY(%b)
"""
HOLDERS = "SELECT DISTINCT holder FROM gates_passage WHERE id = ANY(%b) AND holder IS NOT NULL"
OURS = "SELECT id FROM ledger_record WHERE id = ANY(%b) AND kind = ANY(%b)"
COMPANIONS = """
SELECT DISTINCT o.id FROM gates_passage p JOIN gates_passage o ON o.holder = p.holder WHERE p.id = ANY(%b)
"""


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold what the change says of gates; tell of new alarms; mend what was thought to be true."""
    about = [*KINDS, *STEPS, *stages.alarms]
    said = rows(SAID, [change, about]) if (TOUCHING | stages.alarms.keys()) & touched.kinds else []
    wanted = {root for root, kind, _alarm in said if kind in KINDS}
    if touched.people:
        wanted |= truth.no_longer(change)
    if wanted:
        refold(sorted(wanted, key=lambda one: one.bytes), change)
    others = {UUID(alarm) for _root, kind, alarm in said if kind in STEPS and alarm}
    others |= {root for root, kind, _alarm in said if kind in stages.alarms}
    if others:
        alarms.refold(others, change)
    if wanted or others:
        telling.tell(wanted | others, change, now)


def refold(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the state of these records anew. What was taken back has none."""
    before = _holders(wanted)
    ours = [row[0] for row in rows(OURS, [list(wanted), list(KINDS)])]
    found = told.of_chains(ours)
    for table in ("gates_passage", "gates_visitor"):
        run(f"DELETE FROM {table} WHERE id = ANY(%b)", [list(wanted)])
    _insert("gates_passage", _passages([one for one in found.values() if one.kind == "passage"], change))
    _insert("gates_visitor", [visitor(one, change) for one in found.values() if one.kind == "visitor"])
    presence.work_out(before | _holders(wanted), change)
    alarms.refold(alarms.beside(wanted), change)


def drop_orphans() -> None:
    """Rebuild's last step."""
    for table in KEYS:
        run(f"DELETE FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = t.id)")


def kinds() -> tuple[str, ...]:
    """The kinds of record over which the gates' state is made: their own, and those that others raise alarms by."""
    return (*KINDS, *stages.alarms)


def past(past: "Past") -> None:
    """As of a moment: what follows what depends on all passages of a pass, so these are folded together."""
    statement = COMPANIONS.replace("gates_passage", past.stored("gates_passage"))
    touched = list(past.touched["records"])
    past.touch("records", *(row[0] for row in rows(statement, [touched])))


def _passages(several: Sequence[Told], change: UUID) -> list[Row]:
    passes = {one.id: (one.body.pass_id, one.at) for one in several if _names_a_pass(one.body)}
    then = truth.of(passes)
    return [passage(one, then.get(one.id), change) for one in several]


def _names_a_pass(body: Passage) -> bool:
    return body.pass_id is not None


def _holders(wanted: Collection[UUID]) -> set[UUID]:
    return {row[0] for row in rows(HOLDERS, [list(wanted)])}


def _insert(table: str, several: Iterable[Row]) -> None:
    """As one JSON text: a statement however many there are."""
    made = list(several)
    if made:
        statement = f"INSERT INTO {table} SELECT r.* FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) r"
        run(statement, [msgspec.json.encode(made).decode()])
