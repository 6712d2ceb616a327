"""Rules of findings' records beyond their types, and what they refer to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.threads import beside
from qiaomen.supervision.records import FindingMade, FindingStep

DUTIES = """
SELECT d.id, p.path, d.since, d.until FROM duty_duty d JOIN places_place p ON p.id = d.place_id WHERE d.id = ANY(%b)
"""
STANDING = "SELECT id, place, rectified_at, rectifiers FROM supervision_finding WHERE id = ANY(%b)"
# Of records that are corrected: those that were a look which found it right already.
LOOKS = """
SELECT id FROM ledger_record WHERE id = ANY(%b) AND body->>'step' = 'looked_again' AND (body->>'is_right')::boolean
"""
Put = tuple[datetime, UUID]


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references["finding"] = finding_references
    stages.references["finding_step"] = lambda entry: [Need("record", entry.body.finding)]
    stages.checks["finding"] = check_findings
    stages.checks["finding_step"] = check_steps


def check_findings(entries: Sequence[Entry]) -> None:
    """A duty that is named is one for the finding's place, or for what is around it, at that time."""
    named = [entry.body.duty for entry in entries if entry.body.duty is not None]
    duties = {row[0]: row[1:] for row in rows(DUTIES, [named])} if named else {}
    for entry in entries:
        if entry.body.duty is None:
            continue
        path, since, until = duties.get(entry.body.duty, ("-", entry.at, None))
        holds = since <= entry.at and (until is None or entry.at < until)
        if not holds or not (entry.place_path or "").startswith(path):
            entry.decide("rejected", Problem("finding.no_duty", field="body.duty"))


def finding_references(entry: Entry) -> Iterable[Need]:
    """A finding may name the order that was not kept."""
    body: FindingMade = entry.body
    if body.suspension is not None:
        yield Need("record", body.suspension)


def check_steps(entries: Sequence[Entry]) -> None:
    """A step is at its finding's place; whoever put it right does not look again; to close unseen, or what nobody has
    put right, takes a decider. Who answers, and who was told, is the system's to say."""
    found = {row[0]: row[1:] for row in rows(STANDING, [[entry.body.finding for entry in entries]])}
    put_right = _put_right(entries, found)
    amended = [entry.envelope.amends for entry in entries if entry.envelope.amends is not None]
    looks = {row[0] for row in rows(LOOKS, [amended])} if amended else set()
    came = beside(entries, {entry.id: entry.body.finding for entry in entries})
    for entry in entries:
        body: FindingStep = entry.body
        place = found[body.finding][0] if body.finding in found else came.get(body.finding, entry.envelope.place)
        if body.step in ("named", "told"):
            entry.decide("rejected", Problem("record.invalid", field="body.step", reason="only the system says it"))
        elif entry.envelope.place != place:
            entry.decide("rejected", Problem("finding.not_here", field="place"))
        elif problem := _closes(entry, put_right[body.finding], entry.envelope.amends in looks):
            entry.decide("rejected", problem)


def _closes(entry: Entry, put_right: Sequence[Put], is_look: bool) -> Problem | None:
    """What speaks against a look, or against closing; `is_look`: it corrects one that found it right, too."""
    step: FindingStep = entry.body
    if step.step == "looked_again" and entry.author.worker in {who for _at, who in put_right}:
        return Problem("finding.other_looks", field="body.step")
    is_seen = step.step == "looked_again" and (is_look or any(at <= entry.at for at, _who in put_right))
    closes = step.step == "closed" or (step.step == "looked_again" and step.is_right)
    return Problem("record.forbidden_kind", field="body.step") if closes and not (is_seen or entry.may_decide) else None


def _put_right(entries: Sequence[Entry], found: Mapping[UUID, tuple[Any, ...]]) -> dict[UUID, list[Put]]:
    """When, and by whom, each finding was put right since it was opened last; also by what comes beside."""
    said: dict[UUID, list[Put]] = defaultdict(list)
    for finding, (_place, at, rectifiers) in found.items():
        said[finding] = [(at, who) for who in rectifiers]
    for entry in entries:
        if entry.body.step == "rectified":
            said[entry.body.finding].append((entry.at, entry.author.worker))
    return said
