"""State of records that have steps: something is found, asked for or told, and what is done about it follows.

One row for each such record, under its id, made of it and of the steps that name it. What was taken back has none.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.ledger import stages, told
from qiaomen.ledger.entries import Entry
from qiaomen.ledger.told import Told

# By an index of the package's own on what steps are about.
STEPS: LiteralString = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record WHERE kind = '{step}' AND body->>'{about}' = ANY(%b::text[])
"""
# Those behind touched records: they themselves, and whatever a step or a correction of one was about.
BEHIND: LiteralString = """
SELECT id FROM ledger_record WHERE id = ANY(%b) AND kind = '{kind}'
UNION
SELECT (body->>'{about}')::uuid FROM ledger_record WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind = '{step}'
"""
LOCK: LiteralString = "SELECT id FROM ledger_record WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
DROP: LiteralString = "DELETE FROM {table} WHERE id = ANY(%b)"
ADD: LiteralString = "INSERT INTO {table} SELECT r.* FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) r"
STANDING: LiteralString = "SELECT id, place FROM {table} WHERE id = ANY(%b)"
ORPHANS: LiteralString = "DELETE FROM {table} s WHERE NOT EXISTS (SELECT FROM ledger_record l WHERE l.id = s.id)"


@dataclass(frozen=True, slots=True)
class Thread:
    """Records of a `kind`, their steps' kind, and the field by which a step names what it is `about`.

    `line` makes a row of the `table` of a record and its steps in order, by column.
    """

    table: LiteralString
    kind: LiteralString
    line: Callable[[Told, Sequence[Told]], dict[str, Any]]
    step: LiteralString = ""
    about: LiteralString = ""

    def astray(self, entries: Sequence[Entry]) -> list[Entry]:
        """The steps among these that are at another place than what they are about.

        Whoever makes them may record there, which says nothing of here. What they are about may stand already, or come
        in the same batch.
        """
        subjects = {one.id: getattr(one.body, self.about) for one in entries}
        places = beside(entries, subjects)
        places |= dict(rows(self._said(STANDING), [list(set(subjects.values()))])) if subjects else {}
        return [one for one in entries if places.get(subjects[one.id], one.envelope.place) != one.envelope.place]

    def register(self) -> None:
        """Add its fold and rebuild to submit's; at start-up."""
        for kind in filter(None, (self.kind, self.step)):
            # That it speaks makes it known to the fold; it states nothing of people.
            stages.facts.setdefault(kind, stages.FactSource(lambda said: []))
        stages.folds.append(self.fold)
        stages.rebuilds.append(
            stages.Rebuild(
                {self.table: "id"}, self.refold, self.drop_orphans, over="records", kinds=lambda: (self.kind,)
            )
        )

    def fold(self, touched: stages.Touched, change: UUID, now: datetime) -> None:
        """Submit's stage: fold what the touched records are about anew."""
        if not {self.kind, self.step, "void"} & touched.kinds or not touched.records:
            return
        records = list(touched.records)
        # A step may be about nothing: a round of disinfection that nobody asked for.
        if behind := [one for (one,) in rows(self._said(BEHIND), [records, records, records]) if one is not None]:
            self.lock(behind)
            self.refold(behind, change)

    def lock(self, wanted: Sequence[UUID]) -> None:
        """Whoever else folds these waits until this transaction ends: a job locks, then reads what state says."""
        run(LOCK, [list(wanted)])

    def refold(self, wanted: Sequence[UUID], change: UUID) -> None:
        """Rebuild's step: make the state of these anew."""
        found = told.of_chains(wanted)
        steps = self.steps_of(wanted)
        run(self._said(DROP), [list(wanted)])
        lines = [{**self.line(one, steps[one.id]), "change": change} for one in found.values() if one.kind == self.kind]
        if lines:
            run(self._said(ADD), [msgspec.json.encode(lines).decode()])

    def drop_orphans(self) -> None:
        """Rebuild's last step."""
        run(self._said(ORPHANS))

    def steps_of(self, wanted: Collection[UUID]) -> dict[UUID, list[Told]]:
        """What was done about these, in order; what was taken back was not."""
        found: dict[UUID, list[Told]] = defaultdict(list)
        if not self.step or not wanted:
            return found
        roots = [row[0] for row in rows(self._said(STEPS), [[str(one) for one in wanted]])]
        for one in told.in_order(told.of_chains(roots).values()):
            found[getattr(one.body, self.about)].append(one)
        return found

    def _said(self, statement: LiteralString) -> LiteralString:
        return statement.format(table=self.table, kind=self.kind, step=self.step, about=self.about)


def beside(entries: Iterable[Entry], subjects: Mapping[UUID, UUID | None]) -> dict[UUID, UUID | None]:
    """The places of what these entries are about (subject by entry), as far as it came in the same batch."""
    about = ((subject, one.batch.get(subject)) for one in entries if (subject := subjects[one.id]) is not None)
    return {subject: other.envelope.place for subject, other in about if other is not None}
