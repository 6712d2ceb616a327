"""What the records of clues make: the state of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.clues.models import State
from qiaomen.ledger import told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told

BEHIND = "SELECT id FROM ledger_record WHERE id = ANY(%b) AND kind = 'clue'"
DROP = "DELETE FROM clues_clue WHERE id = ANY(%b)"
ADD = "INSERT INTO clues_clue SELECT r.* FROM jsonb_populate_recordset(NULL::clues_clue, %s::jsonb) r"
ORPHANS = "DELETE FROM clues_clue c WHERE NOT EXISTS (SELECT 1 FROM ledger_record l WHERE l.id = c.id)"
KEYS = {"clues_clue": "id"}
KINDS = ("clue",)
SPEAKING = frozenset({"clue", "void"})


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the clues that the touched records are, or correct, anew."""
    if not SPEAKING & touched.kinds or not touched.records:
        return
    if behind := [row[0] for row in rows(BEHIND, [list(touched.records)])]:
        refold(behind, change)


def refold(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the state of these clues anew. What was taken back has none."""
    found = told.of_chains(wanted)
    run(DROP, [list(wanted)])
    lines = [_line(one, change) for one in found.values() if one.kind == "clue"]
    if lines:
        run(ADD, [msgspec.json.encode(lines).decode()])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def _line(clue: Told, change: UUID) -> dict[str, Any]:
    return {
        "id": clue.id, "place": clue.place, "what": clue.body.what, "told_at": clue.at, "told_by": clue.author,
        "state": State.OPEN.value, "change": change,
    }  # fmt: skip
