"""No minor or dependant is parted from a carer without a medical ground and consent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import told
from qiaomen.ledger.entries import Entry
from qiaomen.monitoring.records import Decision, Transfer

COMES_OF_AGE = 18
# Who shares the home of these people, themselves among them: whether they depend on others, and where they are now.
HOUSEHOLDS = """
SELECT p.id, h.id, h.birth_year,
  EXISTS (SELECT 1 FROM people_fact f WHERE f.person = h.id AND f.kind = 'trait' AND f.until IS NULL
          AND f.value IN ('dependant', 'disabled', 'infant')),
  EXISTS (SELECT 1 FROM people_fact f WHERE f.person = h.id AND f.kind = 'apart' AND f.until IS NULL),
  (SELECT e.transfer FROM monitoring_episode e WHERE e.person = h.id AND e.ended_at IS NULL
   AND e.transfer_state IN ('planned', 'left', 'arrived'))
FROM people_person p JOIN people_person h ON h.id = p.id OR h.home_door_id = p.home_door_id
WHERE p.id = ANY(%b)
"""


class Member(msgspec.Struct, frozen=True):
    """Somebody of a household; `bound_for` is where they are, or are being taken to."""

    id: UUID
    depends: bool
    is_apart: bool
    bound_for: tuple[str, UUID | None] | None


def check_transfers(entries: Sequence[Entry]) -> None:
    """Submit's check of transfers: reject those that part somebody from their carer."""
    bound = {e.envelope.person: _goal(e.body) for e in entries if e.envelope.person is not None}
    homes = households(list(bound), entries[0].at, bound) if bound else {}
    for entry in entries:
        members = homes.get(entry.envelope.person, []) if entry.envelope.person is not None else []
        if _parts(entry, members) and not _may_part(entry.body):
            entry.decide("rejected", Problem("transfer.parts_dependant", field="carer"))


def check_decisions(entries: Sequence[Entry]) -> None:
    """Submit's check of decisions: prolonging has an end, and for a dependant a medical ground and consent."""
    homes = households([e.envelope.person for e in entries if e.envelope.person is not None], entries[0].at, {})
    for entry in entries:
        body: Decision = entry.body
        person = entry.envelope.person
        if body.overrides != "prolong":
            continue
        depends = any(one.depends and one.id == person for one in homes.get(person, [])) if person else False
        if body.until is None:
            entry.decide("rejected", Problem("decision.no_end", field="until"))
        elif depends and not (body.ground == "medical" and body.consent):
            entry.decide("rejected", Problem("decision.dependant", field="consent"))


def households(
    people: Iterable[UUID], at: datetime, bound: dict[UUID, tuple[str, UUID | None]]
) -> dict[UUID, list[Member]]:
    """By person: everybody of the same home. `bound` says who is to be taken where in this very batch."""
    found = rows(HOUSEHOLDS, [list(people)])
    planned = told.of_chains({row[5] for row in found if row[5] is not None})
    homes: dict[UUID, list[Member]] = defaultdict(list)
    for person, one, birth_year, has_trait, is_apart, transfer in found:
        depends = has_trait or (birth_year is not None and at.year - birth_year <= COMES_OF_AGE)
        goal = bound.get(one) or (_goal(planned[transfer].body) if transfer in planned else None)
        homes[person].append(Member(one, depends, is_apart, goal))
    return homes


def _parts(entry: Entry, members: Sequence[Member]) -> bool:
    """Whether this transfer leaves a dependant without a carer: the one who goes, or one who stays."""
    body: Transfer = entry.body
    if body.to == "home":
        return False
    own = next((one for one in members if one.id == entry.envelope.person), None)
    if own is None:
        return False
    along = [one for one in members if one.id != own.id and one.bound_for == own.bound_for]
    if own.depends:
        return not any(not one.depends and body.carer in (None, one.id) for one in along)
    left = [one for one in members if one.id != own.id and one not in along and not one.is_apart]
    staying = [one for one in left if one.bound_for is None]
    return any(one.depends for one in staying) and all(one.depends for one in staying)


def _may_part(body: Transfer) -> bool:
    return body.medical_ground and body.consent


def _goal(body: Transfer) -> tuple[str, UUID | None]:
    return body.to, body.site
