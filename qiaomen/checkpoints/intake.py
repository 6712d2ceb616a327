"""Rules of checkpoints' records beyond their types, what they refer to, and the hashes that plates are found by."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from qiaomen.base.keys import of
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.checkpoints import plates
from qiaomen.checkpoints.records import CheckpointShift, VehicleStop
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.stages import Beside

BEGINS = """
SELECT id, place FROM ledger_record
WHERE id = ANY(%b) AND kind = 'checkpoint_shift' AND root IS NULL AND body ->> 'event' = 'begin'
"""
KEEP = """
INSERT INTO checkpoints_plate (record, hash, change)
SELECT r.record, r.hash, %b FROM unnest(%b::uuid[], %b::bytea[]) AS r(record, hash) ON CONFLICT (record) DO NOTHING
"""


def shift_references(entry: Entry) -> Iterable[Need]:
    """An end belongs to the record that began the shift: where it comes first, it waits."""
    body: CheckpointShift = entry.body
    if body.shift is not None:
        yield Need("record", body.shift)


def check_stops(entries: Sequence[Entry]) -> None:
    """A plate is of the make that is said, and nobody is measured or turned back who was not in the vehicle."""
    for entry in entries:
        body: VehicleStop = entry.body
        if not plates.fits(plates.normal(body.plate), body.form, body.province):
            entry.decide("rejected", Problem("checkpoints.plate", field="body.plate"))
        elif (body.people_turned_back or 0) > body.people or (body.people_turned_back and not body.turned_back):
            entry.decide("rejected", Problem("checkpoints.more_than_people", field="body.people_turned_back"))
        elif max(body.measured, len(body.readings)) > body.people:
            entry.decide("rejected", Problem("checkpoints.more_than_people", field="body.measured"))


def check_shifts(entries: Sequence[Entry]) -> None:
    """An end names the begin of a shift at the same checkpoint; a begin names none."""
    here = {e.id: e.envelope.place for e in entries if e.body.event == "begin"}
    wanted = [e.body.shift for e in entries if e.body.shift is not None and e.body.shift not in here]
    begun: dict[UUID, UUID | None] = here | (dict(rows(BEGINS, [wanted])) if wanted else {})
    for entry in entries:
        body: CheckpointShift = entry.body
        is_end = body.event == "end"
        if is_end != (body.shift is not None) or (is_end and begun.get(body.shift or entry.id) != entry.envelope.place):
            entry.decide("rejected", Problem("checkpoints.no_shift", field="body.shift"))


def keep_plates(entries: Sequence[Entry], change: UUID) -> Beside:
    """A hash of each plate, beside its record."""
    typed = [entry for entry in entries if entry.kind.name == "vehicle_stop" and entry.body.plate]
    if typed:
        hashes = [plates.hashed(of(entry.author.outbreak), entry.body.plate) for entry in typed]
        run(KEEP, [change, [entry.id for entry in typed], hashes])
    return Beside()
