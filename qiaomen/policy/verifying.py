"""Verifying: what one person states by hand, another one checks. Nobody alone makes a fact that a red rule may rest on.

A stay or contact that a form, a phone or a visit stated is verified by a `fact_verified` record of somebody else who
decides at the person's home; or health staff state it as verified themselves, by a record that is their evidence. Rows
of lists have a way of their own (`lists/`), and results and cases come from those who make them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import desk, told
from qiaomen.ledger.entries import Entry
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told
from qiaomen.ledger.wire import Verdict
from qiaomen.people.facts import FactKind, FactRow
from qiaomen.policy import hands
from qiaomen.policy.records import Exposure, FactVerified, Stay

KINDS: tuple[FactKind, ...] = ("exposure", "stay")
# Lists verify their rows themselves.
OWN_WAY = ("list_row",)
VERSIONS = "SELECT id, coalesce(root, id), author, received_at FROM ledger_record WHERE id = ANY(%b)"
SPEAK = """
SELECT w.evidence, w.person FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[]) AS w(evidence, person, other)
JOIN ledger_record r ON r.id = w.evidence
WHERE r.kind <> ALL(%b) AND (r.person IN (w.person, w.other) OR EXISTS (
  SELECT FROM jsonb_array_elements(
    CASE WHEN jsonb_typeof(r.body -> 'people') = 'array' THEN r.body -> 'people' ELSE '[]' END) AS seen
  WHERE (seen ->> 'person')::uuid IN (w.person, w.other)))
"""
CHECKED = """
SELECT DISTINCT coalesce(r.root, r.id) FROM ledger_record v JOIN ledger_record r ON r.id = (v.body ->> 'record')::uuid
WHERE v.id = ANY(%b) AND v.kind = 'fact_verified'
"""
WAITS = "SELECT person FROM people_fact WHERE record = %b AND person = ANY(%b) AND kind = ANY(%b) AND NOT verified"
# Or stated once: what was taken back since may have been checked before it was, and that check arrive later.
STATED = """
SELECT r.kind, r.author, n.author
FROM ledger_record n JOIN ledger_record r ON r.id = coalesce(n.root, n.id)
WHERE n.id = %b
  AND (EXISTS (SELECT FROM people_fact f WHERE f.record = r.id AND f.person = %b AND f.kind = ANY(%b))
       OR EXISTS (SELECT FROM ledger_record v WHERE v.root = r.id AND v.kind = 'void'))
"""


class _Version(msgspec.Struct, frozen=True):
    root: UUID
    author: UUID
    received_at: datetime


def verify(record: UUID, person: UUID, *, note: str = "", by: Worker, now: datetime) -> Verdict:
    """Say that what a record states of a person was checked. `person`: the id that the fact has."""
    return verify_all([(record, person)], note=note, by=by, now=now)[0]


def verify_all(checked: Sequence[tuple[UUID, UUID]], *, note: str = "", by: Worker, now: datetime) -> list[Verdict]:
    """The same of several records and people at once: a family's statuses follow from all of them together."""
    envelopes = [
        desk.record("fact_verified", {"record": record, "note": note}, person=person, at=now)
        for record, person in checked
    ]
    return desk.send(envelopes, by=by, now=now)


def check_stated(entry: Entry) -> None:
    """Who states a verified fact decides there, is health staff, and names a record about the person as evidence.

    Raises `fact.needs_decider`, `fact.other_verifies`, `fact.evidence`. Evidence that comes in the same batch is looked
    at when the fact is stated.
    """
    body = cast(Exposure | Stay, entry.body)
    if not body.verified:
        return
    if not entry.may_decide:
        raise Problem("fact.needs_decider", field="body.verified")
    if body.evidence is None or not hands.is_health(entry.author.worker, entry.at, entry.place_path or ""):
        raise Problem("fact.other_verifies", field="body.verified")
    person = entry.envelope.person or entry.amended_subject[2]
    named = [one for one in (person, getattr(body, "other", None)) if one is not None]
    if all(hands.is_about(body.evidence, one) is False for one in named):
        raise Problem("fact.evidence", field="body.evidence")


def check_verification(entry: Entry) -> None:
    """It is about a fact of this person that somebody else stated, be it taken back since.

    Raises `fact.nothing_to_verify`, `fact.other_verifies`.
    """
    if entry.envelope.amends is not None:
        raise Problem("record.not_amendable", field="amends")
    body = cast(FactVerified, entry.body)
    stated = rows(STATED, [body.record, entry.envelope.person, list(KINDS)])
    if not stated or stated[0][0] in OWN_WAY:
        raise Problem("fact.nothing_to_verify", field="body.record")
    if entry.author.worker in stated[0][1:]:
        raise Problem("fact.other_verifies", field="body.record")


def touch(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage before the facts: what was verified, or is so no longer, is stated anew."""
    if touched.records and touched.kinds & {"fact_verified", "void"}:
        touched.records |= {row[0] for row in rows(CHECKED, [list(touched.records)])}


def vouch(says: dict[UUID, Told], stated: dict[UUID, list[FactRow]]) -> None:
    """Mark which of these facts (by the original of their record) somebody else has verified."""
    own = {record: each for record, each in stated.items() if record in says and says[record].kind not in OWN_WAY}
    _doubt(says, own)
    waiting = [(says[record], row) for record, row in _by_hand(own) if not row.verified]
    if not waiting:
        return
    checks = told.of_people({row.person for _said, row in waiting}, ("fact_verified",))
    if not checks:
        return
    named = {check.body.record for several in checks.values() for check in several}
    versions = _versions(named | {said.record for said, _row in waiting})
    for said, row in waiting:
        since = [check.known_at for check in checks.get(row.person, ()) if _counts(check, said, versions)]
        if since:
            row.verified, row.known_at = True, max(row.known_at, min(since))


def waits(record: UUID, people: Collection[UUID]) -> UUID | None:
    """Of whom of these people a record (the original) states something that waits for being verified."""
    found = rows(WAITS, [record, list(people), list(KINDS)])
    return found[0][0] if found else None


def authors(records: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID, UUID]]:
    """Of these records (by their originals) that count: the newest version, who made the first and who made that."""
    says = told.of_chains(records)
    versions = _versions({said.record for said in says.values()})
    return {id: (said.record, said.author, versions[said.record].author) for id, said in says.items()}


def _counts(check: Told, said: Told, versions: Mapping[UUID, _Version]) -> bool:
    """By somebody who neither stated nor corrected it, of a version that said the same as the newest one."""
    seen, newest = versions.get(check.body.record), versions[said.record]
    if seen is None or seen.root != said.id or seen.received_at < said.known_at:
        return False
    return check.author not in (said.author, newest.author)


def _doubt(says: Mapping[UUID, Told], stated: Mapping[UUID, list[FactRow]]) -> None:
    """Evidence that speaks of nobody concerned proves nothing. The rows of the ledger decide it, which never change."""
    named = [
        (says[record].body.evidence, row)
        for record, row in _by_hand(stated)
        if row.verified and getattr(says[record].body, "evidence", None) is not None
    ]
    if not named:
        return
    asked = [list(column) for column in zip(*((one, row.person, row.other) for one, row in named), strict=True)]
    speaking = {tuple(row) for row in rows(SPEAK, [*asked, sorted(hands.NO_EVIDENCE)])}
    for evidence, row in named:
        row.verified = (evidence, row.person) in speaking


def _by_hand(stated: Mapping[UUID, list[FactRow]]) -> Iterator[tuple[UUID, FactRow]]:
    return ((record, row) for record, several in stated.items() for row in several if row.kind in KINDS)


def _versions(records: Collection[UUID]) -> dict[UUID, _Version]:
    return {row[0]: _Version(*row[1:]) for row in rows(VERSIONS, [list(records)])}
