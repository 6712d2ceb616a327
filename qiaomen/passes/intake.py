"""What submit has to know of passes: what their records refer to, and rules beyond types."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.stages import Provided

ISSUED = ("issued", "reissued")
# Of any of these passes: whose it is, by every id that this person goes by.
HOLDERS = """
SELECT p.id, p.person, w.id FROM passes_pass p
JOIN (SELECT w.id, coalesce(a.canonical, w.id) AS person
      FROM unnest(%b::uuid[]) w(id) LEFT JOIN people_alias a ON a.id = w.id) w ON w.person = p.person
WHERE p.id = ANY(%b)
"""
THERE = "SELECT id, record FROM passes_pass WHERE id = ANY(%b)"


def register() -> None:
    """Add references, what is brought, and checks. Called at start-up."""
    stages.tables |= {"pass": "passes_pass"}
    stages.provides["pass_event"] = brings
    stages.references |= {"pass_event": needs, "pass_ask": ask_needs}
    stages.references |= dict.fromkeys(("pass_refused", "pass_reopened"), answer_needs)
    stages.checks["pass_event"] = check_events


def brings(entry: Entry) -> Iterable[Provided]:
    """A pass that is issued: what is said of it before it is here waits."""
    return [Provided("pass", entry.body.pass_)] if entry.body.event in ISSUED else []


def needs(entry: Entry) -> Iterable[Need]:
    """The pass that an event is about, or that it replaces; and what was asked for."""
    body = entry.body
    if body.event not in ISSUED:
        yield Need("pass", body.pass_)
    if body.replaces is not None:
        yield Need("pass", body.replaces)
    if body.ask is not None:
        yield Need("record", body.ask)


def ask_needs(entry: Entry) -> Iterable[Need]:
    return [Need("person", entry.body.who)] if entry.body.who is not None else []


def answer_needs(entry: Entry) -> Iterable[Need]:
    return [Need("record", entry.body.ask)]


def check_events(entries: Sequence[Entry]) -> None:
    """A pass is one person's for ever, is issued once, and only a pass that is there is replaced."""
    own = {entry.body.pass_: entry for entry in entries if entry.body.event in ISSUED}
    named = {entry.body.pass_ for entry in entries} | {entry.body.replaces for entry in entries} - {None}
    people = [entry.envelope.person for entry in entries]
    there = dict(rows(THERE, [list(named)]))
    held = {(row[0], row[2]) for row in rows(HOLDERS, [people, list(named)])}
    for entry in entries:
        try:
            _check(entry, own, there, held)
        except Problem as problem:
            entry.decide("rejected", problem)


def _check(entry: Entry, own: dict[UUID, Entry], there: dict[UUID, UUID], held: set[tuple[UUID, UUID | None]]) -> None:
    body, person = entry.body, entry.envelope.person
    if body.event in ISSUED:
        if body.pass_.version != 4:
            raise Problem("pass.not_random", field="body.pass")
        taken = there.get(body.pass_, entry.id) != entry.id or own[body.pass_] is not entry
        if taken:
            raise Problem("pass.taken", field="body.pass")
    if (body.event == "reissued") != (body.replaces is not None) or body.replaces == body.pass_:
        raise Problem("record.invalid", field="body.replaces", reason="exactly what is reissued replaces another pass")
    for about in {body.replaces} if body.event in ISSUED else {body.pass_}:
        if about is None:
            continue
        same_batch = about in own and own[about].envelope.person == person
        if not same_batch and (about, person) not in held:
            raise Problem("pass.anothers", field="body.pass")
