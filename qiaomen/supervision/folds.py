"""What the records of supervision make: the state of each finding."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.ledger import told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told
from qiaomen.supervision.progress import progress

# By the index on what steps are about (migration 0002).
STEPS = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record
WHERE kind = 'finding_step' AND body->>'finding' = ANY(%b::text[])
"""
# The findings behind touched records: findings themselves, and whatever a step or a correction of one was about.
BEHIND = """
SELECT id FROM ledger_record WHERE id = ANY(%b) AND kind = 'finding'
UNION
SELECT (body->>'finding')::uuid FROM ledger_record WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind = 'finding_step'
"""
LOCK = "SELECT id FROM ledger_record WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
DROP = "DELETE FROM supervision_finding WHERE id = ANY(%b)"
ADD = """
INSERT INTO supervision_finding
SELECT r.* FROM jsonb_populate_recordset(NULL::supervision_finding, %s::jsonb) r
"""
ORPHANS = "DELETE FROM supervision_finding f WHERE NOT EXISTS (SELECT 1 FROM ledger_record l WHERE l.id = f.id)"
KEYS = {"supervision_finding": "id"}
KINDS = ("finding",)
SPEAKING = frozenset({"finding", "finding_step", "void"})


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the findings that the touched records are about anew."""
    if not SPEAKING & touched.kinds or not touched.records:
        return
    records = list(touched.records)
    if behind := [row[0] for row in rows(BEHIND, [records, records, records])]:
        run(LOCK, [behind])
        refold(behind, change)


def refold(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the state of these findings anew. What was taken back has none."""
    found = told.of_chains(wanted)
    steps = steps_of(wanted)
    run(DROP, [list(wanted)])
    lines = [_line(one, steps[one.id], change) for one in found.values() if one.kind == "finding"]
    if lines:
        run(ADD, [msgspec.json.encode(lines).decode()])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def steps_of(wanted: Collection[UUID]) -> dict[UUID, list[Told]]:
    """What was done about these findings, in order; what was taken back was not."""
    roots = [row[0] for row in rows(STEPS, [[str(one) for one in wanted]])] if wanted else []
    found: dict[UUID, list[Told]] = defaultdict(list)
    for step in told.in_order(told.of_chains(roots).values()):
        found[step.body.finding].append(step)
    return found


def _line(finding: Told, steps: Sequence[Told], change: UUID) -> dict[str, Any]:
    return {
        "id": finding.id,
        "place": finding.place,
        "door": finding.door,
        "what": finding.body.what,
        "suspension": finding.body.suspension,
        "found_at": finding.at,
        "found_by": finding.author,
        "change": change,
        **msgspec.structs.asdict(progress(finding, steps)),
    }
