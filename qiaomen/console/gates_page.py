"""What the gates' pages are asked for, and how passages, alarms and boards are said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import parts
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.gates_words import (
    COLOURS,
    EMERGENCIES,
    LIST_OLD_S,
    MARKS,
    REASONS,
    SHOWN_WORDS,
    STATES,
    TONES,
    WAYS,
    direction,
    duration,
    gate_name,
    hour,
    said,
)
from qiaomen.gates.models import Passage, Visitor
from qiaomen.gates.queries import standing
from qiaomen.gates.queries.board import Board, Numbers
from qiaomen.gates.queries.log import OF_HEALTH, SHOWN, Line
from qiaomen.places.models import Place


@dataclass(frozen=True, slots=True)
class Seen:
    """The gates that a page is about, and the day (in the district's time) that it tells of."""

    worker: Worker
    gates: list[Place]
    place: Place | None
    gate: Place | None
    day: date
    shown: str
    now: datetime

    @property
    def health(self) -> bool:
        return shows_health(self.worker)

    @property
    def since(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, time()))

    @property
    def until(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day + timedelta(days=1), time()))

    @property
    def ids(self) -> list[UUID]:
        return [gate.id for gate in self.gates]

    def link(self, name: str, **changes: object) -> str:
        """The address of another page about the same."""
        today = timezone.localdate(self.now)
        query = {
            "place": self.place.id if self.place else None,
            "gate": self.gate.id if self.gate else None,
            "day": None if self.day == today else self.day.isoformat(),
            **changes,
        }
        return link(name, **query)


def asked(request: HttpRequest, *, gate: UUID | None = None, verb: Verb = Verb.SEE) -> Seen:
    """Read a page's address. Raises `access.not_found` for what does not exist or lies outside the reader's area."""
    worker, now = worker_of(request), timezone.now()
    gate_id, place_id = gate or id_of(request, "gate"), id_of(request, "place")
    one = standing.gate_for(worker, gate_id, verb) if gate_id else None
    place = place_for(worker, place_id, verb) if place_id else None
    gates = [one] if one else list(standing.gates(worker, verb))
    if place is not None:
        gates = [each for each in gates if each.path.startswith(place.path)]
    shown = request.GET.get("show", "all")
    if shown not in SHOWN or (shown in OF_HEALTH and not shows_health(worker)):
        raise Problem("access.not_found")
    return Seen(worker, gates, place, one, _day(request, now), shown, now)


def _day(request: HttpRequest, now: datetime) -> date:
    given = request.GET.get("day", "")
    try:
        return date.fromisoformat(given) if given else timezone.localdate(now)
    except ValueError:
        raise Problem("access.not_found") from None


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as the log says it."""

    passage: Passage
    gate: str
    gate_url: str
    who: str
    who_url: str
    verdict: str
    way: str
    colour: str
    mark: str
    colour_word: str
    notes: list[str]
    urgent: list[str]


def rows(lines: Iterable[Line], *, health: bool) -> list[Row]:
    """Passages in words; nobody's health for whoever may not see it."""
    return [_row(line, health=health) for line in lines]


def _row(line: Line, *, health: bool) -> Row:
    one = line.passage
    return Row(
        passage=one,
        gate=gate_name(line.gate),
        gate_url=link("gate", line.gate.id),
        who=_who(line),
        who_url=link("person", one.person) if line.name and one.person else "",
        verdict=verdict_word(one, health=health),
        way=direction(one.direction),
        colour=TONES.get(one.colour_seen, ""),
        mark=MARKS.get(one.colour_seen, ""),
        colour_word=said(COLOURS, one.colour_seen),
        notes=_notes(one, health=health),
        urgent=_urgent(one),
    )


def _who(line: Line) -> str:
    if line.name:
        return masked(line.name)
    if line.passage.visitor is not None:
        return _("visitor to %(door)s") % {"door": line.door} if line.door else _("visitor")
    return _("pass of another district") if line.passage.pass_id else ""


def masked(name: str) -> str:
    """As guards see names: 李**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def verdict_word(one: Passage, *, health: bool) -> str:
    """What the guard decided; for whoever may not see health, being kept apart is being refused."""
    if one.verdict == "kept_apart" and not health:
        return said(SHOWN_WORDS, "refused")
    if one.verdict == "emergency":
        return _("Emergency: %(what)s") % {"what": said(EMERGENCIES, one.emergency)}
    return str(one.get_verdict_display())


def _notes(one: Passage, *, health: bool) -> list[str]:
    found = []
    if one.reason and (health or one.reason not in ("fever", "second_reading", "left")):
        found.append(said(REASONS, one.reason))
    elif one.problem:
        found.append(said(REASONS, one.problem))
    if health:
        found += readings(one)
    if one.way != "walk":
        found.append(said(WAYS, one.way))
    if one.people > 1:
        found.append(ngettext("%(n)s person", "%(n)s people", one.people) % {"n": one.people})
    if one.offline:
        age = duration(one.list_age_s) if one.list_age_s is not None else ""
        found.append(_("offline, list %(age)s old") % {"age": age} if age else _("offline"))
    return found


def readings(measured: Passage | Visitor) -> list[str]:
    """What the thermometer said: 38.2 ℃ → 37.9 ℃."""
    both = [measured.temperature, measured.second_temperature]
    shown = [f"{reading:.1f} ℃" for reading in both if reading is not None]
    return [" → ".join(shown)] if shown else []


def _urgent(one: Passage) -> list[str]:
    found = []
    if one.missed_suspension:
        state = said(STATES, one.state_true) if one.state_true in ("suspended", "revoked") else said(COLOURS, "red")
        found.append(_("was %(state)s by then") % {"state": state})
    if one.twice:
        found.append(_("was inside already"))
    return found


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A gate on the board: its numbers, each with the address of its list, and bars by the hour."""

    board: Board
    name: str
    url: str
    bars: list[tuple[int, str, str]]
    list_age: str
    list_is_old: bool
    last: str
    passages_url: str
    refused: int
    refused_url: str
    inside_url: str


def board_rows(seen: Seen, boards: Iterable[Board]) -> list[BoardRow]:
    """Gates in words."""
    return [_board(seen, one) for one in boards]


def _board(seen: Seen, one: Board) -> BoardRow:
    age = one.list_age_s
    return BoardRow(
        board=one,
        name=gate_name(one.gate),
        url=link("gate", one.gate.id),
        bars=bars(one.hours),
        list_age=duration(age) if age is not None else "",
        list_is_old=age is not None and age > LIST_OLD_S,
        last=hour(one.last_at) if one.last_at else "",
        passages_url=seen.link("passages", gate=one.gate.id, place=None),
        refused=one.numbers.turned_away(health=seen.health),
        refused_url=seen.link("passages", gate=one.gate.id, place=None, show="refused"),
        inside_url=seen.link("inside", gate=one.gate.id, place=None),
    )


def bars(hours: Sequence[int]) -> list[tuple[int, str, str]]:
    """(x, y, height) of a bar for each hour, in a drawing of 144 × 32."""
    most = max([*hours, 1])
    return [(6 * n, f"{32 - 32 * count / most:.1f}", f"{32 * count / most:.1f}") for n, count in enumerate(hours)]


def totals(seen: Seen, numbers: Numbers) -> list[tuple[str, int, str]]:
    """(label, number, address of its list) of the board's head."""
    refused = numbers.turned_away(health=seen.health)
    return [
        (_("Passages today"), numbers.passages, seen.link("passages")),
        (_("People checked"), numbers.people, seen.link("passages")),
        (pgettext("passages", "Refused"), refused, seen.link("passages", show="refused")),
        (_("Vehicles turned back"), numbers.vehicles_back, seen.link("passages", show="vehicles_back")),
        (_("People in them"), numbers.people_back, seen.link("passages", show="vehicles_back")),
        (_("Emergencies"), numbers.emergency, seen.link("passages", show="emergency")),
        (_("Missed a suspension"), numbers.missed, seen.link("passages", show="missed")),
        (_("In twice"), numbers.twice, seen.link("passages", show="twice")),
        (_("Inside now"), numbers.inside, seen.link("inside")),
    ]


def segments(seen: Seen) -> list[parts.Segment]:
    """The ways to look at a log."""
    shown = [key for key in SHOWN if seen.health or key not in OF_HEALTH]
    return [
        parts.Segment(
            said(SHOWN_WORDS, key), seen.link("passages", show=None if key == "all" else key), key == seen.shown
        )
        for key in shown
    ]


def days(seen: Seen) -> tuple[str, str, str]:
    """(address of the day before, of the day after, the day): no later one than today has passages."""
    today, shown = timezone.localdate(seen.now), None if seen.shown == "all" else seen.shown
    before, after = seen.day - timedelta(days=1), seen.day + timedelta(days=1)
    later = None if after == today else after.isoformat()
    return (
        seen.link("passages", day=before.isoformat(), show=shown),
        seen.link("passages", day=later, show=shown) if after <= today else "",
        _("today") if seen.day == today else seen.day.isoformat(),
    )
