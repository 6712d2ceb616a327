"""Who is in a category: by policy (what holds for them), by a trait (what kind of person they are).

One definition for the number and for the list behind it. People are seen by who sees their home; those of whom only
the workplace is known, by who sees that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem

Kind = Literal["policy", "trait"]
CHUNK = 1_000

# Of whom it is true, by the canonical person: category, since when, what is due to end, what holds.
_POLICY = """
SELECT y.person, unnest(y.categories) AS word, y.since AS since, y.due_end AS ends, y.measure AS measure
FROM policy_standing y
"""
_TRAIT = """
SELECT coalesce(a.canonical, f.person) AS person, f.value AS word, min(f.at) AS since, max(f.until) AS ends,
       '' AS measure
FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person
WHERE f.kind = 'trait' AND (f.until IS NULL OR f.until > now())
GROUP BY 1, 2
"""
_OF: dict[str, str] = {"policy": _POLICY, "trait": _TRAIT}
_FROM = """
FROM ({of}) c
JOIN people_person m ON m.id = c.person
LEFT JOIN places_door d ON d.id = coalesce(m.home_door_id, m.work_door_id)
LEFT JOIN places_place h ON h.id = d.place_id
WHERE ({inside})
"""
# When somebody last looked: a report, a symptom asked for, a sample, a result.
_LAST = """
(SELECT max(f.at) FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person
 WHERE coalesce(a.canonical, f.person) = m.id AND f.kind IN ('report', 'symptom', 'sample', 'result'))
"""
_LIST = f"""
SELECT m.id, m.name, m.sex, m.birth_year, d.id, coalesce(d.label, ''), coalesce(h.path, ''), c.measure,
       c.since, {_LAST}, c.ends
"""


@dataclass(slots=True)
class Member:
    """Somebody in a category: since when, what holds, when somebody last looked, when it ends, who follows up.

    What is due next is known by whoever follows them: pages fill `next_at` in.
    """

    id: UUID
    name: str
    sex: int
    birth_year: int | None
    door: UUID | None
    label: str
    path: str
    measure: str
    since: datetime
    last_at: datetime | None
    ends: datetime | None
    next_at: datetime | None = None
    where: str = ""
    worker_name: str = ""
    follower: str = ""


class Members(Sequence[Member]):
    """The people of one category at and below some places; read a slice at a time."""

    def __init__(self, kind: str, word: str, paths: Sequence[str]) -> None:
        if kind not in _OF:
            raise Problem("access.not_found")
        self.source = _OF[kind]
        self.said = _said(paths) | {"word": word}
        self.inside = _inside(paths)
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            [(self._count,)] = _ask(f"SELECT count(*) {self._from()}", self.said)
        return self._count or 0

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._read(index.start or 0, (index.stop or len(self)) - (index.start or 0))
        return self._read(index, 1)[0]

    def chunks(self) -> Iterator[list[Member]]:
        """All of them, for an export."""
        for start in range(0, len(self), CHUNK):
            yield self._read(start, CHUNK)

    def _from(self) -> str:
        return _FROM.format(of=self.source, inside=self.inside) + " AND c.word = %(word)s"

    def _read(self, start: int, count: int) -> list[Member]:
        order = " ORDER BY coalesce(h.path, ''), d.walk, m.ordinal, m.id LIMIT %(count)s OFFSET %(start)s"
        return [
            Member(*row) for row in _ask(_LIST + self._from() + order, self.said | {"count": count, "start": start})
        ]


def paths_of(worker: Worker, verb: Verb = Verb.SEE) -> list[str]:
    """Where the worker sees people."""
    return areas(worker, verb)


def counted(kind: str, paths: Sequence[str]) -> list[tuple[str, int]]:
    """How many people are in each category of this kind, the largest first."""
    statement = "SELECT c.word, count(*)" + _FROM.format(of=_OF[kind], inside=_inside(paths))
    return _ask(f"{statement} GROUP BY c.word ORDER BY count(*) DESC, c.word", _said(paths))


def _inside(paths: Sequence[str]) -> str:
    return " OR ".join(f"(h.path >= %(path{n})s AND h.path < %(end{n})s)" for n in range(len(paths))) or "false"


def _said(paths: Sequence[str]) -> dict[str, Any]:
    begins = {f"path{n}": path for n, path in enumerate(paths)}
    return begins | {f"end{n}": path + "g" for n, path in enumerate(paths)}


def _ask(statement: str, said: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
