"""What handouts and rounds refer to, and what may be said of a round where."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.outreach.records import Handout, OutreachRound

ROUNDS = "SELECT id, place, places, photo FROM outreach_round WHERE id = ANY(%b)"
# A round holds places at and below its own, and no others.
OUTSIDE = """
SELECT w.id FROM unnest(%b::uuid[]) w(id) LEFT JOIN places_place p ON p.id = w.id
WHERE p.id IS NULL OR NOT (p.path >= %b AND p.path < %b || 'g')
"""


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references |= {
        "handout": references,
        "outreach_round": of_round,
        "outreach_round_done": lambda entry: [Need("record", entry.body.round)],
        "outreach_round_step": lambda entry: [Need("record", entry.body.round)],
    }
    stages.checks |= {
        "outreach_round": check_rounds,
        "outreach_round_done": check_done,
        "outreach_round_step": check_steps,
    }


def references(entry: Entry) -> Iterable[Need]:
    """A title of the district's list; a handout that comes before its title waits for it."""
    body: Handout = entry.body
    yield Need("material", body.material)


def of_round(entry: Entry) -> Iterable[Need]:
    """What hangs is a title of the district's list."""
    body: OutreachRound = entry.body
    if body.material is not None:
        yield Need("material", body.material)


def check_rounds(entries: Sequence[Entry]) -> None:
    """A round stays within its place."""
    for entry in entries:
        path = entry.place_path or ""
        if rows(OUTSIDE, [list(entry.body.places), path, path]):
            entry.decide("rejected", Problem("round.not_here", field="body.places"))


def check_done(entries: Sequence[Entry]) -> None:
    """What is done is done at a place of the round, with a photo where it asks for one."""
    found = _rounds(entries)
    for entry in entries:
        if entry.body.round not in found:
            continue
        _place, places, photo = found[entry.body.round]
        if entry.envelope.place not in places:
            entry.decide("rejected", Problem("round.not_here", field="place"))
        elif photo and not entry.body.photos:
            entry.decide("rejected", Problem("round.no_photo", field="body.photos"))


def check_steps(entries: Sequence[Entry]) -> None:
    """A round is ended at its own place."""
    found = _rounds(entries)
    for entry in entries:
        if entry.body.round in found and found[entry.body.round][0] != entry.envelope.place:
            entry.decide("rejected", Problem("round.not_here", field="place"))


def _rounds(entries: Sequence[Entry]) -> dict[UUID, tuple[UUID, set[UUID], bool]]:
    asked = [entry.body.round for entry in entries]
    return {id: (place, set(places), photo) for id, place, places, photo in rows(ROUNDS, [asked])}
