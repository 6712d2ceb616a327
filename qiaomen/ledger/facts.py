"""The stage of facts: what the touched records say of people, for policy to read.

Packages say in `stages.facts` which of their kinds state facts. What a record states is replaced whole, so that a
correction or a void takes back what it corrects.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from qiaomen.base.sql import run
from qiaomen.ledger import stages, told
from qiaomen.ledger.stages import Touched
from qiaomen.people import facts
from qiaomen.people.facts import FactRow

ORPHANS = "DELETE FROM people_fact f WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = f.record)"


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: state the touched records' facts anew; the people whom these are about are touched, too."""
    if touched.records:
        touched.people |= state(touched.records, change)


def state(records: Collection[UUID], change: UUID) -> set[UUID]:
    """State the facts of these records (by their originals) anew; answers whom they are and were about."""
    says = told.of_chains(records)
    stated = {record: _facts(says.get(record)) for record in records}
    for vouch in stages.vouchers:
        vouch(says, stated)
    return facts.replace(stated, change)


def refold(records: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step."""
    state(records, change)


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def kinds() -> tuple[str, ...]:
    """The kinds of record that state facts."""
    return tuple(stages.facts)


def _facts(says: told.Told | None) -> list[FactRow]:
    source = stages.facts.get(says.kind) if says is not None else None
    return source.states(says) if source is not None and says is not None else []
