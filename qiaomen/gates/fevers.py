"""A fever at the gate of somebody whom we know is a check of theirs: policy reads it, and a referral follows.

The check is the system's record, made in the transaction that brings the passage, before anything is folded. It stays
when the passage is corrected, until somebody takes it back: whoever was told must be told otherwise.
"""

from datetime import datetime
from uuid import UUID, uuid5

import msgspec

from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.gates.records import Passage, is_fever
from qiaomen.ledger import system
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.system import Draft
from qiaomen.monitoring.records import FEVER_ABOVE, Check

# A passage names a pass; whoever has none is not known.
MEASURED = """
SELECT coalesce(r.root, r.id), r.at, r.body::text, p.person
FROM ledger_record r JOIN passes_pass p ON p.id = (r.body->>'pass')::uuid
WHERE r.change = %b AND r.kind = 'passage' AND NOT r.body ? 'visitor'
  AND coalesce(r.body->>'second_temperature', r.body->>'temperature')::float > %b
"""
_CHECKS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a12")
_read = msgspec.json.Decoder(Passage).decode


def check(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's first stage: a check for each fever that this change brings, once a passage."""
    if "passage" not in touched.kinds:
        return
    drafts = [_draft(*row) for row in rows(MEASURED, [change, FEVER_ABOVE]) if is_fever(_read(row[2]))]
    if not drafts:
        return
    outbreak = Outbreak.objects.current()
    made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    touched.records |= {draft.id for draft in made}
    touched.people |= {draft.person for draft in made if draft.person is not None}
    touched.kinds.add("check")


def _draft(passage: UUID, at: datetime, said: str, person: UUID) -> Draft:
    body = _read(said)
    reading = body.temperature if body.second_temperature is None else body.second_temperature
    return Draft(uuid5(_CHECKS, str(passage)), "check", at, Check(how="seen", temperature=reading), person=person)
