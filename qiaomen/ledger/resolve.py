"""What records refer to, and what they bring: found in the registers, in the ledger, or in the same batch."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import LiteralString
from uuid import UUID

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import KINDS
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import authority, stages
from qiaomen.ledger.authority import Grants
from qiaomen.ledger.entries import Entry, Need, Subject
from qiaomen.ledger.stages import Provided

# The kind is the root's: a chain may hold voids, and what takes a void back is of the kind that the chain began with.
AMENDED = """
SELECT r.id, coalesce(o.kind, r.kind), r.root, r.author, r.door, r.place, r.person
FROM ledger_record r LEFT JOIN ledger_record o ON o.id = r.root WHERE r.id = ANY(%b)
"""
LACKS: LiteralString = "SELECT w FROM unnest(%b::uuid[]) w WHERE NOT EXISTS (SELECT 1 FROM {0} t WHERE t.id = w)"


def provided_by(entry: Entry) -> Iterable[Provided]:
    """What an entry brings once it is accepted: itself, and what its kind makes."""
    yield Provided("record", entry.id)
    if entry.kind.name in stages.provides:
        yield from stages.provides[entry.kind.name](entry)


def resolve(entries: Sequence[Entry]) -> dict[UUID, UUID]:
    """Find each entry's needs, hold those that lack one, and set amendments' roots.

    Answers where the doors and places stand that these entries bring: id → container.
    """
    _root_amendments(entries)
    entries = [entry for entry in entries if entry.open]
    batch = {entry.id: entry for entry in entries}
    for entry in entries:
        if entry.kind.name in stages.references:
            entry.batch = batch
    waiting = [(entry, list(provided_by(entry))) for entry in entries]
    made = {p.id: p.place for _entry, brings in waiting for p in brings if p.place is not None}
    for entry, brings in waiting:
        entry.needs = _needs(entry, brings)
    absent = _missing(entry.needs for entry in entries)
    while absent and waiting:
        ready: list[tuple[Entry, list[Provided]]] = []
        blocked: list[tuple[Entry, list[Provided]]] = []
        for entry, brings in waiting:
            (blocked if any(need.id in absent for need in entry.needs) else ready).append((entry, brings))
        absent -= {p.id for _entry, brings in ready for p in brings}
        waiting = blocked
        if not ready:
            break
    for entry, _brings in waiting if absent else ():
        _hold(entry, [need for need in entry.needs if need.id in absent])
    return made


def here(ids: Collection[UUID]) -> set[UUID]:
    """Which of these are here now, in whatever register or table."""
    return {one for what in stages.tables for one in set(ids) - _lacking({what: ids})} if ids else set()


def drop_orphans(entries: Sequence[Entry]) -> None:
    """Hold entries that rely on something that another entry would have brought, had it not been refused."""
    while refused := [entry for entry in entries if not entry.open]:
        kept = {p.id for entry in entries if entry.open for p in provided_by(entry)}
        lost = {p.id for entry in refused for p in provided_by(entry)} - kept
        orphans = [(e, [n for n in e.needs if n.id in lost]) for e in entries if e.open]
        orphans = [(entry, missing) for entry, missing in orphans if missing]
        if not orphans:
            return
        absent = _missing([missing for _entry, missing in orphans])
        held = [(entry, [n for n in missing if n.id in absent]) for entry, missing in orphans]
        held = [(entry, missing) for entry, missing in held if missing]
        if not held:
            return
        for entry, missing in held:
            _hold(entry, missing)


def check_amendment(entry: Entry, grants: Grants) -> None:
    """Only its author corrects a record, or somebody who may decide there: where it was, and where it is to be."""
    if entry.amended_author == entry.author.worker:
        return
    may = entry.may_decide
    if may and any(entry.amended_subject) and entry.amended_subject != _subject(entry):
        path = authority.path_of(*entry.amended_subject)
        may = path is None or authority.allows(entry, grants, Verb.DECIDE, path)
    if not may:
        entry.decide("rejected", Problem("record.forbidden_kind", field="amends"))


def _needs(entry: Entry, brings: Sequence[Provided]) -> list[Need]:
    envelope = entry.envelope
    own = {provided.id.int for provided in brings}
    needs = [
        Need(what, wanted)
        for what, wanted in (
            ("door", envelope.door),
            ("place", envelope.place),
            ("person", envelope.person),
            ("record", envelope.amends),
        )
        if wanted is not None and wanted.int not in own
    ]
    if entry.kind.name in stages.references:
        needs += [need for need in stages.references[entry.kind.name](entry) if need.id.int not in own]
    return needs


def _missing(needs: Iterable[Sequence[Need]]) -> set[UUID]:
    wanted: dict[str, dict[int, UUID]] = defaultdict(dict)  # by the number: UUIDs are hashed in Python
    for several in needs:
        for need in several:
            wanted[need.what][need.id.int] = need.id
    return _lacking({what: ids.values() for what, ids in wanted.items()})


def _lacking(wanted: Mapping[str, Collection[UUID]]) -> set[UUID]:
    """Which of these ids, by what they should be, the tables lack: one statement for all."""
    whats = sorted(wanted)
    if not whats:
        return set()
    statement = " UNION ALL ".join(LACKS.format(stages.tables[what]) for what in whats)
    return {row[0] for row in rows(statement, [list(wanted[what]) for what in whats])}


def _hold(entry: Entry, missing: list[Need]) -> None:
    entry.needs = missing
    entry.decide("held", Problem("record.waiting", field=missing[0].what if missing else ""))


def _root_amendments(entries: Sequence[Entry]) -> None:
    """A chain of amendments resolves to the record that it began with; a correction keeps the kind."""
    amending = [entry for entry in entries if entry.envelope.amends is not None]
    if not amending:
        return
    known = {row[0]: row[1:] for row in rows(AMENDED, [[entry.envelope.amends for entry in amending]])}
    batch = {entry.id: entry for entry in entries}
    for entry in amending:
        target = _target(entry, known, batch)
        if target is None:
            continue
        root, kind, entry.amended_author, *subject = target
        entry.root, entry.amended_subject = root, (subject[0], subject[1], subject[2])
        envelope = entry.envelope
        if not any(_subject(entry)):
            envelope.door, envelope.place, envelope.person = subject
        if not KINDS[kind].amendable:
            entry.decide("rejected", Problem("record.not_amendable", field="amends"))
        elif entry.kind.name not in (kind, "void"):
            entry.decide("rejected", Problem("record.amends_other_kind", field="amends"))


def _subject(entry: Entry) -> Subject:
    return entry.envelope.door, entry.envelope.place, entry.envelope.person


def _target(
    entry: Entry, known: dict[UUID, tuple[object, ...]], batch: dict[UUID, Entry]
) -> tuple[UUID, str, UUID, UUID | None, UUID | None, UUID | None] | None:
    """What a chain of amendments began with, walking through the batch as far as it goes.

    The author and the subject are those of the nearest record that names one: a correction may have moved a visit to
    another door, and what corrects it is about that door, whether it came in the same batch or a week later.
    """
    wanted = entry.envelope.amends
    seen: set[UUID] = set()
    author: UUID | None = None
    subject: tuple[UUID | None, UUID | None, UUID | None] = (None, None, None)
    while wanted is not None and wanted not in seen:
        seen.add(wanted)
        if wanted not in known and wanted not in batch:
            known.update({row[0]: row[1:] for row in rows(AMENDED, [[wanted]])})
        if wanted in known:
            kind, root, by, *stands = known[wanted]
            door, place, person = subject if any(subject) else stands
            return (root or wanted, kind, author or by, door, place, person)  # type: ignore[return-value]
        inside = batch.get(wanted)
        if inside is None:
            return None
        author = author or inside.author.worker
        stands_at = inside.envelope
        subject = subject if any(subject) else (stands_at.door, stands_at.place, stands_at.person)
        if stands_at.amends is None:
            return (wanted, inside.kind.name, author, *subject)
        wanted = stands_at.amends
    return None
