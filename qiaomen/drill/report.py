"""What a drill came to, in figures, and what the planner had said."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from qiaomen.campaigns.planner.forecast import Forecast, forecast
from qiaomen.campaigns.planner.openness import Openness
from qiaomen.campaigns.planner.schedule import Schedule

from .district import FIRST_CLOSED
from .run import Drill
from .tempo import Tempo

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """Hours are the drill's, from the campaign's opening; latencies in milliseconds of the real world."""

    hours: float
    seconds: float
    teams: int
    phones: int
    doors: int
    doors_closed: int
    doors_discovered: int
    visits: Mapping[str, int]
    verdicts: Mapping[str, int]
    codes: Mapping[str, int]
    left_in_outboxes: int
    reviews: int
    conflicts: int
    hours_to: Mapping[str, float | None]
    forecast_hours_to: Mapping[str, float | None]
    latency_ms: Mapping[str, float]
    server_states: Mapping[int, int]

    @property
    def server_closed(self) -> int:
        """Doors that the server holds for done."""
        return sum(number for state, number in self.server_states.items() if state >= FIRST_CLOSED)

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "server_closed": self.server_closed}, ensure_ascii=False)


def report(
    drill: Drill,
    *,
    opened: datetime,
    ended: datetime,
    seconds: float,
    planned: Forecast | None,
    latencies_s: Sequence[float],
    server_states: Mapping[int, int],
) -> Report:
    """Adds up what the squads, their phones and the server know."""
    verdicts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for handset in drill.handsets:
        verdicts.update(handset.phone.verdicts)
        codes.update(handset.phone.codes)
    # Doors that were found on the way are no part of what the sweep set out to do.
    doors = drill.log.set_out
    return Report(
        hours=round((ended - opened) / timedelta(hours=1), 2),
        seconds=round(seconds, 1),
        teams=len(drill.squads),
        phones=len(drill.handsets),
        doors=doors,
        doors_closed=drill.log.closed_before + len(drill.log.closed_at),
        doors_discovered=drill.log.discovered,
        visits=dict(Counter(outcome for _, outcome in drill.log.knocks)),
        verdicts=dict(verdicts),
        codes=dict(codes),
        left_in_outboxes=sum(len(handset.phone.outbox) for handset in drill.handsets),
        reviews=drill.log.reviews,
        conflicts=drill.log.conflicts,
        hours_to=hours_to(
            sorted(drill.log.closed_at.values()), doors=doors, opened=opened, before=drill.log.closed_before
        ),
        forecast_hours_to=_forecast_hours(planned) if planned else {},
        latency_ms=_percentiles(latencies_s),
        server_states=dict(sorted(server_states.items())),
    )


def _forecast_hours(planned: Forecast) -> dict[str, float | None]:
    said = {"99 %": planned.hours_99, "100 %": planned.hours_all}
    return {share: None if hours is None else round(hours, 2) for share, hours in said.items()}


def hours_to(closed: Sequence[datetime], *, doors: int, opened: datetime, before: int = 0) -> dict[str, float | None]:
    """When which share of all doors was closed, in hours from the opening; None where this drill did not see it.

    ``before`` doors were closed when the drill began.
    """
    reached: dict[str, float | None] = {}
    for percent in (50, 90, 99, 100):
        needed = -(-doors * percent // 100) - before
        enough = 0 < needed <= len(closed)
        reached[f"{percent} %"] = round((closed[needed - 1] - opened) / timedelta(hours=1), 2) if enough else None
    return reached


def foretell(
    loads: Sequence[int], *, opens_at: datetime, deadline: datetime, tempo: Tempo, openness: Openness
) -> Forecast:
    """What the planner says of teams with so many doors each, before anybody knocks."""
    local = tempo.local(opens_at)
    hours = ((tempo.day_from.hour * 60 + tempo.day_from.minute, tempo.day_until.hour * 60 + tempo.day_until.minute),)
    schedule = Schedule((deadline - opens_at) / timedelta(hours=1), local.hour * 60 + local.minute, hours)
    return forecast(loads, schedule=schedule, visits=tempo.visits, openness=openness, weekday=local.weekday())


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if not ordered:
        return {}
    return {
        name: round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)
        for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
    }
