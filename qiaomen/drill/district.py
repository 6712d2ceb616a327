"""What the phones have pulled of the district, as far as a drill needs it: doors, who lives there, the sweep."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]
FIRST_CLOSED: Final = 10
"""States of a target from here on are terminal (docs/glossary.md)."""


@dataclass(slots=True)
class District:
    """Registers that are the same for every phone; a row replaces the one before."""

    places: dict[str, Json] = field(default_factory=dict)
    doors: dict[str, Json] = field(default_factory=dict)
    people: dict[str, dict[str, Json]] = field(default_factory=lambda: defaultdict(dict))
    campaigns: dict[str, Json] = field(default_factory=dict)
    editions: dict[str, Json] = field(default_factory=dict)
    teams: dict[str, Json] = field(default_factory=dict)

    def learn(self, page: Json) -> None:
        """Takes the registers out of one page of a pull."""
        for name, known in (
            ("places", self.places),
            ("doors", self.doors),
            ("campaigns", self.campaigns),
            ("editions", self.editions),
            ("teams", self.teams),
        ):
            known.update((row["id"], row) for row in page.get(name, ()))
        for row in page.get("people", ()):
            self.people[row["door"]][row["id"]] = row

    def members(self, door: str) -> list[str]:
        """The ids of whom the register knows behind a door."""
        return list(self.people.get(door, ()))

    def walk(self, doors: Iterable[str]) -> list[str]:
        """Doors in walking order: by the places that hold them, from the outermost known one inwards."""
        return sorted((door for door in doors if door in self.doors), key=self._walk_key)

    def _walk_key(self, door: str) -> tuple[str, ...]:
        row = self.doors[door]
        steps = [row["walk"]]
        place = self.places.get(row["place"])
        while place is not None:
            steps.append(place["walk"])
            place = self.places.get(place["parent"] or "")
        return (*reversed(steps), door)
