"""Rounds as lists show them: how many places are done, which are missing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows

# The first time that somebody was at a place of a round is when it was done.
FIRST: LiteralString = """
LEFT JOIN LATERAL (
  SELECT d.id, d.at, d.author, d.how, d.photos FROM outreach_rounddone d
  WHERE d.round = r.id AND d.place = w.id ORDER BY d.at, d.id LIMIT 1) d ON true
"""
ROUNDS: LiteralString = """
SELECT r.id, r.place, p.path, r.title, r.what, r.material, coalesce(m.title, ''), r.copies, r.photo, r.due, r.at,
       r.ended_at, cardinality(r.places),
       (SELECT count(DISTINCT d.place) FROM outreach_rounddone d WHERE d.round = r.id AND d.place = ANY(r.places))
FROM outreach_round r JOIN places_place p ON p.id = r.place LEFT JOIN outreach_material m ON m.id = r.material
WHERE EXISTS (SELECT FROM unnest(%b::text[]) a WHERE p.path >= a AND p.path < a || 'g')
  AND (%b::uuid[] IS NULL OR r.id = ANY(%b::uuid[])) ORDER BY r.ended_at IS NOT NULL, r.due DESC, r.id DESC
"""
PLACES: LiteralString = f"""
SELECT w.id, p.path, d.id, d.at, coalesce(k.name, ''), coalesce(d.how, ''), coalesce(d.photos, 0)::int
FROM outreach_round r CROSS JOIN unnest(r.places) w(id) JOIN places_place p ON p.id = w.id {FIRST}
LEFT JOIN access_worker k ON k.id = d.author
WHERE r.id = %b AND (%b::bool IS NULL OR (d.id IS NULL) = %b::bool) ORDER BY p.path
"""
# What is to do on the phone of somebody who may record there: the first places of each round, with how many they are.
TO_DO: LiteralString = f"""
SELECT id, place, path, name, missing FROM (
  SELECT r.id, r.due, w.id AS place, p.path, p.name, count(*) OVER (PARTITION BY r.id)::int AS missing,
         row_number() OVER (PARTITION BY r.id ORDER BY p.path) AS nth
  FROM outreach_round r CROSS JOIN unnest(r.places) w(id) JOIN places_place p ON p.id = w.id {FIRST}
  WHERE r.ended_at IS NULL AND r.due > %b AND d.id IS NULL
    AND EXISTS (SELECT FROM unnest(%b::text[]) a WHERE p.path >= a AND p.path < a || 'g')) f
WHERE nth <= %b::int ORDER BY due, id, path
"""
Stage = Literal["done", "late", "open", "ended"]


class RoundRow(msgspec.Struct):
    """A round with how far it is."""

    id: UUID
    place: UUID
    path: str
    title: str
    what: str
    material: UUID | None
    material_title: str
    copies: int
    photo: bool
    due: datetime
    at: datetime
    ended_at: datetime | None
    places: int
    done: int
    where: str = ""

    @property
    def missing(self) -> int:
        return self.places - self.done

    def stage(self, now: datetime) -> Stage:
        """Done where nothing is missing; late once its hour is over; ended by somebody before."""
        if not self.missing:
            return "done"
        if self.ended_at is not None:
            return "ended"
        return "late" if self.due <= now else "open"


class Spot(msgspec.Struct):
    """A place of a round, and who was there first."""

    place: UUID
    path: str
    record: UUID | None
    at: datetime | None
    by: str
    how: str
    photos: int
    where: str = ""


class ToDo(msgspec.Struct):
    """A place of a round where nobody has been yet; `missing`: how many such places the round has there in all."""

    round: UUID
    place: UUID
    path: str
    name: str
    missing: int
    where: str = ""


def rounds(worker: Worker, verb: Verb = Verb.SEE) -> list[RoundRow]:
    """The rounds of the worker's places: those under way first."""
    return [RoundRow(*row) for row in rows(ROUNDS, [areas(worker, verb), None, None])]


def round_for(worker: Worker, id: UUID, verb: Verb = Verb.SEE) -> RoundRow:
    """One. Raises `access.not_found` outside the worker's area, `access.forbidden` where the verb lacks."""
    found = [RoundRow(*row) for row in rows(ROUNDS, [[""], [id], [id]])]
    if not found:
        raise Problem("access.not_found")
    check(worker, verb, found[0].path)
    return found[0]


def rounds_of(ids: Sequence[UUID]) -> dict[UUID, RoundRow]:
    """These, wherever they are, in their order."""
    wanted = list(dict.fromkeys(ids))
    found = {row[0]: RoundRow(*row) for row in rows(ROUNDS, [[""], wanted, wanted])} if wanted else {}
    return {id: found[id] for id in wanted if id in found}


def spots(round: UUID, *, missing: bool | None = None) -> list[Spot]:
    """Its places, or those that are missing, or those that are done."""
    return [Spot(*row) for row in rows(PLACES, [round, missing, missing])]


def to_do(paths: Sequence[str], *, since: datetime, most: int) -> list[ToDo]:
    """What nobody has done yet at these places, of rounds that were due after a moment or are still to come.

    The first `most` places of each round.
    """
    return [ToDo(*row) for row in rows(TO_DO, [since, list(paths), most])]
