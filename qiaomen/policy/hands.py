"""Reds by hand: one person asks for it on a ground and evidence, a second one agrees, one of the two is health staff.

It lasts for 24 hours after the last confirmation. Nobody alone can turn anyone red: neither record can be corrected,
only taken back, since a correction by the second person would make both the word of one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from uuid import UUID

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.households.file import every_id
from qiaomen.ledger import desk, told
from qiaomen.ledger.entries import Entry
from qiaomen.ledger.wire import Verdict
from qiaomen.policy.records import RedByHand, RedConfirmed

Check = Callable[[Entry], None]

# A record of the person's own, or a visit that speaks of them; under any of the ids that are this person.
ABOUT = """
SELECT r.kind, coalesce(r.root, r.id), coalesce(r.person = ANY(%b), false)
  OR EXISTS (SELECT 1 FROM people_fact f WHERE f.record = coalesce(r.root, r.id) AND f.person = ANY(%b))
  OR EXISTS (SELECT 1 FROM jsonb_array_elements(
               CASE WHEN jsonb_typeof(r.body -> 'people') = 'array' THEN r.body -> 'people' ELSE '[]' END) AS seen
             WHERE (seen ->> 'person')::uuid = ANY(%b))
FROM ledger_record r WHERE r.id = %b
"""
# What decides about somebody is no evidence of anything.
NO_EVIDENCE = {"status", "red_by_hand", "red_confirmed", "objection", "objection_answer", "fact_verified", "void"}


def propose(person: UUID, *, ground: str, evidence: UUID, note: str = "", by: Worker, now: datetime) -> Verdict:
    """Ask for a red by hand; nothing changes until another person agrees."""
    body = {"ground": ground, "evidence": evidence, "note": note}
    return desk.tell("red_by_hand", body, person=person, by=by, now=now)


def confirm(proposal: UUID, *, by: Worker, now: datetime) -> Verdict:
    """Agree to a red by hand, or confirm it for 24 hours more. Raises `access.not_found` for no such proposal."""
    asked = told.of_chains([proposal]).get(proposal)
    if asked is None or asked.kind != "red_by_hand" or asked.person is None:
        raise Problem("access.not_found")
    return desk.tell("red_confirmed", {"proposal": proposal}, person=asked.person, by=by, now=now)


def check_proposal(entry: Entry) -> None:
    """The evidence exists and is about the person. Raises `red.not_amendable` or `red.evidence`."""
    _check_whole(entry)
    body = cast(RedByHand, entry.body)
    # Evidence that comes in the same batch is looked at when the second person confirms.
    if is_about(body.evidence, cast(UUID, entry.envelope.person)) is False:
        raise Problem("red.evidence", field="body.evidence")


def check_confirmation(entry: Entry) -> None:
    """Another person than who asked, one of the two health staff in force. Raises `red.…`."""
    _check_whole(entry)
    body = cast(RedConfirmed, entry.body)
    proposal = told.of_chains([body.proposal]).get(body.proposal)
    if proposal is None or proposal.person is None or proposal.kind != "red_by_hand":
        raise Problem("red.no_proposal", field="body.proposal")
    if entry.envelope.person not in every_id([proposal.person]):
        raise Problem("red.no_proposal", field="body.proposal")
    if proposal.author == entry.author.worker:
        raise Problem("red.other_person", field="body.proposal")
    if not is_about(cast(RedByHand, proposal.body).evidence, proposal.person):
        raise Problem("red.evidence", field="body.proposal")
    path = entry.place_path or ""
    if not (is_health(proposal.author, proposal.at, path) or is_health(entry.author.worker, entry.at, path)):
        raise Problem("red.needs_health", field="body.proposal")


def is_about(record: UUID, person: UUID) -> bool | None:
    """Whether a record speaks of a person, under any of their ids, as evidence may; None where there is no such record.

    What was taken back is none.
    """
    ids = every_id([person])
    found = rows(ABOUT, [ids, ids, ids, record])
    if not found:
        return None
    kind, root, is_about = found[0]
    return is_about and kind not in NO_EVIDENCE and root in told.of_chains([root])


def _check_whole(entry: Entry) -> None:
    if entry.envelope.amends is not None:
        raise Problem("red.not_amendable", field="amends")


def is_health(worker: UUID, at: datetime, path: str) -> bool:
    """Whether somebody was health staff for a place at a time."""
    held = Grant.objects.in_force(at).filter(worker=worker, role=Role.HEALTH).values_list("place__path", flat=True)
    return any(path.startswith(area) for area in held)
