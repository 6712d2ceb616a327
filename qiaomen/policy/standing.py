"""What holds for each person: status records, and the state that is folded from the newest of each person."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import LiteralString, cast
from uuid import UUID, uuid5

import msgspec

from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.ledger import system
from qiaomen.ledger.system import Draft
from qiaomen.policy import editions, evaluate
from qiaomen.policy.evaluate import Verdict
from qiaomen.policy.language import Colour
from qiaomen.policy.records import Status

# Statuses submitted at a time.
CHUNK = 5_000

KEEP: LiteralString = """
INSERT INTO policy_standing (person, record, number, digest, edition, measure, isolates, colour, categories, since,
                             until, due_end, reasons, change)
SELECT r.person, r.id, coalesce((r.body ->> 'number')::int, 1), coalesce(r.body ->> 'digest', ''),
       (r.body ->> 'edition')::uuid, coalesce(r.body ->> 'measure', ''), coalesce((r.body ->> 'isolates')::bool, false),
       r.body ->> 'colour', ARRAY(SELECT jsonb_array_elements_text(r.body -> 'categories')), r.at,
       (r.body ->> 'until')::timestamptz, (r.body ->> 'due_end')::timestamptz,
       coalesce(r.body -> 'reasons', '[]'::jsonb), %b
FROM ledger_record r WHERE r.id = ANY({newest})
ON CONFLICT (person) DO UPDATE SET
  record = excluded.record, number = excluded.number, digest = excluded.digest, edition = excluded.edition,
  measure = excluded.measure, isolates = excluded.isolates, colour = excluded.colour,
  categories = excluded.categories, since = excluded.since, until = excluded.until, due_end = excluded.due_end,
  reasons = excluded.reasons, change = excluded.change
WHERE policy_standing.number <= excluded.number
"""
THESE = KEEP.replace("{newest}", "%b")
OF_PEOPLE = KEEP.replace(
    "{newest}",
    """ARRAY(
  SELECT DISTINCT ON (s.person) s.id FROM ledger_record s WHERE s.kind = 'status' AND s.person = ANY(%b)
  ORDER BY s.person, coalesce((s.body ->> 'number')::int, 1) DESC)""",
)
ORPHANS = """
DELETE FROM policy_standing s WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = s.record)
"""
READ: LiteralString = """
SELECT person, number, digest, measure, colour, categories, until, due_end, since FROM policy_standing
"""


class Now(msgspec.Struct, frozen=True):
    """What a person's standing says, as far as it is compared."""

    number: int
    digest: str
    measure: str
    colour: str
    categories: list[str]
    until: datetime | None
    due_end: datetime | None
    since: datetime

    def is_plain(self) -> bool:
        """Green, and nothing is asked of the person."""
        return not (self.digest or self.measure or self.categories) and self.colour == "green"

    def says(self, verdict: Verdict) -> bool:
        """Whether a verdict changes nothing."""
        ours = (self.digest, self.measure, self.colour, self.categories, self.until, self.due_end)
        theirs = (verdict.digest, verdict.measure, verdict.colour, list(verdict.categories), verdict.until)
        return ours == (*theirs, verdict.due_end)


def of_people(people: Collection[UUID] | None) -> dict[UUID, Now]:
    """The standing of these people, or of all who ever had a status."""
    found = rows(READ) if people is None else rows(READ + " WHERE person = ANY(%b)", [list(people)])
    return {row[0]: Now(*row[1:]) for row in found}


def renew(people: Collection[UUID] | None, *, at: datetime, now: datetime, change: UUID) -> set[UUID]:
    """Submit a status for everybody whose verdict at a moment is another than what holds; answers who they are.

    `people` are canonical ids, or ids joined to another person, of whom nothing holds any more; None means everybody.
    `now` is when this becomes known. The caller holds the locks.
    """
    verdicts = {verdict.person: verdict for verdict in evaluate.verdicts(people, now=at)}
    held = of_people(people)
    changed = [person for person, verdict in verdicts.items() if person not in held or not held[person].says(verdict)]
    freed = [person for person, holds in held.items() if person not in verdicts and not holds.is_plain()]
    if not changed and not freed:
        return set()
    edition = next((id for id, _hour, _document in editions.chain(at)), None)
    drafts = [_draft(person, verdicts.get(person), held.get(person), edition, at) for person in sorted(changed + freed)]
    _submit(drafts, change, now)
    return set(changed) | set(freed)


def refold(people: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: the standing of these people from their newest status records."""
    run(OF_PEOPLE, [change, list(people)])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def _draft(person: UUID, verdict: Verdict | None, held: Now | None, edition: UUID | None, at: datetime) -> Draft:
    number = held.number + 1 if held else 1
    body = Status(edition=edition, colour="green", number=number)
    if verdict is not None:
        body = Status(
            edition=verdict.edition, colour=cast(Colour, verdict.colour), measure=verdict.measure,
            isolates=verdict.isolates,
            categories=list(verdict.categories), until=verdict.until, due_end=verdict.due_end,
            reasons=verdict.reasons, number=number, digest=verdict.digest,
        )  # fmt: skip
    # Its place among the person's statuses is part of the id: what held once may hold again.
    name = f"{number} {body.edition} {at.isoformat()} {body.digest}"
    return Draft(id=uuid5(person, name), kind="status", at=at, body=body, person=person)


def _submit(drafts: Sequence[Draft], change: UUID, now: datetime) -> None:
    outbreak = Outbreak.objects.current()
    for chunk in _chunks(drafts):
        system.submit(chunk, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
        run(THESE, [change, [draft.id for draft in chunk]])


def _chunks(drafts: Sequence[Draft]) -> Iterable[Sequence[Draft]]:
    return (drafts[start : start + CHUNK] for start in range(0, len(drafts), CHUNK))
