"""Sensors that report by themselves: a source's token, and its "opened" messages as records of broken seals.

What a sensor says is what a round sees that finds a seal broken: an opening that nobody explains yet, after which
somebody is asked to knock. It holds no door, and answers nothing about anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from qiaomen.access import audit
from qiaomen.access.enrolling import check_tries, count_try
from qiaomen.access.models import Worker
from qiaomen.access.tokens import hashed, new_token
from qiaomen.base import changes
from qiaomen.base.ids import SYSTEM, new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import system
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.system import Draft
from qiaomen.places.models import Place
from qiaomen.seals import folds, queries
from qiaomen.seals.models import Form, Source
from qiaomen.seals.records import SealEvent

MOST_CALLS = 60
WINDOW = timedelta(minutes=1)
"""A source calls so often in so long."""
# One statement counts the call and says how many there were, whatever calls beside it.
CALLED = """
UPDATE seals_source SET heard_at = %(now)b::timestamptz,
  calls = CASE WHEN window_at > %(now)b::timestamptz - %(window)b::interval THEN calls + 1 ELSE 1 END,
  window_at = CASE WHEN window_at > %(now)b::timestamptz - %(window)b::interval THEN window_at ELSE %(now)b END
WHERE token_hash = %(hash)b AND ended_at IS NULL RETURNING id, calls
"""
KNOWN = "SELECT id FROM ledger_record WHERE id = ANY(%b)"


@dataclass(frozen=True, slots=True)
class Opened:
    """A message, under an id of its sender: a seal was opened at a moment by the sensor's clock."""

    id: str
    seal: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message: `accepted`, `duplicate`, or `rejected` with a code."""

    verdict: str
    code: str = ""


def begin(name: str, place: Place, *, by: Worker) -> tuple[Source, str]:
    """A source of messages about the sensors in a place, and its token, which is shown this once."""
    token = new_token()
    with changes.change("sensors", worker=by.id) as change:
        made = Source.objects.create(
            id=new_id(), outbreak=Outbreak.objects.current().id, name=name, place=place.id, token_hash=hashed(token),
            change=change.id,
        )  # fmt: skip
        audit.write(by, "sensors.begun", made.id, place=place.id)
    return made, token


def end(source: UUID, *, by: Worker, now: datetime) -> None:
    """From now on nothing is taken by this token."""
    with changes.change("sensors", worker=by.id) as change:
        if Source.objects.filter(pk=source, ended_at=None).update(ended_at=now, change=change.id):
            audit.write(by, "sensors.ended", source)


def source_of(token: str, *, address: str, now: datetime) -> Source:
    """Whose token it is; the call is counted. Raises `access.token_unknown`, `access.too_many_tries` after too many
    wrong ones from one address, `seal.too_many_calls`, `outbreak.none_open`."""
    check_tries(address)
    found = rows(CALLED, {"now": now, "window": WINDOW, "hash": hashed(token)})
    if not found:
        count_try(address)
        raise Problem("access.token_unknown")
    [(id, calls)] = found
    if calls > MOST_CALLS:
        raise Problem("seal.too_many_calls", limit=MOST_CALLS)
    source = Source.objects.get(pk=id)
    if source.outbreak != Outbreak.objects.current().id:
        raise Problem("access.token_unknown")
    return source


def take(source: Source, several: Sequence[Opened], *, now: datetime) -> list[Taken]:
    """Write messages down, each as a seal found broken by a sensor, at the sensor's time but never later than now; sent
    again, it is a duplicate. Of a seal that is no sensor's, has ended, or lies elsewhere one learns the same."""
    path = Place.objects.values_list("path", flat=True).get(pk=source.place)
    named = queries.among([path], {one.seal for one in several})
    known = {one.id: one for one in named if one.form == Form.SENSOR}
    drafts = {one: _draft(source, one, seal, now) for one in several if (seal := known.get(one.seal)) is not None}
    here = {row[0] for row in rows(KNOWN, [[draft.id for draft in drafts.values()]])}
    fresh = {
        draft.id: draft for one, draft in drafts.items() if draft.id not in here and _stood(known[one.seal], draft.at)
    }
    if fresh:
        _write(list(fresh.values()), now)
    taken: list[Taken] = []
    for one in several:
        id = drafts[one].id if one in drafts else None
        if id in here:
            taken.append(Taken("duplicate"))
        elif id in fresh:
            taken.append(Taken("accepted"))
            here.add(id)
        else:
            taken.append(Taken("rejected", "seal.no_sensor"))
    return taken


def _stood(seal: queries.Row, at: datetime) -> bool:
    """Whether it was a seal at that moment, which may lie before its end: a message may come late."""
    ends = min(filter(None, (seal.ended_at, seal.ends_at)), default=None)
    return seal.put_at <= at and (ends is None or at < ends)


def _draft(source: Source, one: Opened, seal: queries.Row, now: datetime) -> Draft:
    body = SealEvent(one.seal, "broken", by="sensor", source=source.id)
    id = uuid5(source.id, f"{one.seal} {one.id}")
    return Draft(id, "seal_event", min(one.at, now), body, door=seal.door, place=seal.place)


def _write(drafts: Sequence[Draft], now: datetime) -> None:
    outbreak = Outbreak.objects.current()
    with changes.change("sensor", worker=SYSTEM) as change:
        made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change.id, now=now)
        about = sorted({one.body.seal for one in made if isinstance(one.body, SealEvent)})
        if about:
            folds.SEALS.lock(about)
            folds.SEALS.refold(about, change.id)
            folds.fold(Touched(records={one.id for one in made}, kinds={"seal_event"}), change.id, now)


def listed() -> list[Source]:
    """The sources of the outbreak under way, those in force first."""
    found = Source.objects.filter(outbreak=Outbreak.objects.current().id)
    return sorted(found, key=lambda one: (one.ended_at is not None, one.name))
