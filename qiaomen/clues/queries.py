"""Clues as lists show them: one condition for each number and its list, as far as somebody may see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.clues.folds import CLUES
from qiaomen.clues.models import Reward, State
from qiaomen.clues.progress import is_late
from qiaomen.ledger import told
from qiaomen.ledger.told import Told
from qiaomen.ledger.words import words_of

SERIES_FROM = 3
"""So many unfounded clues of one who told them, at least half of all of theirs, are a series."""
SHOWN: dict[str, LiteralString] = {
    "open": "c.state = 'open'",
    "late": "c.state = 'open' AND c.due_at < n.at",
    "unsent": "c.state = 'open' AND c.worker IS NULL",
    "apart": "c.state = 'open' AND EXISTS (SELECT FROM clues_clue j WHERE j.joined_to = c.id AND j.ended_as <> '')",
    "verified": "c.state = 'verified'",
    "unfounded": "c.state = 'unfounded'",
    "elsewhere": "c.state = 'elsewhere'",
    "joined": "c.state = 'joined'",
    "rewards": "c.reward <> 'none'",
    "all": "true",
}
"""What a view of the list shows. Told are open, verified, unfounded, handed on and joined together."""
SEEN: LiteralString = """
FROM clues_clue c JOIN places_place p ON p.id = c.place CROSS JOIN (SELECT %(now)b::timestamptz AS at) n
WHERE EXISTS (SELECT FROM unnest(%(paths)b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
"""
COUNTED: LiteralString = "SELECT " + ", ".join(
    f"count(*) FILTER (WHERE {condition})" for condition in SHOWN.values()
) + SEEN  # fmt: skip
LISTED: LiteralString = """
SELECT c.id, c.record, c.place, p.path, c.what, c.source, coalesce(o.name, ''), c.told_at, c.told_by, c.state,
       c.worker, coalesce(w.name, ''), c.due_at, c.dispatched_at, c.seen_at, c.ended_at, coalesce(e.name, ''),
       coalesce(t.name, ''),
       c.joined_to, c.reopened, c.late_told, c.reward, c.reward_what, c.reward_count, c.reward_number, c.collected_at,
       (SELECT count(*) FROM clues_clue j WHERE j.joined_to = c.id), c.ended_as,
       ARRAY(SELECT DISTINCT j.ended_as FROM clues_clue j WHERE j.joined_to = c.id AND j.ended_as <> '' ORDER BY 1)
FROM clues_clue c JOIN places_place p ON p.id = c.place CROSS JOIN (SELECT %(now)b::timestamptz AS at) n
LEFT JOIN access_organisation o ON o.id = c.organisation LEFT JOIN access_organisation t ON t.id = c.handed_to
LEFT JOIN access_worker w ON w.id = c.worker LEFT JOIN access_worker e ON e.id = c.ended_by
WHERE EXISTS (SELECT FROM unnest(%(paths)b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
"""
ORDER: LiteralString = """
 ORDER BY c.state <> 'open', (c.state = 'open' AND c.due_at < n.at) IS NOT TRUE, c.reward_number DESC NULLS LAST,
          c.told_at DESC, c.id LIMIT %(most)b::int
"""
ONE: LiteralString = LISTED + " AND c.id = ANY(%(ids)b::uuid[])" + ORDER
GROUP = "SELECT id FROM clues_clue WHERE id = %b OR joined_to = %b ORDER BY told_at, id"
SERIES: LiteralString = """
SELECT c.id, count(*), count(*) FILTER (WHERE coalesce(h.state, x.state) = 'unfounded'),
       count(*) FILTER (WHERE coalesce(h.state, x.state) = 'verified')
FROM clues_clue c JOIN clues_mark m ON m.record = c.record AND m.of = 'reporter'
JOIN clues_mark s ON s.of = 'reporter' AND s.hash = m.hash JOIN clues_clue x ON x.record = s.record
LEFT JOIN clues_clue h ON h.id = x.joined_to WHERE c.id = ANY(%b) GROUP BY c.id
"""


class Row(msgspec.Struct):
    """A clue as lists show it; `joined` others were joined to it, which ended by themselves as `joined_ended`."""

    id: UUID
    record: UUID
    place: UUID
    path: str
    what: str
    source: str
    organisation: str
    told_at: datetime
    told_by: UUID
    state: str
    worker: UUID | None
    worker_name: str
    due_at: datetime | None
    dispatched_at: datetime | None
    seen_at: datetime | None
    ended_at: datetime | None
    ender: str
    handed_to: str
    joined_to: UUID | None
    reopened: int
    late_told: list[UUID]
    reward: str
    reward_what: str
    reward_count: int | None
    reward_number: int | None
    collected_at: datetime | None
    joined: int
    ended_as: str
    joined_ended: list[str]
    where: str = ""

    def is_late(self, now: datetime) -> bool:
        return is_late(self.state, self.due_at, now)

    @property
    def ended_apart(self) -> list[str]:
        """How reports that were joined to it have ended, while it is open: whoever decides ends it, too."""
        return self.joined_ended if self.state == State.OPEN else []

    @property
    def is_owed(self) -> bool:
        return self.reward == Reward.BOOKED


class Series(msgspec.Struct, frozen=True):
    """How many clues whoever told this one has told, and what came of them. It names nobody."""

    told: int
    unfounded: int
    verified: int

    @property
    def is_one(self) -> bool:
        return self.unfounded >= SERIES_FROM and self.unfounded * 2 >= self.told


class Line(msgspec.Struct):
    """One record of a clue: the clue itself, or a step; `words` are opened where keys are given."""

    told: Told
    words: dict[str, str]


def clues(
    worker: Worker, shown: str, *, now: datetime, verb: Verb = Verb.SEE, most: int | None = None
) -> list[Row]:  # fmt: skip
    """The clues of a view where the worker may do this: what is late first, then the newest."""
    statement = LISTED + " AND " + SHOWN[shown] + ORDER
    return [Row(*row) for row in rows(statement, {"now": now, "paths": areas(worker, verb), "most": most or 1_000_000})]


def numbers(worker: Worker, *, now: datetime) -> dict[str, int]:
    """How many clues each view of the list holds."""
    [counts] = rows(COUNTED, {"now": now, "paths": areas(worker, Verb.SEE)})
    return dict(zip(SHOWN, counts, strict=True))


def clue_for(worker: Worker, clue: UUID, *, now: datetime, verb: Verb = Verb.SEE) -> Row:
    """One clue. Raises `access.not_found` outside the worker's area."""
    found = of_ids([clue], areas(worker, verb), now=now)
    if not found:
        raise Problem("access.not_found")
    return found[0]


def of_ids(ids: Sequence[UUID], paths: list[str], *, now: datetime) -> list[Row]:
    """These clues, as far as they lie at or below these paths."""
    given = {"now": now, "paths": paths, "ids": list(ids), "most": len(ids)}
    return [Row(*row) for row in rows(ONE, given)] if ids else []


def group(clue: Row) -> list[UUID]:
    """The clues of the same thing, this one among them, the first told first: it is what earns the reward."""
    head = clue.joined_to or clue.id
    return [row[0] for row in rows(GROUP, [head, head])]


def series(ids: Sequence[UUID]) -> dict[UUID, Series]:
    """What came of all clues of who told each of these; nothing where nobody is known again."""
    return {id: Series(*counts) for id, *counts in rows(SERIES, [list(ids)])} if ids else {}


def thread(clue: UUID, *, keys: Keys | None = None) -> list[Line]:
    """A clue and its steps, in order; what was taken back is not there. With keys their words are opened."""
    made = told.of_chains([clue]).get(clue)
    lines = [*([made] if made is not None else []), *CLUES.steps_of([clue])[clue]]
    said = words_of(keys, [one.record for one in lines]) if keys is not None else {}
    return [Line(one, said.get(one.record, {})) for one in lines]
