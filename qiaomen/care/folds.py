"""What the records of care make: the state of each need."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.care.models import RANK, State, Urgency
from qiaomen.care.records import NeedMade
from qiaomen.ledger import told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told

# By the index on what steps are about (migration 0002).
STEPS = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record WHERE kind = 'need_step' AND body->>'need' = ANY(%b::text[])
"""
# The needs behind touched records: needs themselves, and whatever a step or a correction of one was about.
BEHIND = """
SELECT id FROM ledger_record WHERE id = ANY(%b) AND kind = 'need'
UNION
SELECT (body->>'need')::uuid FROM ledger_record WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind = 'need_step'
"""
LOCK = "SELECT id FROM ledger_record WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
DROP = "DELETE FROM care_need WHERE id = ANY(%b)"
ADD = "INSERT INTO care_need SELECT r.* FROM jsonb_populate_recordset(NULL::care_need, %s::jsonb) r"
ORPHANS = "DELETE FROM care_need n WHERE NOT EXISTS (SELECT 1 FROM ledger_record l WHERE l.id = n.id)"
KEYS = {"care_need": "id"}
KINDS = ("need",)
SPEAKING = frozenset({"need", "need_step", "void"})


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the needs that the touched records are about anew."""
    if not SPEAKING & touched.kinds or not touched.records:
        return
    records = list(touched.records)
    if behind := [row[0] for row in rows(BEHIND, [records, records, records])]:
        run(LOCK, [behind])
        refold(behind, change)


def refold(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the state of these needs anew. What was taken back has none."""
    found = told.of_chains(wanted)
    answers = _answers(wanted)
    run(DROP, [list(wanted)])
    lines = [_line(one, answers.get(one.id, ()), change) for one in found.values() if one.kind == "need"]
    if lines:
        run(ADD, [msgspec.json.encode(lines).decode()])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def _answers(wanted: Collection[UUID]) -> dict[UUID, list[Told]]:
    """The answers to these needs, in order; what was taken back was none."""
    roots = [row[0] for row in rows(STEPS, [[str(one) for one in wanted]])] if wanted else []
    found: dict[UUID, list[Told]] = defaultdict(list)
    for step in told.in_order(told.of_chains(roots).values()):
        found[step.body.need].append(step)
    return found


def _line(need: Told, answers: Sequence[Told], change: UUID) -> dict[str, Any]:
    body: NeedMade = need.body
    first = answers[0] if answers else None
    return {
        "id": need.id, "place": need.place, "door": need.door, "person": need.person, "what": body.what,
        "urgency": body.urgency, "rank": RANK[Urgency(body.urgency)], "people": body.people, "known": body.known,
        "asked_at": need.at, "asked_by": need.author,
        "state": State.ANSWERED.value if first else State.OPEN.value,
        "answered_at": first.at if first else None, "answered_by": first.author if first else None, "change": change,
    }  # fmt: skip
