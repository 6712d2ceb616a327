"""Who may submit what: the author's grants at the time of the record, and the place that the record is about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.base.ids import RESIDENT
from qiaomen.base.kinds import Kind
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry

# How long after a grant ended its records may still arrive without being flagged.
LATE = timedelta(hours=48)

GRANTS = """
SELECT g.worker_id, g.role, g.since, g.until, p.path
FROM access_grant g JOIN places_place p ON p.id = g.place_id
WHERE g.worker_id = ANY(%b)
"""
DOORS = (
    "SELECT d.id, d.place_id, p.path FROM places_door d JOIN places_place p ON p.id = d.place_id WHERE d.id = ANY(%b)"
)
PLACES = "SELECT id, path FROM places_place WHERE id = ANY(%b)"
# Of whom only the workplace is known, it stands for the home: else nobody could record anything about them.
HOMES = """
SELECT h.id, d.place_id, p.path FROM people_person h
JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id) JOIN places_place p ON p.id = d.place_id
WHERE h.id = ANY(%b)
"""

Held = tuple[Role, datetime, datetime | None, str]
Grants = dict[UUID, list[Held]]


# A resident writes anywhere in the district, and nothing but the kinds that are of residents.
ANYWHERE: Held = (Role.RESIDENT, datetime.min.replace(tzinfo=UTC), None, "")


def grants_of(workers: Iterable[UUID]) -> Grants:
    """All grants of these workers, past ones too."""
    found: Grants = defaultdict(list)
    found[RESIDENT].append(ANYWHERE)
    for worker, role, since, until, path in rows(GRANTS, [list(workers)]):
        found[worker].append((Role(role), since, until, path))
    return found


def locate(entries: Sequence[Entry], made: dict[UUID, UUID]) -> None:
    """Set each entry's place, as far as it is known. `made` says where doors and places stand that the batch brings."""
    # What stands already stands where it stands, whatever a record says that brings it once more.
    doors = {e.envelope.door for e in entries if e.envelope.door}
    standing = {door: (place, path) for door, place, path in rows(DOORS, [list(doors)])} if doors else {}
    places = {e.envelope.place for e in entries if e.envelope.place and not e.envelope.door} | set(made.values())
    paths = dict(rows(PLACES, [list(places)])) if places else {}
    people = {e.envelope.person for e in entries if e.envelope.person and _is_of_home(e)}
    homes = {person: (place, path) for person, place, path in rows(HOMES, [list(people)])} if people else {}
    for entry in entries:
        subject = entry.envelope.door or entry.envelope.place or entry.envelope.person
        place, path = standing.get(subject) or homes.get(subject) or (subject, paths.get(subject))
        seen: set[UUID] = set()
        while path is None and place in made and place not in seen:
            seen.add(place)
            place = made[place]
            path = paths.get(place)
        if path is not None:
            entry.place_id, entry.place_path = place, path
        if entry.kind is None:  # what could not be read is refused, and stays in the batch
            continue
        if entry.kind.subject == "place" and entry.envelope.place is None:
            entry.envelope.place = entry.place_id
        if entry.envelope.person in homes and entry.kind.subject == "person":
            entry.home_path = homes[entry.envelope.person][1]
    for kind in {entry.kind.name for entry in entries if entry.open} & stages.also_at.keys():
        several = [entry for entry in entries if entry.open and entry.kind.name == kind]
        paths_of = stages.also_at[kind](several)
        for entry in several:
            entry.also_paths = paths_of.get(entry.id, ())


def _is_of_home(entry: Entry) -> bool:
    """Whether it matters where the person lives: nothing else says where it was, or it is about the person."""
    return (entry.kind is not None and entry.kind.subject == "person") or not (
        entry.envelope.door or entry.envelope.place
    )


def path_of(door: UUID | None, place: UUID | None, person: UUID | None) -> str | None:
    """Where a record's subject stands: the person's home, else the door, else the place; None if nowhere."""
    for statement, id in ((HOMES, person), (DOORS, door), (PLACES, place)):
        if id is not None and (found := rows(statement, [[id]])):
            return str(found[0][-1])
    return None


def authorise(entry: Entry, grants: Grants) -> None:
    """Reject an entry outside its author's grants at its time; hold one from outside its phone's enrolment.

    What is recorded of a person may be recorded where it was seen; it is decided where the person lives.
    """
    author = entry.author
    if author.enrolment is not None:
        early = author.since is not None and entry.at < author.since
        if early or (author.revoked_at is not None and entry.at > author.revoked_at):
            entry.decide("held", Problem("record.needs_review"))
            return
    allowed = [grant for grant in grants.get(author.worker, ()) if _may_write(grant[0], entry.kind)]
    if not allowed:
        entry.decide("rejected", Problem("record.forbidden_kind"))
        return
    timely = [g for g in allowed if _covers(entry, g)]
    entry.may_decide = any(
        Verb.DECIDE in MAY[g[0]] and _decides(entry, g) and (entry.home_path or g[3]).startswith(g[3])
        for g in grants.get(author.worker, ())
    )
    if not timely or (entry.kind.verb is Verb.DECIDE and not entry.may_decide):
        entry.decide("rejected", Problem("record.outside_grant", field=entry.kind.subject))
    elif all(g[2] is not None and entry.received_at > g[2] + LATE for g in timely):
        entry.flags.append("late_after_grant")


def _may_write(role: Role, kind: Kind) -> bool:
    return kind.of_residents if role is Role.RESIDENT else bool(kind.verbs & MAY[role])


def allows(entry: Entry, grants: Grants, verb: Verb, path: str) -> bool:
    """Whether the entry's author might do this at another place, too, at the entry's time."""
    return any(
        verb in MAY[grant[0]] and path.startswith(grant[3]) and _held(entry, grant)
        for grant in grants.get(entry.author.worker, ())
    )


def _covers(entry: Entry, grant: Held) -> bool:
    """Whether a grant held at the entry's time and place."""
    paths = (entry.place_path, *entry.also_paths) if entry.place_path is not None else entry.also_paths
    return any(path.startswith(grant[3]) for path in paths) and _held(entry, grant)


def _decides(entry: Entry, grant: Held) -> bool:
    """Where else a grant is enough to write says nothing of who decides there."""
    return entry.place_path is not None and entry.place_path.startswith(grant[3]) and _held(entry, grant)


def _held(entry: Entry, grant: Held) -> bool:
    _role, since, until, _path = grant
    return since <= entry.at and (until is None or entry.at < until)
