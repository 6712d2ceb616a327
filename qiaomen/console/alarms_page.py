"""Alarms at gates and checkpoints in words: what, where, who was told, who answered, and what the reader can do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from qiaomen.access.audit import disclose
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.checkpoints.models import Stop, Vehicle
from qiaomen.console import checkpoints_page, gates_page
from qiaomen.console.asked import link, shows_health
from qiaomen.console.gates_words import EMERGENCIES, gate_name, hour, said
from qiaomen.gates import clinics
from qiaomen.gates.alarms import since
from qiaomen.gates.models import Alarm, Clinic, Passage, Visitor, What
from qiaomen.gates.queries import log, standing
from qiaomen.ledger.told import Told, of_chains
from qiaomen.ledger.words import words_of
from qiaomen.monitoring.records import FEVER_ABOVE
from qiaomen.places.models import Door, Place, PlaceKind

STATES = {
    "open": gettext_lazy("nobody has answered"),
    "acknowledged": gettext_lazy("taken on"),
    "waiting": gettext_lazy("Waits for a second reading"),
    "settled": pgettext_lazy("alarm", "settled"),
}


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm as the console says it: what, where, who was told, who answered, what can be done."""

    alarm: Alarm
    title: str
    gate: str
    gate_url: str
    url: str
    step_url: str
    state: str
    told: str
    story: list[str]
    steps: list[tuple[str, str]]
    due: str = ""
    clinic: Clinic | None = None


def rows(alarms: Sequence[Alarm], *, may_act: set[UUID], health: bool) -> list[AlarmRow]:
    """Alarms in words; `may_act`: the gates and checkpoints where the reader may answer them."""
    names = standing.names_of(alarms)
    gates = Place.objects.select_related("parent").in_bulk({one.gate for one in alarms})
    found = [_alarm(one, gates[one.gate], names, one.gate in may_act, health=health) for one in alarms]
    if not health:
        return found
    near = clinics.nearest(gates.values())
    return [replace(row, clinic=near.get(row.alarm.gate)) if _is_fever(row.alarm) else row for row in found]


def _is_fever(one: Alarm) -> bool:
    return one.what != What.EMERGENCY and one.settled_at is None


def _alarm(one: Alarm, gate: Place, names: dict[UUID, str], may_act: bool, *, health: bool) -> AlarmRow:
    told = _(", ").join(names[worker] for worker in one.told if worker in names)
    return AlarmRow(
        alarm=one,
        title=alarm_word(one, health=health),
        gate=gate_name(gate),
        gate_url=post_link(gate),
        url=link("alarm", one.id),
        step_url=link("alarm_step", one.id),
        state=standing.state_of(one),
        told=told or _("nobody answers for this gate: give somebody the duty"),
        story=_story(one, names),
        steps=_steps(one) if may_act else [],
        due=timezone.localtime(one.due_at).strftime("%H:%M") if one.due_at else "",
    )


def post_link(post: Place) -> str:
    """The page of a gate or a checkpoint."""
    return link("checkpoint" if post.kind == PlaceKind.CHECKPOINT else "gate", post.id)


def alarm_word(one: Alarm, *, health: bool) -> str:
    """What an alarm is about."""
    if one.what == What.EMERGENCY:
        return _("Emergency: %(what)s") % {"what": said(EMERGENCIES, one.emergency)}
    if health and standing.state_of(one) == "waiting":
        return _("Waits for a second reading")
    return str(What(one.what).label) if health else _("Somebody is to be attended to")


def _story(one: Alarm, names: dict[UUID, str]) -> list[str]:
    steps = [
        (one.acknowledged_at, one.acknowledged_by, _("%(time)s %(name)s sees to it")),
        (one.explained_at, one.explained_by, _("%(time)s %(name)s explained it")),
        (one.settled_at, one.settled_by, _("%(time)s %(name)s settled it")),
    ]
    return [text % {"time": hour(at), "name": names.get(by, "") if by else ""} for at, by, text in steps if at]


def _steps(one: Alarm) -> list[tuple[str, str]]:
    if standing.state_of(one) in ("settled", "waiting"):
        return []
    last = ("explained", _("Explain it")) if one.what == What.EMERGENCY else ("settled", _("It is settled"))
    if one.acknowledged_at is None:
        return [("acknowledged", _("I see to it")), ("handed_on", _("Hand it on")), last]
    return [last, ("handed_on", _("Hand it on"))]


def open_of(worker: Worker, now: datetime) -> list[AlarmRow]:
    """The alarms that nobody has settled, where the reader sees; those that nobody answered first."""
    return of_gates(worker, [post.id for post in standing.posts(worker, Verb.SEE)], now)


def of_gates(worker: Worker, gates: Iterable[UUID], now: datetime) -> list[AlarmRow]:
    """Those at some gates, with those settled within the hour."""
    found = standing.under_way(gates, now)
    order = ["open", "acknowledged", "waiting", "settled"]
    found.sort(key=lambda one: order.index(standing.state_of(one)))
    return rows(found, may_act=may_act(worker), health=shows_health(worker))


def may_act(worker: Worker) -> set[UUID]:
    """The gates and checkpoints whose alarms the reader may answer."""
    return set(standing.posts(worker, Verb.RECORD).values_list("id", flat=True))


def about(alarm: Alarm, *, health: bool) -> tuple[str, str, list[str]]:
    """(who, the address of their file, what was seen) of the passage or visitor that raised an alarm."""
    passage = Passage.objects.filter(pk=alarm.id).first()
    if passage is not None:
        [row] = gates_page.rows(log.lines([passage]), health=health)
        return row.who, row.who_url, [row.way, row.verdict, *row.notes]
    visitor = Visitor.objects.filter(pk=alarm.id).first()
    if visitor is None:
        return _vehicle(alarm, health=health)
    door = Door.objects.filter(pk=visitor.door).first() if visitor.door else None
    who = _("visitor to %(door)s") % {"door": door.label} if door else _("visitor")
    return who, link("door", door.id) if door else "", gates_page.readings(visitor) if health else []


def _vehicle(alarm: Alarm, *, health: bool) -> tuple[str, str, list[str]]:
    stop = Stop.objects.filter(pk=alarm.id).first()
    if stop is None:
        return "", "", []
    who = _("%(vehicle)s %(plate)s") % {"vehicle": Vehicle(stop.vehicle).label, "plate": checkpoints_page.masked(stop)}
    people = ngettext("%(n)s person in it", "%(n)s people in it", stop.people) % {"n": stop.people}
    url = link("checkpoint_stops", place=stop.place, day=timezone.localdate(stop.at))
    return who, url, [people, *(_readings(alarm) if health else [])]


def _readings(alarm: Alarm) -> list[str]:
    """Those above the limit: 38.2 ℃ → 37.9 ℃."""
    said = of_chains([alarm.id])
    high = [one for one in said[alarm.id].body.readings if one.celsius > FEVER_ABOVE] if said else []
    both = [(one.celsius, one.second) for one in high]
    return [" → ".join(f"{degrees:.1f} ℃" for degrees in pair if degrees is not None) for pair in both]


def story(alarm: Alarm, gate: Place, reader: Worker) -> list[tuple[datetime, str, str]]:
    """(when, what, the words) of all that was told and done; words for who may see identity, and written down."""
    steps = since([alarm.id])[alarm.id]
    ids = {one.author for one in steps} | {worker for one in steps for worker in getattr(one.body, "workers", ())}
    names = dict(Worker.objects.filter(pk__in=ids).values_list("id", "name"))
    notes = _notes(steps, gate, reader)
    return [(one.at, _step_word(one, names), notes.get(one.record, "")) for one in steps]


def _step_word(one: Told, names: dict[UUID, str]) -> str:
    if one.kind == "alarm_told":
        whom = _(", ").join(names[worker] for worker in one.body.workers if worker in names)
        return _("told: %(names)s") % {"names": whom} if whom else _("nobody is left to be told")
    texts = {
        "acknowledged": _("%(name)s sees to it"),
        "handed_on": _("%(name)s handed it on"),
        "settled": _("%(name)s settled it"),
        "explained": _("%(name)s explained it"),
    }
    return texts[one.body.step] % {"name": names.get(one.author, "")}


def _notes(steps: Sequence[Told], gate: Place, reader: Worker) -> dict[UUID, str]:
    records = [one.record for one in steps if one.kind == "alarm_step"]
    if not any(gate.path.startswith(area) for area in areas(reader, Verb.SEE_IDENTITY)):
        return {}
    words = words_of(Outbreak.objects.current().keys, records)
    if words:
        disclose(reader, words, where="gate.alarm")
    return {record: str(said.get("note", "")) for record, said in words.items()}
