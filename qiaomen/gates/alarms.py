"""Folding alarms from passages, visitors and what other packages raise, what the system told, and what people did."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.gates import alarm
from qiaomen.gates.alarm import Folded
from qiaomen.ledger import stages, told
from qiaomen.ledger.told import Told

# By the index on what steps are about (migration 0002).
SINCE = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record
WHERE kind IN ('alarm_step', 'alarm_told') AND body->>'alarm' = ANY(%b::text[])
"""
# A visitor's passages may have raised what is now the visitor's own alarm, or the other way.
BESIDE = """
SELECT p.id FROM gates_visitor v JOIN gates_passage p ON p.holder = v.visitor
WHERE v.id = ANY(%b) AND (p.fever OR p.emergency <> '')
"""
# A visitor's fever is one alarm: that of their own record, where it has the reading.
VISITORS_OWN = """
SELECT p.id FROM gates_passage p JOIN gates_visitor v ON v.visitor = p.visitor AND v.fever
WHERE p.id = ANY(%b) AND p.emergency = ''
"""


def beside(wanted: Collection[UUID]) -> set[UUID]:
    """These records, and the passages of the visitors among them."""
    return {*wanted, *(row[0] for row in rows(BESIDE, [list(wanted)]))}


def refold(wanted: Collection[UUID], change: UUID) -> None:
    """Make the alarms about these records anew."""
    run("DELETE FROM gates_alarm WHERE id = ANY(%b)", [list(wanted)])
    made = [_row(one, change) for one in fold(wanted)]
    if made:
        statement = "INSERT INTO gates_alarm SELECT r.* FROM jsonb_populate_recordset(NULL::gates_alarm, %s::jsonb) r"
        run(statement, [msgspec.json.encode(made).decode()])


def fold(wanted: Collection[UUID]) -> list[Folded]:
    """The alarms about these records, as they stand."""
    about = _raised(wanted)
    steps = since(about)
    return [alarm.fold(one, what, steps[id]) for id, one in about.items() if (what := alarm.what_of(one)) is not None]


def _raised(wanted: Collection[UUID]) -> dict[UUID, Told]:
    """Those of the records that are an alarm. Most passages are none: the tables say so before anything is read."""
    statement = """
        SELECT id FROM gates_passage WHERE id = ANY(%b) AND (fever OR emergency <> '' OR reason = %b)
        UNION ALL SELECT id FROM gates_visitor WHERE id = ANY(%b) AND (fever OR reason = %b)
    """
    raised = {row[0] for row in rows(statement, [list(wanted), alarm.WAITS, list(wanted), alarm.WAITS])}
    if raised:
        raised -= {row[0] for row in rows(VISITORS_OWN, [list(raised)])}
    for source in stages.alarms.values():
        raised |= source.raised(wanted)
    return told.of_chains(raised)


def since(alarms: Iterable[UUID]) -> dict[UUID, list[Told]]:
    """What was told and done about these alarms, in order."""
    names = [str(one) for one in alarms]
    roots = [row[0] for row in rows(SINCE, [names])] if names else []
    found: dict[UUID, list[Told]] = defaultdict(list)
    for step in told.in_order(told.of_chains(roots).values()):
        found[step.body.alarm].append(step)
    return found


def _row(one: Folded, change: UUID) -> dict[str, object]:
    row = msgspec.structs.asdict(one)
    del row["handed_at"], row["told_as"]
    return row | {"change": change}
