"""What was done about a row, newest first, also what was taken back: for its page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.ledger import told
from qiaomen.lists.folds import STEPS
from qiaomen.lists.records import ListRowStep

# Originals, with who wrote them and who took them back.
ORIGINALS = """
SELECT r.id, r.at, r.body::text, w.name, coalesce(o.name, ''), v.at, coalesce(x.name, ''), r.sealed IS NOT NULL
FROM ledger_record r
LEFT JOIN access_worker w ON w.id = r.author LEFT JOIN access_organisation o ON o.id = w.organisation_id
LEFT JOIN LATERAL (
  SELECT m.at, m.author FROM ledger_record m WHERE m.root = r.id ORDER BY m.at DESC, m.id DESC LIMIT 1) v ON true
LEFT JOIN access_worker x ON x.id = v.author
WHERE r.id = ANY(%b)
ORDER BY r.at DESC, r.id DESC
"""


@dataclass(frozen=True, slots=True)
class Happened:
    """One step. `counts` is false for one that was taken back, by `corrected_by`."""

    id: UUID
    at: datetime
    step: ListRowStep
    author: str
    organisation: str
    corrected_at: datetime | None
    corrected_by: str
    has_note: bool
    counts: bool


def history(row: UUID) -> list[Happened]:
    """The steps of a row."""
    roots = [found for (found,) in rows(STEPS, [[str(row)]])]
    now = told.of_chains(roots)
    return [_happened(one, now.get(one[0])) for one in rows(ORIGINALS, [roots])] if roots else []


def _happened(one: tuple[Any, ...], now: told.Told | None) -> Happened:
    id, at, body, author, organisation, corrected_at, corrected_by, has_note = one
    step = now.body if now is not None else msgspec.json.decode(body, type=ListRowStep)
    return Happened(
        id, at, step, author or "", organisation, corrected_at, corrected_by, has_note, counts=now is not None
    )
