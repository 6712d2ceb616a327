"""A highway checkpoint of exact figures: vehicles, their people, leaflets and shifts, played over the public protocol.

The figures are those of DOMAIN scenes 10 and 14. What they leave open is ours and said here: the days, how many sat in
which vehicle, which title went to whom, the names of the five agencies, and that nobody had a fever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, Protocol

from .fanout import fan_out
from .network import Unreachable
from .phone import Answer, Json, Phone

LEAFLETS: Final[Mapping[str, int]] = {
    "曲靖市关于动员全体市民参与疫情联防联控的公告": 31_000,
    "入户摸排返乡人员宣传单": 18_000,
    "关于疫区返回人员管理告示": 4_000,
    "致古城街道人民的一封信": 4_000,
    "新型冠状病毒感染的肺炎防控知识": 4_000,
    "疫情防控健康出行须知": 2_000,
}
AGENCIES: Final = ("县公安局交警大队", "县卫生健康局", "县交通运输局", "县市场监督管理局", "城关街道办事处")
# Of a hundred vehicles so many come in the hours of a day: few at night.
_HOURS: Final = (1, 1, 1, 1, 1, 2, 3, 5, 6, 7, 7, 6, 5, 5, 6, 7, 7, 7, 6, 5, 4, 3, 2, 2)
_SEATS: Final = {"car": 5, "van": 8, "truck": 3, "bus": 30}
_REASONS: Final = ("risk_area", "no_permit", "stranger", "no_permit", "road_closed", "refused")
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_SHIFT: Final = timedelta(hours=8)
_TRIES: Final = 8
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


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


@dataclass(slots=True)
class Vehicle:
    """One that is stopped: how many sit in it, how many of them come from another province, whether it goes back."""

    at: datetime
    kind: str
    people: int
    elsewhere: int = 0
    turned_back: bool = False
    leaflets: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Guard:
    """Who takes part: an author's token and id."""

    token: str
    worker: str


@dataclass(slots=True)
class Played:
    """What became of it."""

    records: int
    verdicts: dict[str, int]
    codes: dict[str, int]
    seconds: float = 0.0


class Line(Protocol):
    """What carries calls: posts and gets of the public protocol."""

    def post(self, path: str, body: Json, *, token: str = "") -> Answer: ...

    def get(self, path: str, *, token: str = "") -> Answer: ...


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
    phones = _Phones(line, place, titles, known["province"], dice)
    for at, crew in _shifts(guards, start, until):
        phones.work(crew, at, [one for one in traffic if at <= one.at < at + _SHIFT])
    return phones.send(threads)


def vehicles(figures: Figures, *, start: datetime, dice: Random) -> list[Vehicle]:
    """All vehicles in order of time; every figure comes out exactly."""
    back = _seated(figures.turned_back, figures.people_turned_back, dice)
    rest = figures.own + figures.elsewhere - figures.people_turned_back
    others = _seated(figures.vehicles - figures.turned_back, rest, dice)
    for one in back:
        one.turned_back = True
    found = [*back, *others]
    dice.shuffle(found)
    _from_elsewhere(found, figures.elsewhere, dice)
    hours = dice.choices(range(24), weights=_HOURS, k=len(found))
    moments = [dice.randrange(figures.days) * 86_400 + hour * 3_600 + dice.randrange(3_600) for hour in hours]
    for one, second in zip(found, sorted(moments), strict=True):
        one.at = start + timedelta(seconds=second)
    _hand_out(found, figures.leaflets, dice)
    return found


def _seated(count: int, people: int, dice: Random) -> list[Vehicle]:
    """So many vehicles with so many people: a driver in each, the others where there is room."""
    if not count <= people <= count * _SEATS["bus"]:
        raise ValueError("so many people do not fit into so many vehicles")
    kinds = dice.choices(("car", "van", "truck", "bus"), weights=(80, 10, 8, 2), k=count)
    found = [Vehicle(_NEVER, kind, 1) for kind in kinds]
    left, room = people - count, [one for one in found for _seat in range(_SEATS[one.kind] - 1)]
    dice.shuffle(room)
    for one in room[:left]:
        one.people += 1
    for number in range(max(0, left - len(room))):  # more people than seats: some are buses after all
        bus = found[number % count]
        bus.kind, bus.people = "bus", bus.people + 1
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


class _Phones:
    """The phones of everybody on the staff: what they write stays in their outboxes until all is sent."""

    def __init__(self, line: Line, place: str, titles: Mapping[str, str], province: str, dice: Random) -> None:
        self._line, self._place, self._titles, self._province, self._dice = line, place, titles, province, dice
        self._now = _NEVER
        self._phones: dict[str, Phone] = {}

    def work(self, crew: Sequence[Guard], at: datetime, traffic: Sequence[Vehicle]) -> None:
        """A shift: its first begins and ends it, two lanes write the vehicles down."""
        self._now = at
        begun = self._write(crew[0], "checkpoint_shift", {"event": "begin", "crew": [one.worker for one in crew]})
        lanes = crew[:2]
        for number, vehicle in enumerate(traffic):
            self._now = vehicle.at
            self._stop(lanes[number % len(lanes)], str(number % len(lanes) + 1), vehicle)
        self._now = at + _SHIFT - timedelta(seconds=1)
        note = f"本班登记{len(traffic)}辆车；额温枪两支，电池已换。"
        self._write(crew[0], "checkpoint_shift", {"event": "end", "shift": begun["id"], "note": note})

    def send(self, threads: int) -> Played:
        """Every phone sends all that it has, again and again until there is a verdict for each record."""
        written = sum(len(phone.outbox) for phone in self._phones.values())
        fan_out(self._send, list(self._phones), threads=threads)
        played = Played(written, {}, {})
        for phone in self._phones.values():
            for said, kept in ((phone.verdicts, played.verdicts), (phone.codes, played.codes)):
                for name, number in said.items():
                    kept[name] = kept.get(name, 0) + number
        return played

    def _send(self, token: str) -> None:
        phone, failures = self._phones[token], 0
        while (call := phone.request()) is not None and failures < _TRIES:
            try:
                answer = self._line.post("/api/sync", call, token=token)
            except Unreachable:
                phone.unanswered()
                failures += 1
                continue
            # The phone's clock is right and its records are old: only the age of what it sends lies between them.
            answer.body.pop("server_time", None)
            phone.answered(answer)

    def _stop(self, guard: Guard, lane: str, vehicle: Vehicle) -> None:
        form, plate = self._plate(vehicle)
        body: Json = {
            "form": form, "plate": plate, "province": plate[0], "vehicle": vehicle.kind, "lane": lane,
            "occupants": _occupants(vehicle), "measured": vehicle.people,
        }  # fmt: skip
        if vehicle.turned_back:
            body["turned_back"] = self._dice.choice(_REASONS)
        stop = self._write(guard, "vehicle_stop", body)
        for title, copies in vehicle.leaflets:
            given = {"material": self._titles[title], "count": copies, "way": "checkpoint", "during": stop["id"]}
            self._write(guard, "handout", given)

    def _write(self, guard: Guard, kind: str, body: Json) -> Json:
        phone = self._phones.get(guard.token)
        if phone is None:
            phone = self._phones[guard.token] = Phone(lambda: self._now, Random(self._dice.random()))
        return phone.write(kind, body=body, place=self._place)

    def _plate(self, vehicle: Vehicle) -> tuple[str, str]:
        """A plate of nobody: letter Z, which no city of a province has but for cars from Hong Kong and Macao."""
        own = self._province or "云"
        province = self._dice.choice("鄂粤湘川") if vehicle.elsewhere else own
        if self._dice.random() < 0.06:
            return "new_energy", f"{province}ZD{self._dice.randrange(10**5):05d}"
        return "standard", f"{province}Z{self._dice.choice(_LETTERS)}{self._dice.randrange(10**4):04d}"


def _occupants(vehicle: Vehicle) -> list[Json]:
    own = vehicle.people - vehicle.elsewhere
    said = [("province", own), ("other_province", vehicle.elsewhere)]
    return [{"origin": origin, "count": count} for origin, count in said if count]
