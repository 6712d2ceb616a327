"""What submit has to know of the gates' kinds: what they refer to, rules beyond types, and where a guard may record."""

from collections.abc import Sequence
from uuid import UUID

from qiaomen.base.ids import RESIDENT
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.gates.records import Passage, Visitor
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.threads import beside

GATES = "SELECT id, path FROM places_place WHERE id = ANY(%b) AND kind = 'gate'"
POSTS = "SELECT id FROM places_place WHERE id = ANY(%b) AND kind IN ('gate', 'checkpoint')"
# Where alarms are, by the records that raised them; a correction may have moved one.
ALARMS_AT = "SELECT coalesce(root, id), place FROM ledger_record WHERE id = ANY(%b) OR root = ANY(%b)"


def register() -> None:
    """Add references, checks and places. Called at start-up."""
    stages.references |= {
        "alarm_step": lambda entry: [Need("record", entry.body.alarm)],
        "alarm_told": lambda entry: [Need("record", entry.body.alarm)],
    }
    stages.checks |= {"passage": check_passages, "visitor": check_visitors, "alarm_step": check_posts}
    stages.also_at["visitor"] = at_gates


def check_passages(entries: Sequence[Entry]) -> None:
    """At a gate; an emergency says which; what retention keeps is not for a phone to say."""
    check_gates(entries)
    for entry in entries:
        body: Passage = entry.body
        if not entry.open:
            continue
        if (body.verdict == "emergency") != bool(body.emergency):
            entry.decide("rejected", Problem("gate.emergency_unnamed", field="emergency"))
        elif body.kept is not None:
            entry.decide("rejected", Problem("record.invalid", field="kept", reason="only the system keeps it"))


def check_visitors(entries: Sequence[Entry]) -> None:
    """At a gate; that somebody is forgotten is not for a phone to say. A resident announces, and lets nobody in."""
    check_gates(entries)
    for entry in entries:
        body: Visitor = entry.body
        if entry.open and body.emptied:
            entry.decide("rejected", Problem("record.invalid", field="emptied", reason="only the system empties it"))
        elif entry.open and entry.author.worker == RESIDENT and not _announces(body):
            entry.decide("rejected", Problem("gate.only_announced", field="verdict"))


def _announces(body: Visitor) -> bool:
    measured = body.temperature is not None or body.second_temperature is not None
    return body.verdict == "expected" and body.registered_by == "household" and not measured


def check_gates(entries: Sequence[Entry]) -> None:
    """What happens at a gate names a place of that kind."""
    known = _paths(entries)
    for entry in entries:
        if entry.envelope.place not in known:
            entry.decide("rejected", Problem("gate.not_a_gate", field="place"))


def check_posts(entries: Sequence[Entry]) -> None:
    """An alarm is answered at a gate or a checkpoint, and at its own: who may record at one answers for no other."""
    known = {row[0] for row in rows(POSTS, [[entry.envelope.place for entry in entries if entry.envelope.place]])}
    about = {entry.id: entry.body.alarm for entry in entries}
    raised = set(rows(ALARMS_AT, [list(about.values()), list(about.values())]))
    raised |= set(beside(entries, about).items())
    stands = {alarm for alarm, _place in raised}
    for entry in entries:
        alarm, place = entry.body.alarm, entry.envelope.place
        if place not in known:
            entry.decide("rejected", Problem("gate.not_a_gate", field="place"))
        elif alarm in stands and (alarm, place) not in raised:
            entry.decide("rejected", Problem("record.outside_grant", field="alarm"))


def at_gates(entries: Sequence[Entry]) -> dict[UUID, list[str]]:
    """A visitor's record names the household as well: a grant for the gate is enough to make it."""
    known = _paths(entries)
    return {e.id: [known[e.envelope.place]] for e in entries if e.envelope.place in known}


def _paths(entries: Sequence[Entry]) -> dict[UUID | None, str]:
    wanted = {entry.envelope.place for entry in entries if entry.envelope.place is not None}
    return dict(rows(GATES, [list(wanted)])) if wanted else {}
