"""What the records of shifts make: a row for each shift, swap and handover, folded anew where a record touches them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings

from qiaomen.base.sql import rows, run
from qiaomen.ledger import stages, told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told
from qiaomen.shifts import turns

KINDS = frozenset({"shift", "shift_step", "shift_change", "shift_told", "shift_swap_step"})
# By the index on what records of shifts are about (migration 0002).
ABOUT: LiteralString = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record
WHERE kind IN ('shift_step', 'shift_change', 'shift_told', 'shift_swap_step')
  AND (body->>'shift' = ANY(%b::text[]) OR body->>'other' = ANY(%b::text[]))
"""
# The shifts that touched records are, or are about.
BEHIND = """
SELECT id FROM ledger_record WHERE id = ANY(%b) AND kind = 'shift'
UNION
SELECT x::uuid FROM ledger_record r CROSS JOIN LATERAL (VALUES (r.body->>'shift'), (r.body->>'other')) v(x)
WHERE (r.id = ANY(%b) OR r.root = ANY(%b)) AND r.kind = ANY(%b) AND v.x IS NOT NULL
"""
LOCK = "SELECT id FROM ledger_record WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
DROP = "DELETE FROM shifts_shift WHERE id = ANY(%b)"
ADD = "INSERT INTO shifts_shift SELECT r.* FROM jsonb_populate_recordset(NULL::shifts_shift, %s::jsonb) r"
ORPHANS = "DELETE FROM shifts_shift s WHERE NOT EXISTS (SELECT FROM ledger_record l WHERE l.id = s.id)"


def zone() -> ZoneInfo:
    """The district's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def register() -> None:
    """Tell the ledger. Called at start-up."""
    for kind in KINDS:
        # That it speaks makes it known to the fold; it states nothing of people.
        stages.facts.setdefault(kind, stages.FactSource(lambda said: []))
    stages.folds.append(fold)
    stages.rebuilds.append(
        stages.Rebuild({"shifts_shift": "id"}, refold, drop_orphans, over="records", kinds=lambda: ("shift",))
    )
    SWAPS.register()
    HANDOVERS.register()


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the shifts anew that the touched records are about."""
    if not (KINDS | {"void"}) & touched.kinds or not touched.records:
        return
    records = list(touched.records)
    if behind := [row[0] for row in rows(BEHIND, [records, records, records, list(KINDS)])]:
        run(LOCK, [behind])
        refold(behind, change)


def refold(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make these shifts anew."""
    given = [one for one in told.of_chains(wanted).values() if one.kind == "shift"]
    happened = since([one.id for one in given])
    run(DROP, [list(wanted)])
    lines = [{**turns.shift(one, happened[one.id], zone()), "change": change} for one in given]
    if lines:
        run(ADD, [msgspec.json.encode(lines).decode()])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def since(shifts: Collection[UUID]) -> dict[UUID, list[Told]]:
    """What happened to these shifts, in order; of the steps of swaps only the first one, where it accepts."""
    found: dict[UUID, list[Told]] = defaultdict(list)
    names = [str(one) for one in shifts]
    roots = [row[0] for row in rows(ABOUT, [names, names])] if names else []
    steps = told.in_order(told.of_chains(roots).values())
    swaps = _accepted(steps)
    for one in steps:
        if one.kind != "shift_swap_step":
            found[one.body.shift].append(one)
        elif (accepted := swaps.get(one.id)) is not None:
            for shift in filter(None, (one.body.shift, one.body.other)):
                found[shift].append(accepted)
    return found


def _accepted(steps: Sequence[Told]) -> dict[UUID, Told]:
    """By the step that settles it, each swap that was accepted: with who stands what from now on."""
    first: dict[UUID, Told] = {}
    for one in steps:
        if one.kind == "shift_swap_step":
            first.setdefault(one.body.swap, one)
    asked = told.of_chains(list(first))
    return {
        one.id: msgspec.structs.replace(
            one, kind="shift_swap", body=(one.body.shift, asked[swap].body.to, asked[swap].author)
        )
        for swap, one in first.items()
        if one.body.step == "accepted" and swap in asked
    }


SWAPS = Thread("shifts_swap", "shift_swap", turns.swap, step="shift_swap_step", about="swap")
HANDOVERS = Thread("shifts_handover", "shift_handover", turns.handover, step="shift_handover_step", about="handover")
