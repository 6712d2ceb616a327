"""A highway checkpoint of exact figures: vehicles, their people, leaflets and shifts, played over the public protocol.

The figures are those of DOMAIN scenes 10 and 14. What they leave open is ours and said here: the days, how many sat in
which vehicle, which title went to whom, the names of the five agencies, and that nobody had a fever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from .phone import Json
from .posts import Guard, Line, Played, PostPhones
from .vehicles import Vehicle, moments, plate, seated

LEAFLETS: Final[Mapping[str, int]] = {
    "曲靖市关于动员全体市民参与疫情联防联控的公告": 31_000,
    "入户摸排返乡人员宣传单": 18_000,
    "关于疫区返回人员管理告示": 4_000,
    "致古城街道人民的一封信": 4_000,
    "新型冠状病毒感染的肺炎防控知识": 4_000,
    "疫情防控健康出行须知": 2_000,
}
AGENCIES: Final = ("县公安局交警大队", "县卫生健康局", "县交通运输局", "县市场监督管理局", "城关街道办事处")
_REASONS: Final = ("risk_area", "no_permit", "stranger", "no_permit", "road_closed", "refused")
_SHIFT: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is to come out exactly."""

    vehicles: int = 20_155
    own: int = 47_837
    elsewhere: int = 386
    turned_back: int = 1_029
    people_turned_back: int = 2_698
    leaflets: Mapping[str, int] = field(default_factory=lambda: dict(LEAFLETS))
    staff: int = 57
    agencies: Sequence[str] = AGENCIES
    days: int = 22

    def scaled(self, share: float) -> "Figures":
        """The same in small: every number rounded, but for the agencies."""

        def small(number: int) -> int:
            return max(1, round(number * share))

        return Figures(
            small(self.vehicles), small(self.own), small(self.elsewhere), small(self.turned_back),
            small(self.people_turned_back), {title: small(n) for title, n in self.leaflets.items()},
            max(len(self.agencies), small(self.staff)), self.agencies, max(2, round(self.days * share)),
        )  # fmt: skip


class NoCheckpoint(Exception):
    """Those who take part stand at no checkpoint, or its district gives out none of the titles."""


def play(figures: Figures, guards: Sequence[Guard], line: Line, *, until: datetime, seed: str, threads: int) -> Played:
    """Plays all days up to `until`: each shift's phones write and send what they saw. Raises NoCheckpoint."""
    known = line.get("/api/checkpoint", token=guards[0].token).body
    if not known.get("checkpoints"):
        raise NoCheckpoint
    titles = {one["title"]: one["id"] for one in known["materials"]}
    if missing := figures.leaflets.keys() - titles.keys():
        raise NoCheckpoint(", ".join(sorted(missing)))
    dice = Random(f"{seed}/checkpoint")
    start = until - timedelta(days=figures.days)
    traffic = vehicles(figures, start=start, dice=dice)
    place = known["checkpoints"][0]["id"]
    phones = PostPhones(line, dice)
    station = _Station(phones, place, titles, known["province"], dice)
    for at, crew in _shifts(guards, start, until):
        station.work(crew, at, [one for one in traffic if at <= one.at < at + _SHIFT])
    return phones.send(threads)


def vehicles(figures: Figures, *, start: datetime, dice: Random) -> list[Vehicle]:
    """All vehicles in order of time; every figure comes out exactly."""
    back = seated(figures.turned_back, figures.people_turned_back, dice)
    rest = figures.own + figures.elsewhere - figures.people_turned_back
    others = seated(figures.vehicles - figures.turned_back, rest, dice)
    for one in back:
        one.turned_back = True
    found = [*back, *others]
    dice.shuffle(found)
    _from_elsewhere(found, figures.elsewhere, dice)
    for one, at in zip(found, moments(len(found), start=start, days=figures.days, dice=dice), strict=True):
        one.at = at
    _hand_out(found, figures.leaflets, dice)
    return found


def _from_elsewhere(found: Sequence[Vehicle], people: int, dice: Random) -> None:
    """Whole families come from another province; the last one in part."""
    for one in dice.sample(list(found), len(found)):
        if not people:
            return
        one.elsewhere = min(one.people, people)
        people -= one.elsewhere


def _hand_out(found: Sequence[Vehicle], leaflets: Mapping[str, int], dice: Random) -> None:
    """Each title to its share of the vehicles, to each about as many as the next."""
    total, order = sum(leaflets.values()), dice.sample(list(found), len(found))
    begin = 0
    for title, copies in leaflets.items():
        count = max(1, round(len(order) * copies / total))
        taken = [order[number % len(order)] for number in range(begin, begin + min(count, copies))]
        begin += len(taken)
        for number, one in enumerate(taken):
            one.leaflets.append((title, copies // len(taken) + (number < copies % len(taken))))


def _shifts(guards: Sequence[Guard], start: datetime, until: datetime) -> list[tuple[datetime, list[Guard]]]:
    """Around the clock: everybody of the staff stands there in turn, four crews one after the other."""
    crews = [list(guards[number::4]) for number in range(min(4, len(guards)))]
    count = max(len(crews), -(-(until - start) // _SHIFT))
    return [(start + number * _SHIFT, crews[number % len(crews)]) for number in range(count)]


class _Station:
    """What everybody on the staff writes into their phones there."""

    def __init__(self, phones: PostPhones, place: str, titles: Mapping[str, str], province: str, dice: Random) -> None:
        self._phones, self._place, self._titles, self._province, self._dice = phones, place, titles, province, dice

    def work(self, crew: Sequence[Guard], at: datetime, traffic: Sequence[Vehicle]) -> None:
        """A shift: its first begins and ends it, two lanes write the vehicles down."""
        begun = self._write(crew[0], at, "checkpoint_shift", {"event": "begin", "crew": [one.worker for one in crew]})
        lanes = crew[:2]
        for number, vehicle in enumerate(traffic):
            self._stop(lanes[number % len(lanes)], str(number % len(lanes) + 1), vehicle)
        ended = at + _SHIFT - timedelta(seconds=1)
        note = f"本班登记{len(traffic)}辆车；额温枪两支，电池已换。"
        self._write(crew[0], ended, "checkpoint_shift", {"event": "end", "shift": begun["id"], "note": note})

    def _stop(self, guard: Guard, lane: str, vehicle: Vehicle) -> None:
        own = self._province or "云"
        form, written = plate(self._dice.choice("鄂粤湘川") if vehicle.elsewhere else own, self._dice)
        body: Json = {
            "form": form, "plate": written, "province": written[0], "vehicle": vehicle.kind, "lane": lane,
            "occupants": _occupants(vehicle), "measured": vehicle.people,
        }  # fmt: skip
        if vehicle.turned_back:
            body["turned_back"] = self._dice.choice(_REASONS)
        stop = self._write(guard, vehicle.at, "vehicle_stop", body)
        for title, copies in vehicle.leaflets:
            given = {"material": self._titles[title], "count": copies, "way": "checkpoint", "during": stop["id"]}
            self._write(guard, vehicle.at, "handout", given)

    def _write(self, guard: Guard, at: datetime, kind: str, body: Json) -> Json:
        return self._phones.write(guard, kind, body=body, place=self._place, at=at)


def _occupants(vehicle: Vehicle) -> list[Json]:
    own = vehicle.people - vehicle.elsewhere
    said = [("province", own), ("other_province", vehicle.elsewhere)]
    return [{"origin": origin, "count": count} for origin, count in said if count]
