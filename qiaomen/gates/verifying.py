"""A code at a gate that has a network: what it is worth by what is known now, and whether its holder is inside."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.gates.models import THROUGH
from qiaomen.passes.verdicts import Verdict
from qiaomen.passes.verifying import gate_of, verdicts
from qiaomen.places.models import Place

INSIDE = """
SELECT DISTINCT ON (p.holder) p.holder, p.gate, p.at, left(l.path, -9)
FROM gates_passage p JOIN places_place l ON l.id = p.gate
WHERE p.holder = ANY(%b) AND p.verdict = ANY(%b) AND p.next IS NULL AND p.direction = 'in'
ORDER BY p.holder, p.at DESC, p.id DESC
"""


class Inside(msgspec.Struct, frozen=True):
    """Where a pass went in last without going out; `here`: at the same place."""

    gate: UUID
    since: datetime
    here: bool


class Checked(msgspec.Struct, frozen=True):
    """A code's verdict, and where its holder is inside."""

    verdict: Verdict
    inside: Inside | None


def verify(texts: Sequence[str], *, gate: Place, now: datetime) -> list[Checked]:
    """What these codes are worth at a gate; four statements, however many they are."""
    area = gate.path[:-9]
    place = gate.parent
    assert place is not None
    found = verdicts(texts, now=now, gate=gate_of(place))
    where = _inside({each.token.id for each in found if each.token is not None}, area)
    return [Checked(each, where.get(each.token.id) if each.token is not None else None) for each in found]


def _inside(passes: Collection[UUID], area: str) -> dict[UUID, Inside]:
    found = rows(INSIDE, [list(passes), list(THROUGH)]) if passes else []
    return {holder: Inside(gate, at, path == area) for holder, gate, at, path in found}
