"""What is done about needs, and who helps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.care import queries
from qiaomen.care.models import Helper, Need, State
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.places.models import Place


def answer(need: Need, *, note: str, by: Worker, now: datetime) -> Verdict:
    """Write down that a need was answered, and how."""
    return _step(need, {"note": note}, by=by, now=now)


def hand(need: Need, helper: UUID, *, by: Worker, now: datetime) -> Verdict:
    """Give a need to a helper. Raises `helper.not_here` for one who does not help around there."""
    if helper not in {one.worker for one in queries.fitting_for(need)}:
        raise Problem("helper.not_here")
    return _step(need, {"step": "taken", "worker": helper}, by=by, now=now)


def give_back(need: Need, *, by: Worker, now: datetime) -> Verdict:
    """Whoever had it in hand has not: it waits again."""
    return _step(need, {"step": "given_back", "worker": need.helper}, by=by, now=now)


def hand_out(several: Iterable[Need], *, by: Worker, now: datetime) -> tuple[int, int]:
    """Give those of these needs that wait to the helpers who fit; answers how many, and how many still wait."""
    waiting = {one.id: one for one in several if one.state == State.OPEN}
    found = queries.matched(waiting.values())
    told = [
        desk.record("need_step", {"need": id, "step": "taken", "worker": worker}, at=now, place=waiting[id].place)
        for id, worker in found.items()
    ]
    given = sum(one.verdict == "accepted" for one in desk.send(told, by=by, now=now))
    return given, len(waiting) - given


def set_helper(worker: Worker, place: Place, skills: Sequence[str], *, by: Worker) -> None:
    """A worker helps at a place with these skills from now on; with none, no longer.

    Raises `helper.no_grant` for one who may not record in all of it: what they do there would be refused; and
    `helper.police`, whose phone is told of no needs.
    """
    if skills and worker.is_police:
        raise Problem("helper.police")
    if skills and not any(place.path.startswith(path) for path in areas(worker, Verb.RECORD)):
        raise Problem("helper.no_grant")
    with changes.change("helper", worker=by.id) as change:
        Helper.objects.update_or_create(
            worker=worker, place=place,
            defaults={"skills": sorted(set(skills)), "is_active": bool(skills), "change": change.id},
        )  # fmt: skip
        audit.write(by, "helper.set", worker.id, place=str(place.id), skills=sorted(set(skills)))


def visit(
    visits: Collection[tuple[UUID, UUID, UUID]], step: str, *, by: Worker, now: datetime, note: str = ""
) -> list[Verdict]:
    """A step of daily visits, each (visit, place, door)."""
    told = [
        desk.record("daily_visit_step", {"visit": id, "step": step, "note": note}, at=now, place=place, door=door)
        for id, place, door in visits
    ]
    return desk.send(told, by=by, now=now)


def change_visit(
    visit: UUID, said: Mapping[str, object], *, place: UUID, door: UUID, by: Worker, now: datetime
) -> Verdict:  # fmt: skip
    """Somebody else goes daily (`worker`), or by another hour (`by`, local: 10:00); what is not said stays."""
    body = {"visit": visit, "step": "changed", **said}
    return desk.tell("daily_visit_step", body, by=by, now=now, place=place, door=door)


def _step(need: Need, body: dict[str, object], *, by: Worker, now: datetime) -> Verdict:
    return desk.tell("need_step", {"need": need.id, **body}, place=need.place, by=by, now=now)
