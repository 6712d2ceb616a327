"""The thread of a person or a family: what was recorded of them, in order, and in words for who may read these."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.keys import Keys
from qiaomen.base.kinds import KINDS, join
from qiaomen.base.sql import rows
from qiaomen.ledger import told, words
from qiaomen.monitoring.folds import SAME
from qiaomen.monitoring.queries.homes import homes_of
from qiaomen.people.models import Person

AUTHORS = """
SELECT w.id, w.name, coalesce(o.name, '') FROM access_worker w
LEFT JOIN access_organisation o ON o.id = w.organisation_id WHERE w.id = ANY(%b)
"""
HEALTH = {"check", "case", "result", "sample", "referral", "referral_step"}
UNTOLD = {"escalation"}


class Line(msgspec.Struct):
    """A record as it counts now, about one or several people. `body` holds its words where these were asked for."""

    id: UUID
    record: UUID
    kind: str
    at: datetime
    received_at: datetime
    people: list[UUID]
    names: list[str]
    author: UUID
    author_name: str
    organisation: str
    body: dict[str, Any]
    amended: bool


def thread(
    people: Collection[UUID], *, keys: Keys | None = None, kinds: Collection[str] | None = None, health: bool = True
) -> list[Line]:
    """What was recorded of these people, the oldest first; what was taken back is not there.

    With `keys` sealed words are opened: who calls has checked SEE_IDENTITY and writes down who looked (`ledger.words`).
    Records that were made in one go for several of them are one line.
    """
    same = {one: canonical for canonical, one in rows(SAME, [list(people)])} if people else {}
    wanted = set(kinds) if kinds is not None else _all_kinds() - (set() if health else HEALTH)
    says = [one for several in told.of_people(set(same), wanted).values() for one in several]
    opened = words.words_of(keys, [one.record for one in says]) if keys is not None else {}
    authors = {row[0]: row[1:] for row in rows(AUTHORS, [[one.author for one in says]])}
    names = {person: home.name for person, home in homes_of(set(same.values())).items()}
    lines = [_line(one, same, names, authors, opened.get(one.record, {})) for one in told.in_order(says)]
    return _joined(lines)


def family_of(door: UUID) -> list[UUID]:
    """Who lives behind a door, in the order of the household; joined people once."""
    people = Person.objects.filter(home_door=door).order_by("ordinal", "id").values_list("id", flat=True)
    ids = list(people)
    same = {one: canonical for canonical, one in rows(SAME, [ids])} if ids else {}
    return list(dict.fromkeys(same[one] for one in ids))


def _all_kinds() -> set[str]:
    return {kind.name for kind in KINDS.values() if kind.subject == "person"} - UNTOLD


def _line(
    one: told.Told,
    same: dict[UUID, UUID],
    names: dict[UUID, str],
    authors: dict[UUID, tuple[str, str]],
    opened: dict[str, Any],
) -> Line:
    assert one.person is not None
    person = same[one.person]
    name, organisation = authors.get(one.author, ("", ""))
    body = msgspec.to_builtins(one.body)
    return Line(
        id=one.id,
        record=one.record,
        kind=one.kind,
        at=one.at,
        received_at=one.received_at,
        people=[person],
        names=[names.get(person, "")],
        author=one.author,
        author_name=name,
        organisation=organisation,
        body=join(body, opened) if opened else body,
        amended=one.record != one.id,
    )


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines that say the same of several people, at one time, as one."""
    found: dict[Any, Line] = {}
    for line in lines:
        together = line.body.get("together")
        key = (line.kind, together, line.at) if together else line.id
        if key in found:
            found[key].people += line.people
            found[key].names += line.names
        else:
            found[key] = line
    return list(found.values())
