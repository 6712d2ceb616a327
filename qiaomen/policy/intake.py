"""What policy adds to submit: what its records refer to, and rules beyond types."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.policy import hands, objections, verifying

ISOLATING = """
SELECT DISTINCT h.home_door_id FROM people_person h JOIN policy_standing s ON s.person = h.id AND s.isolates
WHERE h.home_door_id = ANY(%b)
"""
# By kind: fields that name a person, a place, or a record.
REFERS: dict[str, dict[str, str]] = {
    "case": {"source": "person"},
    "exposure": {"other": "person", "place": "place", "evidence": "record"},
    "stay": {"place": "place", "evidence": "record"},
    "fact_verified": {"record": "record"},
    "result": {"sample": "record"},
    "red_by_hand": {"evidence": "record"},
    "red_confirmed": {"proposal": "record"},
    "objection": {"status": "record"},
    "objection_answer": {"objection": "record"},
}
# By kind: moments that have happened, and spans that must not end before they begin.
HAPPENED: dict[str, tuple[str, ...]] = {
    "case": ("onset", "reported", "recovered"),
    "exposure": ("first", "last"),
    "stay": ("first", "last"),
    "trait": ("since",),
    "sample": ("taken",),
    "result": ("taken",),
}
SPANS: dict[str, tuple[str, str]] = {
    "case": ("onset", "recovered"),
    "exposure": ("first", "last"),
    "stay": ("first", "last"),
    "trait": ("since", "until"),
}


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references |= dict.fromkeys(REFERS, references)
    stages.checks |= dict.fromkeys(HAPPENED, check_facts)
    stages.checks["status"] = check_statuses
    stages.checks["move"] = check_moves
    stages.checks["fact_verified"] = _each(verifying.check_verification)
    stages.checks["red_by_hand"] = _each(hands.check_proposal)
    stages.checks["red_confirmed"] = _each(hands.check_confirmation)
    stages.checks["objection"] = _each(objections.check_objection)
    stages.checks["objection_answer"] = _each(objections.check_answer)


def references(entry: Entry) -> Iterable[Need]:
    """The people, places and records that a body names."""
    for field, what in REFERS[entry.kind.name].items():
        id: UUID | None = getattr(entry.body, field)
        if id is not None:
            yield Need(what, id)


def check_facts(entries: Sequence[Entry]) -> None:
    """What is stated has happened, in order; that it was verified nobody says of their own words alone."""
    for entry in entries:
        try:
            _check_times(entry)
            if entry.kind.name in verifying.KINDS:
                verifying.check_stated(entry)
        except Problem as problem:
            entry.decide("rejected", problem)


def check_moves(entries: Sequence[Entry]) -> None:
    """Who is said to have moved in with people who isolate may become red by it: one who decides there says so.

    So is that a home was wrong, since whoever lives there may be freed by it. Nobody moves tomorrow.
    """
    for entry in entries:
        if _day_of(entry.body.moved_at) > _day_of(entry.received_at):
            entry.decide("rejected", Problem("fact.future", field="body.moved_at"))
        elif entry.body.wrong and not entry.may_decide:
            entry.decide("rejected", Problem("fact.needs_decider", field="body.wrong"))
    moving = [entry for entry in entries if entry.open and not entry.may_decide]
    isolating = {row[0] for row in rows(ISOLATING, [[entry.envelope.door for entry in moving]])} if moving else set()
    for entry in moving:
        if entry.envelope.door in isolating:
            entry.decide("rejected", Problem("move.into_isolation", field="door"))


def check_statuses(entries: Sequence[Entry]) -> None:
    """Nobody sends a status: it follows from facts."""
    for entry in entries:
        entry.decide("rejected", Problem("status.system_only", field="kind"))


def _check_times(entry: Entry) -> None:
    """Days count, not hours: something of this evening may be noted at noon, but nothing of tomorrow."""
    today = _day_of(entry.received_at)
    for field in HAPPENED[entry.kind.name]:
        moment: datetime | None = getattr(entry.body, field)
        if moment is not None and _day_of(moment) > today:
            raise Problem("fact.future", field=f"body.{field}")
    if entry.kind.name in SPANS:
        first, last = (getattr(entry.body, field) for field in SPANS[entry.kind.name])
        if first is not None and last is not None and last < first:
            raise Problem("fact.span", field=f"body.{SPANS[entry.kind.name][1]}")


def _day_of(moment: datetime) -> date:
    return moment.astimezone(timezone.get_default_timezone()).date()


def _each(check: "hands.Check") -> stages.Checks:
    def checks(entries: Sequence[Entry]) -> None:
        for entry in entries:
            try:
                check(entry)
            except Problem as problem:
                entry.decide("rejected", problem)

    return checks
