"""Checkpoints in words: which time is looked at, each number with its list, hours, shifts, rows of stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.checkpoints import counts, queries
from qiaomen.checkpoints.counts import COUNTS, OF_HEALTH, Counts, Period
from qiaomen.checkpoints.models import PlateForm, Reason, Stop, Vehicle
from qiaomen.checkpoints.queries import Wanted
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.parts import Segment
from qiaomen.places.models import Place, PlaceKind

NAMES: dict[str, Promise] = {
    "vehicles": gettext_lazy("Vehicles"),
    "people": pgettext_lazy("checkpoint", "People"),
    "own": gettext_lazy("From the province"),
    "elsewhere": gettext_lazy("From other provinces"),
    "abroad": gettext_lazy("From abroad"),
    "unknown": gettext_lazy("Origin unknown"),
    "turned_back": gettext_lazy("Vehicles turned back"),
    "people_turned_back": gettext_lazy("People turned back"),
    "measured": gettext_lazy("People measured"),
    "high": gettext_lazy("Above 37.3 °C"),
    "fevers": gettext_lazy("Fever by the second reading"),
    "unsettled": gettext_lazy("Without a second reading"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page of checkpoints is asked for: which ones (one, or all that the worker sees), and when."""

    worker: Worker
    places: list[Place]
    place: Place | None
    day: date | None
    period: Period

    @property
    def ids(self) -> list[UUID]:
        return [place.id for place in self.places]

    @property
    def query(self) -> dict[str, object]:
        return {"place": self.place.id if self.place else None, "day": self.day}

    def link(self, name: str, *arguments: object, **changes: object) -> str:
        """The address of another page about the same."""
        return link(name, *arguments, **{**self.query, **changes})


@dataclass(frozen=True, slots=True)
class Number:
    """A count with its word, opening its list."""

    name: str
    label: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour: when, its counts, and the list of its vehicles."""

    at: datetime
    counts: Counts
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A stop as a list says it. The plate is masked: its province, and of which make it is."""

    stop: Stop
    where: str
    plate: str
    vehicle: str
    reason: str


def asked(request: HttpRequest, verb: Verb = Verb.SEE, place: UUID | None = None) -> Seen:
    """Read a page's address. Raises `access.not_found` for what is no checkpoint, or not the worker's."""
    worker = worker_of(request)
    wanted = place or id_of(request, "place")
    one = checkpoint_for(worker, wanted, verb) if wanted else None
    day = _day(request)
    places = [one] if one else queries.checkpoints(worker, verb)
    return Seen(worker, places, one, day, of_day(day) if day else Period())


def checkpoint_for(worker: Worker, place: UUID, verb: Verb) -> Place:
    """One checkpoint. Raises as `place_for`."""
    found = place_for(worker, place, verb)
    if found.kind != PlaceKind.CHECKPOINT:
        raise Problem("access.not_found")
    return found


def of_day(day: date) -> Period:
    """From midnight to midnight in the district's zone."""
    start = datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
    return Period(start, start + timedelta(days=1))


def days(seen: Seen, name: str, *arguments: object) -> list[Segment]:
    """So far, today, yesterday; and the day that is looked at, where it is another."""
    today = timezone.localdate()
    choices: list[tuple[str, date | None]] = [
        (_("So far"), None), (_("Today"), today), (_("Yesterday"), today - timedelta(days=1)),
    ]  # fmt: skip
    if seen.day not in {day for _label, day in choices}:
        choices.append((str(seen.day), seen.day))
    return [
        Segment(label, link(name, *arguments, **({"day": day} if day else {})), day == seen.day)
        for label, day in choices
    ]


def shown_counts(worker: Worker) -> list[str]:
    """The counts that a worker may see: fevers are about health."""
    return [name for name in COUNTS if name not in OF_HEALTH or shows_health(worker)]


def numbers(seen: Seen, found: Counts) -> dict[str, Number]:
    """Every count that the reader may see, by name, with its list."""
    return {
        name: Number(name, str(NAMES[name]), found[name], seen.link("checkpoint_stops", count=name))
        for name in shown_counts(seen.worker)
    }


def hours(seen: Seen) -> list[Hour]:
    """The hours that had vehicles, the newest first; so far, those of the 24 hours before the last vehicle."""
    period = seen.period
    if seen.day is None:
        last = queries.stops(Wanted(seen.ids)).values_list("at", flat=True).first()
        period = Period(since=last - timedelta(hours=24)) if last else period
    found = counts.by_hour(seen.ids, period)
    return [
        Hour(at, one, seen.link("checkpoint_stops", day=None, hour=timezone.localtime(at).strftime("%Y-%m-%dT%H")))
        for at, one in reversed(found)
    ]


def reasons(seen: Seen) -> list[Number]:
    """Why vehicles were turned back."""
    return [
        Number(
            reason, str(Reason(reason).label), one["vehicles"],
            seen.link("checkpoint_stops", count="turned_back", reason=reason),
        )
        for reason, one in counts.by_reason(seen.ids, seen.period)
    ]  # fmt: skip


def rows(seen: Seen, stops: Sequence[Stop]) -> list[Row]:
    """The stops with their words."""
    names = {place.id: place.name for place in seen.places}
    return [
        Row(
            one,
            names.get(one.place, ""),
            masked(one),
            str(Vehicle(one.vehicle).label),
            str(Reason(one.turned_back).label) if one.turned_back else "",
        )
        for one in stops
    ]


def masked(stop: Stop) -> str:
    """A plate as everybody may see it: 云······, or that there is none."""
    if stop.province:
        return stop.province + "·" * (7 if stop.form == PlateForm.NEW_ENERGY else 6)
    return str(PlateForm(stop.form).label)


def _day(request: HttpRequest) -> date | None:
    given = request.GET.get("day", "")
    try:
        found = parse_date(given)
    except ValueError:
        found = None
    if given and found is None:
        raise Problem("access.not_found")
    return found
