"""What holds for people at a moment: the compiled statement run, and who else may be touched by a change."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import transaction

from qiaomen.base.sql import rows, run
from qiaomen.policy import editions as register
from qiaomen.policy.compile import Chain, of_people, statement
from qiaomen.policy.links import linked
from qiaomen.policy.records import Reason
from qiaomen.policy.sql_text import Hour

__all__ = ["Verdict", "linked", "verdicts"]

# The planner only guesses how much a part of the statement yields, before PostgreSQL 17 wildly: loops would be endless
# where it guesses too little, merges where it guesses too much. Compiling to machine code costs more than it gains.
_PLANNED = {"enable_nestloop": "off", "enable_mergejoin": "off", "jit": "off", "work_mem": "256MB"}


class Verdict(msgspec.Struct):
    """What holds for a person: one for whom any rule, decision or red by hand holds; for others: green, nothing.

    `until`: when the measure ends; empty: not settled yet. `due_end`: when the last phase ends. `digest` changes with
    anything in it.
    """

    person: UUID
    edition: UUID | None
    measure: str
    isolates: bool
    colour: str
    categories: list[str]
    until: datetime | None
    due_end: datetime | None
    reasons: list[Reason]
    digest: str


def verdicts(people: Collection[UUID] | None, *, now: datetime, editions: Chain | None = None) -> list[Verdict]:
    """Verdicts of these people (by any of their ids), or of everyone (None), in order of their canonical ids.

    `editions`: the one in force first, then its predecessors; None: those that are published and whose hour has come.
    """
    chain = register.chain(now) if editions is None else editions
    if people is not None and not people:
        return []
    hour = Hour(now, ZoneInfo(settings.TIME_ZONE))
    with transaction.atomic():
        found = _everyone(chain, hour) if people is None else _some(people, chain, hour)
    in_force = chain[0][0] if chain else None
    return [_verdict(in_force, row) for row in found]


def _everyone(chain: Chain, hour: Hour) -> list[tuple[Any, ...]]:
    """Asked seldom and of many: planned for the very moment, and not kept."""
    text: Any = statement(chain, hour, everyone=True)
    with _planned(_PLANNED):
        return rows(text, prepare=False)


def _some(people: Collection[UUID], chain: Chain, hour: Hour) -> list[tuple[Any, ...]]:
    """Asked by every batch: planning takes longer than running, so it is planned once for all people and moments."""
    text: Any = of_people(chain, hour)
    with _planned(_PLANNED | {"plan_cache_mode": "force_generic_plan"}):
        return rows(text, {"people": list(people), **hour.parameters}, prepare=True)


def _verdict(edition: UUID | None, row: tuple[Any, ...]) -> Verdict:
    person, measure, isolates, colour, categories, until, due_end, told = row
    until, due_end = (at and at.astimezone(UTC) for at in (until, due_end))
    reasons = msgspec.json.decode(told or "[]", type=list[Reason])
    said = msgspec.json.encode([measure, isolates, colour, categories, until, due_end, told])
    digest = hashlib.sha256(said).hexdigest()
    return Verdict(person, edition, measure, isolates, colour, categories, until, due_end, reasons, digest)


@contextmanager
def _planned(wanted: dict[str, str]) -> Iterator[None]:
    """The planner's settings while one statement runs; put back, for the transaction may go on."""
    before: Any = ", ".join(f"current_setting('{name}')" for name in wanted)
    kept = rows(f"SELECT {before}")[0]
    _set(wanted)
    yield
    _set(dict(zip(wanted, kept, strict=True)))


def _set(wanted: dict[str, str]) -> None:
    text: Any = ", ".join("set_config(%s, %s, true)" for _name in wanted)
    run(f"SELECT {text}", [part for pair in wanted.items() for part in pair])
