"""The server's fold of one door, for the phone's contracts: records as they are sent in, a target as it is pulled."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from qiaomen.base.ids import NOBODY
from qiaomen.campaigns.questionnaires import Question, Sheet
from qiaomen.campaigns.records import Visit
from qiaomen.campaigns.target import Folded, Rules, fold
from qiaomen.ledger.effective import Effective

Json = dict[str, Any]
MOMENTS = ("last_at", "next_from", "next_until")


def rules_of(campaign: Json, zone: str) -> Rules:
    """What the campaign sets."""
    return Rules(
        UUID(campaign["id"]),
        ZoneInfo(zone),
        time.fromisoformat(campaign["day_from"]),
        time.fromisoformat(campaign["day_until"]),
        campaign["max_tries"],
        campaign["remote_closes"],
    )


def sheets_of(edition: Json) -> dict[UUID, Sheet]:
    """The edition's questions, as the server keeps them."""
    questions = msgspec.convert(edition["questions"], list[Question])
    of = {kind: {q.name: q for q in questions if q.of == kind} for kind in ("person", "door")}
    return {UUID(edition["id"]): Sheet(person=of["person"], door=of["door"])}


def effective_of(records: Iterable[Json]) -> list[Effective]:
    """Visits, their corrections and voids as they count, in order of (at, id)."""
    known = {record["id"]: record for record in records}
    chains: dict[str, list[Json]] = {}
    for record in known.values():
        root = record
        while root.get("amends"):
            root = known[root["amends"]]
        chains.setdefault(root["id"], []).append(record)
    found = []
    for root_id, chain in chains.items():
        amendments = [one for one in chain if one["id"] != root_id]
        newest = max(amendments, key=lambda one: (_at(one), one["id"]), default=known[root_id])
        if newest["kind"] != "void":
            body = msgspec.convert(newest["body"], Visit)
            ids = frozenset(UUID(one["id"]) for one in amendments)
            found.append(
                Effective(UUID(root_id), _at(known[root_id]), "visit", NOBODY, NOBODY, body, UUID(newest["id"]), ids)
            )
    return sorted(found, key=lambda one: (one.at, one.id.bytes))


def folded(contract: Json, case: Json, records: Sequence[Json]) -> Json:
    """What a pull would show of the door after these records: a target's fields, and its roll by person."""
    made = fold(
        rules_of(contract["campaign"], contract["zone"]),
        effective_of(records),
        [UUID(person) for person in case["registered"]],
        sheets=sheets_of(contract["edition"]),
        is_open=case.get("is_open", True),
    )
    return _target(made)


def _target(made: Folded) -> Json:
    return {
        "state": int(made.state),
        "attempts": made.attempts,
        **{name: _text(getattr(made, name)) for name in MOMENTS},
        "by_phone": made.by_phone,
        "flags": made.flags,
        "people": len(made.roll),
        "unaccounted": made.unaccounted,
        "claim": str(made.claim) if made.claim else None,
        "roll": {str(member.person): str(member.presence) for member in made.roll},
    }


def _at(record: Json) -> datetime:
    return datetime.fromisoformat(record["device_at"]) + timedelta(milliseconds=record.get("offset_ms") or 0)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
