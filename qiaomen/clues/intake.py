"""Rules of clues' records beyond their types, what they refer to, and the hashes that find doubles and series."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base import plates
from qiaomen.base.ids import RESIDENT
from qiaomen.base.keys import Keys, of
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import lookup
from qiaomen.base.sql import rows, run
from qiaomen.clues.models import Mark, Reward, Source, State
from qiaomen.clues.places import LARGE
from qiaomen.clues.progress import told_it
from qiaomen.clues.records import DECIDES, ENDS, SYSTEMS, CluePerson, ClueStep, ClueTold
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.stages import Beside
from qiaomen.ledger.told import Told
from qiaomen.people.facts import FactRow
from qiaomen.people.phones import read_phones
from qiaomen.places.models import Place, PlaceKind

STANDING = """
SELECT c.id, c.place, c.state, c.source, c.told_by, c.reward,
       EXISTS (SELECT FROM clues_clue j WHERE j.joined_to = c.id),
       EXISTS (SELECT FROM clues_clue j WHERE j.joined_to = c.id AND j.reward = 'collected')
FROM clues_clue c WHERE c.id = ANY(%b)
"""
# Two people who join the same clues at once follow each other: no circle comes of it. Nor are two handed what one was
# booked.
LOCK = "SELECT id FROM ledger_record WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
KEEP = """
INSERT INTO clues_mark (record, of, hash, change)
SELECT r.record, r.of, r.hash, %b FROM unnest(%b::uuid[], %b::text[], %b::bytea[]) AS r(record, of, hash)
ON CONFLICT (record, of) DO NOTHING
"""


class Standing(msgspec.Struct):
    """A clue as steps are held against it; `is_head`: others were joined to it, and one of them `is_paid`."""

    place: UUID
    state: str
    source: str
    told_by: UUID
    reward: str
    is_head: bool = False
    is_paid: bool = False


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references["clue_step"] = step_references
    stages.references["clue_person"] = person_references
    stages.checks["clue"] = check_places
    stages.checks["clue_step"] = check_steps
    stages.checks["clue_person"] = check_people
    stages.registers.append(keep_marks)
    stages.facts["clue_person"] = stages.FactSource(stated)


def step_references(entry: Entry) -> Iterable[Need]:
    """A step waits for its clue, and for the one that it joins it to."""
    body: ClueStep = entry.body
    yield Need("record", body.clue)
    if body.into is not None:
        yield Need("record", body.into)


def person_references(entry: Entry) -> Iterable[Need]:
    """A link waits for its clue, and for the place where somebody was."""
    body: CluePerson = entry.body
    yield Need("record", body.clue)
    if body.place is not None:
        yield Need("place", body.place)


def check_places(entries: Sequence[Entry]) -> None:
    """A clue, and a correction of one, names no door, no person, and no place so small that it says who told it."""
    at = [entry.envelope.place for entry in entries if entry.envelope.place is not None]
    kinds = dict(Place.objects.filter(id__in=at).values_list("id", "kind"))
    for entry in entries:
        place = entry.envelope.place
        if entry.envelope.door is not None or entry.envelope.person is not None:
            entry.decide("rejected", Problem("clue.too_near", field="door" if entry.envelope.door else "person"))
        elif place is not None and kinds.get(place) not in (*LARGE, PlaceKind.DISTRICT):
            entry.decide("rejected", Problem("clue.too_near", field="place"))


def check_steps(entries: Sequence[Entry]) -> None:
    """A step is at its clue's place; what is decided takes a decider; a volunteer does not end what they told.

    Each is held against what those before it in the batch make of the clue.
    """
    held = ("joined", "collected")
    locked = [id for entry in entries if entry.body.step in held for id in (entry.body.clue, entry.body.into) if id]
    if locked:
        run(LOCK, [locked])
    wanted = {id for entry in entries for id in (entry.body.clue, entry.body.into) if id is not None}
    known = _beside(entries, wanted) | {row[0]: Standing(*row[1:]) for row in rows(STANDING, [list(wanted)])}
    for entry in entries:
        if problem := _wrong(entry, known):
            entry.decide("rejected", problem)
        else:
            _follow(entry.body, known)


def _follow(body: ClueStep, known: Mapping[UUID, Standing]) -> None:
    clue, other = known.get(body.clue), known.get(body.into) if body.into is not None else None
    if clue is None:
        return
    if body.step == "joined" and other is not None:
        clue.state, other.is_head = State.JOINED, True
    elif body.step in ENDS and clue.state == State.OPEN:
        clue.state = State(body.step)
    elif body.step == "reopened" and clue.state != State.JOINED:
        clue.state = State.OPEN
    elif body.step == "collected":
        clue.reward = Reward.COLLECTED


def _beside(entries: Sequence[Entry], wanted: Iterable[UUID]) -> dict[UUID, Standing]:
    """The clues among these that come in the same batch as a step about them, and are not folded yet."""
    batch = {id: entry for step in entries for id, entry in step.batch.items()}
    told = {id: batch[id] for id in wanted if id in batch and isinstance(batch[id].body, ClueTold)}
    return {
        id: Standing(one.envelope.place, State.OPEN, one.body.source or Source.VOLUNTEER, one.author.worker, "")
        for id, one in told.items()
        if one.envelope.place is not None
    }


def check_people(entries: Sequence[Entry]) -> None:
    """Only a verified clue touches a file; a stay says where and since when."""
    known = {row[0]: row[2] for row in rows(STANDING, [[entry.body.clue for entry in entries]])}
    for entry in entries:
        body: CluePerson = entry.body
        if known.get(body.clue) != State.VERIFIED:
            entry.decide("rejected", Problem("clue.not_verified", field="body.clue"))
        elif problem := _wrong_stay(body, entry.received_at):
            entry.decide("rejected", problem)


def keep_marks(entries: Sequence[Entry], change: UUID) -> Beside:
    """A hash of each plate, and of each who told, beside the record."""
    marks = [
        (entry.id, mark, hash)
        for entry in entries
        if entry.kind.name == "clue"
        for mark, hash in _marks(entry, of(entry.author.outbreak))
    ]
    if marks:
        run(KEEP, [change, *(list(column) for column in zip(*marks, strict=True))])
    return Beside()


def stated(said: Told) -> list[FactRow]:
    """The stay that a link states. Nobody alone makes it count: another person verifies it."""
    body: CluePerson = said.body
    if body.fact != "stay" or body.first is None or said.person is None:
        return []
    row = FactRow(person=said.person, kind="stay", at=body.first, until=body.last, known_at=said.known_at)
    row.place, row.region = body.place, body.region
    return [row]


def _wrong(entry: Entry, known: Mapping[UUID, Standing]) -> Problem | None:
    body: ClueStep = entry.body
    clue = known.get(body.clue)
    if body.step in SYSTEMS:
        return Problem("record.invalid", field="body.step", reason="only the system says it")
    if clue is not None and clue.place != entry.envelope.place:
        return Problem("clue.not_here", field="place")
    if body.step in DECIDES and not entry.may_decide:
        return Problem("record.forbidden_kind", field="body.step")
    if body.step in ENDS and clue is not None and _told_it(entry, clue):
        return Problem("clue.other_looks", field="body.step")
    return _lacking(body) or _wrong_about(body, clue, known)


def _told_it(entry: Entry, clue: Standing) -> bool:
    return told_it(entry.author.worker, told_by=clue.told_by, source=clue.source, decides=entry.may_decide)


def _lacking(body: ClueStep) -> Problem | None:
    if body.step == "elsewhere" and body.organisation is None and not body.to:
        return Problem("clue.to_whom", field="body.to")
    if body.step == "dispatched" and body.worker is None:
        return Problem("record.invalid", field="body.worker", reason="nobody is named")
    return None


def _wrong_about(body: ClueStep, clue: Standing | None, known: Mapping[UUID, Standing]) -> Problem | None:
    other = known.get(body.into) if body.into is not None else None
    is_astray = other is None or body.into == body.clue
    if body.step == "distinct" and is_astray:
        return Problem("clue.cannot_join", field="body.into")
    if body.step == "joined":
        return _wrong_join(clue, None if is_astray else other)
    if body.step == "collected" and (clue is None or clue.reward != Reward.BOOKED or clue.is_paid):
        return Problem("clue.no_reward", field="body.step")
    return None


def _wrong_join(clue: Standing | None, other: Standing | None) -> Problem | None:
    """What has ended is not joined to what is open: the same thing would earn twice."""
    if clue is None or other is None or clue.is_head or State.JOINED in (clue.state, other.state):
        return Problem("clue.cannot_join", field="body.into")
    if clue.state not in (State.OPEN, other.state):
        return Problem("clue.ends_first" if other.state == State.OPEN else "clue.ends_differ", field="body.into")
    return None


def _wrong_stay(body: CluePerson, now: datetime) -> Problem | None:
    if body.fact != "stay":
        return None
    if body.first is None or not (body.region or body.place):
        return Problem("clue.where_and_when", field="body.first")
    if max(body.first, body.last or body.first) > now:
        return Problem("fact.future", field="body.first")
    return Problem("fact.span", field="body.last") if body.last and body.last < body.first else None


def _marks(entry: Entry, keys: Keys) -> Iterable[tuple[str, bytes]]:
    body: ClueTold = entry.body
    if plates.normal(body.plate):
        yield Mark.Of.PLATE.value, plates.hashed(keys, body.plate)
    if reporter := _reporter(entry):
        yield Mark.Of.REPORTER.value, lookup(keys, "clue.reporter", reporter)


def _reporter(entry: Entry) -> str:
    """By what whoever tells is known again: the phone that they gave, or the worker who told it of their own."""
    body: ClueTold = entry.body
    if phones := read_phones(body.phone).phones:
        return phones[0]
    author = entry.amended_author or entry.author.worker
    return f"worker {author}" if body.source in ("", Source.VOLUNTEER) and author != RESIDENT else ""
