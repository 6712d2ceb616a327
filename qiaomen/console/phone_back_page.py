"""Whom to phone back: a sample of the households that reported themselves, then the rest; letters of strangers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, visible_places
from qiaomen.access.roles import Verb
from qiaomen.base.sql import rows
from qiaomen.campaigns.queries.names import locate
from qiaomen.campaigns.states import State
from qiaomen.care.models import Letter
from qiaomen.places.models import Door, Place

SHOWN = 200
# The last bytes of a record's id are random: a share of them is a fair sample, the same for everybody who looks.
# The tallies tell the few places with such a door, so that the doors of all others are not looked through.
REPORTED = """
SELECT t.campaign_id, t.door_id, d.label, p.path, r.id, r.at,
       ('x' || right(r.id::text, 4))::bit(16)::int %% 100 < %b::int AS sampled
FROM campaigns_campaign c
JOIN (SELECT DISTINCT campaign_id, place_id FROM campaigns_tally WHERE unverified > 0) y ON y.campaign_id = c.id
JOIN campaigns_target t ON t.campaign_id = c.id AND t.place_id = y.place_id AND t.state = %b::int
JOIN places_place p ON p.id = t.place_id JOIN places_door d ON d.id = t.door_id
JOIN LATERAL (
  SELECT r.id, r.at FROM ledger_record r
  WHERE r.door = t.door_id AND r.kind = 'self_report' AND (r.body ->> 'campaign')::uuid = t.campaign_id
  ORDER BY r.at DESC LIMIT 1) r ON true
WHERE c.launched_at IS NOT NULL AND c.closed_at IS NULL AND EXISTS (
  SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
ORDER BY sampled DESC, r.at, r.id LIMIT %b
"""


@dataclass(slots=True)
class Reported:
    """A household that reported itself and that nobody has verified. `sampled`: it is to be phoned for certain."""

    campaign: UUID
    door: UUID
    label: str
    path: str
    record: UUID
    at: datetime
    sampled: bool
    where: str = ""


@dataclass(slots=True)
class Stranger:
    """A letter whose name and digits fitted nobody of the door that it was written from."""

    letter: Letter
    label: str
    path: str
    where: str = ""


def reported(worker: Worker, *, verb: Verb = Verb.SEE, most: int | None = SHOWN) -> list[Reported]:
    """The sample first, the oldest on top."""
    given = [settings.PHONE_BACK, int(State.UNVERIFIED), areas(worker, verb), most]
    found = [Reported(*row) for row in rows(REPORTED, given)]
    locate(found)
    return found


def strangers(worker: Worker, *, verb: Verb = Verb.SEE) -> list[Stranger]:
    """Those that nobody has called back, the oldest first."""
    places = visible_places(worker, verb).values("id")
    letters = Letter.objects.filter(state=Letter.State.UNMATCHED, place__in=places).order_by("at", "id")[:SHOWN]
    return located(list(letters))


def located(letters: Sequence[Letter]) -> list[Stranger]:
    """Letters with where they are from."""
    places = Place.objects.in_bulk({one.place for one in letters if one.place})
    doors = Door.objects.in_bulk({one.door for one in letters if one.door})
    found = [
        Stranger(one, doors[one.door].label if one.door in doors else "", places[one.place].path)
        for one in letters
        if one.place in places
    ]  # fmt: skip
    locate(found)
    return found
