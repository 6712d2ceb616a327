"""What tests of policy say: records about people of the small world, sent by members of the cast at some hour."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.ids import new_id
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.ledger.wire import Verdict
from qiaomen.people.models import Fact
from qiaomen.policy import evaluate, explain
from qiaomen.policy.documents import example
from qiaomen.policy.editions import draft
from qiaomen.policy.explain import Why
from qiaomen.policy.models import Edition, Standing
from qiaomen.policy.publishing import publish
from qiaomen.testing.desk import at
from qiaomen.testing.world import HERE, World

__all__ = ["EIGHTH", "Saying", "at", "day"]

# The plan's 8th edition, as if it had been in force when the small world's order came.
EIGHTH = example("covid-8th").replace("2021-05-14T00:00:00+08:00", "2020-03-20T20:00:00+08:00")


@dataclass(slots=True)
class Saying:
    """People go by their name, workers by their key. `last` is the id of the record that was sent last."""

    world: World
    now: datetime = field(default_factory=lambda: at(21, 9))
    last: UUID | None = None
    proofs: dict[str, UUID] = field(default_factory=dict)

    def person(self, name: str) -> UUID:
        return self.world.people[name].id

    def author(self, worker: str) -> Author:
        return Author(self.world.workers[worker].id, self.world.outbreak.id)

    def record(self, kind: str, name: str | None, body: dict[str, Any] | None = None, **envelope: Any) -> bytes:
        """A record as sent, made now."""
        record = {"id": new_id(), "kind": kind, "device_at": self.now, "body": body or {}, **envelope}
        if name is not None:
            record["person"] = self.person(name)
        self.last = record["id"]
        return msgspec.json.encode(record)

    def send(self, *raws: bytes, by: str = "health") -> list[Verdict]:
        return submit(raws, author=self.author(by), received_at=self.now)

    def proof(self, name: str) -> UUID:
        """A record about somebody by which health staff verify what they state."""
        if name not in self.proofs:
            self.send(self.record("trait", name, {"trait": "returnee"}))
            assert self.last is not None
            self.proofs[name] = self.last
        return self.proofs[name]

    def verified(self, name: str, **body: Any) -> dict[str, Any]:
        """A body as health staff verify it."""
        return {**body, "verified": True, "evidence": self.proof(name)}

    def say(self, kind: str, name: str | None, by: str = "health", /, **body: Any) -> UUID:
        """Send one record; it must be taken. Answers its id. What health staff verify has its evidence."""
        if name and by == "health" and body.get("verified"):
            body.setdefault("evidence", self.proof(name))
        envelope = {key: body.pop(key) for key in ("amends", "door") if key in body}
        [verdict] = self.send(self.record(kind, name, body, **envelope), by=by)
        assert verdict.verdict == "accepted", verdict
        assert self.last is not None
        return self.last

    def refused(self, kind: str, name: str | None, by: str = "health", /, **body: Any) -> str:
        """Send one record that is not taken; answers the code."""
        envelope = {key: body.pop(key) for key in ("amends", "door") if key in body}
        [verdict] = self.send(self.record(kind, name, body, **envelope), by=by)
        assert verdict.verdict == "rejected", verdict
        return str(verdict.code)

    def facts(self, name: str, kind: str) -> list[Fact]:
        return list(Fact.objects.filter(person=self.person(name), kind=kind).order_by("at"))

    def publish(self, text: str, *, now: datetime | None = None) -> Edition:
        """Draft and publish an edition, as headquarters."""
        worker = self.world.workers["headquarters"]
        edition = draft(text=text, by=worker)
        publish(edition, by=worker, now=now or self.now)
        return edition

    def standing(self, name: str) -> tuple[str, str, datetime | None]:
        """Measure, colour and end; green and nothing where there is none."""
        found = Standing.objects.filter(person=self.person(name)).first()
        return (found.measure, found.colour, found.until) if found else ("", "green", None)

    def expose(self, name: str, closeness: str, day: int, other: str | None = None) -> UUID:
        """A verified exposure on one day of March."""
        moment, link = at(day, 12), self.person(other) if other else None
        body = {"first": moment, "last": moment, "other": link, "verified": True}
        return self.say("exposure", name, closeness=closeness, **body)

    def tested(self, name: str, days: Sequence[int], result: str = "negative") -> None:
        """Results of samples of these mornings of March."""
        for day in days:
            self.say("result", name, taken=at(day, 7), result=result)

    def agreed(self) -> int:
        """Standing says what verdicts over the whole district say; answers for how many."""
        verdicts = {verdict.person: verdict.digest for verdict in evaluate.verdicts(None, now=self.now)}
        held = dict(Standing.objects.exclude(digest="").values_list("person", "digest"))
        assert held == verdicts
        return len(held)

    def why(self, name: str) -> Why:
        return explain.why(self.person(name), self.now)


def day(month: int, number: int) -> datetime:
    """A midnight of 2020."""
    return datetime(2020, month, number, tzinfo=HERE)
