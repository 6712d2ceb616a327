"""What a seal needs before it may be put on, and where what happens to it belongs."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.threads import beside
from qiaomen.seals.grounds import AT_HOME
from qiaomen.seals.records import Ground, SealEvent, SealPut

LONGEST = timedelta(days=30)
"""An order's seal ends within so many days; a longer one is ordered anew."""
EARLY = timedelta(hours=1)
"""A seal may be on the door so long before the desk has written down whose measure it is for."""
EPISODES: LiteralString = f"""
SELECT e.id, h.home_door_id, {AT_HOME.format(door="h.home_door_id")}, e.started, e.ended_at,
       array_prepend(h.id, ARRAY(SELECT a.id FROM people_alias a WHERE a.canonical = h.id))
FROM monitoring_episode e JOIN people_person h ON h.id = e.person WHERE e.id = ANY(%b)
"""
# A shop in which somebody lives is a home, too.
HOMES = """
SELECT d.id FROM places_door d WHERE d.id = ANY(%b)
AND (d.kind IN ('dwelling', 'dormitory') OR EXISTS (SELECT FROM people_person h WHERE h.home_door_id = d.id))
"""
# A building's or a stairwell's door is that of all homes in it.
ROADS = """
SELECT id FROM places_place WHERE id = ANY(%b)
AND kind IN ('gate', 'compound', 'urban_village', 'enclosure', 'alley', 'checkpoint')
"""
STANDING = "SELECT id, place FROM seals_seal WHERE id = ANY(%b)"
Episodes = dict[UUID, tuple[Any, ...]]


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references["seal"] = lambda entry: [Need("person", one.person) for one in entry.body.people]
    stages.references["seal_event"] = references
    stages.checks["seal"] = check_seals
    stages.checks["seal_event"] = check_events


def references(entry: Entry) -> Iterable[Need]:
    """What happens to a seal needs the seal; an explanation also the opening."""
    yield Need("record", entry.body.seal)
    if entry.body.opening is not None:
        yield Need("record", entry.body.opening)


def check_seals(entries: Sequence[Entry]) -> None:
    """A seal has a ground: somebody who isolates behind that very door, or a paper of who decides, with an end.

    Nobody's home is sealed by a paper alone, nor the way to several.
    """
    named = [one.episode for entry in entries for one in entry.body.people]
    episodes: Episodes = {row[0]: row[1:] for row in rows(EPISODES, [named])} if named else {}
    doors = [entry.envelope.door for entry in entries if entry.envelope.door is not None]
    places = [entry.envelope.place for entry in entries if entry.envelope.door is None]
    free = {row[0] for row in rows(ROADS, [places])} if places else set()
    free |= set(doors) - {row[0] for row in rows(HOMES, [doors])} if doors else set()
    for entry in entries:
        if problem := _wrong(entry, episodes, free):
            entry.decide("rejected", problem)


def check_events(entries: Sequence[Entry]) -> None:
    """It happens at the seal's place; whom it asked, and that the ground has ended, is the system's to say."""
    found = beside(entries, {entry.id: entry.body.seal for entry in entries})
    found |= dict(rows(STANDING, [[entry.body.seal for entry in entries]]))
    for entry in entries:
        body: SealEvent = entry.body
        if body.event in ("told", "ended") or body.source is not None:
            entry.decide("rejected", Problem("record.invalid", field="body.event", reason="only the system says it"))
        elif found.get(body.seal, entry.envelope.place) != entry.envelope.place:
            entry.decide("rejected", Problem("seal.not_here", field="place"))
        elif body.event == "explained" and body.opening is None:
            entry.decide("rejected", Problem("record.invalid", field="body.opening", reason="it says which opening"))
        elif body.event == "asked" and not body.finds:
            entry.decide("rejected", Problem("record.invalid", field="body.finds", reason="it says how they are"))


def _wrong(entry: Entry, episodes: Episodes, free: set[UUID | None]) -> Problem | None:
    """What speaks against a seal; `free` are the doors and places that an order's paper may close."""
    body: SealPut = entry.body
    door = entry.envelope.door
    if door is not None and entry.place_id != entry.envelope.place:
        return Problem("seal.not_here", field="door")
    if body.people:
        fits = door is not None and all(_isolates(episodes, one, door, entry.at) for one in body.people)
        return None if fits else Problem("seal.no_ground", field="body.people")
    if (door or entry.envelope.place) not in free or not body.document or body.until is None:
        return Problem("seal.no_ground", field="body.document")
    if not entry.at < body.until <= entry.at + LONGEST:
        return Problem("seal.too_long", field="body.until", days=LONGEST.days)
    return None if entry.may_decide else Problem("record.forbidden_kind", field="kind")


def _isolates(episodes: Episodes, one: Ground, door: UUID, at: datetime) -> bool:
    """Whether it is this person's episode, and they isolate at home behind the door at that moment."""
    if one.episode not in episodes:
        return False
    home, at_home, started, ended, ids = episodes[one.episode]
    is_theirs = one.person in ids and home == door and bool(at_home)
    return is_theirs and started <= at + EARLY and (ended is None or at < ended)
