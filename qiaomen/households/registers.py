"""What households add to submit: whom records speak of, who may say so, and who is who and lives where after them."""

from collections.abc import Collection, Iterable, Sequence
from typing import cast
from uuid import UUID

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.households import aliases, homes
from qiaomen.households.records import Move, PersonMerge
from qiaomen.ledger import authority
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.stages import Beside

OTHERS = """
SELECT h.id, h.outbreak_id, p.path FROM people_person h
LEFT JOIN places_door d ON d.id = h.home_door_id LEFT JOIN places_place p ON p.id = d.place_id WHERE h.id = ANY(%b)
"""
LIVED = """
SELECT DISTINCT r.person_id, r.door_id, p.path FROM people_residence r
JOIN places_door d ON d.id = r.door_id JOIN places_place p ON p.id = d.place_id
WHERE r.person_id = ANY(%b) AND r.door_id = ANY(%b)
"""
DECISIONS = "SELECT record FROM households_judgement WHERE record = ANY(%b)"


def merge_references(entry: Entry) -> Iterable[Need]:
    """The other person, too."""
    yield Need("person", cast(PersonMerge, entry.body).other)


def move_references(entry: Entry) -> Iterable[Need]:
    """The home that was left, too."""
    left = cast(Move, entry.body).from_door
    if left is not None:
        yield Need("door", left)


def old_homes(entries: Sequence[Entry]) -> dict[UUID, list[str]]:
    """Where a grant is enough to let somebody move: at the home that they left, if they ever lived there."""
    moves = [entry for entry in entries if entry.body.from_door is not None]
    asked = [[entry.envelope.person for entry in moves], [entry.body.from_door for entry in moves]]
    lived = {(person, door): path for person, door, path in rows(LIVED, asked)} if moves else {}
    found: dict[UUID, list[str]] = {}
    for entry in moves:
        path = lived.get((cast(UUID, entry.envelope.person), entry.body.from_door))
        if path is not None:
            found[entry.id] = [path]
    return found


def check_merges(entries: Sequence[Entry]) -> None:
    """Two different people of one outbreak; and whoever decides may do so at the other's home as well."""
    if not entries:
        return
    others = {row[0]: row[1:] for row in rows(OTHERS, [[entry.body.other for entry in entries]])}
    grants = authority.grants_of({entry.author.worker for entry in entries})
    for entry in entries:
        outbreak, path = others[entry.body.other]
        if entry.body.other == entry.envelope.person or outbreak != entry.author.outbreak:
            entry.decide("rejected", Problem("record.invalid", field="body.other", reason="not another person"))
        elif path is not None and not authority.allows(entry, grants, Verb.DECIDE, path):
            entry.decide("rejected", Problem("record.outside_grant", field="body.other"))


def register(accepted: Sequence[Entry], change: UUID) -> Beside:
    """Submit's stage: decide anew who is who and who lives where, as far as these records reach."""
    decisions = _decisions(accepted)
    moved = {cast(UUID, entry.envelope.person) for entry in accepted if entry.kind.name == "move"}
    if not decisions and not moved:
        return Beside()
    aliases.lock()
    return settle(moved | aliases.judge(decisions, change), change)


def settle(people: Collection[UUID], change: UUID) -> Beside:
    """Who is who and lives where, around these ids; answers who may have become another, and whose doors are touched.

    Whoever lives behind a door that somebody left or came to is touched as well. The caller holds `aliases.lock`.
    """
    around = aliases.near(people)
    settled = homes.settle(aliases.settle(around, change), change)
    return Beside(doors=settled.doors, people=around | homes.residents(settled.doors))


def _decisions(accepted: Sequence[Entry]) -> set[UUID]:
    """The decisions, by their originals, that these records make, correct or take back."""
    found = {entry.root or entry.id for entry in accepted if entry.kind.name == "person_merge"}
    voids = [entry.root for entry in accepted if entry.kind.name == "void" and entry.root is not None]
    if voids:
        found |= {row[0] for row in rows(DECISIONS, [voids])}
    return found
