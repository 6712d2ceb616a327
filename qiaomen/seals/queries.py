"""Seals as lists show them: where somebody is to knock first. The number and the list are one query."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger.lines import Line, lines_of
from qiaomen.ledger.told import Told
from qiaomen.seals import standing
from qiaomen.seals.folds import SEALS
from qiaomen.seals.grounds import ENDS

Shown = Literal["holding", "ask", "opened", "unexplained", "ended"]
SHOWN: tuple[Shown, ...] = ("holding", "ask", "opened", "unexplained", "ended")
LISTED: LiteralString = f"""
SELECT s.id, s.place, p.path, s.door, coalesce(d.label, ''), s.form, s.people, s.document, s.until_at, s.emergency,
       s.put_at, s.put_by, coalesce(w.name, ''), s.standing, s.checked_at, s.openings, s.opened_at, s.unexplained,
       s.ask_since, s.ask_worker, coalesce(a.name, ''), s.asked_at, s.finds, s.ended_at, s.ended_by,
       ARRAY(SELECT {ENDS.format(door="s.door")} FROM monitoring_episode e LEFT JOIN people_person h ON h.id = e.person
             WHERE e.id = ANY(s.episodes) ORDER BY e.id)
FROM seals_seal s JOIN places_place p ON p.id = s.place
LEFT JOIN places_door d ON d.id = s.door LEFT JOIN access_worker w ON w.id = s.put_by
LEFT JOIN access_worker a ON a.id = s.ask_worker
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND (%b::uuid IS NULL OR s.id = %b) AND (%b::uuid IS NULL OR s.door = %b)
  AND (%b::uuid[] IS NULL OR s.people && %b) AND (%b::uuid[] IS NULL OR s.id = ANY(%b))
ORDER BY s.ended_at IS NOT NULL, s.ask_since, p.walk, d.walk, s.put_at DESC, s.id
"""


class Row(msgspec.Struct):
    """A seal as lists show it; `ends`: when each episode ceases to be a ground, None where not settled."""

    id: UUID
    place: UUID
    path: str
    door: UUID | None
    label: str
    form: str
    people: list[UUID]
    document: str
    until_at: datetime | None
    emergency: str
    put_at: datetime
    put_by: UUID
    put_by_name: str
    standing: str
    checked_at: datetime | None
    openings: int
    opened_at: datetime | None
    unexplained: list[UUID]
    ask_since: datetime | None
    ask_worker: UUID | None
    ask_worker_name: str
    asked_at: datetime | None
    finds: str
    ended_at: datetime | None
    ended_by: str
    ends: list[datetime | None]
    where: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, as far as that is known."""
        return standing.ends_at(self.until_at, self.ends)

    @property
    def of_household(self) -> bool:
        """Whether it is, or was, for a measure behind a door: that tells of health."""
        return bool(self.people) or not self.document

    def holds(self, now: datetime) -> bool:
        """Whether it is a seal at this moment: neither taken off nor past its end."""
        ends = self.ends_at
        return self.ended_at is None and (ends is None or now < ends)

    def waits(self, now: datetime) -> bool:
        """Whether somebody is to knock and ask, or to see to what they need."""
        return self.ask_since is not None and self.holds(now)

    def needs(self, now: datetime) -> bool:
        """Whether they need something, and nobody has found all well since."""
        return self.finds == "needs" and self.waits(now)


class Numbers(msgspec.Struct, frozen=True):
    """How many seals stand how; `opened` are of those that hold."""

    holding: int
    ask: int
    opened: int
    unexplained: int
    ended: int


def seals(worker: Worker, *, shows_health: bool, verb: Verb = Verb.SEE) -> list[Row]:
    """The seals where the worker may do this; those on a household tell of health."""
    return for_health(below(areas(worker, verb)), shows_health)


def below(paths: Sequence[str]) -> list[Row]:
    """All seals at and below these paths."""
    return _listed(paths)


def among(paths: Sequence[str], seals: Collection[UUID]) -> list[Row]:
    """Those of these seals that lie at and below these paths."""
    return _listed(paths, ids=list(seals)) if seals else []


def for_health(several: Iterable[Row], shows_health: bool) -> list[Row]:
    """Those that may be shown to who may, or may not, see health."""
    return [one for one in several if shows_health or not one.of_household]


def of(several: Iterable[Row], shown: Shown, now: datetime) -> list[Row]:
    """Those of one view."""
    return [one for one in several if _is(one, shown, now)]


def numbers(several: Sequence[Row], now: datetime) -> Numbers:
    """What the list's views hold."""
    return Numbers(*(len(of(several, shown, now)) for shown in SHOWN))


def seal_for(worker: Worker, seal: UUID, *, shows_health: bool, verb: Verb = Verb.SEE) -> Row:
    """One. Raises `access.not_found` outside the worker's area, or where it tells of health and they may not see it;
    `access.forbidden` where the verb lacks."""
    found = for_health(_listed([""], seal=seal), shows_health)
    if not found:
        raise Problem("access.not_found")
    check(worker, verb, found[0].path)
    return found[0]


def any_of(seal: UUID) -> Row | None:
    """A seal by its code, for whoever stands before it."""
    found = _listed([""], seal=seal)
    return found[0] if found else None


def at_door(door: UUID) -> list[Row]:
    """The seals on a door. The caller has checked that it may be seen."""
    return _listed([""], door=door)


def of_people(people: Collection[UUID], now: datetime) -> list[Row]:
    """The seals that hold now on the ground of these people's episodes."""
    return [one for one in _listed([""], people=list(people)) if one.holds(now)] if people else []


def log(seal: UUID, *, keys: Keys | None = None) -> list[Line]:
    """The seal and all that happened to it, in order; what was taken back is not there. With keys notes are opened."""
    return lines_of(SEALS, seal, keys=keys, named=_who)


def _is(one: Row, shown: Shown, now: datetime) -> bool:
    match shown:
        case "ask":
            return one.waits(now)
        case "opened":
            return one.holds(now) and one.standing != "intact"
        case "unexplained":
            return bool(one.unexplained)
        case "ended":
            return not one.holds(now)
    return one.holds(now)


def _who(one: Told) -> UUID:
    """Whose name stands beside a record: of a telling, who was told."""
    workers: list[UUID] = getattr(one.body, "workers", [])
    return workers[0] if workers else one.author


def _listed(
    paths: Sequence[str], *, seal: UUID | None = None, door: UUID | None = None, people: list[UUID] | None = None,
    ids: list[UUID] | None = None,
) -> list[Row]:  # fmt: skip
    given = [list(paths), seal, seal, door, door, people, people, ids, ids]
    return [Row(*row) for row in rows(LISTED, given)]
