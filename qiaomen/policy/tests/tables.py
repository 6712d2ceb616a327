"""Tables of persons and dates, computed by hand: what is known of whom from when on, and what then holds.

Moments without an offset are the district's. `known` is when a fact was stated (by default when it was over), `gone`
when it was corrected. `until` and `due` of what is expected are dates: the midnight at which the day begins; `due` is
`until` unless it says otherwise; `open`: neither is settled yet; `due_open`: only `due` is not.
"""

import tomllib
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any

from qiaomen.people import facts
from qiaomen.people.facts import FactRow
from qiaomen.people.models import Person
from qiaomen.places.models import Door, Place, segment
from qiaomen.policy import documents
from qiaomen.policy.compile import Chain
from qiaomen.policy.models import RiskArea
from qiaomen.testing.world import HERE, World, fixed

FOLDER = files("qiaomen.policy.tests") / "tables"


def tables() -> list[str]:
    """Their names."""
    return sorted(one.name.removesuffix(".toml") for one in FOLDER.iterdir())


class Table:
    """One table, with its compound of three buildings in the small world."""

    def __init__(self, name: str, world: World) -> None:
        self.raw: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        self.world, self._change = world, world.change
        self._places: dict[str, Place] = {}
        self._doors: dict[str, Door] = {}
        self._homes = {one["name"]: one for one in self.raw.get("people", [])}
        for person in {one["of"] for one in [*self.raw.get("facts", []), *self.raw["expect"]]} | self._homes.keys():
            self._person(person)
        for area in self.raw.get("areas", []):
            self._area(area)

    @staticmethod
    def editions(name: str) -> list[str]:
        """The examples that a table is about, oldest first."""
        raw = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        return list(raw["editions"])

    def moments(self) -> list[datetime]:
        """The moments at which something is expected."""
        return sorted({moment(one["at"]) for one in self.raw["expect"]})

    def expected(self, now: datetime) -> list[dict[str, Any]]:
        """What is expected then."""
        return [one for one in self.raw["expect"] if moment(one["at"]) == now]

    def know(self, now: datetime) -> None:
        """State the facts that are known at a moment, and no others."""
        stated = {fixed(f"fact {number}"): one for number, one in enumerate(self.raw.get("facts", []))}
        rows = {record: [self._fact(one)] if _is_known(one, now) else [] for record, one in stated.items()}
        facts.replace(rows, self._change)

    def chain(self, now: datetime) -> Chain:
        """The editions whose hour has come, newest first."""
        read = [(fixed(name), documents.read(documents.example(name))) for name in self.raw["editions"]]
        return [(id, one.edition.effective, one) for id, one in reversed(read) if one.edition.effective <= now]

    def _fact(self, one: dict[str, Any]) -> FactRow:
        at, until = moment(one["at"]), moment(one["until"]) if "until" in one else None
        return FactRow(
            person=fixed(one["of"]),
            kind=one["kind"],
            value=one.get("value", ""),
            at=at,
            until=until,
            known_at=_known(one),
            other=fixed(one["other"]) if "other" in one else None,
            place=self._place(one["place"]).id if "place" in one else None,
            region=one.get("region", ""),
            verified=one.get("verified", one["kind"] in ("case", "result")),
        )

    def _person(self, name: str) -> None:
        one = self._homes.get(name, {})
        home = self._door(one["home"]) if "home" in one else None
        born = one.get("born", 1980)
        Person.objects.create(
            id=fixed(name), outbreak=self.world.outbreak, name=name, name_plain=name, home_door=home, birth_year=born,
            change=self._change,
        )  # fmt: skip

    def _door(self, label: str) -> Door:
        if label not in self._doors:
            place = self._place(label.rpartition("-")[0])
            self._doors[label] = Door.objects.create(
                id=fixed(f"door {label}"), place=place, label=label, key=label, walk=label, change=self._change
            )
        return self._doors[label]

    def _place(self, name: str) -> Place:
        """`compound`, a building `2`, or a stairwell `2-1`, with those that it stands in."""
        if name not in self._places:
            around, _, last = name.rpartition("-")
            kind = "compound" if name == "compound" else "stairwell" if around else "building"
            root = Place.objects.get(parent=None)
            parent = root if name == "compound" else self._place(around or "compound")
            place = Place(id=fixed(f"place {name}"), parent=parent, kind=kind, name=f"{last} of the table")
            place.path, place.change = parent.path + segment(place.id), self._change
            if name in self.raw.get("points", {}):
                place.shape = {"type": "Point", "coordinates": self.raw["points"][name]}
            place.save(force_insert=True)
            self._places[name] = place
        return self._places[name]

    def _area(self, one: dict[str, Any]) -> None:
        place = self._place(one["place"]) if "place" in one else None
        RiskArea.objects.create(
            outbreak=self.world.outbreak, place=place, region=one.get("region", ""), level=one["level"],
            since=moment(one["since"]), confirmed_at=moment(one["since"]), last_case_on=one.get("last_case_on"),
            change=self._change,
        )  # fmt: skip


def moment(said: datetime) -> datetime:
    """As the table says it: the district's time unless it has an offset."""
    return said if said.tzinfo else said.replace(tzinfo=HERE)


def midnight(day: date | None) -> datetime | None:
    """At which a day begins."""
    return None if day is None else datetime.combine(day, time(), HERE)


def _known(one: dict[str, Any]) -> datetime:
    return moment(one.get("known") or one.get("until") or one["at"])


def _is_known(one: dict[str, Any], now: datetime) -> bool:
    return _known(one) <= now and not ("gone" in one and moment(one["gone"]) <= now)
