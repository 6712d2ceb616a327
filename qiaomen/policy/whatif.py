"""What if this edition were in force: exactly who would move, from what to what. Nothing is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.ids import NOBODY
from qiaomen.base.sql import rows
from qiaomen.policy import documents, editions, evaluate
from qiaomen.policy.editions import Chain
from qiaomen.policy.evaluate import Verdict

# What people call the place that they live in.
NEIGHBOURHOODS = ("compound", "enclosure", "urban_village", "resident_group", "community")

HOMES = """
SELECT h.id, d.id, d.label, p.id, p.path,
  EXISTS (SELECT 1 FROM people_identity i LEFT JOIN people_alias a ON a.id = i.person_id
          WHERE (i.person_id = h.id OR a.canonical = h.id) AND cardinality(i.phone_hashes) > 0)
FROM people_person h LEFT JOIN places_door d ON d.id = h.home_door_id LEFT JOIN places_place p ON p.id = d.place_id
WHERE h.id = ANY(%b)
"""
NAMES = "SELECT path, name FROM places_place WHERE kind = ANY(%b)"


class Held(msgspec.Struct, frozen=True):
    """What is asked of a person, and until when."""

    measure: str = ""
    colour: str = "green"
    until: datetime | None = None


class Move(msgspec.Struct):
    """A person whose measure, colour or end would be, or is, another one; and where they live."""

    person: UUID
    before: Held
    after: Held
    door: UUID | None = None
    label: str = ""
    place: UUID | None = None
    path: str = ""
    neighbourhood: str = ""
    has_phone: bool = False


class Household(msgspec.Struct):
    """The people of one door whom an edition moves, and whether one of them can be phoned."""

    door: UUID | None
    label: str
    neighbourhood: str
    path: str
    people: list[Move]
    has_phone: bool


class Counts(msgspec.Struct):
    """How many move: people by (measure before, measure after), households, neighbourhoods, people without a phone."""

    people: int
    households: int
    neighbourhoods: dict[str, int]
    by_measure: dict[tuple[str, str], int]
    without_phone: int


def moves(text: str, *, now: datetime, without: UUID | None = None) -> list[Move]:
    """Who would move at the hour of the edition that this text says (at once, where that is over), by address.

    Everything else is as it is at that hour, so midnights in between move nobody here. `without` leaves out an edition
    that is published already. Raises `policy.refused`.
    """
    document = documents.read(text)
    hour = max(now, document.edition.effective)
    base = [link for link in editions.chain(hour) if link[0] != without]
    # What holds at an hour is ordered by hours; the draft's may lie before one that is to come into force first.
    draft = (without or NOBODY, min(hour, document.edition.effective), document)
    chain: Chain = sorted([*base, draft], key=lambda link: link[1], reverse=True)
    before, after = _held(hour, base), _held(hour, chain)
    plain = Held()
    changed = [
        Move(person, before.get(person, plain), after.get(person, plain))
        for person in before.keys() | after.keys()
        if before.get(person, plain) != after.get(person, plain)
    ]
    return located(changed)


def located(several: Sequence[Move]) -> list[Move]:
    """The same with where each person lives, in the order of addresses."""
    homes = {row[0]: row[1:] for row in rows(HOMES, [[move.person for move in several]])} if several else {}
    names = dict(rows(NAMES, [list(NEIGHBOURHOODS)])) if several else {}
    for move in several:
        if move.person in homes:
            move.door, label, move.place, path, move.has_phone = homes[move.person]
            move.label, move.path = label or "", path or ""
            move.neighbourhood = _neighbourhood(move.path, names)
    return sorted(several, key=lambda move: (move.path, move.label, move.person.bytes))


def by_household(several: Iterable[Move]) -> list[Household]:
    """The same by door; who has none is a household alone."""
    found: dict[UUID, Household] = {}
    for move in several:
        home = Household(move.door, move.label, move.neighbourhood, move.path, [], has_phone=False)
        household = found.setdefault(move.door or move.person, home)
        household.people.append(move)
        household.has_phone |= move.has_phone
    return list(found.values())


def counts(several: Sequence[Move]) -> Counts:
    """The sums of a what-if."""
    return Counts(
        people=len(several),
        households=len(by_household(several)),
        neighbourhoods=dict(Counter(move.neighbourhood for move in several)),
        by_measure=dict(Counter((move.before.measure, move.after.measure) for move in several)),
        without_phone=sum(not move.has_phone for move in several),
    )


def _held(at: datetime, chain: Chain) -> dict[UUID, Held]:
    found: list[Verdict] = evaluate.verdicts(None, now=at, editions=chain) if chain else []
    return {each.person: Held(each.measure, each.colour, each.until) for each in found}


def _neighbourhood(path: str, names: dict[str, str]) -> str:
    """The innermost one that the path leads through."""
    ends = [end + 1 for end, char in enumerate(path) if char == "."]
    return next((names[path[:end]] for end in reversed(ends) if path[:end] in names), "")
