"""What the records of lists make: the state of their rows, and what these state of the people whom they mean.

A row's facts depend on its steps. So this fold stands right after that of facts, before anything that reads facts.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.base.sql import rows, run
from qiaomen.ledger import facts, told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told
from qiaomen.lists.models import Category, State
from qiaomen.lists.progress import Progress, progress
from qiaomen.lists.records import ListRow
from qiaomen.people.facts import FactKind, FactRow

# By the index on what steps are about (migration 0002).
STEPS = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record
WHERE kind = 'list_row_step' AND body->>'row' = ANY(%b::text[])
"""
# The rows behind touched records: rows themselves, and whatever a step or a correction of one was about.
BEHIND = """
SELECT id, false FROM ledger_record WHERE id = ANY(%b) AND kind = 'list_row'
UNION
SELECT (body->>'row')::uuid, true FROM ledger_record
WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind = 'list_row_step'
"""
LOCK = "SELECT id FROM ledger_record WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
DROP = "DELETE FROM lists_row WHERE id = ANY(%b)"
ADD = """
INSERT INTO lists_row (id, list_id, line, category, place, spot, person, certainty, state, candidates, "unlike", origin,
                       region, arrived, transport, worker, tries, last_at, next_at, ended_at, removed_at, received_at,
                       change)
SELECT id, list_id, line, category, place, spot, person, certainty, state, candidates::jsonb,
       ARRAY(SELECT jsonb_array_elements_text("unlike"::jsonb)::uuid), origin, region, arrived::date, transport, worker,
       tries, last_at, next_at, ended_at, removed_at, received_at, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::int8[], %b::text[], %b::uuid[], %b::uuid[], %b::uuid[], %b::text[], %b::text[],
            %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::uuid[], %b::int8[],
            %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[])
  AS n(id, list_id, line, category, place, spot, person, certainty, state, candidates, "unlike", origin, region,
       arrived, transport, worker, tries, last_at, next_at, ended_at, removed_at, received_at)
"""
ORPHANS = "DELETE FROM lists_row r WHERE NOT EXISTS (SELECT 1 FROM ledger_record l WHERE l.id = r.id)"
KEYS = {"lists_row": "id"}
KINDS = ("list_row",)

_EXPOSED: dict[str, str] = {Category.CONTACT: "close", Category.PASSENGER: "shared", Category.OVERLAP: "shared"}


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the rows that the touched records are about anew, and state their facts."""
    if not {"list_row", "list_row_step", "void"} & touched.kinds or not touched.records:
        return
    records = list(touched.records)
    behind = rows(BEHIND, [records, records, records])
    if stepped := {row for row, is_stepped in behind if is_stepped}:
        run(LOCK, [list(stepped)])
        touched.people |= facts.state(stepped, change)
    if behind:
        refold(list({row for row, _is_stepped in behind}), change)


def refold(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the state of these rows anew. What was taken back has none."""
    found = told.of_chains(wanted)
    steps = steps_of(wanted)
    run(DROP, [list(wanted)])
    lines = [_line(one, progress(one, steps[one.id])) for one in found.values() if one.kind == "list_row"]
    if lines:
        run(ADD, [change, *(list(column) for column in zip(*lines, strict=True))])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def steps_of(wanted: Collection[UUID]) -> dict[UUID, list[Told]]:
    """What was done about these rows, in order; what was taken back was not."""
    roots = [row[0] for row in rows(STEPS, [[str(row) for row in wanted]])] if wanted else []
    found: dict[UUID, list[Told]] = defaultdict(list)
    for step in told.in_order(told.of_chains(roots).values()):
        found[step.body.row].append(step)
    return found


def states(row: Told) -> list[FactRow]:
    """What a row says of the person whom it is taken for; verified only once somebody has verified the row."""
    return facts_of(row, progress(row, steps_of([row.id])[row.id]))


def facts_of(row: Told, stands: Progress) -> list[FactRow]:
    """A stay in the region that they came from, or an exposure, on the day that the list says.

    A wrong row says nothing.
    """
    body: ListRow = row.body
    if stands.person is None or stands.state == State.WRONG or body.category == Category.PATIENT:
        return []
    kind: FactKind = "exposure" if body.category in _EXPOSED else "stay"
    at = midnight(body.arrived) if body.arrived else row.at
    return [
        FactRow(
            person=stands.person,
            kind=kind,
            value=_EXPOSED.get(body.category, body.transport),
            at=at,
            until=at,
            region=body.region if kind == "stay" else "",
            verified=stands.state == State.VERIFIED,
            known_at=stands.known_at,
        )
    ]


def midnight(day: date) -> datetime:
    """The beginning of a day in the district's time zone."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _line(row: Told, stands: Progress) -> tuple[Any, ...]:
    body: ListRow = row.body
    arrived = body.arrived.isoformat() if body.arrived else None
    return (
        row.id, body.list_id, body.line, body.category, stands.place, body.spot, stands.person, str(stands.certainty),
        str(stands.state), _json(stands.candidates), _json(stands.unlike), body.origin, body.region, arrived,
        body.transport, stands.worker, stands.tries, stands.last_at, stands.next_at, stands.ended_at, stands.removed_at,
        row.received_at,
    )  # fmt: skip


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
