"""What the records of seals make; a seal ends in the change in which nobody isolates behind it any more."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import LiteralString, cast
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.access.models import Worker
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.duty.answering import answering
from qiaomen.duty.ladder import rungs
from qiaomen.ledger import system
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.system import Draft
from qiaomen.ledger.threads import Thread
from qiaomen.places.models import Door, Place
from qiaomen.seals import standing
from qiaomen.seals.grounds import HOLDS, LOST
from qiaomen.seals.models import Seal
from qiaomen.seals.records import Finds, SealEvent

SEALS = Thread("seals_seal", "seal", standing.line, step="seal_event", about="seal")
# By the indexes of seals that have not ended. An episode that is not there any more was taken back.
OVER: LiteralString = f"""
SELECT s.id, s.place, s.door, max(coalesce({LOST}, %b)) FILTER (WHERE e.id IS NOT NULL), s.put_at
FROM seals_seal s LEFT JOIN monitoring_episode e ON e.id = ANY(s.episodes) LEFT JOIN people_person h ON h.id = e.person
WHERE s.ended_at IS NULL AND s.episodes <> '{{}}' AND (
  s.people && %b OR s.id = ANY(%b)
  OR s.episodes && ARRAY(SELECT o.id FROM monitoring_episode o WHERE o.person = ANY(%b)))
GROUP BY s.id HAVING bool_and({HOLDS.format(door="s.door")} IS NOT TRUE) ORDER BY s.id
"""
# Everybody under all of their ids: a record keeps the id that it was made with.
EVERY_ID = """
WITH wanted AS (SELECT coalesce(a.canonical, w.id) AS id FROM unnest(%b::uuid[]) w(id)
                LEFT JOIN people_alias a ON a.id = w.id)
SELECT id FROM wanted UNION SELECT a.id FROM people_alias a JOIN wanted w ON w.id = a.canonical
"""
_EVENTS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a51")


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage, after episodes and seals: end what lost its ground, ask somebody to knock where one opened."""
    is_about_seals = bool({"seal", "seal_event"} & touched.kinds)
    if not touched.people and not is_about_seals:
        return
    records = list(touched.records) if is_about_seals else []
    people = [row[0] for row in rows(EVERY_ID, [list(touched.people)])]
    drafts = _ended(people, records, now)
    if "seal_event" in touched.kinds:
        drafts += _asking(records, now)
    if drafts:
        _submit(drafts, change, now)


def _ended(people: Collection[UUID], records: Collection[UUID], now: datetime) -> list[Draft]:
    drafts = []
    for seal, place, door, ended, put in rows(OVER, [now, list(people), list(records), list(people)]):
        at = max(put, min(ended or now, now))
        body = SealEvent(seal, "ended")
        drafts.append(Draft(uuid5(_EVENTS, f"{seal} ended"), "seal_event", at, body, place=place, door=door))
    return drafts


def _asking(records: Collection[UUID], now: datetime) -> list[Draft]:
    """Who answers nearest is asked to knock, else whoever put the seal on; once for each opening, and once more for
    each time that nobody answered or that they need something. A home's seal tells of health: no police member is
    asked there."""
    about = "SELECT DISTINCT (body->>'seal')::uuid FROM ledger_record WHERE id = ANY(%b) AND kind = 'seal_event'"
    wanted = [row[0] for row in rows(about, [list(records)])]
    open_ones = Seal.objects.filter(id__in=wanted, ask_worker=None, ended_at=None).exclude(ask_since=None)
    waiting = list(open_ones.order_by("id"))
    places = Place.objects.in_bulk({one.place for one in waiting})
    drafts = []
    for one in waiting:
        asked = _asked(one, places[one.place], now)
        if asked is None:
            continue
        body = SealEvent(one.id, "told", workers=[asked], finds=cast(Finds, one.finds))
        id = uuid5(_EVENTS, f"{one.id} {one.opened_at} {one.asked_at} told")
        drafts.append(Draft(id, "seal_event", now, body, place=one.place, door=one.door))
    return drafts


def _asked(one: Seal, place: Place, now: datetime) -> UUID | None:
    """The first who may and was not asked since it began, nor knocked; once all were, the first again."""
    whom = _who_may(one, place, now)
    return next((worker for worker in whom if worker not in one.ask_told), whom[0] if whom else None)


def _who_may(one: Seal, place: Place, now: datetime) -> list[UUID]:
    """Who answers nearest, who stands in, who put it on, then the rungs of the place's ladder: those who may."""
    named = answering(place, now)
    nearest = [named.worker, named.stand_in] if named else []
    whom = [worker for worker in (*nearest, one.put_by) if worker is not None]
    whom += [worker for rung in rungs(place, now) for worker in rung.workers]
    if not one.people and one.document:
        return whom
    police = set(Worker.objects.filter(id__in=whom, is_police=True).values_list("id", flat=True))
    return [worker for worker in whom if worker not in police]


def _submit(drafts: list[Draft], change: UUID, now: datetime) -> None:
    outbreak = Outbreak.objects.current()
    made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    SEALS.refold(sorted({one.body.seal for one in drafts if isinstance(one.body, SealEvent)}), change)
    _send(made)


def _send(made: Iterable[Draft]) -> None:
    """A message for whoever is to knock: where, and to ask. Nobody is accused of anything."""
    told = [(one, one.body) for one in made if isinstance(one.body, SealEvent) and one.body.event == "told"]
    if not told:
        return
    doors = dict(Door.objects.filter(id__in=[one.door for one, _b in told if one.door]).values_list("id", "label"))
    places = dict(Place.objects.filter(id__in=[one.place for one, _b in told]).values_list("id", "name"))
    texts: dict[UUID, list[str]] = {}
    with translation.override(settings.LANGUAGE_CODE):
        for one, body in told:
            names = (places.get(one.place, "") if one.place else "", doors.get(one.door, "") if one.door else "")
            where = " ".join(filter(None, names))
            for worker in body.workers:
                texts.setdefault(worker, []).append(_text(body) % {"where": where})
    messages.put_for_workers(texts, purpose="seal.opened")


def _text(body: SealEvent) -> str:
    if body.finds == "needs":
        return _("At %(where)s, behind a seal, they need something. Please ask what it is, and see to it.")
    if body.finds == "nobody":
        return _("A seal at %(where)s was opened, and nobody answered. Please knock there once more, and ask.")
    return _("A seal at %(where)s was opened. Please knock and ask whether all is well and what is needed.")
